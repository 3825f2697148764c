// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/protocol.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The table of options: the parser, the help and the completions come from it.
namespace ketadose::program {

struct Option {
  std::string_view name;   ///< without dashes
  std::string_view value;  ///< stands for the value in the help; empty: a flag
  std::string_view group;  ///< its heading in the help
  std::string_view verbs;  ///< which it is for, separated by one space
  std::string_view help;

  bool is_flag() const { return value.empty(); }
  bool is_for(std::string_view verb) const;
};

/// The parts of an order first, in the order of the fields.
std::span<const Option> options();
const Option* find_option(std::string_view name);

/// Whether the verb's order may hold the option; what a table cannot use is refused with the
/// order, after what is missing from it.
bool is_understood(const Option& option, std::string_view verb);

/// The words that an option of a verb accepts; none when it is not a choice. Codes of conditions
/// and medicines are a choice, too.
std::vector<std::string_view> choices(const Option& option, std::string_view verb);

/// The lists and codes that can be explained.
std::vector<std::string_view> explained_words();
/// What can be done with a protocol file.
std::vector<std::string_view> protocol_words();
/// The shells that can complete.
std::vector<std::string_view> shells();

/// What `ketadose --help` and `ketadose VERB --help` print.
std::string help();
std::string help(std::string_view verb);
std::string version(const Protocol& rules);

}  // namespace ketadose::program
