// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "formats/card.hpp"
#include "formats/card_sheet.hpp"
#include "formats/text.hpp"
#include "formats/text_grid.hpp"

namespace ketadose::program {
namespace {

Row weight_row(const Sheet& s, std::string kg, std::string lb, std::string_view marks) {
  (s.in_pounds ? lb : kg) += marks;
  if (s.in_pounds) return {std::move(lb), std::move(kg)};
  return {std::move(kg), std::move(lb)};
}

std::string figure_words(const Figure& figure) {
  return (figure.number.empty() ? "-" : figure.number) + figure.marks;
}

/// The rows of a block, for the columns from `first` on and before `end`.
std::vector<Row> grid_of(const Sheet& s, const Block& block, const std::vector<ColumnHead>& heads,
                         std::size_t first, std::size_t end) {
  std::vector<Row> rows{weight_row(s, "kg", "lb", "")};
  for (auto i = first; i < end; ++i) rows.back().push_back(heads[i].head + heads[i].marks);
  if (!s.below_unit.empty()) {
    rows.push_back({"", s.below_unit});
    for (auto i = first; i < end; ++i) rows.back().push_back(heads[i].below);
  }
  for (std::size_t w = 0; w < s.weights.size(); ++w) {
    const auto& weight = s.weights[w];
    rows.push_back(weight_row(s, weight.kg, weight.lb, weight.marks));
    for (auto i = first; i < end; ++i)
      rows.back().push_back(weight.words.empty() ? figure_words(block.rows[w][i]) : "-");
  }
  return rows;
}

std::size_t width_of(const std::vector<Row>& rows) {
  std::size_t width = 0;
  std::vector<Row> copy = rows;
  std::string text;
  append_grid(text, std::move(copy), LastColumn::number);
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    width = std::max(width, end - at);
    at = end + 1;
  }
  return width;
}

/// A block in as many parts as 80 columns need.
void append_block(std::string& out, const Sheet& s, const Block& block,
                  const std::vector<ColumnHead>& heads, const std::string& title) {
  for (std::size_t first = 0; first < heads.size();) {
    auto end = heads.size();
    while (end > first + 1 && width_of(grid_of(s, block, heads, first, end)) > text_width) --end;
    ((out += '\n') += title) += first == 0 ? "\n" : ", continued\n";
    append_grid(out, grid_of(s, block, heads, first, end), LastColumn::number);
    first = end;
  }
}

void append_rates(std::string& out, const Sheet& s) {
  const auto title = s.rate_title + " in " + s.rate_unit;
  for (const auto& block : s.by_duration)
    append_block(out, s, block, s.durations, title + " at " + s.lowest + " mg/kg, by time");
  if (s.rates.empty()) return;
  out += "\n" + title + ", for every weight and dose\n";
  std::vector<Row> rows(2);
  for (const auto& [over, rate] : s.rates) {
    rows[0].push_back(over);
    rows[1].push_back(rate);
  }
  append_grid(out, std::move(rows), LastColumn::number);
}

void append_blocks(std::string& out, const Sheet& s) {
  for (const auto& block : s.by_rung) {
    auto title = block.title + " in " + block.unit + ", by " + s.rung_unit;
    if (block.title == s.rate_title) title += ", over " + s.durations.front().head;
    append_block(out, s, block, s.rungs, title);
  }
  append_rates(out, s);
  out += '\n';
  if (!s.stars.empty()) append_wrapped(out, "*", s.stars, 3);
  for (const auto& line : s.legend) append_wrapped(out, line.letter, line.words, 3);
  for (const auto& weight : s.weights)
    if (!weight.words.empty()) append_wrapped(out, "-", weight.kg + " kg: " + weight.words, 3);
  for (const auto& hint : s.hints) append_wrapped(out, "", hint, 0);
}

}  // namespace

void append_card_text(std::string& out, const Card& card, const Protocol& protocol) {
  const auto s = make_sheet(card, protocol);
  append_wrapped(out, "", s.title + " by weight, " + s.scope, 0);
  if (!s.setup.empty()) append_wrapped(out, "Set-up: ", s.setup, 8);
  if (!s.messages.empty()) out += '\n';
  for (const auto& message : s.messages) append_line(out, message.label, message.words);
  if (s.shared.worst() == Level::stop)
    out += "\nNo dose may run like this, so no row is shown.\n\n";
  else
    append_blocks(out, s);
  out += s.fine_print;
}

}  // namespace ketadose::program
