// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "formats/quiz.hpp"
#include "formats/text.hpp"
#include "formats/text_parts.hpp"

namespace ketadose::program {
namespace {

constexpr std::size_t problem_indent = 4;
constexpr std::size_t step_indent = 14;

void append_step(std::string& out, const Step& step, const std::string& words) {
  append_wrapped(out, "  " + step.label, words, step_indent);
}

std::string_view plural(int n) { return n == 1 ? "" : "s"; }

void append_topics(std::string& out, const Score& score) {
  for (std::size_t i = 0; i < score.topics.size(); ++i) {
    const auto& [asked, right] = score.topics[i];
    if (asked == 0) continue;
    auto text = fmt::format("  {:<10}{} of {}", topic_names[i], right, asked);
    if (right < asked)
      text = fmt::format("{:<24}practise: ketadose quiz --topic {}", text, topic_names[i]);
    (out += text) += '\n';
  }
}

void append_slips(std::string& out, const Score& score) {
  if (score.slips.empty()) return;
  out += "\nSlips that were named:\n";
  for (const auto& [slip, times] : score.slips)
    out += fmt::format("  {:>2}  {}\n", times, slip_words(slip));
}

}  // namespace

void append_quiz_head(std::string& out, const QuizHead& head) {
  out += fmt::format("Quiz: {} problem{}, seed {}. Rules: {}\n", head.count, plural(head.count),
                     head.seed, rules_words(head.protocol));
  out += head.judges
             ? "Answer with a number and its unit, or where it is asked give, query or stop.\n"
             : "Answer with a number and its unit.\n";
  out += "Or type ? for a hint, skip, or quit.\n";
}

void append_problem_text(std::string& out, const Problem& problem, const Protocol& protocol) {
  const auto label = fmt::format("{}. ", problem.number);
  const auto indent = std::max(problem_indent, label.size());
  out += '\n';
  append_wrapped(out, label, problem_words(problem, protocol), indent);
}

void append_remark_text(std::string& out, const std::string& remark) {
  append_wrapped(out, "", remark, 0);
}

void append_working_text(std::string& out, const Problem& problem, const Protocol& protocol) {
  for (const auto& step : steps_of(problem, protocol)) append_step(out, step, in_words(step));
}

void append_hint_text(std::string& out, const Problem& problem, std::size_t given,
                      const Protocol& protocol) {
  const auto steps = hints_of(problem, protocol);
  if (given < steps.size())
    append_step(out, steps[given], in_words(steps[given]));
  else
    out += "That was the last hint.\n";
}

void append_score_text(std::string& out, const Score& score) {
  out += fmt::format("\nResult: {} of {} right", score.right, score.count);
  if (score.skipped > 0) out += fmt::format(", {} skipped", score.skipped);
  if (score.not_reached() > 0) out += fmt::format(", {} not reached", score.not_reached());
  out += fmt::format(". Pass mark {} %: {}.\n", score.pass_percent,
                     score.passed() ? "passed" : "not passed");
  append_topics(out, score);
  append_slips(out, score);
}

}  // namespace ketadose::program
