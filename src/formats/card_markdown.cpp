// SPDX-License-Identifier: Apache-2.0
#include "formats/card.hpp"
#include "formats/card_sheet.hpp"
#include "formats/html.hpp"

namespace ketadose::program {
namespace {

void append_cells(std::string& out, const std::vector<std::string>& cells) {
  for (const auto& cell : cells) ((out += "| ") += escaped_for_markdown(cell)) += ' ';
  out += "|\n";
}

/// The rule below a head; all columns are numbers and stand right.
void append_rule(std::string& out, std::size_t columns) {
  for (std::size_t i = 0; i < columns; ++i) out += "| ---: ";
  out += "|\n";
}

/// A reason that stands for a number has its words in the cell; a mark is in the legend.
std::string cell_of(const Figure& figure) {
  return figure.number.empty() ? figure.words : figure.number + figure.marks;
}

std::vector<std::string> weight_cells(const Sheet& s, const WeightHead& weight) {
  if (s.in_pounds) return {weight.lb + weight.marks, weight.kg};
  return {weight.kg + weight.marks, weight.lb};
}

void append_block(std::string& out, const Sheet& s, const Block& block,
                  const std::vector<ColumnHead>& heads, const std::string& title) {
  out += "\n## " + escaped_for_markdown(title) + "\n\n";
  std::vector<std::string> head{s.in_pounds ? "lb" : "kg", s.in_pounds ? "kg" : "lb"};
  for (const auto& column : heads)
    head.push_back(column.full + (column.words.empty() ? "" : ", " + column.words));
  append_cells(out, head);
  append_rule(out, head.size());
  for (std::size_t i = 0; i < s.weights.size(); ++i) {
    auto cells = weight_cells(s, s.weights[i]);
    if (block.rows[i].empty()) cells.resize(head.size(), s.weights[i].words);
    for (const auto& figure : block.rows[i]) cells.push_back(cell_of(figure));
    append_cells(out, cells);
  }
}

void append_rates(std::string& out, const Sheet& s) {
  const auto title = s.rate_title + ", " + s.rate_unit;
  for (const auto& block : s.by_duration)
    append_block(out, s, block, s.durations, title + ", at " + s.lowest + " mg/kg");
  if (s.rates.empty()) return;
  out += "\n## " + title + ", for every weight and dose\n\n";
  std::vector<std::string> head;
  std::vector<std::string> cells;
  for (const auto& [over, rate] : s.rates) {
    head.push_back(over);
    cells.push_back(rate);
  }
  append_cells(out, head);
  append_rule(out, head.size());
  append_cells(out, cells);
}

void append_legend(std::string& out, const Sheet& s) {
  const auto marked = legend_of_marks(s);
  if (!s.stars.empty() || !marked.empty()) out += '\n';
  if (!s.stars.empty()) out += "- \\*: " + escaped_for_markdown(s.stars) + '\n';
  for (const auto& line : marked)
    out += "- " + line.letter + ": " + escaped_for_markdown(line.words) + '\n';
}

}  // namespace

void append_card_markdown(std::string& out, const Card& card, const Protocol& protocol) {
  const auto s = make_sheet(card, protocol);
  out += "# " + escaped_for_markdown(s.title + " by weight") + "\n\n";
  out += escaped_for_markdown(s.scope) + '\n';
  if (!s.setup.empty()) out += "\nSet-up: " + escaped_for_markdown(s.setup) + '\n';
  for (const auto& message : s.messages)
    out += "\n**" + escaped_for_markdown(message.label + ": " + message.words) + "**\n";
  if (s.shared.worst() == Level::stop) {
    out += "\nNo dose may run like this, so no row is shown.\n";
  } else {
    for (const auto& block : s.by_rung) {
      auto title = block.title + ", " + block.unit;
      if (block.title == s.rate_title) title += ", over " + s.durations.front().head;
      append_block(out, s, block, s.rungs, title);
    }
    append_rates(out, s);
    append_legend(out, s);
  }
  out += '\n';
  for (std::size_t at = 0; at < s.fine_print.size();) {
    const auto end = s.fine_print.find('\n', at);
    out += escaped_for_markdown(s.fine_print.substr(at, end - at)) + '\n';
    at = end + 1;
  }
  out += "\nDate:\n\nCalculated by:\n\nChecked by:\n";
}

}  // namespace ketadose::program
