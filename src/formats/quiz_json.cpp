// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include "formats/json.hpp"
#include "formats/quiz.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

/// Members of one object, separated by commas.
class Object {
 public:
  explicit Object(std::string& out) : out_{out} { out_ += '{'; }
  void key(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    append_json_string(out_, name);
    out_ += ':';
  }
  void text(std::string_view name, std::string_view value) {
    key(name);
    append_json_string(out_, value);
  }
  void number(std::string_view name, std::uint64_t value) {
    key(name);
    out_ += std::to_string(value);
  }
  void amount(std::string_view name, const Amount& value) {
    key(name);
    append_number(out_, value);
  }
  void truth(std::string_view name, bool value) {
    key(name);
    out_ += value ? "true" : "false";
  }
  void end() { out_ += '}'; }

 private:
  std::string& out_;
};

template <class Words>
void append_list(std::string& out, const Words& words) {
  out += '[';
  for (const auto& word : words) {
    if (out.back() != '[') out += ',';
    append_json_string(out, word);
  }
  out += ']';
}

void append_protocol(Object& object, std::string& out, const Protocol& protocol) {
  object.text("schema", "ketadose/quiz/1");
  object.text("program", KETADOSE_VERSION);
  object.key("protocol");
  Object inner{out};
  inner.text("name", protocol.name);
  inner.text("version", protocol.version);
  inner.end();
}

void append_order(Object& object, std::string& out, const Texts& texts) {
  object.key("order");
  Object order{out};
  for (auto left = texts.given; left != 0; left &= left - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(left));
    const auto field = static_cast<Field>(i);
    order.key(spellings()[i].column);
    if (field == Field::session || field == Field::age)
      out += texts.text[i];
    else
      append_json_string(out, texts.text[i]);
  }
  order.end();
}

std::string_view asked_name(Asked asked) {
  switch (asked) {
    case Asked::weight:
      return "weight";
    case Asked::dose:
      return "dose";
    case Asked::dose_per_kg:
      return "dose-per-kg";
    case Asked::draw:
      return "draw";
    case Asked::diluent:
      return "diluent";
    case Asked::rate:
      return "rate";
    case Asked::drops:
      return "drops";
    case Asked::pieces:
      return "pieces";
    case Asked::left:
      return "left";
    case Asked::left_mass:
      return "left-mass";
    case Asked::verdict:
      return "verdict";
  }
  return {};
}

/// The findings that the verdict rests on, or the others.
std::vector<std::string> codes_of(const Problem& problem, bool deciding) {
  std::vector<std::string> codes;
  for (const auto& f : problem.assessment.findings) {
    if (is_deciding(f, problem) != deciding) continue;
    codes.emplace_back(name(f.code));
    if (!f.subject.empty()) (codes.back() += ':') += f.subject;
  }
  return codes;
}

void append_expected(Object& object, std::string& out, const Problem& problem) {
  object.key("expected");
  Object expected{out};
  if (problem.asked == Asked::verdict) {
    expected.text("verdict", verdict_word(problem.assessment.verdict()));
    expected.key("findings");
    append_list(out, codes_of(problem, true));
    expected.key("also");
    append_list(out, codes_of(problem, false));
  } else {
    const auto measure = measure_of(problem.asked);
    const Way key = key_of(problem);
    expected.amount("value", {measure, key.value.num(), key.value.den()});
    expected.amount("exact", {measure, key.exact.num(), key.exact.den()});
    expected.amount("step", {measure, key.step.num(), key.step.den()});
  }
  expected.end();
}

void append_working(Object& object, std::string& out, const Problem& problem,
                    const Protocol& protocol) {
  std::vector<std::string> steps;
  for (const auto& step : steps_of(problem, protocol))
    steps.push_back(step.label + ": " + in_words(step));
  object.key("working");
  append_list(out, steps);
}

void append_answer(Object& object, const Answered& answered) {
  if (!answered.text.empty()) object.text("answer", answered.text);
  object.truth("correct", answered.correct);
  object.text("remark", answered.remark);
  if (answered.slips.empty()) return;
  object.text("slip", answered.slips.front());
  if (answered.slips.size() > 1) object.text("or_slip", answered.slips[1]);
}

}  // namespace

void append_problem_json(std::string& out, const Problem& problem, const Protocol& protocol,
                         bool with_key, const Answered* answered) {
  Object object{out};
  append_protocol(object, out, protocol);
  object.number("seed", problem.seed);
  object.number("number", static_cast<std::uint64_t>(problem.number));
  object.text("topic", name(problem.topic));
  object.text("difficulty", name(problem.difficulty));
  object.text("problem", problem_words(problem, protocol));
  append_order(object, out, problem.texts);
  if (problem.most) object.amount("most_mg_per_ml", amount(*problem.most));
  object.text("asked", asked_name(problem.asked));
  const auto unit = row(measure_of(problem.asked)).symbol;
  if (!unit.empty()) object.text("unit", unit);
  if (answered != nullptr) append_answer(object, *answered);
  if (with_key) {
    append_expected(object, out, problem);
    append_working(object, out, problem, protocol);
  }
  object.end();
  out += '\n';
}

void append_score_json(std::string& out, const Score& score, const QuizHead& head) {
  const auto count = [](int n) { return static_cast<std::uint64_t>(n); };
  Object object{out};
  append_protocol(object, out, head.protocol);
  object.number("seed", head.seed);
  object.key("summary");
  Object summary{out};
  summary.number("count", count(score.count));
  summary.number("right", count(score.right));
  summary.number("wrong", count(score.wrong));
  summary.number("skipped", count(score.skipped));
  summary.number("not_reached", count(score.not_reached()));
  summary.number("pass_percent", count(score.pass_percent));
  summary.truth("passed", score.passed());
  summary.key("topics");
  Object topics{out};
  for (std::size_t i = 0; i < score.topics.size(); ++i) {
    if (score.topics[i].asked == 0) continue;
    topics.key(topic_names[i]);
    Object tally{out};
    tally.number("asked", count(score.topics[i].asked));
    tally.number("right", count(score.topics[i].right));
    tally.end();
  }
  topics.end();
  summary.key("slips");
  Object slips{out};
  for (const auto& [slip, times] : score.slips) slips.number(slip, count(times));
  slips.end();
  summary.end();
  object.end();
  out += '\n';
}

}  // namespace ketadose::program
