// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "formats/card.hpp"
#include "formats/card_sheet.hpp"
#include "formats/html.hpp"

namespace ketadose::program {
namespace {

constexpr std::string_view style = R"(@page { size: landscape; margin: 9mm 10mm; }
body { max-width: none; }
h1 { margin: 0 0 1mm; }
h1::first-letter { text-transform: uppercase; }
.rate { white-space: nowrap; }
.message { font-weight: bold; border: 0.4mm solid #000; padding: 0.5mm 1.5mm; }
.card { line-height: 1.05; table-layout: fixed; border: 2px solid #000; }
.card th, .card td { border: 1px solid #888; padding: 0 0.7mm; text-align: right;
  vertical-align: middle; white-space: nowrap; font-variant-numeric: tabular-nums; }
.card thead th { border-top: 0; border-bottom: 0; text-align: center;
  line-height: 1.2; white-space: normal; }
.card thead th.words { font-size: 7.5pt; font-weight: normal; }
.card tbody { border-top: 2px solid #000; }
.card .group { border-left: 2px solid #000; }
.card .minor { font-size: 75%; }
.card .no { font-size: 7.5pt; line-height: 1; text-align: center; white-space: normal; }
.card sup { font-size: 60%; line-height: 0; }
.card tbody tr:nth-child(even) { background: #e8e8e8; }
.card tbody tr:nth-child(5n) > * { border-bottom: 2px solid #000; }
.card, .chart { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.foot { display: flex; gap: 6mm; margin-top: 2mm; font-size: 9pt; line-height: 1.25; }
.foot p { margin: 0 0 0.8mm; }
.chart { width: 112mm; height: 40mm; flex: none; font-size: 17px; }
.legend { flex: 1; }
.sign { flex: none; width: 66mm; }
.sign div { border-bottom: 0.2mm solid #000; height: 8.5mm; padding-top: 3.5mm; }
)";

// The room on a page that is as low as A4 and as narrow as Letter when they lie on their side, in
// tenths of a millimetre, and what each part takes of it.
constexpr int page_height = 1'900;
constexpr int top_height = 230;  // the title and the head of the table
constexpr int line_height = 53;
constexpr int chart_height = 420;
constexpr int small_line_height = 46;
constexpr int fine_print_lines = 4;
constexpr int highest_row = 75;
constexpr std::size_t letters_a_line = 95;

// Across, in micrometres. Half a digit of the widest fonts is 0.318 of the size of its type.
constexpr int page_width = 256'000;
constexpr int column_padding = 1'600;
constexpr int half_digit = 112;  // for every point
constexpr int small_letter = 1'700;
constexpr int largest_type = 16;
constexpr int smallest_type = 6;

// So many columns have room for large heads.
constexpr std::size_t few_columns = 26;

bool is_minor(const Sheet& s, std::size_t block) { return block == 0 && s.by_rung.size() > 1; }

/// The width of small type, as halves of a large digit.
int minor(int halves) { return halves * 3 / 4 + 1; }

/// The same of bold type.
int bold(int halves) { return halves * 9 / 8 + 1; }

/// The width of a figure in halves of a digit.
int halves(std::string_view number, std::string_view marks = {}) {
  int n = static_cast<int>(marks.size());
  for (const char c : number) n += c == '.' ? 1 : 2;
  return n;
}

int widest(const Block& block) {
  int most = 0;
  for (const auto& row : block.rows)
    for (const auto& figure : row) most = std::max(most, halves(figure.number, figure.marks));
  return most;
}

/// The width of every column in halves of a digit; those of a block are alike.
std::vector<int> widths_of(const Sheet& s) {
  int kg = 0;
  int lb = 0;
  for (const auto& weight : s.weights) {
    kg = std::max(kg, halves(weight.kg, weight.marks));
    lb = std::max(lb, halves(weight.lb, weight.marks));
  }
  std::vector<int> widths{bold(s.in_pounds ? lb : kg), minor(s.in_pounds ? kg : lb)};
  for (std::size_t i = 0; i < s.rungs.size(); ++i)
    for (std::size_t b = 0; b < s.by_rung.size(); ++b)
      widths.push_back(is_minor(s, b) ? minor(widest(s.by_rung[b])) : widest(s.by_rung[b]));
  for (const auto& block : s.by_duration)
    widths.insert(widths.end(), s.durations.size(), widest(block));
  return widths;
}

/// A column at this size of type, in micrometres; its head needs some room in any case.
int width_at(int halves, std::size_t columns, int points) {
  const int least = columns <= few_columns ? 9'300 : 6'000;
  return std::max(halves * half_digit * points + column_padding, least);
}

int width_at(const std::vector<int>& widths, int points) {
  int all = 0;
  for (const auto width : widths) all += width_at(width, widths.size(), points);
  return all;
}

/// The largest type in which all columns fit beside each other and the rows below each other.
int type_size(const std::vector<int>& widths, int row_height) {
  constexpr int micrometres_a_point = 353;
  int points = largest_type;
  while (points > smallest_type && (width_at(widths, points) > page_width ||
                                    points * micrometres_a_point * 120 > row_height * 10'000))
    --points;
  return points;
}

int lines_of(std::size_t letters) { return static_cast<int>(letters / letters_a_line) + 1; }

int row_height(const Sheet& s) {
  constexpr int around_message = 35;
  int above = top_height + line_height * lines_of(s.scope.size() + s.setup.size() + 60);
  for (const auto& message : s.messages)
    above += line_height * lines_of(message.words.size() + 8) + around_message;
  if (!s.rates.empty()) above += line_height * lines_of(30 + 22 * s.rates.size());
  const auto lines = legend_of_marks(s).size() + (s.stars.empty() ? 0 : 2) + fine_print_lines;
  const int below = std::max(chart_height, static_cast<int>(lines) * small_line_height);
  return std::min((page_height - above - below) / static_cast<int>(s.weights.size()), highest_row);
}

/// How the table is set: what its rows and columns measure.
struct Setting {
  std::vector<int> widths;  ///< in micrometres
  int row_height;           ///< in tenths of a millimetre
  int points;
  bool says_stops;  ///< there is room to say in its cell why a dose stops; else in the legend
};

/// Whether the longest reason for a stop fits in a line across the figures of a dose.
bool stops_fit(const Sheet& s, const std::vector<int>& widths) {
  int room = 0;
  for (std::size_t b = 0; b < s.by_rung.size(); ++b) room += widths[2 + b];
  std::size_t longest = 0;
  for (const auto& row : s.by_rung.front().rows)
    for (const auto& figure : row) longest = std::max(longest, figure.words.size());
  return static_cast<int>(longest) * small_letter <= room;
}

Setting setting_of(const Sheet& s) {
  Setting setting{
      .widths = widths_of(s), .row_height = row_height(s), .points = 0, .says_stops = false};
  setting.points = type_size(setting.widths, setting.row_height);
  const auto columns = setting.widths.size();
  const int all = std::max(width_at(setting.widths, setting.points), 1);
  for (auto& width : setting.widths) {
    const ketadose::detail::wide own = width_at(width, columns, setting.points);
    width = static_cast<int>(own * page_width / all);
  }
  setting.says_stops = stops_fit(s, setting.widths);
  return setting;
}

/// Columns as wide as their figures ask, in tenths of a percent.
void append_columns(std::string& out, const std::vector<int>& widths) {
  out += "<colgroup>";
  for (const auto width : widths) {
    const int share = width / (page_width / 1'000);
    out += fmt::format("<col style=\"width: {}.{}%\"/>", share / 10, share % 10);
  }
  out += "</colgroup>\n";
}

// ---- The head of the table ----

/// "40 min" without its unit.
std::string number_of(const std::string& words) { return words.substr(0, words.find(' ')); }

void append_heads(std::string& out, const Sheet& s) {
  const auto span = s.by_rung.size();
  out += fmt::format("<tr><th rowspan=\"3\">{}</th><th rowspan=\"3\">{}</th>",
                     s.in_pounds ? "lb" : "kg", s.in_pounds ? "kg" : "lb");
  for (const auto& column : s.rungs)
    out += fmt::format("<th class=\"group\" colspan=\"{}\">{}</th>", span,
                       escaped_for_html(column.full));
  for (const auto& block : s.by_duration)
    out += fmt::format(
        "<th class=\"group\" colspan=\"{}\" rowspan=\"2\">{} at {} mg/kg, by time in min</th>",
        s.durations.size(), block.unit, s.lowest);
  out += "</tr>\n<tr>";
  for (const auto& column : s.rungs)
    out += fmt::format("<th class=\"group words\" colspan=\"{}\">{}</th>", span,
                       escaped_for_html(column.words));
  out += "</tr>\n<tr>";
  for (std::size_t i = 0; i < s.rungs.size(); ++i)
    for (std::size_t b = 0; b < span; ++b)
      out += fmt::format("<th{}>{}</th>", b == 0 ? " class=\"group\"" : "", s.by_rung[b].unit);
  for (std::size_t i = 0; i < s.durations.size() && !s.by_duration.empty(); ++i)
    out += fmt::format("<th{}>{}</th>", i == 0 ? " class=\"group\"" : "",
                       number_of(s.durations[i].head));
  out += "</tr>\n";
}

// ---- The rows ----

void append_marks(std::string& out, std::string_view marks) {
  if (!marks.empty()) out += fmt::format("<sup>{}</sup>", escaped_for_html(marks));
}

/// `kind` has a space in front of every word.
void append_figure(std::string& out, const Figure& figure, std::string_view kind) {
  if (figure.number.empty()) {
    out += fmt::format("<td class=\"no{}\">{}</td>", kind, escaped_for_html(figure.words));
    return;
  }
  kind.remove_prefix(std::min<std::size_t>(kind.size(), 1));
  out += kind.empty() ? "<td>" : fmt::format("<td class=\"{}\">", kind);
  out += escaped_for_html(figure.number);
  append_marks(out, figure.marks);
  out += "</td>";
}

/// All figures of one dose; the reason why there are none takes the room of all.
void append_rung(std::string& out, const Sheet& s, const Setting& setting, std::size_t row,
                 std::size_t column) {
  const auto& first = s.by_rung.front().rows[row][column];
  if (first.number.empty()) {
    out += fmt::format("<td class=\"no group\" colspan=\"{}\">{}", s.by_rung.size(),
                       setting.says_stops ? escaped_for_html(first.words) : "stop");
    if (!setting.says_stops) append_marks(out, first.marks);
    out += "</td>";
    return;
  }
  for (std::size_t b = 0; b < s.by_rung.size(); ++b) {
    std::string kind{b == 0 ? " group" : ""};
    if (is_minor(s, b)) kind += " minor";
    append_figure(out, s.by_rung[b].rows[row][column], kind);
  }
}

void append_weight(std::string& out, const Sheet& s, const WeightHead& weight) {
  out += fmt::format("<th scope=\"row\">{}", s.in_pounds ? weight.lb : weight.kg);
  append_marks(out, weight.marks);
  out += fmt::format("</th><td class=\"minor\">{}</td>", s.in_pounds ? weight.kg : weight.lb);
}

void append_row(std::string& out, const Sheet& s, const Setting& setting, std::size_t row) {
  out += "<tr>";
  append_weight(out, s, s.weights[row]);
  if (!s.weights[row].words.empty()) {
    const auto columns =
        s.rungs.size() * s.by_rung.size() + (s.by_duration.empty() ? 0 : s.durations.size());
    out += fmt::format("<td class=\"no group\" colspan=\"{}\">{}</td></tr>\n", columns,
                       escaped_for_html(s.weights[row].words));
    return;
  }
  for (std::size_t i = 0; i < s.rungs.size(); ++i) append_rung(out, s, setting, row, i);
  for (const auto& block : s.by_duration)
    for (std::size_t i = 0; i < block.rows[row].size(); ++i)
      append_figure(out, block.rows[row][i], i == 0 ? " group" : "");
  out += "</tr>\n";
}

void append_table(std::string& out, const Sheet& s, const Setting& setting) {
  out += "<table class=\"card\">\n";
  append_columns(out, setting.widths);
  out += "<thead>\n";
  append_heads(out, s);
  out += "</thead>\n<tbody>\n";
  for (std::size_t i = 0; i < s.weights.size(); ++i) append_row(out, s, setting, i);
  out += "</tbody>\n</table>\n";
}

// ---- Above and below ----

/// What the columns of a dose hold: "dose in mg, to draw in mL".
std::string figures_of(const Sheet& s) {
  std::string words;
  for (const auto& block : s.by_rung) {
    auto title = block.title;
    title.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(title.front())));
    words += (words.empty() ? "" : ", ") + title + " in " + block.unit;
  }
  return words;
}

void append_top(std::string& out, const Sheet& s) {
  out += fmt::format("<h1>{} by weight</h1>\n<p>{}", escaped_for_html(s.title),
                     escaped_for_html(s.scope));
  if (!s.setup.empty()) out += ". Set-up: " + escaped_for_html(s.setup);
  if (!s.by_rung.empty()) out += ". Figures: " + figures_of(s);
  out += ".</p>\n";
  for (const auto& message : s.messages)
    out += fmt::format("<p class=\"message\">{}: {}</p>\n", message.label,
                       escaped_for_html(message.words));
  if (s.rates.empty()) return;
  out += fmt::format("<p><b>{} for every weight and dose:</b>", s.rate_title);
  for (std::size_t i = 0; i < s.rates.size(); ++i) {
    const auto& [over, rate] = s.rates[i];
    const bool number = rate.front() >= '0' && rate.front() <= '9';
    out += fmt::format("{} <span class=\"rate\"><b>{}{}</b> over {}</span>", i == 0 ? "" : ",",
                       rate, number ? ' ' + s.rate_unit : "", over);
  }
  out += "</p>\n";
}

void append_legend(std::string& out, const Sheet& s, bool says_stops) {
  out += "<div class=\"legend\">\n";
  if (!s.stars.empty()) out += "<p>* " + escaped_for_html(s.stars) + "</p>\n";
  for (const auto& line : says_stops ? legend_of_marks(s) : s.legend)
    out += fmt::format("<p><b>{}</b> {}</p>\n", line.letter, escaped_for_html(line.words));
  out += fmt::format("<p class=\"fine\">{}</p>\n</div>\n", escaped_for_html(s.fine_print));
}

constexpr std::string_view signatures = R"(<div class="sign">
<div>Date</div>
<div>Calculated by</div>
<div>Checked by</div>
</div>
)";

}  // namespace

void append_card_html(std::string& out, const Card& card, const Protocol& protocol) {
  const auto s = make_sheet(card, protocol);
  const bool stops = s.by_rung.empty();
  std::string own{style};
  const auto setting = stops ? Setting{{}, 0, 0, true} : setting_of(s);
  if (!stops)
    own += fmt::format(
        ".card thead th {{ font-size: {}pt; }}\n.card tbody {{ font-size: {}pt; }}\n"
        ".card tbody td {{ height: {}.{}mm; }}\n",
        setting.widths.size() <= few_columns ? 10 : 7, setting.points, setting.row_height / 10,
        setting.row_height % 10);
  begin_page(out, s.title + " by weight", own);
  append_top(out, s);
  if (stops)
    out += "<p>No dose may run like this, so no row is shown.</p>\n";
  else
    append_table(out, s, setting);
  out += "<div class=\"foot\">\n";
  if (!stops) append_dose_chart(out, card);
  append_legend(out, s, setting.says_stops);
  out += signatures;
  out += "</div>\n";
  end_page(out);
}

}  // namespace ketadose::program
