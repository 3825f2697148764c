// SPDX-License-Identifier: Apache-2.0
#include "formats/text.hpp"

#include <unistd.h>

#include <cctype>
#include <cstdlib>

#include "formats/text_parts.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

bool ends_in_digit(std::string_view word) {
  return !word.empty() && word.back() >= '0' && word.back() <= '9';
}

/// Whether a line may end like this: not between a number and its unit, nor after "session".
bool may_end(std::string_view line) { return !ends_in_digit(line) && !line.ends_with("session"); }

/// How much of `text` fits in `room`.
std::size_t line_length(std::string_view text, std::size_t room) {
  if (text.size() <= room) return text.size();
  for (std::size_t end = room + 1; end-- > 1;)
    if (text[end] == ' ' && may_end(text.substr(0, end))) return end;
  const auto space = text.find(' ', room);
  return space == std::string_view::npos ? text.size() : space;
}

bool wants_color(ColorWhen when) {
  if (when != ColorWhen::automatic) return when == ColorWhen::always;
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::string_view{term} == "dumb";
  return ::isatty(STDOUT_FILENO) == 1 && (no_color == nullptr || *no_color == '\0') && !dumb;
}

std::string_view color_of(Level level) {
  switch (level) {
    case Level::ok:
      return "\x1b[1;32m";
    case Level::note:
      return "\x1b[1m";
    case Level::review:
      return "\x1b[1;33m";
    case Level::stop:
      return "\x1b[1;31m";
  }
  return "";
}

}  // namespace

void append_wrapped(std::string& out, std::string_view label, std::string_view text,
                    std::size_t indent) {
  out += label;
  out.append(indent - label.size(), ' ');
  for (;;) {
    const auto n = line_length(text, text_width - indent);
    out += text.substr(0, n);
    out += '\n';
    if (n == text.size()) return;
    text.remove_prefix(n + 1);
    out.append(indent, ' ');
  }
}

void append_line(std::string& out, std::string_view label, std::string_view text) {
  append_wrapped(out, label, text, label_width);
}

void append_verdict(std::string& out, Level verdict, const std::string& order,
                    const std::string& patient, ColorWhen when) {
  const bool color = wants_color(when);
  std::string label{label_of(verdict)};
  for (char& c : label) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  std::string lines;
  const std::size_t room = text_width - label_width;
  const bool apart = order.size() <= room && order.size() + 1 + patient.size() > room;
  append_line(lines, label, apart ? order : order + ' ' + patient);
  if (apart) append_line(lines, "", patient);
  if (color) {
    out += color_of(verdict);
    out += label;
    out += "\x1b[0m";
    lines.erase(0, label.size());
  }
  out += lines;
}

std::string_view label_of(Level level) {
  switch (level) {
    case Level::ok:
      return "OK";
    case Level::note:
      return "Note";
    case Level::review:
      return "Review";
    case Level::stop:
      return "Stop";
  }
  return "";
}

std::string finding_words(const Finding& finding, const Order& order, const Route& route,
                          const Protocol& protocol, const Plan& plan) {
  std::string text;
  append_message(text, finding, order, route, protocol, plan);
  text += " (";
  text += name(finding.code);
  if (!finding.subject.empty()) (text += ": ") += finding.subject;
  if (!finding.source.empty()) (text += "; ") += source_words(finding.source);
  return text + ')';
}

void append_findings(std::string& out, const Findings& findings, const Order& order,
                     const Route& route, const Protocol& protocol, const Plan& plan) {
  for (const auto& finding : findings)
    append_line(out, label_of(finding.level), finding_words(finding, order, route, protocol, plan));
}

std::string source_words(std::string_view source) {
  if (source == judgement) return "judgement: confirm locally";
  return std::string{source};
}

std::string weight_words(const Texts& texts, const Order& order) {
  std::string words = in_words(amount(Exact<BodyWeightDim>{order.weight})) + " (";
  const auto pounds = pounds_of(texts, order);
  append_plain(words, pounds.num, pounds.den, 1);
  return words + " lb)";
}

std::string patient_words(const Texts& texts, const Order& order) {
  std::string words = weight_words(texts, order) + ", session ";
  append_plain(words, order.session, 1, 0);
  return words;
}

