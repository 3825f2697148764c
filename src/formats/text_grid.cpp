// SPDX-License-Identifier: Apache-2.0
#include "formats/text_grid.hpp"

#include <algorithm>

#include "formats/text.hpp"

namespace ketadose::program {
namespace {

std::size_t columns_of(const std::vector<Row>& rows) {
  std::size_t columns = 0;
  for (const auto& row : rows) columns = std::max(columns, row.size());
  return columns;
}

/// How many stars and letters stand right behind a number, or behind the dash in its place.
std::size_t marks_of(const std::string& cell) {
  constexpr std::string_view figures = "0123456789-";
  const bool figure = !cell.empty() && figures.find(cell.front()) != std::string_view::npos;
  if (!figure || cell.find(' ') != std::string::npos) return 0;
  return cell.size() - 1 - cell.find_last_of(figures);
}

/// Where a column has marks, what has fewer ends in spaces.
void align_marks(std::vector<Row>& rows) {
  for (std::size_t i = 0; i < columns_of(rows); ++i) {
    std::size_t most = 0;
    for (const auto& row : rows)
      if (i < row.size()) most = std::max(most, marks_of(row[i]));
    for (auto& row : rows)
      if (i < row.size()) row[i].append(most - marks_of(row[i]), ' ');
  }
}

std::vector<std::size_t> widths_of(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(columns_of(rows), 0);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  return widths;
}

}  // namespace

void append_grid(std::string& out, std::vector<Row> rows, LastColumn last) {
  align_marks(rows);
  const auto widths = widths_of(rows);
  for (const auto& row : rows) {
    std::string text;
    const auto numbers = row.size() - (last == LastColumn::prose ? 1 : 0);
    for (std::size_t i = 0; i < numbers; ++i) {
      text.append(2 + widths[i] - row[i].size(), ' ');
      text += row[i];
    }
    if (last == LastColumn::prose) {
      text += "  ";
      append_wrapped(out, text, row.back(), text.size());
      continue;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    (out += text) += '\n';
  }
}

}  // namespace ketadose::program
