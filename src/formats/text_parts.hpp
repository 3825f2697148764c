// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/assess.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli.hpp"
#include "request.hpp"

/// The pieces that the text renderers share.
namespace ketadose::program {

inline constexpr std::size_t label_width = 7;

struct Pair {
  ketadose::detail::wide num;
  ketadose::detail::wide den;
};

void append_line(std::string& out, std::string_view label, std::string_view text);
/// What was ordered, then the patient; when both do not fit in a line, the patient has the next.
void append_verdict(std::string& out, Level verdict, const std::string& order,
                    const std::string& patient, ColorWhen when);
void append_findings(std::string& out, const Findings& findings, const Order& order,
                     const Route& route, const Protocol& protocol, const Plan& plan);
void append_not_checked(std::string& out, std::uint16_t unchecked, const Protocol& protocol);

/// The sentence of a finding, its code and its source.
std::string finding_words(const Finding& finding, const Order& order, const Route& route,
                          const Protocol& protocol, const Plan& plan);
std::string_view label_of(Level level);

/// One line of a plan: what to do, or what is to be known about it.
struct PlanLine {
  std::string_view label;
  std::string text;
  bool to_do;
};
/// What to draw, what to put where, what to dial, in this order.
std::vector<PlanLine> plan_lines(const Request& request, const Protocol& protocol,
                                 const Plan& plan);
/// What was ordered, with all its digits; what follows from it is shortened.
std::string order_words(const Request& request, const Protocol& protocol, const Plan& plan);

/// What was not checked: what the order left out, and the limits that the protocol leaves unset.
struct NotChecked {
  std::string missing;
  std::string unset;
};
NotChecked not_checked_words(std::uint16_t unchecked);

/// "82.5 kg (181.9 lb)".
std::string weight_words(const Texts& texts, const Order& order);
/// "82.5 kg (181.9 lb), session 3".
std::string patient_words(const Texts& texts, const Order& order);
/// The pounds of a weight: as they were typed, when they were.
Pair pounds_of(const Texts& texts, const Order& order);
std::string source_words(std::string_view source);
std::string rules_name(const Protocol& protocol);   ///< "published 2026.1"
std::string rules_words(const Protocol& protocol);  ///< and who approved it, and when
std::string in_words(const Amount& amount);
std::string in_words(const Amount& amount, int places);
/// A value that was typed, with all its digits.
template <class V>
std::string as_ordered(const V& value) {
  return in_words(amount(value), machine_places);
}
/// "a, b and c" with `last` between the last two.
std::string joined(std::span<const std::string> words, std::string_view last);
std::string syringe_words(const Syringe& syringe);  ///< "a 1 mL syringe"
/// As the label reads: "50 mg/mL" or "500 mg/10 mL".
std::string vial_words(const Vial& vial);
std::string drip_set_words(const DropFactor& set);  ///< "20 gtt/mL"
/// What the nearest step would do: "be above ", "end before ", followed by the bound.
std::string_view turned_verb(Turn turn);
std::string bound_of(Turn turn, const Route& route);

/// " (not 62: it would end before 40 min)", or nothing when no bound turned the rounding.
template <class P>
std::string not_nearest(const Rounded<P>& rounded, const Route& route) {
  if (rounded.turned == Turn::not_turned) return {};
  const auto nearest = in_words(amount(rounded.unguarded()));
  std::string_view verb = turned_verb(rounded.turned);
  const bool is_dose = verb.starts_with("be ");
  if (is_dose) verb.remove_prefix(3);
  std::string words = " (not " + nearest.substr(0, nearest.find(' ')) + ": ";
  (words += is_dose ? "" : "it would ") += verb;
  return words + bound_of(rounded.turned, route) + ')';
}

}  // namespace ketadose::program
