// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <span>

#include "formats/quiz.hpp"
#include "formats/text_parts.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

constexpr int working_places = 4;

template <class T>
std::string shown(const T& value) {
  return in_words(amount(value), working_places);
}

class Steps {
 public:
  Steps(const Problem& problem, const Protocol& protocol)
      : problem_{problem}, order_{problem.order()}, plan_{problem.plan()}, protocol_{protocol} {}

  std::vector<Step> all() {
    const auto asked = problem_.asked;
    const bool needs_weight = asked == Asked::weight || asked == Asked::dose_per_kg ||
                              asked == Asked::verdict || !order_.dose->is_mass();
    const bool volume_alone = plan_.vtbi && !order_.concentration &&
                              *problem_.route().bag_volume == BagVolume::withdrawn &&
                              (asked == Asked::rate || asked == Asked::drops);
    if (needs_weight && !volume_alone) weight();
    if (asked == Asked::weight) return std::move(steps_);
    if (!volume_alone) target();
    number(volume_alone);
    return std::move(steps_);
  }

 private:
  void add(std::string label, std::string sum, std::string result, std::string cancels = {},
           std::string rounded = {}) {
    steps_.push_back({std::move(label), std::move(sum), std::move(result), std::move(cancels),
                      std::move(rounded)});
  }

  template <class P>
  std::string to_step(const Rounded<P>& r, std::string_view what) const {
    if (r.exact == r.value()) return {};
    return "to " + std::string{what} + " of " + shown(r.step) + ": " + in_words(amount(r.value())) +
           not_nearest(r, problem_.route());
  }

  void weight() {
    if (problem_.weighed_in_pounds()) {
      const auto pounds = pounds_of(problem_.texts, order_);
      const auto exact =
          Exact<BodyWeightDim>::of_base(ketadose::detail::times(pounds.num, grams_in_those_pounds),
                                        ketadose::detail::times(pounds.den, pounds_for_grams));
      add("weight", written(problem_, Field::weight) + " x 0.45359237 kg/lb", shown(exact), "lb",
          "to 0.1 kg: " + shown(Exact<BodyWeightDim>{order_.weight}));
    }
    if (plan_.dosing_weight != order_.weight) dosing_weight_steps();
  }

  void dosing_weight_steps() {
    const bool male = order_.sex == Sex::male;
    const bool adjusted = dosing_weight_kind(order_, protocol_) == DosingWeight::adjusted;
    const auto used = shown(Exact<BodyWeightDim>{plan_.dosing_weight});
    const auto ideal =
        weight_for_dosing(DosingWeight::ideal, order_.weight, order_.height, order_.sex);
    const auto ideal_words = shown(Exact<BodyWeightDim>{ideal});
    auto height = written(problem_, Field::height);
    if (height.ends_with(unit::cm.symbol)) height += " / 2.54 cm/in";
    add("ideal",
        std::string{male ? "50 kg" : "45.5 kg"} + " + 2.3 kg/in x (" + height + " - 60 in)",
        ideal_words, "in");
    if (adjusted)
      add("adjusted",
          ideal_words + " + 0.4 x (" + shown(Exact<BodyWeightDim>{order_.weight}) + " - " +
              ideal_words + ")",
          used);
  }

  void target() {
    const auto kg = shown(Exact<BodyWeightDim>{plan_.dosing_weight});
    const auto mg = shown(plan_.target);
    const auto dose = per_kilogram(plan_.target, plan_.dosing_weight);
    if (!order_.dose->is_mass())
      add("dose", shown(dose) + " x " + kg, mg, "kg", rounded_to_key(Asked::dose));
    else if (problem_.asked == Asked::dose_per_kg || problem_.asked == Asked::verdict)
      add("dose", mg + " / " + kg, shown(dose), {}, rounded_to_key(Asked::dose_per_kg));
  }

  /// The key's rounding, when this step gives the key.
  std::string rounded_to_key(Asked asked) const {
    if (problem_.asked != asked) return {};
    const Way key = key_of(problem_);
    if (key.exact == key.value) return {};
    const auto measure = measure_of(asked);
    const Amount step{measure, key.step.num(), key.step.den()};
    const Amount value{measure, key.value.num(), key.value.den()};
    return "to " + in_words(step) + ": " + in_words(value);
  }

  void number(bool volume_alone) {
    switch (problem_.asked) {
      case Asked::draw:
        return draw();
      case Asked::diluent:
        return diluent();
      case Asked::rate:
      case Asked::drops:
        if (!volume_alone) volume();
        return run();
      case Asked::pieces:
        return add("lozenges", shown(plan_.target) + " / " + written(problem_, Field::lozenge),
                   shown(plan_.pieces->exact), "mg", to_step(*plan_.pieces, "the step"));
      case Asked::left:
      case Asked::left_mass:
        return left();
      case Asked::weight:
      case Asked::dose:
      case Asked::dose_per_kg:
      case Asked::verdict:
        return;
    }
  }

