// SPDX-License-Identifier: Apache-2.0
#include "conversation.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/text_conversation.hpp"
#include "output.hpp"

namespace ketadose::program {
namespace {

using ketadose::detail::bit;

Request nothing_read() {
  return {.order = {.weight = unit::kg(0), .route = {}, .session = 0}, .route = nullptr};
}

/// What is wrong with the parts of the order that are there; `request` then holds these alone. What
/// is missing can wait, and is taken to be like its example; so can what a claim is compared with.
std::optional<Refusal> objection(const Texts& texts, const Protocol& protocol, Purpose purpose,
                                 Request& request) {
  const auto of_text = read_texts(texts, protocol, purpose, request);
  if (of_text || request.route == nullptr) return of_text;
  Texts whole = texts;
  whole.given &=
      ~(ketadose::detail::claim_bits & ketadose::detail::applicable(request.route->form));
  for (;;) {
    auto trial = nothing_read();
    const auto refusal = read_request(whole, protocol, purpose, trial);
    if (!refusal || refusal->code != Refuse::required_missing)
      return refusal && texts.has(refusal->field) ? refusal : std::nullopt;
    const auto* const question = find_question(refusal->field);
    if (question == nullptr) return {};
    whole.set(refusal->field, examples(*question, protocol).front());
  }
}

void say(std::string_view text) { write_all(STDERR_FILENO, text); }

/// The lines that are typed. The terminal does the editing; only whole lines arrive.
class Listener {
 public:
  /// The next line without its end; nothing when the input has ended, be it within a line.
  std::optional<std::string> hear() {
    for (;;) {
      if (const auto end = heard_.find('\n'); end != std::string::npos) {
        auto line = heard_.substr(0, end);
        heard_.erase(0, end + 1);
        return line;
      }
      if (!hear_more()) return {};
    }
  }

 private:
  bool hear_more() {
    std::array<char, 4096> block;  // NOLINT: written before it is read
    const auto n = ::read(STDIN_FILENO, block.data(), block.size());
    if (n > 0) heard_.append(block.data(), static_cast<std::size_t>(n));
    if (n >= 0) return n > 0;
    if (errno == EAGAIN) {  // another program left the terminal like this
      pollfd input{STDIN_FILENO, POLLIN, 0};
      ::poll(&input, 1, -1);
      return true;
    }
    return errno == EINTR;
  }

  std::string heard_;
};

/// The line with the file of rules that the environment named: typed elsewhere, it says the same.
CommandLine with_protocol(CommandLine line) {
  const char* const path = std::getenv("KETADOSE_PROTOCOL");
  if (line.file && !line.has("protocol") && path != nullptr) line.others["protocol"] = path;
  return line;
}

/// Fills the gaps of a command line.
class Conversation {
 public:
  Conversation(CommandLine& line, Purpose purpose) : line_{line}, purpose_{purpose} {
    for (std::size_t i = 0; i < field_count; ++i)
      if (const auto field = static_cast<Field>(i); texts().has(field)) set(field, texts()[field]);
    line_.typed = texts_;
  }

  /// Asks for what is missing and reads the whole, or says why not.
  std::optional<Refusal> hold(Request& request) {
    if (const auto refusal = objection(texts(), rules(), purpose_, request)) return refusal;
    say("What is missing is asked for here. Ctrl-C ends it without an answer.\n");
    ask_needed();
    if (!is_over() && purpose_ == Purpose::check) ask_preparation();
    if (refusal_) return refusal_;
    const auto refusal = read_request(texts(), rules(), purpose_, request);
    if (!refusal) say(finished_command(with_protocol(line_)));
    return refusal;
  }

 private:
  const Texts& texts() const { return line_.texts; }
  const Protocol& rules() const { return line_.rules(); }
  bool is_over() const { return has_ended_ || refusal_; }
  bool is_answer(Field field) const { return (answers_ & bit(field)) != 0; }

  void set(Field field, std::string_view text) {
    auto& own = (*texts_)[static_cast<std::size_t>(field)];
    own = text;
    line_.texts.set(field, own);
  }

  void forget(Field field) {
    line_.texts.given &= ~bit(field);
    answers_ &= ~bit(field);
  }

  std::optional<std::string> hear(std::string_view prompt) {
    for (;;) {
      say(fmt::format("{}: ", prompt));
      auto answer = listener_.hear();
      if (!answer) {
        has_ended_ = true;
        say("\n");
      }
      if (!answer || answer->size() <= most_answer) return answer;
      say(for_a_person(too_long()));
    }
  }

  /// The answer whose change can mend what is refused; none when it stands on the command line.
  std::optional<Field> to_mend(const Refusal& refusal) const {
    if (is_answer(refusal.field)) return refusal.field;
    if (is_answer(refusal.other)) return refusal.other;
    if (refusal.code == Refuse::not_applicable && is_answer(Field::route)) return Field::route;
    return {};
  }

  /// The examples that would be taken beside what is there.
  std::vector<std::string_view> accepted(const Question& question) const {
    auto list = examples(question, rules());
    std::erase_if(list, [&](std::string_view example) {
      Texts trial = texts();
      trial.set(question.field, example);
      auto request = nothing_read();
      return objection(trial, rules(), purpose_, request).has_value();
    });
    return list;
  }

