// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/assess.hpp>
#include <string>
#include <utility>
#include <vector>

#include "verbs/card.hpp"

/// A card in words, for every format that a person reads: one figure for every cell.
namespace ketadose::program {

/// What stands in a cell. Without a number, `words` says why.
struct Figure {
  std::string number;
  std::string marks;  ///< letters of the legend
  std::string words;
};

/// A dose or a duration, above its figures.
struct ColumnHead {
  std::string head;
  std::string below;  ///< of a lozenge: its mg
  std::string full;   ///< both with their units
  std::string marks;  ///< what holds for all its figures
  std::string words;  ///< the same in words
};

/// The same number of every cell: mg, mL or a rate.
struct Block {
  std::string title;                      ///< "To draw"
  std::string unit;                       ///< "mL"
  std::vector<std::vector<Figure>> rows;  ///< by weight; none for a weight that may have no dose
};

struct WeightHead {
  std::string kg;
  std::string lb;
  std::string marks;
  std::string words;  ///< why it has no dose; else empty
};

struct LegendLine {
  std::string letter;
  std::string words;
};

/// A finding that holds for all cells.
struct Message {
  std::string label;  ///< "Stop" or "Review"
  std::string words;
};

struct Sheet {
  std::string title;              ///< "ketamine IV"
  std::string scope;              ///< the weights, the session, the time and the rules
  std::string setup;              ///< empty: none was named
  Findings shared;                ///< said once, above the rows; a stop leaves no blocks
  std::vector<Message> messages;  ///< of the shared findings
  bool in_pounds;                 ///< the lb stand first
  std::vector<WeightHead> weights;
  std::string rung_unit;   ///< "mg/kg", or "lozenges"
  std::string below_unit;  ///< "mg" when the heads have something below
  std::vector<ColumnHead> rungs;
  std::vector<Block> by_rung;
  std::string lowest;  ///< the rung that the rates by duration are for
  std::vector<ColumnHead> durations;
  std::vector<Block> by_duration;                          ///< one, or none
  std::vector<std::pair<std::string, std::string>> rates;  ///< when every cell has the same
  std::string rate_title;                                  ///< "Rate" or "Drops"
  std::string rate_unit;
  std::vector<LegendLine> legend;
  std::string stars;               ///< why a number is not the nearest
  std::vector<std::string> hints;  ///< what to type for more
  std::string fine_print;          ///< what was not checked, and the rules
};

Sheet make_sheet(const Card& card, const Protocol& protocol);

/// The lines of the legend that a number's mark refers to: for a format that says in words what
/// holds for a column and why there is no number.
std::vector<LegendLine> legend_of_marks(const Sheet& sheet);

}  // namespace ketadose::program
