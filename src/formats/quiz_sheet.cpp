// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "formats/html.hpp"
#include "formats/quiz.hpp"
#include "formats/text.hpp"
#include "formats/text_parts.hpp"

namespace ketadose::program {
namespace {

constexpr std::string_view style =
    R"(.head { display: flex; justify-content: space-between; gap: 8mm; }
.head span { flex: 1; border-bottom: 0.2mm solid #000; padding-bottom: 1mm; margin: 2mm 0 4mm; }
.problem { break-inside: avoid; margin: 0 0 5mm; display: flex; gap: 3mm; }
.problem > b { min-width: 8mm; text-align: right; }
.problem > div { flex: 1; }
.answer { margin-top: 12mm; border-bottom: 0.2mm solid #000; width: 75mm; }
.key { font-weight: bold; }
.steps { width: auto; margin-top: 1mm; }
.steps td { border: 0; padding: 0.2mm 4mm 0.2mm 0; }
.steps td:first-child { white-space: nowrap; }
)";

std::string title(bool key) { return key ? "Quiz: answers" : "Quiz: worksheet"; }

std::string about(const QuizHead& head) {
  return fmt::format("{} problem{}, seed {}. Rules: {}", head.count, head.count == 1 ? "" : "s",
                     head.seed, rules_words(head.protocol));
}

/// No line ends between a number and its unit.
std::string for_html(std::string_view text) {
  const std::string escaped = escaped_for_html(text);
  std::string out;
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    const bool parts_unit =
        escaped[i] == ' ' && i > 0 && escaped[i - 1] >= '0' && escaped[i - 1] <= '9' &&
        i + 1 < escaped.size() &&
        ((escaped[i + 1] >= 'a' && escaped[i + 1] <= 'z') || escaped[i + 1] == '%');
    if (parts_unit)
      out += "&nbsp;";
    else
      out += escaped[i];
  }
  return out;
}

void append_html_problem(std::string& out, const Problem& problem, const Protocol& protocol,
                         bool key) {
  out += fmt::format("<div class=\"problem\"><b>{}.</b><div>\n<p>{}</p>\n", problem.number,
                     for_html(problem_words(problem, protocol)));
  if (!key) {
    out += "<p class=\"answer\">Answer:</p>\n</div></div>\n";
    return;
  }
  out += fmt::format("<p class=\"key\">Answer: {}</p>\n<table class=\"steps fine\">\n",
                     for_html(answer_words(problem)));
  for (const auto& step : steps_of(problem, protocol))
    out += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", for_html(step.label),
                       for_html(in_words(step)));
  out += "</table>\n</div></div>\n";
}

void append_markdown_problem(std::string& out, const Problem& problem, const Protocol& protocol,
                             bool key) {
  out += fmt::format("\n{}. {}\n\n", problem.number,
                     escaped_for_markdown(problem_words(problem, protocol)));
  const std::string indent(std::to_string(problem.number).size() + 2, ' ');
  if (!key) {
    out += indent + "Answer: ....................\n";
    return;
  }
  out += fmt::format("{}**Answer: {}**\n\n", indent, escaped_for_markdown(answer_words(problem)));
  for (const auto& step : steps_of(problem, protocol))
    out += fmt::format("{}- {}: {}\n", indent, escaped_for_markdown(step.label),
                       escaped_for_markdown(in_words(step)));
}

void append_text_problem(std::string& out, const Problem& problem, const Protocol& protocol,
                         bool key) {
  append_problem_text(out, problem, protocol);
  if (!key) {
    out += "\n    Answer: ____________________\n";
    return;
  }
  append_wrapped(out, "    Answer: ", answer_words(problem), 12);
  append_working_text(out, problem, protocol);
}

/// The rules that a verdict goes by.
void append_limits(std::string& out, const Protocol& protocol, Format format) {
  constexpr std::string_view heading =
      "Rules for give, query or stop: the worst that applies counts";
  constexpr std::size_t indent = 19;
  if (format == Format::html)
    out += fmt::format("<h2>{}</h2>\n<table class=\"steps fine\">\n", heading);
  else
    out += (format == Format::markdown ? "\n## " : "\n") + std::string{heading} +
           (format == Format::markdown ? "\n\n" : "\n");
  for (const auto& limit : limits_of(protocol)) {
    const auto words = in_words(limit);
    if (format == Format::html)
      out +=
          fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", for_html(limit.label), for_html(words));
    else if (format == Format::markdown)
      out +=
          fmt::format("- {}: {}\n", escaped_for_markdown(limit.label), escaped_for_markdown(words));
    else
      append_wrapped(out, "  " + limit.label, words, indent);
  }
  if (format == Format::html) out += "</table>\n";
}

}  // namespace

void append_sheet_head(std::string& out, const QuizHead& head, bool key, Format format) {
  if (format == Format::html) {
    begin_page(out, title(key), style);
    out +=
        fmt::format("<h1>{}</h1>\n<p class=\"fine\">{}</p>\n", title(key), for_html(about(head)));
    if (!key) out += "<div class=\"head\"><span>Name</span><span>Date</span></div>\n";
  } else if (format == Format::markdown) {
    out += fmt::format("# {}\n\n{}\n", title(key), escaped_for_markdown(about(head)));
    if (!key) out += "\nName: .................... Date: ....................\n";
  } else {
    out += fmt::format("{}\n{}\n", title(key), about(head));
    if (!key) out += "\nName: ____________________  Date: ____________________\n";
  }
}

void append_sheet_problem(std::string& out, const Problem& problem, const Protocol& protocol,
                          bool key, Format format) {
  if (format == Format::html)
    append_html_problem(out, problem, protocol, key);
  else if (format == Format::markdown)
    append_markdown_problem(out, problem, protocol, key);
  else
    append_text_problem(out, problem, protocol, key);
}

void append_sheet_end(std::string& out, const QuizHead& head, Format format) {
  if (head.judges) append_limits(out, head.protocol, format);
  if (format == Format::html) end_page(out);
}

}  // namespace ketadose::program
