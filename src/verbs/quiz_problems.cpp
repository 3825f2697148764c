// SPDX-License-Identifier: Apache-2.0
#include "verbs/quiz_problems.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "formats/words.hpp"
#include "verbs/quiz_draft.hpp"

namespace ketadose::program {
namespace {

constexpr int most_attempts = 3000;

/// What one problem is to be about.
struct Kind {
  Topic topic;
  Difficulty difficulty;
  bool hard() const { return difficulty == Difficulty::hard; }
  bool easy() const { return difficulty == Difficulty::easy; }
};

bool fits(Topic topic, const Route& route) {
  const bool infused = route.form == Form::infusion;
  const bool drawn = route.form != Form::lozenge && !route.vials.empty();
  const bool bagged = infused && (drawn || route.standard_concentration);
  switch (topic) {
    case Topic::weight:
    case Topic::dose:
    case Topic::judge:
      return true;
    case Topic::volume:
    case Topic::waste:
      return drawn;
    case Topic::dilution:
      return infused && drawn;
    case Topic::rate:
      return bagged;
    case Topic::drops:
      return bagged && !route.drip_sets.empty();
    case Topic::lozenge:
      return route.form == Form::lozenge;
  }
  return false;
}

std::vector<const Route*> routes_of(Topic topic, const Wish& wish, const Protocol& protocol) {
  std::vector<const Route*> routes;
  for (const auto& route : protocol.routes)
    if ((wish.route == nullptr || wish.route == &route) && fits(topic, route))
      routes.push_back(&route);
  return routes;
}

/// Deals the topics in turns: each once in every run of as many problems as there are topics.
Topic dealt(std::span<const Topic> topics, std::uint64_t seed, int number) {
  const auto size = topics.size();
  const auto at = static_cast<std::size_t>(number - 1);
  Dice dice{Dice{seed}.next() ^ (at / size)};
  std::vector<Topic> hand{topics.begin(), topics.end()};
  for (auto left = size; left > 1; --left) std::swap(hand[left - 1], hand[dice.below(left)]);
  return hand[at % size];
}

/// Whether the vial, and what it goes into or is given by, is written into the draft.
void prepare(ProblemDraft& draft, const Kind& kind, Dice& dice) {
  switch (draft.route().form) {
    case Form::infusion: {
      const bool whole_label = !kind.easy() || kind.topic == Topic::waste;
      draft.vial(whole_label);
      if (kind.topic == Topic::dilution || dice.one_in(4))
        draft.fill();
      else
        draft.bag();
      return;
    }
    case Form::injection:
      draft.vial(!kind.easy() || kind.topic == Topic::waste);
      if (!dice.one_in(4)) draft.site();
      return;
    case Form::lozenge:
      draft.lozenge();
      return;
  }
}

/// What the pump or the drip set is to run. Where the drug's volume is taken out of the bag the
/// dose plays no part in the rate: too easy for a hard problem.
void run_in(ProblemDraft& draft, const Kind& kind, Dice& dice) {
  const auto& route = draft.route();
  const bool added = *route.bag_volume == BagVolume::added;
  const bool from_vial = kind.easy() || (kind.hard() && added && dice.one_in(2));
  if (!route.standard_concentration || (from_vial && !route.vials.empty())) {
    draft.vial(kind.hard());
    draft.bag();
  } else {
    draft.ready_made();
  }
  if (kind.topic == Topic::drops) draft.drip_set();
}

/// The order of a problem that asks for a number; what is asked of it.
Asked write_order(ProblemDraft& draft, const Kind& kind, Dice& dice) {
  const bool topic_dose = kind.topic == Topic::dose;
  const bool pounds =
      kind.topic == Topic::weight || kind.hard() || (topic_dose && !kind.easy() && dice.one_in(2));
  draft.weight(pounds, kind.easy());
  if ((kind.topic == Topic::weight || topic_dose) && kind.hard() && !dice.one_in(3))
    draft.other_dosing_weight();
  const bool per_kg_asked =
      topic_dose && (kind.hard() || !pounds) && !kind.easy() && dice.one_in(2);
  const bool in_mg = per_kg_asked || (kind.easy() && !topic_dose);
  draft.dose(in_mg);
  draft.over();
  switch (kind.topic) {
    case Topic::weight:
      return Asked::weight;
    case Topic::dose:
      return per_kg_asked ? Asked::dose_per_kg : Asked::dose;
    case Topic::volume:
      prepare(draft, kind, dice);
      return Asked::draw;
    case Topic::dilution:
      prepare(draft, kind, dice);
      return Asked::diluent;
    case Topic::rate:
      run_in(draft, kind, dice);
      return Asked::rate;
    case Topic::drops:
      run_in(draft, kind, dice);
      return Asked::drops;
    case Topic::lozenge:
      prepare(draft, kind, dice);
      return Asked::pieces;
    case Topic::waste:
      prepare(draft, kind, dice);
      return kind.easy() || !dice.one_in(2) ? Asked::left : Asked::left_mass;
    case Topic::judge:
      break;
  }
  return Asked::verdict;
}

bool turned(const Plan& p) {
  return (p.draw && p.draw->turned != Turn::not_turned) ||
         (p.vtbi && p.vtbi->turned != Turn::not_turned) ||
         (p.rate && p.rate->turned != Turn::not_turned) ||
         (p.drops && p.drops->turned != Turn::not_turned) ||
         (p.pieces && p.pieces->turned != Turn::not_turned);
}

/// More drops than this nobody counts against a watch.
constexpr DropRate fastest_counted{unit::gtt(150), unit::min(1)};

/// Whether the plan has the number, so that it can be measured.
bool has_answer(const Plan& p, Asked asked) {
  switch (asked) {
    case Asked::weight:
    case Asked::dose:
    case Asked::dose_per_kg:
    case Asked::verdict:
      return true;
    case Asked::draw:
      return p.draw.has_value();
    case Asked::diluent:
      return p.draw && p.diluent && !p.diluent->is_zero();
    case Asked::rate:
      return p.rate.has_value();
    case Asked::drops:
      return p.drops && p.drops->value() <= fastest_counted;
    case Asked::pieces:
      return p.pieces.has_value();
    case Asked::left:
    case Asked::left_mass:
      return p.waste && !p.waste->left.is_zero();
  }
  return false;
}

/// Doses in mg and in mg/kg are judged alike: nothing hangs on the allowance of an order in mg.
bool is_clear_cut(const Problem& problem, const Protocol& protocol) {
  Order by_weight = problem.order();
  by_weight.dose = Dose{per_kilogram(problem.plan().target, problem.plan().dosing_weight)};
  return judge(by_weight, problem.route(), protocol).verdict() == problem.assessment.verdict();
}

/// Whether the rules that stand on a worksheet show a limit of this kind.
bool is_listed(Code code) {
  switch (code) {
    case Code::dose_above_range:
    case Code::dose_above_cap:
    case Code::dose_above_session_ceiling:
    case Code::dose_below_range:
    case Code::duration_below_range:
    case Code::duration_above_range:
    case Code::concentration_above_limit:
    case Code::vial_not_listed:
    case Code::volume_above_site_limit:
    case Code::weight_out_of_bounds:
    case Code::weight_changed:
    case Code::age_out_of_bounds:
    case Code::blood_pressure_high:
    case Code::blood_pressure_low:
    case Code::condition:
    case Code::medicine:
      return true;
    case Code::duration_missing:
    case Code::intensity_above_limit:
    case Code::volume_infused_high:
    case Code::rate_outside_pump:
    case Code::not_measurable:
    case Code::delivered_differs:
    case Code::claim_differs:
    case Code::bmi_out_of_bounds:
    case Code::bmi_high:
    case Code::site_missing:
    case Code::preparation_missing:
    case Code::possible_slip:
      return false;
  }
  return false;
}

/// Whether a student who has the rules of the worksheet can come to the verdict.
bool can_be_told(const Problem& problem) {
  const auto verdict = problem.assessment.verdict();
  if (verdict == Level::ok) return true;
  for (const auto& finding : problem.assessment.findings)
    if (finding.level == verdict && is_listed(finding.code)) return true;
  return false;
}

/// The draft as a problem, when it can be read.
std::optional<Problem> finished(const ProblemDraft& draft, const Kind& kind, Asked asked,
                                const Protocol& protocol) {
  auto typed = std::make_shared<const Typed>(draft.typed());
  Texts texts;
  for (std::size_t i = 0; i < field_count; ++i)
    if (!(*typed)[i].empty()) texts.set(static_cast<Field>(i), (*typed)[i]);
  Request request{.order = {.weight = unit::kg(0), .route = {}, .session = 0}, .route = nullptr};
  if (read_request(texts, protocol, Purpose::check, request)) return {};
  return Problem{.seed = 0,
                 .number = 0,
                 .topic = kind.topic,
                 .difficulty = kind.difficulty,
                 .asked = asked,
                 .typed = std::move(typed),
                 .texts = texts,
                 .request = request,
                 .assessment = judge(request.order, *request.route, protocol),
                 .most = {},
                 .wording = 0};
}

/// The smallest fill, in marks of the syringe that is filled, that keeps the strongest infusate
/// which needs no review. Nothing where it would hang on how the weight or the dose is rounded.
std::optional<Problem> least_fill(ProblemDraft draft, const Kind& kind, const Protocol& protocol) {
  const auto& limit = draft.route().concentration;
  const auto& most = limit.review_above ? limit.review_above : limit.stop_above;
  if (!most) return {};
  const auto target = finished(draft, kind, Asked::diluent, protocol);
  if (!target) return {};
  const auto exact = target->plan().target / Per{*most};
  const auto* const syringe = find_syringe(protocol, exact);
  if (syringe == nullptr) return {};
  const Exact<VolumeDim> mark{syringe->mark};
  for (auto marks = exact.steps(mark, Rounding::down);; ++marks) {
    draft.fill_to(mark.scaled(marks));
    auto problem = finished(draft, kind, Asked::diluent, protocol);
    if (!problem || !problem->plan().infusate) return {};
    if (*problem->plan().infusate > *most) continue;
    constexpr int parts = 10'000;
    const auto at_most = exact.scaled(parts + 40, parts);
    const auto at_least = exact.scaled(parts - 2, parts);  // 2.205 lb a kilogram
    const auto below = mark.scaled(marks - 1);
    if (at_most > mark.scaled(marks) || at_least <= below) return {};
    problem->most = *most;
    return problem;
  }
}

std::optional<Problem> attempt_number(ProblemDraft& draft, const Kind& kind, Dice& dice,
                                      const Protocol& protocol) {
  const Asked asked = write_order(draft, kind, dice);
  const bool limited = kind.topic == Topic::dilution && kind.hard() && !dice.one_in(4);
  std::optional<Problem> problem;
  if (limited) problem = least_fill(draft, kind, protocol);
  if (!problem) problem = finished(draft, kind, asked, protocol);
  if (!problem || problem->assessment.verdict() != Level::ok) return {};
  if (!has_answer(problem->plan(), asked)) return {};
  if (turned(problem->plan()) && !kind.hard()) return {};
  // No working by ideal weight ends at the actual one.
  const auto& order = problem->order();
  const bool capped = dosing_weight_kind(order, protocol) != DosingWeight::actual &&
                      problem->plan().dosing_weight == order.weight;
  if (capped) return {};
  return problem;
}

/// Half of the orders are right; the others had one thing made wrong.
std::optional<Problem> attempt_judge(ProblemDraft& draft, const Kind& kind, Dice& dice,
                                     Level wanted, const Protocol& protocol) {
  draft.weight(kind.hard(), kind.easy());
  draft.dose(!kind.easy() && !dice.one_in(3));
  draft.over();
  if (!kind.easy()) prepare(draft, kind, dice);
  if (!kind.easy()) draft.patient(kind.hard());
  auto problem = finished(draft, kind, Asked::verdict, protocol);
  if (!problem || problem->assessment.verdict() != Level::ok) return {};
  if (wanted != Level::ok) {
    if (!draft.make_wrong(problem->request, wanted, kind.easy())) return {};
    problem = finished(draft, kind, Asked::verdict, protocol);
    if (!problem || problem->assessment.verdict() != wanted) return {};
  }
  if (!can_be_told(*problem) || !is_clear_cut(*problem, protocol)) return {};
  return problem;
}

std::optional<Problem> attempt(const Kind& kind, const Wish& wish, const Route& route, Dice& dice,
                               Level wanted, const Protocol& protocol) {
  ProblemDraft draft{dice, route, protocol};
  draft.session(wish.session);
  if (kind.topic == Topic::judge) return attempt_judge(draft, kind, dice, wanted, protocol);
  return attempt_number(draft, kind, dice, protocol);
}

}  // namespace

std::uint64_t Dice::next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

std::uint64_t Dice::below(std::uint64_t n) {
  // What lies above the last whole run of n is thrown again, or low numbers would come more often.
  const std::uint64_t end = std::numeric_limits<std::uint64_t>::max() / n * n;
  std::uint64_t drawn = next();
  while (drawn >= end) drawn = next();
  return drawn % n;
}

std::vector<Topic> topics_of(const Wish& wish, const Protocol& protocol) {
  std::vector<Topic> topics;
  for (std::size_t i = 0; i < topic_names.size(); ++i) {
    const auto topic = static_cast<Topic>(i);
    if (wish.topic && *wish.topic != topic) continue;
    if (!routes_of(topic, wish, protocol).empty()) topics.push_back(topic);
  }
  return topics;
}

std::optional<Problem> make_problem(const Wish& wish, std::span<const Topic> topics, int number,
                                    const Protocol& protocol) {
  Dice dice{Dice{wish.seed}.next() + static_cast<std::uint64_t>(number)};
  const auto difficulty = static_cast<Difficulty>(dice.below(difficulty_names.size()));
  const Kind kind{dealt(topics, wish.seed, number), wish.difficulty.value_or(difficulty)};
  dice = Dice{dice.next() ^ (difficulty_names.size() * static_cast<std::uint64_t>(kind.topic) +
                             static_cast<std::uint64_t>(kind.difficulty))};
  const std::uint64_t wording = dice.next();
  const auto routes = routes_of(kind.topic, wish, protocol);
  constexpr std::array<Level, 4> levels{Level::ok, Level::ok, Level::review, Level::stop};
  const Level wanted = levels[dice.below(levels.size())];
  for (int i = 0; i < most_attempts; ++i) {
    const auto& route = *routes[dice.below(routes.size())];
    auto problem = attempt(kind, wish, route, dice, wanted, protocol);
    if (!problem) continue;
    problem->seed = wish.seed;
    problem->number = number;
    problem->wording = wording;
    return problem;
  }
  return {};
}

}  // namespace ketadose::program
