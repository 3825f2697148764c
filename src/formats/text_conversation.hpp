// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "cli.hpp"
#include "complaint.hpp"
#include "request.hpp"

/// The words of the conversation at a terminal: what is asked, what was understood, and the command
/// line that would have said it.
namespace ketadose::program {

/// No answer is nearly as long; a terminal cuts what is much longer.
inline constexpr std::size_t most_answer = 256;

/// How a part of an order is asked for.
struct Question {
  Field field;
  std::string_view asks;
  std::array<std::string_view, 2> examples;
  std::string_view without;  ///< what is lost when it is left out
};

/// The question for a part of an order; null when it is none that is asked for.
const Question* find_question(Field field);
/// What may be typed: its examples, or the protocol's words.
std::vector<std::string_view> examples(const Question& question, const Protocol& protocol);

/// How an infusion can be made ready, by the parts of an order that say so.
struct SetUp {
  std::string_view title;
  std::array<Field, 2> parts;  ///< one that has a single part names it twice
};
inline constexpr std::array set_ups{
    SetUp{"ready-made bag or syringe", {Field::concentration, Field::concentration}},
    SetUp{"vial into a bag", {Field::vial, Field::bag}},
    SetUp{"vial into a syringe", {Field::vial, Field::fill}},
};

/// "Route (iv, im or lozenge), for example iv", and what happens without it. Of the examples only
/// those that would be accepted are shown.
std::string asked(const Question& question, const Protocol& protocol,
                  const std::vector<std::string_view>& accepted, bool is_needed);
/// The set-ups that can be chosen, by number.
std::string menu(const std::vector<const SetUp*>& offered);
/// A part of the order as it was read, for the person who typed it.
std::string read_back(Field field, const Texts& texts, const Request& request);
/// The command as it can be typed again, in lines that fit.
std::string finished_command(const CommandLine& line);

/// Refusals of an answer that the reader is not shown.
Complaint too_long();
Complaint no_such_set_up(std::string_view text, std::size_t count);

}  // namespace ketadose::program