  /// Asks until the answer can be used; false when there is none.
  bool ask(Field field, bool is_needed) {
    const auto* const question = find_question(field);
    if (question == nullptr) return false;
    say(asked(*question, rules(), accepted(*question), is_needed));
    for (;;) {
      const auto answer = hear(name(field));
      if (!answer) return false;
      if (answer->empty() && !is_needed) {
        say("  left out\n");
        return false;
      }
      const auto again = take(field, *answer);
      if (!again) return !refusal_;
      if (*again != field) return ask(*again, true);
    }
  }

  /// Takes an answer, or says what is wrong and which one is to be given again.
  std::optional<Field> take(Field field, std::string_view answer) {
    set(field, answer);
    answers_ |= bit(field);
    auto request = nothing_read();
    const auto refusal = objection(texts(), rules(), purpose_, request);
    if (!refusal) {
      say(fmt::format("  {}\n", read_back(field, texts(), request)));
      return {};
    }
    const auto again = to_mend(*refusal);
    if (again) {
      say(for_a_person(complain(*refusal, texts(), request, purpose_, rules())));
      forget(*again);
    } else {
      refusal_ = refusal;
    }
    return again;
  }

  void ask_needed() {
    for (;;) {
      auto request = nothing_read();
      const auto refusal = read_request(texts(), rules(), purpose_, request);
      if (!refusal || refusal->code != Refuse::required_missing) return;
      if (!ask(refusal->field, true)) return;
    }
  }

  /// Whether one of these was claimed, which cannot be compared without what is asked for.
  bool is_claimed(std::initializer_list<Field> claims) const {
    return std::any_of(claims.begin(), claims.end(),
                       [this](Field claim) { return texts().has(claim); });
  }

  /// Whether it is given, be it now. What a claim needs cannot be left out.
  bool offer(Field field, bool is_needed = false) {
    return texts().has(field) || ask(field, is_needed);
  }

  /// Without these a check names no volume, rate or fraction.
  void ask_preparation() {
    using enum Field;
    switch (find_route(rules(), texts()[route])->form) {
      case Form::infusion:
        offer(over, is_claimed({rate, drops}));
        if (!is_over()) ask_set_up(is_claimed({draw, volume, rate, drops}));
        return;
      case Form::injection:
        if (offer(vial, is_claimed({draw})) && !rules().sites.empty()) offer(site);
        return;
      case Form::lozenge:
        offer(lozenge, is_claimed({pieces}));
        return;
    }
  }

  bool is_complete(const SetUp& set_up) const {
    return texts().has(set_up.parts.front()) && texts().has(set_up.parts.back());
  }

  /// Whether what is given leaves room for the set-up: the reader says so, trying the examples.
  bool is_possible(const SetUp& set_up) const {
    Texts trial = texts();
    for (const auto part : set_up.parts)
      if (!trial.has(part)) trial.set(part, examples(*find_question(part), rules()).front());
    auto request = nothing_read();
    const auto refusal = objection(trial, rules(), purpose_, request);
    if (refusal && refusal->code == Refuse::contradicts) return false;
    return !texts().has(Field::draw) || trial.has(Field::vial);  // nothing is drawn ready-made
  }

  void ask_set_up(bool is_needed) {
    std::vector<const SetUp*> possible;
    for (const auto& set_up : set_ups) {
      if (is_complete(set_up)) return;
      if (is_possible(set_up)) possible.push_back(&set_up);
    }
    const auto* const chosen = possible.empty() ? nullptr : choose(possible, is_needed);
    if (chosen != nullptr && offer(chosen->parts.front(), is_needed))
      offer(chosen->parts.back(), is_needed);
  }

  const SetUp* choose(const std::vector<const SetUp*>& possible, bool is_needed) {
    auto offered = menu(possible);
    if (is_needed)
      offered.erase(offered.rfind('\n', offered.size() - 2) + 1);  // "Enter leaves ..."
    say(offered);
    for (;;) {
      const auto answer = hear("preparation");
      if (!answer) return nullptr;
      for (std::size_t i = 0; i < possible.size(); ++i)
        if (*answer == fmt::format("{}", i + 1)) {
          say(fmt::format("  {}\n", possible[i]->title));
          return possible[i];
        }
      if (answer->empty() && !is_needed) {
        say("  left out\n");
        return nullptr;
      }
      say(for_a_person(no_such_set_up(*answer, possible.size())));
    }
  }

  CommandLine& line_;
  Purpose purpose_;
  std::shared_ptr<std::array<std::string, field_count>> texts_ =
      std::make_shared<std::array<std::string, field_count>>();
  std::uint32_t answers_ = 0;       ///< which of the texts were asked for
  std::optional<Refusal> refusal_;  ///< of what stands on the command line
  Listener listener_;
  bool has_ended_ = false;  ///< the input
};

}  // namespace

bool somebody_answers() { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1; }

std::optional<Complaint> read_order(CommandLine& line, Purpose purpose, Request& request) {
  auto refusal = read_request(line.texts, line.rules(), purpose, request);
  const bool may_ask = !line.has("no-input") && somebody_answers();
  if (may_ask && refusal && refusal->code == Refuse::required_missing)
    refusal = Conversation{line, purpose}.hold(request);
  if (!refusal) return {};
  return complain(*refusal, line.texts, request, purpose, line.rules());
}

}  // namespace ketadose::program
