// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "formats/checklist.hpp"
#include "formats/html.hpp"
#include "formats/text_parts.hpp"

namespace ketadose::program {
namespace {

constexpr std::string_view style = R"(@page { margin: 10mm 12mm; }
html { font-size: 9pt; line-height: 1.28; }
h1 { margin-bottom: 1mm; }
h2 { font-size: 11pt; margin: 2.8mm 0 1.2mm; }
ul { list-style: none; padding: 0; }
li { padding-left: 5.5mm; margin-bottom: 0.4mm; position: relative; }
.notes li { padding-left: 0; }
.verdict + .notes li { display: inline; margin-right: 4mm; }
.box { position: absolute; left: 0; top: 0.4mm; width: 3.2mm; height: 3.2mm;
  border: 0.3mm solid #000; font: bold 8.5pt/2.5mm sans-serif; text-align: center; }
.ticked { font-weight: bold; }
.ticks { display: grid; grid-template-columns: 28mm 1fr; gap: 2mm; margin-bottom: 1mm; }
.ticks p { margin: 0; }
.ticks ul { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0 3mm; }
.pair { columns: 2; column-gap: 8mm; }
.source { font-size: 7.5pt; white-space: nowrap; }
.verdict { border: 0.6mm solid #000; padding: 1.2mm 2mm; margin: 1.5mm 0; font-size: 11pt; }
.stop { border: 1.6mm double #000; }
.blanks { display: flex; flex-wrap: wrap; gap: 1.6mm 5mm; margin: 1.8mm 0; break-inside: avoid; }
.blank { display: flex; flex: 1 1 auto; white-space: nowrap; }
.blank span { flex: 1; border-bottom: 0.2mm solid #000; margin-left: 1.5mm; min-width: 16mm; }
.blank b { margin-left: 1.5mm; white-space: normal; }
.write { break-inside: avoid; }
.write td { height: 5.9mm; }
.write :is(th, td):nth-child(-n+2) { white-space: nowrap; width: 1%; min-width: 13mm; }
section { break-inside: avoid; }
.page { break-before: page; }
.again { display: none; }
@media print { .again { display: block; } }
)";

std::string safe(std::string_view text) { return escaped_for_html(text); }

std::string box(SheetMark mark) {
  switch (mark) {
    case SheetMark::none:
      return "";
    case SheetMark::open:
      return "<span class=\"box\"></span>";
    case SheetMark::ticked:
      return "<span class=\"box\">x</span>";
  }
  return "";
}

std::string_view class_of(SheetMark mark) {
  switch (mark) {
    case SheetMark::none:
    case SheetMark::open:
      return "";
    case SheetMark::ticked:
      return " class=\"ticked\"";
  }
  return "";
}

void append_item(std::string& out, const Item& item) {
  out += fmt::format("<li{}>{}", class_of(item.mark), box(item.mark));
  if (!item.label.empty()) out += fmt::format("<b>{}</b> ", safe(item.label));
  out += safe(item.text);
  if (!item.source.empty())
    out += fmt::format(" <span class=\"source\">[{}]</span>", safe(item.source));
  out += "</li>\n";
}

void append_list(std::string& out, std::string_view attribute, const std::vector<Item>& items) {
  out += fmt::format("<ul{}>\n", attribute);
  for (const auto& item : items) append_item(out, item);
  out += "</ul>\n";
}

/// Points stand in two columns; what has a label is read line by line, with a box or without.
std::string_view class_of(const Items& list) {
  bool boxes = false;
  bool labels = false;
  for (const auto& item : list.items) {
    boxes = boxes || item.mark != SheetMark::none;
    labels = labels || !item.label.empty();
  }
  if (!boxes) return " class=\"notes\"";
  return labels || list.items.size() < 2 ? "" : " class=\"pair\"";
}

/// Writes each kind of block.
struct Html {
  std::string& out;

  void operator()(const Prose& prose) const { out += fmt::format("<p>{}</p>\n", safe(prose.text)); }
  void operator()(const Items& list) const { append_list(out, class_of(list), list.items); }
  void operator()(const Ticks& ticks) const {
    out += fmt::format("<div class=\"ticks\">\n<p>{}</p>\n", safe(ticks.heading));
    append_list(out, "", ticks.items);
    out += "</div>\n";
  }
  void operator()(const Blanks& line) const {
    out += "<div class=\"blanks\">\n";
    for (const auto& blank : line.blanks)
      out +=
          fmt::format("<div class=\"blank\" style=\"flex-grow: {}\">{}{}</div>\n", blank.width,
                      safe(blank.label),
                      blank.value.empty() ? "<span></span>" : "<b>" + safe(blank.value) + "</b>");
    out += "</div>\n";
  }
  void operator()(const Grid& grid) const {
    out += "<table class=\"write\">\n<thead>\n";
    append_row("th", grid.head);
    out += "</thead>\n<tbody>\n";
    for (const auto& row : grid.rows) append_row("td", row);
    out += "</tbody>\n</table>\n";
  }

 private:
  void append_row(std::string_view cell, const std::vector<std::string>& cells) const {
    out += "<tr>";
    for (const auto& text : cells) out += fmt::format("<{0}>{1}</{0}>", cell, safe(text));
    out += "</tr>\n";
  }
};

}  // namespace

void append_checklist_html(std::string& out, const Checklist& sheet) {
  const Html write{out};
  begin_page(out, sheet.title, style);
  out += fmt::format("<h1>{}</h1>\n", safe(sheet.title));
  write(sheet.patient);
  out += fmt::format("<p class=\"verdict{}\"><b>{}:</b> {} {}</p>\n",
                     sheet.verdict == Level::stop ? " stop" : "", label_of(sheet.verdict),
                     safe(sheet.order), safe(sheet.weight));
  for (const auto& block : sheet.heading) std::visit(write, block);
  for (const auto& section : sheet.sections) {
    out += fmt::format("<section{}>\n", section.starts_page ? " class=\"page\"" : "");
    if (section.starts_page) {  // a page may part from the others
      out += "<div class=\"again\">\n";
      write(sheet.patient);
      out += fmt::format("<p>{} {}</p>\n</div>\n", safe(sheet.order), safe(sheet.weight));
    }
    out += fmt::format("<h2>{}</h2>\n", safe(section.title));
    for (const auto& block : section.blocks) std::visit(write, block);
    out += "</section>\n";
  }
  out += fmt::format("<p class=\"fine\">{}</p>\n", safe(sheet.footer));
  end_page(out);
}

}  // namespace ketadose::program
