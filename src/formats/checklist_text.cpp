// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "formats/checklist.hpp"
#include "formats/text.hpp"
#include "formats/text_parts.hpp"

namespace ketadose::program {
namespace {

constexpr std::size_t box_width = 4;

std::string_view box(SheetMark mark) {
  switch (mark) {
    case SheetMark::none:
      return "";
    case SheetMark::open:
      return "[ ] ";
    case SheetMark::ticked:
      return "[x] ";
  }
  return "";
}

std::string line_to_write_on(std::size_t width) { return std::string(width, '_'); }

std::string with_source(const Item& item) {
  return item.source.empty() ? item.text : item.text + " [" + item.source + ']';
}

/// Labels of one list are as wide as the widest, so that their texts begin alike.
std::size_t widest_label(const Items& list) {
  std::size_t width = 0;
  for (const auto& item : list.items) width = std::max(width, item.label.size());
  return width == 0 ? 0 : width + 2;
}

bool has_box(const Items& list) {
  return std::any_of(list.items.begin(), list.items.end(),
                     [](const Item& item) { return item.mark != SheetMark::none; });
}

/// Writes each kind of block.
struct Text {
  std::string& out;

  void operator()(const Prose& prose) const { append_wrapped(out, "", prose.text, 0); }

  void operator()(const Items& list) const {
    const auto labels = widest_label(list);
    const auto boxes = has_box(list) ? box_width : 0;
    for (const auto& item : list.items) {
      std::string head{box(item.mark)};
      head.resize(boxes, ' ');
      head += item.label;
      append_wrapped(out, head, with_source(item), boxes + (item.label.empty() ? 0 : labels));
    }
  }

  void operator()(const Ticks& ticks) const {
    constexpr std::size_t gap = 2;
    append_wrapped(out, "", ticks.heading, 0);
    std::size_t width = 0;
    for (const auto& item : ticks.items) width = std::max(width, item.text.size());
    width += box_width + gap;
    const auto columns = std::max<std::size_t>(1, (text_width - gap) / width);
    for (std::size_t i = 0; i < ticks.items.size(); ++i) {
      const auto& item = ticks.items[i];
      out.append(i % columns == 0 ? gap : 0, ' ');
      (out += box(item.mark)) += item.text;
      const bool ends = (i + 1) % columns == 0 || i + 1 == ticks.items.size();
      out.append(ends ? 1 : width - box_width - item.text.size(), ends ? '\n' : ' ');
    }
  }

  void operator()(const Blanks& line) const {
    std::size_t column = 0;
    for (const auto& blank : line.blanks) {
      auto words = blank.label + ' ';
      words += blank.value.empty() ? line_to_write_on(static_cast<std::size_t>(blank.width))
                                   : blank.value;
      const bool first = column == 0;
      const bool fits = column + 2 + words.size() <= text_width;
      if (!first) out += fits ? "  " : "\n";
      column = first || !fits ? words.size() : column + 2 + words.size();
      out += words;
    }
    out += '\n';
  }

  void operator()(const Grid& grid) const;
};

using Row = std::vector<std::string>;

// ---- Tables: as many columns at a time as a line holds ----

/// The words of a head, no line of it wider than `width` if no word is.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines{""};
  Words words{text};
  for (auto word = words.next(); !word.empty(); word = words.next()) {
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() <= width)
      lines.back() += ' ';
    else if (!lines.back().empty())
      lines.emplace_back();
    lines.back() += word;
  }
  return lines;
}

/// Columns of a table that are printed side by side, with their widths.
struct Columns {
  std::vector<std::size_t> which;
  std::vector<std::size_t> width;

  void add(std::size_t column, std::size_t wide) {
    which.push_back(column);
    width.push_back(wide);
  }
};

void append_cells(std::string& out, const Columns& columns, const Row& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += "  ";
    line += cells[i];
    if (i + 1 < cells.size()) line.append(columns.width[i] - cells[i].size(), ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  (out += line) += '\n';
}

void append_head(std::string& out, const Columns& columns, const Row& head) {
  std::vector<Row> heads;
  std::size_t lines = 0;
  for (std::size_t i = 0; i < columns.which.size(); ++i) {
    heads.push_back(wrapped(head[columns.which[i]], columns.width[i]));
    lines = std::max(lines, heads.back().size());
  }
  for (std::size_t n = 0; n < lines; ++n) {
    Row cells;
    for (const auto& column : heads) cells.push_back(n < column.size() ? column[n] : "");
    append_cells(out, columns, cells);
  }
}

void append_rows(std::string& out, const Columns& columns, const Grid& grid) {
  append_head(out, columns, grid.head);
  for (const auto& row : grid.rows) {
    Row cells;
    for (std::size_t i = 0; i < columns.which.size(); ++i) {
      const auto& cell = row[columns.which[i]];
      cells.push_back(cell.empty() ? line_to_write_on(columns.width[i]) : cell);
    }
    append_cells(out, columns, cells);
  }
}

/// Whether nothing stands in the column yet.
bool is_blank(const Grid& grid, std::size_t column) {
  return std::all_of(grid.rows.begin(), grid.rows.end(),
                     [column](const Row& row) { return row[column].empty(); });
}

/// What a column that is filled in needs; a blank one has room to write.
std::size_t width_of(const Grid& grid, std::size_t column) {
  constexpr std::size_t room = 5;
  std::size_t width = std::max(grid.head[column].size(), room);
  for (const auto& row : grid.rows) width = std::max(width, row[column].size());
  return width;
}

/// Room to write in, and for the longest word above it.
std::size_t width_to_write_in(const Row& head) {
  std::size_t width = 12;
  for (const auto& text : head) {
    Words words{text};
    for (auto word = words.next(); !word.empty(); word = words.next())
      width = std::max(width, word.size());
  }
  return width;
}

void Text::operator()(const Grid& grid) const {
  constexpr std::size_t gap = 2;
  constexpr std::size_t leading = 2;  // say what the row is about, whatever stands in them
  const auto to_write_in = width_to_write_in(grid.head);
  Columns left;
  std::size_t used = 0;
  for (std::size_t i = 0; i < std::min(leading, grid.head.size()); ++i) {
    left.add(i, width_of(grid, i));
    used += left.width.back() + gap;
  }
  const auto at_a_time = std::max<std::size_t>(
      1, (text_width + gap - std::min(used, text_width)) / (to_write_in + gap));
  for (std::size_t i = leading; i < grid.head.size(); i += at_a_time) {
    Columns columns = left;
    for (std::size_t j = i; j < std::min(i + at_a_time, grid.head.size()); ++j)
      columns.add(j, is_blank(grid, j) ? to_write_in : width_of(grid, j));
    append_rows(out, columns, grid);
  }
}

void append_section(std::string& out, const SheetSection& section) {
  out += '\n';
  append_wrapped(out, "", section.title, 0);
  out.append(section.title.size(), '-');
  out += '\n';
  for (const auto& block : section.blocks) std::visit(Text{out}, block);
}

}  // namespace

void append_checklist_text(std::string& out, const Checklist& sheet, ColorWhen color) {
  const Text write{out};
  append_wrapped(out, "", sheet.title, 0);
  out += '\n';
  write(sheet.patient);
  out += '\n';
  append_verdict(out, sheet.verdict, sheet.order, sheet.weight, color);
  for (const auto& block : sheet.heading) std::visit(write, block);
  for (const auto& section : sheet.sections) append_section(out, section);
  out += '\n';
  append_wrapped(out, "", sheet.footer, 0);
}

}  // namespace ketadose::program
