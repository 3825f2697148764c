// SPDX-License-Identifier: Apache-2.0
#include "formats/html.hpp"

namespace ketadose::program {
namespace {

// Margins that hold on A4 and on Letter alike; the paper itself is the printer's.
constexpr std::string_view common_style = R"(@page { margin: 14mm 12mm; }
* { box-sizing: border-box; }
html { font: 11pt/1.35 "Liberation Sans", Arial, Helvetica, sans-serif; color: #000; background: #fff; }
body { margin: 0 auto; max-width: 186mm; }
h1 { font-size: 16pt; margin: 0 0 2mm; }
h2 { font-size: 12pt; margin: 5mm 0 1.5mm; border-bottom: 0.4mm solid #000; break-after: avoid; }
p { margin: 0 0 1.5mm; }
ul, ol { margin: 0; padding-left: 6mm; }
li { break-inside: avoid; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 0.2mm solid #000; padding: 0.8mm 1.6mm; text-align: left; vertical-align: top; }
tr { break-inside: avoid; }
.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.fine { font-size: 9pt; }
@media screen { body { padding: 8mm; } }
)";

}  // namespace

std::string escaped_for_html(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string escaped_for_markdown(std::string_view text) {
  constexpr std::string_view special = "\\`*_[]<>|#~&";
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

void begin_page(std::string& out, std::string_view title, std::string_view style) {
  out += "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>";
  out += escaped_for_html(title);
  out += "</title>\n<style>\n";
  out += common_style;
  out += style;
  out += "</style>\n</head>\n<body>\n";
}

void end_page(std::string& out) { out += "</body>\n</html>\n"; }

}  // namespace ketadose::program
