// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <variant>
#include <vector>

#include "cli.hpp"
#include "formats/text_parts.hpp"
#include "verbs/table.hpp"

namespace ketadose::program {

/// So many weights fit on one page.
inline constexpr int most_card_rows = 25;
/// And so many doses beside each other.
inline constexpr std::size_t most_card_columns = 12;

/// The tables of a range of weights, each with the same doses.
struct Card {
  std::vector<Table> rows;   ///< ascending by weight; at least one is inside the stop bounds
  std::vector<Pair> pounds;  ///< of every row
  bool in_pounds;            ///< the weights were named in lb
  bool any_session;          ///< none was named: judged as session 1

  /// The first row that has doses: what it says of the set-up holds for all.
  const Table& sample() const;
  /// The findings about the weights alone.
  Level worst_weight() const;
};

std::variant<Card, Complaint> make_card(const CommandLine& line, const Protocol& protocol);

}  // namespace ketadose::program
