// SPDX-License-Identifier: Apache-2.0
#include "formats/checklist.hpp"
#include "formats/html.hpp"
#include "formats/text_parts.hpp"

namespace ketadose::program {
namespace {

std::string safe(std::string_view text) { return escaped_for_markdown(text); }
std::string bold(std::string_view text) { return "**" + safe(text) + "**"; }

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

void append_item(std::string& out, const Item& item) {
  (out += "- ") += box(item.mark);
  if (!item.label.empty()) (out += bold(item.label)) += ' ';
  out += safe(item.text);
  if (!item.source.empty()) out += safe(" [" + item.source + ']');
  out += '\n';
}

void append_items(std::string& out, const std::vector<Item>& items) {
  for (const auto& item : items) append_item(out, item);
  out += '\n';
}

void append_row(std::string& out, const std::vector<std::string>& cells) {
  out += '|';
  for (const auto& cell : cells) ((out += ' ') += safe(cell)) += " |";
  out += '\n';
}

/// Writes each kind of block, and an empty line behind it.
struct Markdown {
  std::string& out;

  void operator()(const Prose& prose) const { (out += safe(prose.text)) += "\n\n"; }
  void operator()(const Items& list) const { append_items(out, list.items); }
  void operator()(const Ticks& ticks) const {
    (out += bold(ticks.heading)) += "\n\n";
    append_items(out, ticks.items);
  }
  void operator()(const Blanks& line) const {
    for (std::size_t i = 0; i < line.blanks.size(); ++i) {
      const auto& blank = line.blanks[i];
      if (i > 0) out += ' ';
      (out += safe(blank.label)) += ' ';
      const std::string to_write_on(static_cast<std::size_t>(blank.width), '.');
      out += blank.value.empty() ? to_write_on : bold(blank.value);
    }
    out += "\n\n";
  }
  void operator()(const Grid& grid) const {
    append_row(out, grid.head);
    out += '|';
    for (std::size_t i = 0; i < grid.head.size(); ++i) out += " --- |";
    out += '\n';
    for (const auto& row : grid.rows) append_row(out, row);
    out += '\n';
  }
};

}  // namespace

void append_checklist_markdown(std::string& out, const Checklist& sheet) {
  const Markdown write{out};
  ((out += "# ") += safe(sheet.title)) += "\n\n";
  write(sheet.patient);
  const auto verdict = std::string{label_of(sheet.verdict)} + ':';
  ((out += bold(verdict)) += ' ') += safe(sheet.order + ' ' + sheet.weight);
  out += "\n\n";
  for (const auto& block : sheet.heading) std::visit(write, block);
  for (const auto& section : sheet.sections) {
    ((out += "## ") += safe(section.title)) += "\n\n";
    for (const auto& block : section.blocks) std::visit(write, block);
  }
  (out += safe(sheet.footer)) += '\n';
}

}  // namespace ketadose::program
