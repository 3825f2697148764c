// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli.hpp"
#include "verbs/quiz_marking.hpp"
#include "verbs/quiz_problems.hpp"

/// The words and the layout of a quiz.
namespace ketadose::program {

/// The problem as it is put to a student: a few sentences and one question.
std::string problem_words(const Problem& problem, const Protocol& protocol);

/// An option of the problem's order as it is written by hand: "82.5 kg".
std::string written(const Problem& problem, Field field);

/// One step of the working: what goes in, and what comes out.
struct Step {
  std::string label;
  std::string sum;      ///< "0.5 mg/kg x 82.5 kg"
  std::string result;   ///< "41.25 mg"
  std::string cancels;  ///< "kg": the unit that drops out; empty when none does
  std::string rounded;  ///< "to the 0.01 mL mark: 0.83 mL"; empty when nothing is rounded
};
std::vector<Step> steps_of(const Problem& problem, const Protocol& protocol);
/// The same, as far as it does not give the answer away.
std::vector<Step> hints_of(const Problem& problem, const Protocol& protocol);
std::string in_words(const Step& step);
/// What the rules allow, for problems that ask to give, query or stop.
std::vector<Step> limits_of(const Protocol& protocol);

/// "0.82 mL"; for a verdict "query: dose-above-session-ceiling".
std::string answer_words(const Problem& problem);
/// What the mark says of an answer, in a sentence or two: why it is wrong or only nearly the
/// device's number.
std::string remark_words(const Problem& problem, const Mark& mark);
/// "You took pounds for kilograms."
std::string_view slip_words(std::string_view slip);

/// What stands above all problems.
struct QuizHead {
  std::uint64_t seed;
  int count;
  bool judges;  ///< some problems ask to give, query or stop
  const Protocol& protocol;
};

// For a terminal or a pipe.
void append_quiz_head(std::string& out, const QuizHead& head);
void append_problem_text(std::string& out, const Problem& problem, const Protocol& protocol);
void append_remark_text(std::string& out, const std::string& remark);
void append_working_text(std::string& out, const Problem& problem, const Protocol& protocol);
/// The hint that comes after `given` of them.
void append_hint_text(std::string& out, const Problem& problem, std::size_t given,
                      const Protocol& protocol);
void append_score_text(std::string& out, const Score& score);

// One `ketadose/quiz/1` object a line.
struct Answered {
  std::string_view text;  ///< empty when skipped or not reached
  bool correct;
  std::string remark;
  std::vector<std::string_view> slips;
};
void append_problem_json(std::string& out, const Problem& problem, const Protocol& protocol,
                         bool with_key, const Answered* answered);
void append_score_json(std::string& out, const Score& score, const QuizHead& head);

// Worksheet and key.
void append_sheet_head(std::string& out, const QuizHead& head, bool key, Format format);
void append_sheet_problem(std::string& out, const Problem& problem, const Protocol& protocol,
                          bool key, Format format);
void append_sheet_end(std::string& out, const QuizHead& head, Format format);

}  // namespace ketadose::program
