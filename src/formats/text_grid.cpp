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

/// Where a column has stars, what has none ends in a space.
void align_stars(std::vector<Row>& rows) {
  for (std::size_t i = 0; i < columns_of(rows); ++i) {
    const bool stars = std::any_of(rows.begin(), rows.end(), [i](const Row& row) {
      return i < row.size() && row[i].ends_with('*');
    });
    for (auto& row : rows)
      if (stars && i < row.size() && !row[i].ends_with('*')) row[i] += ' ';
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
  align_stars(rows);
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