  void draw() {
    const auto strength = shown(order_.vial->strength);
    if (order_.vial->content) add("strength", written(problem_, Field::vial), strength);
    add("draw", shown(plan_.target) + " / " + strength, shown(plan_.draw->exact), "mg",
        to_step(*plan_.draw, "the mark"));
  }

  void diluent() {
    draw();
    const auto whole = *plan_.diluent + plan_.draw->value();
    const auto drawn = shown(plan_.draw->value());
    if (problem_.most) {
      const auto least = *plan_.delivered / Per{*problem_.most};
      const Exact<VolumeDim> mark{plan_.fill_syringe->mark};
      add("drug drawn", drawn + " x " + shown(order_.vial->strength), shown(*plan_.delivered),
          "mL");
      add("made up to", shown(*plan_.delivered) + " / " + shown(*problem_.most), shown(least), "mg",
          least == whole ? "" : "up to the mark of " + shown(mark) + ": " + shown(whole));
    }
    add("diluent", shown(whole) + " - " + drawn, shown(*plan_.diluent));
  }

  /// What is to be infused.
  void volume() {
    if (order_.concentration)
      return add("volume", shown(plan_.target) + " / " + written(problem_, Field::concentration),
                 shown(plan_.vtbi->exact), "mg", to_step(*plan_.vtbi, "the step"));
    draw();
    add("volume", shown(*plan_.diluent) + " + " + shown(plan_.draw->value()),
        shown(plan_.vtbi->exact), {}, to_step(*plan_.vtbi, "the step"));
  }

  void run() {
    const auto over = shown(Exact<DurationDim>{*order_.over});
    const auto volume = shown(plan_.vtbi->value());
    if (plan_.rate)
      return add("rate", volume + " / " + over + " x 60 min/h", shown(plan_.rate->exact), "min",
                 to_step(*plan_.rate, "the step"));
    add("drops", volume + " x " + written(problem_, Field::drip_set) + " / " + over,
        shown(plan_.drops->exact), "mL", to_step(*plan_.drops, "the step"));
  }

  void left() {
    draw();
    const auto& waste = *plan_.waste;
    const auto content = shown(Exact<VolumeDim>{*order_.vial->content});
    std::string vials;
    append_plain(vials, waste.vials, 1, 0);
    add("left over",
        (waste.vials == 1 ? content : vials + " vials x " + content) + " - " +
            shown(plan_.draw->value()),
        shown(waste.left));
    if (problem_.asked == Asked::left_mass)
      add("in mg", shown(waste.left) + " x " + shown(order_.vial->strength), shown(waste.left_mass),
          "mL");
  }

  const Problem& problem_;
  const Order& order_;
  const Plan& plan_;
  const Protocol& protocol_;
  std::vector<Step> steps_;
};

/// "query below 0.5 mg/kg, stop above 1 mg/kg"; empty when no bound is set.
template <class T, class Shown>
std::string bounds_words(const Guardrail<T>& g, Shown shown_as) {
  std::string words;
  const auto add = [&](std::string_view lead, const Bound<T>& bound) {
    if (!bound) return;
    if (!words.empty()) words += ", ";
    (words += lead) += shown_as(*bound);
  };
  add("stop below ", g.stop_below);
  add("query below ", g.review_below);
  add("query above ", g.review_above);
  add("stop above ", g.stop_above);
  return words;
}

/// A bound with its unit.
template <class V>
constexpr auto with_unit = [](const auto& bound) { return in_words(amount(V{bound})); };

std::string window_words(const Route& route) {
  auto words = bounds_words(route.dose, with_unit<WeightDose>);
  if (route.dose_cap.is_set())
    words += "; " + bounds_words(route.dose_cap, with_unit<Exact<DrugMassDim>>);
  if (route.form == Form::infusion && route.duration.is_set())
    words += "; time: " + bounds_words(route.duration, with_unit<Exact<DurationDim>>);
  return words;
}

/// The limits that the order itself is held to.
Step limits_step(const Problem& problem) {
  const auto session = problem.order().session;
  auto words = window_words(problem.route());
  const auto& stop = problem.route().dose.stop_above;
  const auto* const ceiling = ketadose::detail::ceiling_for(problem.route(), session);
  if (ceiling != nullptr && !(stop && **ceiling >= *stop))
    words +=
        "; in session " + std::to_string(session) + " query above " + in_words(amount(**ceiling));
  return {"limits", words, {}, {}, {}};
}

