// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "formats/checklist.hpp"
#include "output.hpp"
#include "verbs/verbs.hpp"

namespace ketadose::program {
namespace {

constexpr std::string_view start_option = "start";
constexpr std::string_view clock_shape = "00:00";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Where the text leaves the shape of HH:MM; its size when it does not.
std::size_t first_misfit(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits =
        i < clock_shape.size() && (clock_shape[i] == ':' ? text[i] == ':' : is_digit(text[i]));
    if (!fits) return i;
  }
  return text.size();
}

int two_digits(std::string_view text, std::size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

Complaint no_time(Refuse code, std::string_view text, std::size_t position, std::string remedy) {
  return {.code = name(code),
          .option = std::string{start_option},
          .text = std::string{text},
          .position = position,
          .what = in_quotes(text) + " is not a time of day",
          .remedy = std::move(remedy)};
}

/// Reads HH:MM into minutes of the day.
std::optional<Complaint> read_start(const CommandLine& line, std::optional<int>& start) {
  if (!line.has(start_option)) return {};
  const auto text = line.value(start_option);
  const auto misfit = first_misfit(text);
  if (text.empty() || misfit < text.size() || text.size() < clock_shape.size()) {
    const auto padded = '0' + std::string{text};
    const bool short_hour =
        padded.size() == clock_shape.size() && first_misfit(padded) == padded.size();
    return no_time(text.empty() ? Refuse::number_empty : Refuse::number_other, text, misfit,
                   short_hour ? "write two digits for the hour: " + padded
                              : "write hours and minutes, such as 14:00");
  }
  constexpr int hours_a_day = 24;
  constexpr int minutes_an_hour = 60;
  constexpr std::size_t minutes_at = 3;
  const int hour = two_digits(text, 0);
  const int minute = two_digits(text, minutes_at);
  if (hour >= hours_a_day || minute >= minutes_an_hour)
    return no_time(Refuse::out_of_domain, text, hour >= hours_a_day ? 0 : minutes_at,
                   "write a time from 00:00 to 23:59");
  start = hour * minutes_an_hour + minute;
  return {};
}

}  // namespace

int run_checklist(const CommandLine& line) {
  const Protocol& protocol = line.rules();
  Request request{.order = {.weight = unit::kg(0), .route = {}, .session = 0}, .route = nullptr};
  if (const auto refusal = read_request(line.texts, protocol, Purpose::check, request))
    return refuse(complain(*refusal, line.texts, request, Purpose::check, protocol), line.format);
  std::optional<int> start;
  if (const auto complaint = read_start(line, start)) return refuse(*complaint, line.format);
  Assessment assessment = judge(request.order, *request.route, protocol);
  explain(request.order, *request.route, protocol, assessment);
  const auto sheet = make_checklist(line.texts, request, protocol, assessment, start);
  std::string out;
  if (line.format == Format::html)
    append_checklist_html(out, sheet);
  else if (line.format == Format::markdown)
    append_checklist_markdown(out, sheet);
  else
    append_checklist_text(out, sheet, line.color);
  write_all(1, out);
  return exit_code(assessment.verdict());
}

}  // namespace ketadose::program