Pair pounds_of(const Texts& texts, const Order& order) {
  const auto text = texts[Field::weight];
  if (texts.reading[0] == Reading::lb || text.find('l') != std::string_view::npos)
    if (const auto number = read_number(text.substr(0, text.find_first_of(" l"))))
      return {number->digits, powers_of_ten[number->decimals]};
  return {ketadose::detail::times(order.weight.in(Unit<BodyWeightDim>{"", 1}), pounds_for_grams),
          grams_in_those_pounds};
}

std::string in_words(const Amount& amount) {
  std::string out;
  append_amount(out, amount);
  return out;
}

std::string in_words(const Amount& amount, int places) {
  std::string out;
  append_amount(out, amount, places);
  return out;
}

std::string joined(std::span<const std::string> words, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? last : std::string_view{", "};
    out += words[i];
  }
  return out;
}

std::string syringe_words(const Syringe& syringe) {
  return "a " + in_words(amount(Exact<VolumeDim>{syringe.capacity})) + " syringe";
}

std::string vial_words(const Vial& vial) {
  if (!vial.content) return as_ordered(vial.strength);
  return as_ordered(Per{vial.strength} * *vial.content) + '/' +
         as_ordered(Exact<VolumeDim>{*vial.content});
}

std::string drip_set_words(const DropFactor& set) {
  return drops_a_millilitre(set) + ' ' + std::string{drop_factor_units.front().symbol};
}

std::string_view turned_verb(Turn turn) {
  switch (turn) {
    case Turn::not_turned:
      return "";
    case Turn::dose_stop_below:
      return "be below ";
    case Turn::dose_stop_above:
    case Turn::dose_cap:
      return "be above ";
    case Turn::duration_stop_below:
      return "end before ";
    case Turn::duration_stop_above:
      return "end after ";
  }
  return "";
}

std::string bound_of(Turn turn, const Route& route) {
  switch (turn) {
    case Turn::not_turned:
      return "";
    case Turn::dose_stop_below:
      return in_words(amount(*route.dose.stop_below));
    case Turn::dose_stop_above:
      return in_words(amount(*route.dose.stop_above));
    case Turn::dose_cap:
      return in_words(amount(Exact<DrugMassDim>{*route.dose_cap.stop_above}));
    case Turn::duration_stop_below:
      return in_words(amount(Exact<DurationDim>{*route.duration.stop_below}));
    case Turn::duration_stop_above:
      return in_words(amount(Exact<DurationDim>{*route.duration.stop_above}));
  }
  return "";
}

NotChecked not_checked_words(std::uint16_t unchecked) {
  constexpr std::array<std::string_view, 9> words{"age",        "height",          "blood pressure",
                                                  "conditions", "medicines",       "last weight",
                                                  "dose cap",   "intensity limit", "the claims"};
  std::vector<std::string> missing;
  std::vector<std::string> unset;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if ((unchecked >> i & 1U) == 0) continue;
    const auto what = static_cast<Unchecked>(i);
    const bool by_protocol = what == Unchecked::dose_cap || what == Unchecked::intensity;
    (by_protocol ? unset : missing).emplace_back(words[i]);
  }
  return {joined(missing, ", "), joined(unset, ", ")};
}

void append_not_checked(std::string& out, std::uint16_t unchecked, const Protocol& protocol) {
  const auto [missing, unset] = not_checked_words(unchecked);
  if (!missing.empty()) append_wrapped(out, "Not checked: ", missing + ".", 13);
  if (!unset.empty()) append_wrapped(out, "Not set: ", unset + ".", 9);
  append_wrapped(out, "Rules: ", rules_words(protocol), 7);
}

std::string rules_name(const Protocol& protocol) {
  return std::string{protocol.name} + ' ' + std::string{protocol.version};
}

std::string rules_words(const Protocol& protocol) {
  std::string words = rules_name(protocol);
  if (!protocol.approved_by.empty()) (words += ", approved by ") += protocol.approved_by;
  if (!protocol.approved_on.empty()) (words += ", ") += protocol.approved_on;
  return words;
}

}  // namespace ketadose::program
