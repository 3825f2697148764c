// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <ketadose/assess.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cli.hpp"
#include "request.hpp"

/// The sheet that surrounds a dose: what stands on it, and what it is printed as.
namespace ketadose::program {

/// What stands in front of an item: nothing, a box to tick, or a box that the order ticked.
enum class SheetMark : std::uint8_t { none, open, ticked };

struct Item {
  SheetMark mark = SheetMark::open;
  std::string label{};  ///< set apart in front of the text; may be empty
  std::string text;
  std::string source{};  ///< the key behind its number; empty: none is shown
};

/// A label, and behind it what is known or a line to write on.
struct Blank {
  std::string label;
  std::string value;  ///< empty: a line to write on
  int width = 12;     ///< of that line, in letters
};

/// A sentence that belongs to no box.
struct Prose {
  std::string text;
};
struct Items {
  std::vector<Item> items;
};
/// Short items under a heading, in columns.
struct Ticks {
  std::string heading;
  std::vector<Item> items;
};
struct Blanks {
  std::vector<Blank> blanks;
};
/// A table; an empty cell is to be written in.
struct Grid {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
};
using Block = std::variant<Prose, Items, Ticks, Blanks, Grid>;

struct SheetSection {
  std::string title;
  std::vector<Block> blocks;
  bool starts_page = false;  ///< where the sheet is printed on pages
};

struct Checklist {
  std::string title;
  Blanks patient;  ///< stands on each page
  Level verdict;
  std::string order;   ///< what was ordered; on a stop without its numbers
  std::string weight;  ///< of the patient, with the session
  std::vector<Block> heading;
  std::vector<SheetSection> sections;
  std::string footer;
};

/// When something is to be observed, in whole minutes from the start of the dose.
struct Observation {
  enum class When : std::uint8_t { start, during, end, after };
  std::int64_t minute;
  When when;
};
struct Schedule {
  std::vector<Observation> rows;
  bool whole;  ///< no further row is missing for want of an interval or an end
};

/// The observations that the protocol asks for. The end of an infusion is rounded once to the
/// minute, ties up, and what comes after is counted from there: a clock on the wall shows no less.
Schedule schedule(const Route& route, const std::optional<Exact<DurationDim>>& lasts);

/// "14:45", or "00:10 +1 d" past midnight: so many minutes after a time of day in minutes.
std::string clock_words(int start, std::int64_t minute);

/// The whole sheet. `start` is a time of day in minutes, when it is known.
Checklist make_checklist(const Texts& texts, const Request& request, const Protocol& protocol,
                         const Assessment& assessment, std::optional<int> start);
/// Its section on observations.
SheetSection monitoring(const Request& request, const Protocol& protocol, const Plan& plan,
                        std::optional<int> start);

void append_checklist_text(std::string& out, const Checklist& sheet, ColorWhen color);
void append_checklist_markdown(std::string& out, const Checklist& sheet);
void append_checklist_html(std::string& out, const Checklist& sheet);

}  // namespace ketadose::program