/// The ceilings with the sessions that each is for; one that the stop bound overtakes ends the run
/// before it. Empty when none is below the stop bound.
std::string ceilings_words(const Route& route) {
  const auto& stop = route.dose.stop_above;
  const auto below_stop = [&](const Bound<WeightDose>& b) { return b && !(stop && *b >= *stop); };
  std::string words;
  bool any = false;
  for (std::size_t i = 0; i < route.ceilings.size(); ++i) {
    const auto& row = route.ceilings[i];
    const bool last = i + 1 == route.ceilings.size();
    const auto first_words = std::to_string(row.from);
    const auto until = last ? row.from : route.ceilings[i + 1].from - 1;
    if (last)
      words += "; from session " + first_words + " on ";
    else if (until == row.from)
      words += "; session " + first_words + ' ';
    else
      words += "; sessions " + first_words + '-' + std::to_string(until) + ' ';
    const bool holds = below_stop(row.review_above);
    any = any || holds;
    if (holds)
      words += "query above " + in_words(amount(*row.review_above));
    else
      words += stop ? "none below the stop" : "no ceiling";
  }
  return any ? words : std::string{};
}

void add_route(std::vector<Step>& steps, const Route& route) {
  auto words = window_words(route);
  words += ceilings_words(route);
  if (route.form == Form::infusion && route.concentration.is_set())
    words += "; infusate: " + bounds_words(route.concentration, with_unit<Concentration>);
  steps.push_back({std::string{route.title}, words, {}, {}, {}});
}

void add_screenings(std::vector<Step>& steps, std::string_view label,
                    std::span<const Screening> rows) {
  std::string words;
  for (const auto level : {Level::stop, Level::review}) {
    std::string codes;
    for (const auto& row : rows)
      if (row.level == level) codes += (codes.empty() ? "" : ", ") + std::string{row.code};
    if (codes.empty()) continue;
    if (!words.empty()) words += "; ";
    words += std::string{verdict_word(level)} + ": " + codes;
  }
  if (!words.empty()) steps.push_back({std::string{label}, words, {}, {}, {}});
}

/// The findings that decide, as they would be printed by a check.
void add_reasons(std::vector<Step>& steps, const Problem& problem, const Protocol& protocol) {
  for (const auto& finding : problem.assessment.findings) {
    if (finding.code == Code::preparation_missing) continue;  // no part of the question
    std::string message;
    append_message(message, finding, problem.order(), problem.route(), protocol, problem.plan());
    (message += " (") += name(finding.code);
    if (!finding.subject.empty()) (message += ": ") += finding.subject;
    message += ')';
    steps.push_back({std::string{name(finding.level)}, message, {}, {}, {}});
  }
  if (problem.assessment.verdict() == Level::ok)
    steps.push_back({"ok", "Every limit that was checked holds.", {}, {}, {}});
}

}  // namespace

std::vector<Step> steps_of(const Problem& problem, const Protocol& protocol) {
  auto steps = Steps{problem, protocol}.all();
  if (problem.asked != Asked::verdict) return steps;
  steps.push_back(limits_step(problem));
  add_reasons(steps, problem, protocol);
  return steps;
}

std::vector<Step> hints_of(const Problem& problem, const Protocol& protocol) {
  auto steps = Steps{problem, protocol}.all();
  if (problem.asked == Asked::verdict) {
    steps.push_back(limits_step(problem));
    return steps;
  }
  auto& last = steps.back();
  last = {last.label, last.sum, "?", {}, {}};
  return steps;
}

std::vector<Step> limits_of(const Protocol& protocol) {
  std::vector<Step> steps;
  const auto add = [&](std::string_view label, const std::string& words) {
    if (!words.empty()) steps.push_back({std::string{label}, words, {}, {}, {}});
  };
  for (const auto& route : protocol.routes) add_route(steps, route);
  for (const auto& route : protocol.routes) {
    std::string vials;
    for (const auto& vial : route.vials)
      vials += (vials.empty() ? "query all but " : ", ") + in_words(amount(vial));
    add(std::string{route.title} + " vials", vials);
  }
  for (const auto& site : protocol.sites)
    add(site.name, bounds_words(site.volume, with_unit<Exact<VolumeDim>>));
  const auto pressure = [](Pressure p) { return std::to_string(p.in(unit::mmHg)); };
  add("systolic", bounds_words(protocol.systolic, pressure));
  add("diastolic", bounds_words(protocol.diastolic, pressure));
  add("age", bounds_words(protocol.age, with_unit<Exact<YearsDim>>));
  add("weight", bounds_words(protocol.weight, with_unit<Exact<BodyWeightDim>>));
  add("weight change", bounds_words(protocol.weight_change, with_unit<Fraction>));
  add_screenings(steps, "conditions", protocol.conditions);
  add_screenings(steps, "medicines", protocol.medicines);
  return steps;
}

std::string in_words(const Step& step) {
  std::string words = step.sum;
  if (!step.result.empty()) words += " = " + step.result;
  if (!step.cancels.empty()) words += " (" + step.cancels + " cancels)";
  if (!step.rounded.empty()) words += ", " + step.rounded;
  return words;
}

}  // namespace ketadose::program
