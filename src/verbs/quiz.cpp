// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <system_error>

#include "files/records.hpp"
#include "formats/quiz.hpp"
#include "output.hpp"
#include "verbs/verbs.hpp"

namespace ketadose::program {
namespace {

constexpr int most_problems = 999'999;
constexpr int most_seed = 999'999;

/// What was asked for, read and agreed with itself.
struct Settings {
  Wish wish;
  std::vector<Topic> topics;
  int count = 10;
  int pass_percent = 80;
  Format format = Format::text;
  bool worksheet = false;
  bool key = false;

  /// Problems only: nothing is asked or marked.
  bool prints(bool has_answers) const {
    return worksheet || key || (format == Format::json && !has_answers);
  }
};

template <std::size_t Count>
std::optional<std::size_t> place_in(const std::array<std::string_view, Count>& names,
                                    std::string_view word) {
  const auto* const at = std::find(names.begin(), names.end(), word);
  if (at == names.end()) return {};
  return static_cast<std::size_t>(at - names.begin());
}

std::optional<Complaint> read_pass(const CommandLine& line, int& percent) {
  if (!line.has("pass")) return {};
  const auto text = line.value("pass");
  const auto share = text.substr(0, text.empty() ? 0 : text.size() - 1);
  const auto number = read_whole(share);
  constexpr int all = 100;
  if (text.ends_with('%') && number && *number <= all) {
    percent = *number;
    return {};
  }
  return about_option(name(number ? Refuse::out_of_domain : number.refusal().code), "pass", text,
                      in_quotes(text) + " is not a share of the problems",
                      "write a whole number from 0 to 100 with its %, as 80%");
}

Complaint refused(const CommandLine& line, Field field, Refuse code, std::size_t position = 0) {
  return complain({code, position, field, field}, line.texts[field], name(field), line.rules());
}

std::optional<Complaint> read_order_options(const CommandLine& line, Wish& wish) {
  if (line.texts.has(Field::route)) {
    wish.route = find_route(line.rules(), line.texts[Field::route]);
    if (wish.route == nullptr) return refused(line, Field::route, Refuse::route_unknown);
  }
  if (!line.texts.has(Field::session)) return {};
  const auto number = read_whole(line.texts[Field::session]);
  if (!number)
    return refused(line, Field::session, number.refusal().code, number.refusal().position);
  if (*number == 0) return refused(line, Field::session, Refuse::number_zero);
  if (*number > ketadose::detail::most_sessions)
    return refused(line, Field::session, Refuse::out_of_domain);
  wish.session = *number;
  return {};
}

/// Options that say nothing together.
std::optional<Complaint> find_contradiction(const CommandLine& line, const Settings& settings) {
  const bool sheet = settings.worksheet || settings.key;
  if (settings.worksheet && settings.key)
    return about_option(name(Refuse::contradicts), "key", {}, "contradicts --worksheet",
                        "print one, then the other for the same --seed", Place::option);
  if (sheet && line.has("answers"))
    return about_option(name(Refuse::contradicts), "answers", line.value("answers"),
                        settings.key ? "contradicts --key" : "contradicts --worksheet",
                        "leave one out", Place::option);
  if (settings.prints(line.has("answers")) && line.has("pass"))
    return about_option(name(Refuse::not_applicable), "pass", line.value("pass"),
                        "does not apply where nothing is marked", "leave it out, or give --answers",
                        Place::option);
  const bool page = settings.format == Format::markdown || settings.format == Format::html;
  if (page && !sheet)
    return about_option(name(Refuse::not_applicable), "format", line.value("format"),
                        in_quotes(line.value("format")) + " is for a worksheet or its key",
                        "add --worksheet or --key");
  return {};
}

/// The topics that the rules leave; refuses when they do not leave what was asked for.
std::optional<Complaint> choose_topics(const CommandLine& line, Settings& settings) {
  const Protocol& protocol = line.rules();
  settings.topics = topics_of(settings.wish, protocol);
  if (!settings.topics.empty()) return {};
  Wish any = settings.wish;
  any.topic.reset();
  std::vector<std::string_view> left;
  for (const auto topic : topics_of(any, protocol)) left.push_back(name(topic));
  const bool by_route = any.route != nullptr;
  return about_option(
      name(Refuse::not_applicable), "topic", line.value("topic"),
      "there is no such problem " + (by_route ? "for the route " + std::string{any.route->name}
                                              : std::string{"under these rules"}),
      "write " + listed(left) + (by_route ? ", or leave out --route" : ""));
}

std::optional<Complaint> read_settings(const CommandLine& line, Settings& settings) {
  std::random_device chance;
  int seed = 1 + static_cast<int>(chance() % most_seed);
  settings.format = line.format;
  settings.worksheet = line.has("worksheet");
  settings.key = line.has("key");
  if (auto wrong = read_order_options(line, settings.wish)) return wrong;
  if (const auto at = place_in(topic_names, line.value("topic")))
    settings.wish.topic = static_cast<Topic>(*at);
  if (const auto at = place_in(difficulty_names, line.value("difficulty")))
    settings.wish.difficulty = static_cast<Difficulty>(*at);
  if (auto wrong = read_count(line, "seed", 0, most_seed, "a seed", seed)) return wrong;
  settings.wish.seed = static_cast<std::uint64_t>(seed);
  if (auto wrong =
          read_count(line, "count", 1, most_problems, "a number of problems", settings.count))
    return wrong;
  if (auto wrong = read_pass(line, settings.pass_percent)) return wrong;
  if (auto wrong = find_contradiction(line, settings)) return wrong;
  return choose_topics(line, settings);
}

/// No order of this kind keeps the rules, however often one is drawn.
Complaint no_problem(const Wish& wish) {
  std::string narrowed;
  if (wish.session != 0) narrowed = "another --session, or ";
  auto complaint = about_option(name(Refuse::out_of_domain), {}, {},
                                "no order of this kind was found that keeps the rules",
                                "ask for " + narrowed + "another --topic, --difficulty or --route");
  complaint.place = Place::absent;
  return complaint;
}

QuizHead head_of(const Settings& settings, const Protocol& protocol) {
  const auto& topics = settings.topics;
  const bool judges = std::find(topics.begin(), topics.end(), Topic::judge) != topics.end();
  return {settings.wish.seed, settings.count, judges, protocol};
}

// ---- Printing ----

int print(const Settings& settings, const Protocol& protocol) {
  constexpr std::size_t enough = 1U << 16U;
  const QuizHead head = head_of(settings, protocol);
  const bool json = settings.format == Format::json;
  std::string out;
  if (!json) append_sheet_head(out, head, settings.key, settings.format);
  for (int number = 1; number <= settings.count; ++number) {
    const auto problem = make_problem(settings.wish, settings.topics, number, protocol);
    if (!problem) return refuse(no_problem(settings.wish), settings.format);
    if (json)
      append_problem_json(out, *problem, protocol, settings.key, nullptr);
    else
      append_sheet_problem(out, *problem, protocol, settings.key, settings.format);
    if (out.size() < enough) continue;
    write_all(STDOUT_FILENO, out);
    out.clear();
  }
  if (!json) append_sheet_end(out, head, settings.format);
  write_all(STDOUT_FILENO, out);
  return exit_ok;
}

// ---- Asking ----

std::string trimmed(const std::string& text) {
  constexpr std::string_view blanks = " \t\r";
  const auto begin = text.find_first_not_of(blanks);
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// Asks the problems one by one, and marks what comes.
class Quiz {
 public:
  Quiz(const Settings& settings, const Protocol& protocol, std::istream& answers, bool one_a_line)
      : settings_{settings}, protocol_{protocol}, answers_{answers}, one_a_line_{one_a_line} {
    score_.count = settings.count;
    score_.pass_percent = settings.pass_percent;
    echoes_ = one_a_line || ::isatty(STDIN_FILENO) != 1;
  }

  int run() {
    const QuizHead head = head_of(settings_, protocol_);
    if (!json()) append_quiz_head(out_, head);
    for (int number = 1; number <= settings_.count; ++number) {
      const auto problem = make_problem(settings_.wish, settings_.topics, number, protocol_);
      if (!problem) return refuse(no_problem(settings_.wish), settings_.format);
      if (!json()) append_problem_text(out_, *problem, protocol_);
      if (!(one_a_line_ ? take_line(*problem) : converse(*problem))) break;
      flush();
    }
    if (json())
      append_score_json(out_, score_, head);
    else
      append_score_text(out_, score_);
    flush();
    return score_.passed() ? exit_ok : exit_stop;
  }

 private:
  bool json() const { return settings_.format == Format::json; }

  void flush() {
    write_all(STDOUT_FILENO, out_);
    out_.clear();
  }

  bool read_line(std::string& answer) {
    if (!json()) out_ += echoes_ ? "Answer:" : "Answer: ";
    if (!one_a_line_) flush();
    std::string text;
    const bool read = static_cast<bool>(std::getline(answers_, text));
    if (one_a_line_ && is_first_ && text.starts_with(byte_order_mark))
      text.erase(0, byte_order_mark.size());
    is_first_ = false;
    answer = trimmed(text);
    if (json()) return read;
    if (echoes_ && !answer.empty()) out_ += ' ' + escaped(answer);
    if (echoes_ || !read) out_ += '\n';
    return read;
  }

  /// One line of a file is the answer, whatever it says. False at the end.
  bool take_line(const Problem& problem) {
    std::string answer;
    if (!read_line(answer) || in_lower_case(answer) == "quit") return false;
    if (answer.empty() || in_lower_case(answer) == "skip") {
      skip(problem);
      return true;
    }
    const auto marked = mark(problem, answer, protocol_);
    if (const auto* const complaint = std::get_if<Complaint>(&marked))
      count(problem, {}, answer, unread(*complaint));
    else
      count(problem, std::get<Mark>(marked), answer, {});
    return true;
  }

  /// Asks until there is an answer that can be read. False at the end.
  bool converse(const Problem& problem) {
    std::string answer;
    for (std::size_t hints = 0; read_line(answer);) {
      const auto word = in_lower_case(answer);
      if (word == "quit") return false;
      if (word == "skip") {
        skip(problem);
        return true;
      }
      if (word == "?" || word == "hint") {
        append_hint_text(out_, problem, hints++, protocol_);
        continue;
      }
      const auto marked = mark(problem, answer, protocol_);
      if (const auto* const complaint = std::get_if<Complaint>(&marked)) {
        append_remark_text(out_, unread(*complaint));
        continue;
      }
      count(problem, std::get<Mark>(marked), answer, {});
      return true;
    }
    return false;
  }

  static std::string unread(const Complaint& complaint) {
    return "Not understood: " + complaint.what + "; " + complaint.remedy + '.';
  }

  void skip(const Problem& problem) {
    ++score_.skipped;
    ++score_.topics[static_cast<std::size_t>(problem.topic)].asked;
    const std::string remark = "Skipped: the answer is " + answer_words(problem) + '.';
    if (json()) return tell_json(problem, {{}, false, remark, {}});
    append_remark_text(out_, remark);
    append_working_text(out_, problem, protocol_);
  }

  void count(const Problem& problem, const Mark& made, const std::string& answer,
             const std::string& unread_because) {
    auto& tally = score_.topics[static_cast<std::size_t>(problem.topic)];
    ++tally.asked;
    tally.right += made.is_right() ? 1 : 0;
    ++(made.is_right() ? score_.right : score_.wrong);
    if (!made.slips.empty()) ++score_.slips[made.slips.front()];
    const auto remark = remark_words(problem, made);
    const auto both = unread_because.empty() ? remark : unread_because + ' ' + remark;
    if (json()) return tell_json(problem, {answer, made.is_right(), both, made.slips});
    if (!unread_because.empty()) append_remark_text(out_, unread_because);
    append_remark_text(out_, remark);
    if (!made.is_right()) append_working_text(out_, problem, protocol_);
  }

  void tell_json(const Problem& problem, const Answered& answered) {
    append_problem_json(out_, problem, protocol_, true, &answered);
  }

  const Settings& settings_;
  const Protocol& protocol_;
  std::istream& answers_;
  bool one_a_line_;
  bool echoes_ = false;
  bool is_first_ = true;  ///< line of the answers
  Score score_;
  std::string out_;
};

Complaint unreadable(std::string_view file, int error) {
  return about_option(
      name(Refuse::word_unknown), "answers", file,
      in_quotes(file) + " cannot be read: " + std::generic_category().message(error),
      "name a file with one answer a line, or - for standard input");
}

}  // namespace

int run_quiz(const CommandLine& line) {
  const Protocol& protocol = line.rules();
  Settings settings;
  if (const auto wrong = read_settings(line, settings)) return refuse(*wrong, line.format);
  if (settings.prints(line.has("answers"))) return print(settings, protocol);
  const auto file = line.value("answers");
  if (!line.has("answers") || file == "-")
    return Quiz{settings, protocol, std::cin, line.has("answers")}.run();
  errno = 0;
  std::ifstream answers{std::string{file}};
  answers.peek();
  if (!answers.is_open() || answers.bad())
    return refuse(unreadable(file, errno == 0 ? EIO : errno), line.format);
  answers.clear();
  return Quiz{settings, protocol, answers, true}.run();
}

}  // namespace ketadose::program
