// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <ketadose/order.hpp>
#include <ketadose/plan.hpp>
#include <ketadose/protocol.hpp>
#include <ketadose/slip.hpp>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>

/// Is the order right? Findings, and the verdict that is their worst level.
namespace ketadose {

/// The codes of findings, in the order in which they are listed within a level.
enum class Code : std::uint8_t {
  dose_above_range,
  dose_above_cap,
  dose_above_session_ceiling,
  dose_below_range,
  duration_below_range,
  duration_above_range,
  duration_missing,
  intensity_above_limit,
  concentration_above_limit,
  vial_not_listed,
  volume_infused_high,
  rate_outside_pump,
  not_measurable,
  delivered_differs,
  volume_above_site_limit,
  claim_differs,
  weight_out_of_bounds,
  weight_changed,
  bmi_out_of_bounds,
  bmi_high,
  age_out_of_bounds,
  blood_pressure_high,
  blood_pressure_low,
  condition,
  medicine,
  site_missing,
  preparation_missing,
  possible_slip,
};
inline constexpr std::array<std::string_view, 28> code_names{
    "dose-above-range",
    "dose-above-cap",
    "dose-above-session-ceiling",
    "dose-below-range",
    "duration-below-range",
    "duration-above-range",
    "duration-missing",
    "intensity-above-limit",
    "concentration-above-limit",
    "vial-not-listed",
    "volume-infused-high",
    "rate-outside-pump",
    "not-measurable",
    "delivered-differs",
    "volume-above-site-limit",
    "claim-differs",
    "weight-out-of-bounds",
    "weight-changed",
    "bmi-out-of-bounds",
    "bmi-high",
    "age-out-of-bounds",
    "blood-pressure-high",
    "blood-pressure-low",
    "condition",
    "medicine",
    "site-missing",
    "preparation-missing",
    "possible-slip",
};
constexpr std::string_view name(Code code) { return code_names[static_cast<std::size_t>(code)]; }

/// One thing to know: what was measured, the limit that decided, and whose limit it is.
struct Finding {
  Code code;
  Level level;
  std::string_view subject;  ///< a condition, medicine, slip or claim; else empty
  Amount measured;
  Amount bound;
  std::optional<Edge> edge;  ///< which bound; absent when no bound decided
  std::string_view source;
  Amount also;  ///< of a dose: the bound in mg; of a claim: the plan's; of a slip: what was meant;
                ///< of a delivery: what is delivered
  Amount also_for;  ///< of a dose: the weight `also` is for; of a claim: rounded to the device; of
                    ///< a slip: a second value; of a delivery: what was ordered
};

/// At most so many findings of one order.
inline constexpr std::size_t most_findings =
    code_names.size() + 2 * most_screenings + slips.size() + claim_slip_names.size() + 4;

/// The findings of one order: a list of fixed capacity. What is not in use is not initialised.
class Findings {
  union Slot {
    // A constant must be initialised through and through; at run time that would be work for
    // findings that are not there.
    constexpr Slot() {
      if (std::is_constant_evaluated()) std::construct_at(&nothing, '\0');
    }
    char nothing;
    Finding value;
  };

 public:
  // Not defaulted: `{}` would then clear all the room for findings that are not there.
  constexpr Findings() {}  // NOLINT(modernize-use-equals-default)
  constexpr Findings(const Findings& other) { copy(other); }
  constexpr Findings& operator=(const Findings& other) {
    if (this != &other) copy(other);
    return *this;
  }
  constexpr ~Findings() = default;

  constexpr void add(const Finding& finding) {
    std::construct_at(&slots_[size_].value, finding);
    ++size_;
    if (finding.level > worst_) worst_ = finding.level;
  }
  /// A second value that explains the last finding as well.
  constexpr void also_meant(const Amount& value) { slots_[size_ - 1].value.also_for = value; }
  constexpr std::size_t size() const { return size_; }
  constexpr const Finding& operator[](std::size_t i) const { return slots_[i].value; }
  constexpr Level worst() const { return worst_; }

  /// Worst first; within a level in the order of the codes, then as they were added.
  constexpr void sort() {
    for (std::size_t i = 1; i < size_; ++i)
      for (std::size_t j = i; j > 0 && before(slots_[j].value, slots_[j - 1].value); --j) {
        const Finding moved = slots_[j].value;
        slots_[j].value = slots_[j - 1].value;
        slots_[j - 1].value = moved;
      }
  }

  class Iterator {
   public:
    explicit constexpr Iterator(const Slot* at) : at_{at} {}
    constexpr const Finding& operator*() const { return at_->value; }
    constexpr Iterator& operator++() {
      ++at_;
      return *this;
    }
    friend constexpr bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const Slot* at_;
  };
  constexpr Iterator begin() const { return Iterator{slots_.data()}; }
  constexpr Iterator end() const { return Iterator{slots_.data() + size_}; }

 private:
  static constexpr bool before(const Finding& a, const Finding& b) {
    return a.level != b.level ? a.level > b.level : a.code < b.code;
  }
  constexpr void copy(const Findings& other) {
    for (std::size_t i = 0; i < other.size_; ++i)
      std::construct_at(&slots_[i].value, other.slots_[i].value);
    size_ = other.size_;
    worst_ = other.worst_;
  }

  std::array<Slot, most_findings> slots_;
  std::size_t size_ = 0;
  Level worst_ = Level::ok;
};

/// What could have been checked and was not, in the order in which it is named.
enum class Unchecked : std::uint8_t {
  age,
  height,
  blood_pressure,
  conditions,
  medicines,
  last_weight,
  dose_cap,
  intensity,
  claims,
};
inline constexpr std::array<std::string_view, 9> unchecked_names{
    "age",         "height",   "blood-pressure", "conditions", "medicines",
    "last-weight", "dose-cap", "intensity",      "claims"};

/// ok, review or stop, by the worst finding: a note leaves it ok.
constexpr Level verdict_of(Level worst) { return worst == Level::note ? Level::ok : worst; }

/// The plan, the findings, and what was not checked, with numbers of `Int` in the plan.
template <class Int>
struct BasicAssessment {
  explicit constexpr BasicAssessment(const BasicPlan<Int>& made) : plan{made} {}

  BasicPlan<Int> plan;
  Findings findings;
  std::uint16_t unchecked = 0;  ///< bit i: Unchecked i

  constexpr Level verdict() const { return verdict_of(findings.worst()); }
  constexpr bool is_unchecked(Unchecked what) const {
    return (unchecked >> static_cast<unsigned>(what) & 1U) != 0;
  }
};
using Assessment = BasicAssessment<detail::wide>;

/// Calls `each(word, position)` for the codes of a list: separated by a comma, a space, or both
/// once. Stops when `each` returns false.
template <class Each>
constexpr void for_each_code(std::string_view list, Each each) {
  std::size_t at = 0;
  while (at <= list.size()) {
    const auto end = list.find_first_of(", ", at);
    const auto word = list.substr(at, end == std::string_view::npos ? end : end - at);
    if (!each(word, at) || end == std::string_view::npos) return;
    const bool both = list[end] == ',' && end + 1 < list.size() && list[end + 1] == ' ';
    at = end + (both ? 2 : 1);
  }
}

/// "Asked, and there are none."
inline constexpr std::string_view asked_none = "none";

namespace detail {

// ---- What makes an order impossible to understand ----
//
// Each says whether it refuses the order, and then puts the reason in `why`. An optional reason
// would be stored in parts and loaded whole at every return, for all the orders that have none.

constexpr bool refuse_codes(std::string_view list, std::span<const Screening> rows, Field field,
                            Refusal& why) {
  if (list == asked_none) return false;
  bool refused = false;
  for_each_code(list, [&](std::string_view word, std::size_t at) {
    refused = find_screening(rows, word) == nullptr;
    if (refused) why = {Refuse::code_unknown, at, field, field};
    return !refused;
  });
  return refused;
}

constexpr std::uint32_t bit(Field field) {
  return std::uint32_t{1} << static_cast<unsigned>(field);
}

/// The parts of an order that are there, as bits of `Field`, as far as a form may forbid them.
constexpr std::uint32_t present(const Order& o) {
  std::uint32_t bits = 0;
  const auto mark = [&bits](Field field, bool there) {
    bits |= std::uint32_t{there} << static_cast<unsigned>(field);
  };
  mark(Field::dose, o.dose.has_value());
  mark(Field::over, o.over.has_value());
  mark(Field::vial, o.vial.has_value());
  mark(Field::bag, o.bag.has_value());
  mark(Field::fill, o.fill.has_value());
  mark(Field::concentration, o.concentration.has_value());
  mark(Field::drip_set, o.drip_set.has_value());
  mark(Field::site, !o.site.empty());
  mark(Field::lozenge, o.lozenge.has_value());
  mark(Field::height, o.height.has_value());
  mark(Field::sex, o.sex.has_value());
  mark(Field::draw, o.draw_claim.has_value());
  mark(Field::rate, o.rate_claim.has_value());
  mark(Field::volume, o.volume_claim.has_value());
  mark(Field::drops, o.drops_claim.has_value());
  mark(Field::pieces, o.pieces_claim.has_value());
  return bits;
}

inline constexpr std::uint32_t claim_bits = bit(Field::draw) | bit(Field::rate) |
                                            bit(Field::volume) | bit(Field::drops) |
                                            bit(Field::pieces);

/// What applies to a form; everything that describes the patient always does.
constexpr std::uint32_t applicable(Form form) {
  constexpr std::uint32_t always = bit(Field::dose) | bit(Field::height) | bit(Field::sex);
  switch (form) {
    case Form::infusion:
      return always | bit(Field::over) | bit(Field::vial) | bit(Field::bag) | bit(Field::fill) |
             bit(Field::concentration) | bit(Field::drip_set) | bit(Field::draw) |
             bit(Field::rate) | bit(Field::volume) | bit(Field::drops);
    case Form::injection:
      return always | bit(Field::vial) | bit(Field::site) | bit(Field::draw);
    case Form::lozenge:
      return always | bit(Field::lozenge) | bit(Field::pieces);
  }
  return 0;
}

/// What `present` tells: all that applies to some form.
inline constexpr std::uint32_t form_bits =
    applicable(Form::infusion) | applicable(Form::injection) | applicable(Form::lozenge);

/// The claims that the parts given can yield a number for.
constexpr std::uint32_t yielded(Form form, std::uint32_t has) {
  const auto given = [has](Field field) { return (has & bit(field)) != 0; };
  const bool mixed = given(Field::vial) && (given(Field::bag) || given(Field::fill));
  std::uint32_t yields = 0;
  switch (form) {
    case Form::infusion:
      if (mixed) yields |= bit(Field::draw);
      if (mixed || given(Field::concentration)) yields |= bit(Field::volume);
      if (yields != 0 && given(Field::over))
        yields |= given(Field::drip_set) ? bit(Field::drops) : bit(Field::rate);
      return yields;
    case Form::injection:
      return given(Field::vial) ? bit(Field::draw) : 0;
    case Form::lozenge:
      return given(Field::lozenge) ? bit(Field::pieces) : 0;
  }
  return 0;
}

constexpr bool refuse_first_of(std::uint32_t bits, Refuse code, Refusal& why) {
  if (bits == 0) return false;
  const auto field = static_cast<Field>(std::countr_zero(bits));
  why = {code, 0, field, field};
  return true;
}

constexpr bool refuse_contradictions(std::uint32_t has, Refusal& why) {
  struct Pair {
    Field earlier;
    Field later;
  };
  constexpr std::array pairs{
      Pair{Field::bag, Field::fill},          Pair{Field::vial, Field::concentration},
      Pair{Field::bag, Field::concentration}, Pair{Field::fill, Field::concentration},
      Pair{Field::fill, Field::drip_set},
  };
  for (const auto& [earlier, later] : pairs)
    if ((has & bit(earlier)) != 0 && (has & bit(later)) != 0) {
      why = {Refuse::contradicts, 0, later, earlier};
      return true;
    }
  return false;
}

constexpr bool refuse_missing(const Order& o, std::uint32_t has, const Protocol& protocol,
                              Refusal& why) {
  const auto lacks = [has, &why](Field field, Field needed_by) {
    if ((has & bit(field)) != 0) return false;
    why = {Refuse::required_missing, 0, field, needed_by};
    return true;
  };
  for (const auto field : {Field::bag, Field::fill})
    if ((has & bit(field)) != 0 && lacks(Field::vial, field)) return true;
  if (dosing_weight_kind(o, protocol) == DosingWeight::actual) return false;
  return lacks(Field::height, Field::dosing_weight) || lacks(Field::sex, Field::dosing_weight);
}

constexpr bool lists(std::span<const DropFactor> sets, const DropFactor& set) {
  for (const auto& listed : sets)
    if (listed == set) return true;
  return false;
}

constexpr bool whole_steps(Volume volume, Volume step) {
  const Unit<VolumeDim> nanolitre{"", 1};
  return volume.in(nanolitre) % step.in(nanolitre) == 0;
}

constexpr bool refuse_volumes(const Order& o, const Route& route, const Protocol& protocol,
                              Refusal& why) {
  const auto refuse = [&why](Refuse code, Field field) {
    why = {code, 0, field, field};
    return true;
  };
  if (o.bag && !whole_steps(*o.bag, *route.pump_volume_step))
    return refuse(Refuse::too_fine, Field::bag);
  if (!o.fill) return false;
  if (!whole_steps(*o.fill, *route.pump_volume_step)) return refuse(Refuse::too_fine, Field::fill);
  const Syringe* const syringe = find_syringe(protocol, Exact<VolumeDim>{*o.fill});
  if (syringe == nullptr || !whole_steps(*o.fill, syringe->mark))
    return refuse(Refuse::out_of_domain, Field::fill);
  return false;
}

inline constexpr int most_sessions = 999;
inline constexpr int most_years = 150;
inline constexpr int least_pressure = 20;
inline constexpr int most_pressure = 300;

constexpr bool is_pressure(const BloodPressure& bp) {
  return bp.diastolic >= least_pressure && bp.systolic <= most_pressure &&
         bp.systolic > bp.diastolic;
}

constexpr bool refuse_domain(const Order& o, const Route& route, const Protocol& protocol,
                             Refusal& why) {
  const auto refuse = [&why](Field field, Refuse code = Refuse::out_of_domain) {
    why = {code, 0, field, field};
    return true;
  };
  if (o.session < 1 || o.session > most_sessions) return refuse(Field::session);
  if (refuse_volumes(o, route, protocol, why)) return true;
  if (o.drip_set && !lists(route.drip_sets, *o.drip_set)) return refuse(Field::drip_set);
  if (!o.site.empty() && find_site(protocol, o.site) == nullptr)
    return refuse(Field::site, Refuse::word_unknown);
  const bool by_height = dosing_weight_kind(o, protocol) != DosingWeight::actual;
  if (by_height && *o.height < least_devine_height) return refuse(Field::height);
  if (o.age && (*o.age < 0 || *o.age > most_years)) return refuse(Field::age);
  return o.bp && !is_pressure(*o.bp) && refuse(Field::bp);
}

/// `refuse` for a caller that knows which parts the order `has`, as `present` tells them.
constexpr bool refuse_parts(const Order& order, std::uint32_t has, const Route& route,
                            const Protocol& protocol, Refusal& why) {
  if (!order.has.empty() && refuse_codes(order.has, protocol.conditions, Field::has, why))
    return true;
  if (!order.takes.empty() && refuse_codes(order.takes, protocol.medicines, Field::takes, why))
    return true;
  auto foreign = has & ~applicable(route.form);
  if (const auto claims = has & claim_bits) foreign |= claims & ~yielded(route.form, has);
  return refuse_first_of(foreign, Refuse::not_applicable, why) || refuse_contradictions(has, why) ||
         refuse_missing(order, has, protocol, why) || refuse_domain(order, route, protocol, why);
}

}  // namespace detail

/// Why an order cannot be judged by this route: in turn, what does not apply, what contradicts,
/// what another part needs, what is out of its domain. An order without a dose is a table's.
constexpr std::optional<Refusal> refuse(const Order& order, const Route& route,
                                        const Protocol& protocol) {
  Refusal why{Refuse::not_applicable};
  if (!detail::refuse_parts(order, detail::present(order), route, protocol, why)) return {};
  return why;
}

namespace detail {

// ---- The checks. Each writes to a sink: a list of findings, or a mere "something was found" ----

template <class Int>
struct BasicCase {
  const Order& order;
  const Route& route;
  const Protocol& protocol;
  const BasicPlan<Int>& plan;
};
using Case = BasicCase<wide>;

/// The bound that a value crosses; no bound when it crosses none.
template <class T>
struct Crossing {
  const Bound<T>* bound = nullptr;
  Edge edge{};
  bool by_delivery = false;

  constexpr explicit operator bool() const { return bound != nullptr; }
};

/// Review bounds judge what was ordered, stop bounds also what is delivered. `limit` makes a value
/// like those two of a bound; `beyond` compares.
template <class T, class V, class Limit, class Beyond>
constexpr Crossing<T> crossing(const Guardrail<T>& g, const V& ordered,
                               const std::optional<V>& delivered, Limit limit, Beyond beyond) {
  for (const bool above : {true, false}) {
    const auto& stop = above ? g.stop_above : g.stop_below;
    if (!stop) continue;
    const Edge edge = above ? Edge::stop_above : Edge::stop_below;
    const V most = limit(*stop);
    if (beyond(ordered, most, above, true)) return {&stop, edge, false};
    if (delivered && beyond(*delivered, most, above, true)) return {&stop, edge, true};
  }
  if (g.review_above && beyond(ordered, limit(*g.review_above), true, false))
    return {&g.review_above, Edge::review_above, false};
  if (g.review_below && beyond(ordered, limit(*g.review_below), false, false))
    return {&g.review_below, Edge::review_below, false};
  return {};
}

/// A guardrail around a value of its own kind, without an allowance. Nothing is delivered of what
/// no device changes.
template <class T, class V>
constexpr Crossing<T> crossing(const Guardrail<T>& g, const V& ordered,
                               const std::optional<V>& delivered = {}) {
  return crossing(
      g, ordered, delivered, [](const T& bound) { return V{bound}; },
      [](const V& value, const V& limit, bool above, bool) {
        return above ? value > limit : value < limit;
      });
}

constexpr bool is_above(Edge edge) {
  return edge == Edge::review_above || edge == Edge::stop_above;
}

constexpr Finding found_by(Code code, Edge edge, const Amount& measured, const Amount& bound,
                           std::string_view source) {
  return {.code = code,
          .level = level_of(edge),
          .subject = {},
          .measured = measured,
          .bound = bound,
          .edge = edge,
          .source = source,
          .also = {},
          .also_for = {}};
}
template <class T, class V>
constexpr Finding found(Code code, const Crossing<T>& by, const V& measured) {
  return found_by(code, by.edge, amount(measured), amount(**by.bound), by.bound->source());
}

constexpr Finding plain(Code code, Level level, std::string_view subject, std::string_view source) {
  return {.code = code,
          .level = level,
          .subject = subject,
          .measured = {},
          .bound = {},
          .edge = {},
          .source = source,
          .also = {},
          .also_for = {}};
}

/// Has `add` add a finding, or tells a sink that only counts the mere fact.
template <class Sink, class Add>
constexpr void tell(Sink& sink, Code code, Level level, Add add) {
  if constexpr (requires { sink.raise(code, level); })
    sink.raise(code, level);
  else
    add(sink);
}

// The two that write most findings. Out of line: at each of the checks they would fill the
// processor's cache of instructions.

template <class Int>
[[gnu::noinline]] constexpr void add_found(Findings& findings, Code code, Edge edge,
                                           const BasicAmount<Int>& measured,
                                           const BasicAmount<Int>& bound, std::string_view source) {
  findings.add(found_by(code, edge, measured, bound, source));
}
[[gnu::noinline]] constexpr void add_plain(Findings& findings, Code code, Level level,
                                           std::string_view source) {
  findings.add(plain(code, level, {}, source));
}

/// What a value crossed: no more than that.
template <class Sink, class T, class V>
constexpr void report(Sink& sink, Code code, const Crossing<T>& by, const V& measured) {
  tell(sink, code, level_of(by.edge), [&](Findings& to) {
    add_found(to, code, by.edge, amount(measured), amount(V{**by.bound}), by.bound->source());
  });
}
template <class Sink>
constexpr void report(Sink& sink, Code code, Level level, std::string_view source) {
  tell(sink, code, level, [&](Findings& to) { add_plain(to, code, level, source); });
}

template <class Int>
constexpr Exact<DrugMassDim, Int> dose_limit(const BasicCase<Int>& c, const WeightDose& bound) {
  return Per<DrugMassDim, BodyWeightDim, Int>{bound} * c.plan.dosing_weight;
}

/// Whether no finding can tell a sink that only counts anything new.
template <class Sink>
constexpr bool is_settled(const Sink& sink) {
  if constexpr (requires { sink.is_settled(); }) return sink.is_settled();
  return false;
}

template <class Int>
constexpr bool beyond_half_step(const Route& route, const Exact<DrugMassDim, Int>& mass,
                                const Exact<DrugMassDim, Int>& limit) {
  return !route.order_step ||
         gap(mass, limit) > Exact<DrugMassDim, Int>{*route.order_step}.scaled(1, 2);
}

/// An order in mg may lie half an order step beyond a review bound; an order in mg/kg may not.
template <class Int>
[[gnu::noinline]] constexpr bool beyond_allowance(const BasicCase<Int>& c,
                                                  const Exact<DrugMassDim, Int>& mass,
                                                  const Exact<DrugMassDim, Int>& limit) {
  return !c.order.dose->is_mass() || beyond_half_step(c.route, mass, limit);
}

/// Is the mass beyond a limit? A stop bound gets no allowance.
template <class Int>
[[gnu::always_inline]] constexpr bool beyond_dose(const BasicCase<Int>& c,
                                                  const Exact<DrugMassDim, Int>& mass,
                                                  const Exact<DrugMassDim, Int>& limit, bool above,
                                                  bool stops) {
  if (above ? mass <= limit : mass >= limit) return false;
  return stops || beyond_allowance(c, mass, limit);
}

template <class Int>
[[gnu::noinline]] constexpr void add_dose_finding(const BasicCase<Int>& c, Code code,
                                                  const Crossing<WeightDose>& by,
                                                  Findings& findings) {
  const auto weight = c.plan.dosing_weight;
  auto finding = found(code, by,
                       by.by_delivery ? per_kilogram(*c.plan.delivered, weight)
                                      : c.order.dose->template per_kilogram<Int>(weight));
  finding.also = amount(dose_limit(c, **by.bound));
  finding.also_for = amount(Exact<BodyWeightDim>{weight});
  findings.add(finding);
}

template <class Int, class Sink>
constexpr void report_dose(const BasicCase<Int>& c, Sink& sink, Code code,
                           const Crossing<WeightDose>& by) {
  tell(sink, code, level_of(by.edge), [&](Findings& to) { add_dose_finding(c, code, by, to); });
}

constexpr const Bound<WeightDose>* ceiling_for(const Route& route, int session) {
  const Bound<WeightDose>* ceiling = nullptr;
  for (const auto& row : route.ceilings)
    if (row.from <= session) ceiling = &row.review_above;
  return ceiling != nullptr && *ceiling ? ceiling : nullptr;
}

/// The dose: range, cap, the session's ceiling. A ceiling at or above the stop bound is not
/// reported beside it.
template <class Int, class Sink>
constexpr void judge_dose(const BasicCase<Int>& c, Sink& sink) {
  using Mass = Exact<DrugMassDim, Int>;
  const auto limit = [&c](const WeightDose& bound) { return dose_limit(c, bound); };
  const auto by_dose = [&c](const Mass& mass, const Mass& most, bool above, bool stops)
      __attribute__((always_inline)) {
    return beyond_dose(c, mass, most, above, stops);
  };
  const auto range = crossing(c.route.dose, c.plan.target, c.plan.delivered, limit, by_dose);
  if (range)
    report_dose(c, sink, is_above(range.edge) ? Code::dose_above_range : Code::dose_below_range,
                range);
  if (is_settled(sink)) return;
  const auto cap = crossing(c.route.dose_cap, c.plan.target, c.plan.delivered);
  if (cap && is_above(cap.edge))
    report(sink, Code::dose_above_cap, cap, cap.by_delivery ? *c.plan.delivered : c.plan.target);
  const auto* const ceiling = ceiling_for(c.route, c.order.session);
  const auto& stop = c.route.dose.stop_above;
  if (ceiling != nullptr && !(stop && **ceiling >= *stop) &&
      by_dose(c.plan.target, limit(**ceiling), true, false))
    report_dose(c, sink, Code::dose_above_session_ceiling, {ceiling, Edge::review_above});
}

/// The duration as ordered and as delivered, and the intensity that it makes.
template <class Int, class Sink>
constexpr void judge_duration(const BasicCase<Int>& c, Sink& sink) {
  if (c.route.form != Form::infusion) return;
  if (!c.order.over) {
    report(sink, Code::duration_missing, Level::review,
           c.route.duration.stop_below ? c.route.duration.stop_below.source() : judgement);
    return;
  }
  const Exact<DurationDim, Int> ordered{*c.order.over};
  if (const auto by = crossing(c.route.duration, ordered, c.plan.lasts))
    report(sink, is_above(by.edge) ? Code::duration_above_range : Code::duration_below_range, by,
           by.by_delivery ? *c.plan.lasts : ordered);
  if (!c.route.intensity.is_set()) return;
  const auto asked = intensity_of(c.plan.target, c.plan.dosing_weight, ordered);
  std::optional<Per<DrugMassDim, WeightTimeDim, Int>> delivered;
  if (c.plan.delivered && c.plan.lasts) delivered = intensity(c.plan);
  const auto by = crossing(c.route.intensity, asked, delivered);
  if (by && is_above(by.edge))
    report(sink, Code::intensity_above_limit, by, by.by_delivery ? *delivered : asked);
}

template <class Int, class Sink>
constexpr void judge_strength(const BasicCase<Int>& c, Sink& sink) {
  if (c.plan.infusate) {
    const auto by = crossing(c.route.concentration, *c.plan.infusate, c.plan.infusate);
    if (by && is_above(by.edge))
      report(sink, Code::concentration_above_limit, by, *c.plan.infusate);
  }
  if (!c.order.vial || c.route.vials.empty()) return;
  for (const auto& listed : c.route.vials)
    if (listed == c.order.vial->strength) return;
  auto finding = plain(Code::vial_not_listed, Level::review, {}, c.route.vials_source);
  finding.measured = amount(c.order.vial->strength);
  sink.add(finding);
}

template <class Int>
constexpr std::string_view device_source(const BasicCase<Int>& c, Device device) {
  switch (device) {
    case Device::syringe:
    case Device::bag:
    case Device::fill:
      return (c.plan.syringe != nullptr ? *c.plan.syringe : c.protocol.syringes.back()).source;
    case Device::pump:
      return c.route.pump_rate_step.source();
    case Device::drip_set:
      return judgement;
    case Device::lozenge:
      return c.route.fraction.source();
  }
  return judgement;
}

/// One finding, about the dose's device before the dial's.
template <class Int, class Sink>
constexpr void judge_measurable(const BasicCase<Int>& c, Sink& sink) {
  const auto& what = c.plan.dose_unmeasurable ? c.plan.dose_unmeasurable : c.plan.time_unmeasurable;
  if (!what) return;
  auto finding = plain(Code::not_measurable, Level::stop, {}, device_source(c, what->device));
  finding.measured = what->exact;
  sink.add(finding);
}

/// By what share of what should be it differs; that is not zero.
template <class P>
constexpr Exact<OneDim, typename P::Count> relative_gap(const P& is, const P& should) {
  const bool same = is.den() == should.den();
  const auto left = same ? is.num() : multiply(is.num(), should.den());
  const auto right = same ? should.num() : multiply(should.num(), is.den());
  return Exact<OneDim, typename P::Count>::of_base(left < right ? right - left : left - right,
                                                   right);
}

/// What the devices did to the dose or the duration, whichever differs more.
template <class Int, class Sink>
constexpr void judge_delivery(const BasicCase<Int>& c, Sink& sink) {
  using Share = Exact<OneDim, Int>;
  const auto& g = c.route.delivered_differs;
  const auto& least = g.review_above ? g.review_above : g.stop_above;
  if (!least) return;
  const Exact<DurationDim, Int> over = c.order.over ? *c.order.over : unit::s(1);
  const bool dialled = c.plan.rate || c.plan.drops;
  const auto dose =
      c.plan.delivered ? relative_gap(*c.plan.delivered, c.plan.target) : Share::of_base(0, 1);
  const auto time = dialled ? relative_gap(*c.plan.lasts, over) : Share::of_base(0, 1);
  const Share most{*least};
  if (dose <= most && time <= most) return;  // mostly; which differs more is not to be foretold
  const bool later = time > dose;
  const auto& differs = later ? time : dose;
  const auto by = crossing(g, differs);
  if (!by) return;
  auto finding = found(Code::delivered_differs, by, differs);
  finding.also = later ? amount(*c.plan.lasts) : amount(*c.plan.delivered);
  finding.also_for = later ? amount(over) : amount(c.plan.target);
  sink.add(finding);
}

template <class Int, class Sink>
constexpr void judge_devices(const BasicCase<Int>& c, Sink& sink) {
  if (c.plan.vtbi) {
    const auto volume = c.plan.vtbi->value();
    const auto by = crossing(c.route.volume_infused, volume);
    if (by && is_above(by.edge)) report(sink, Code::volume_infused_high, by, volume);
  }
  if (c.plan.rate) {
    const auto rate = c.plan.rate->value();
    if (const auto by = crossing(c.route.pump_rate, rate))
      report(sink, Code::rate_outside_pump, by, rate);
  }
  judge_measurable(c, sink);
  judge_delivery(c, sink);
}

template <class Int, class Sink>
constexpr void judge_site(const BasicCase<Int>& c, Sink& sink) {
  if (c.plan.site == nullptr || !c.order.vial || c.plan.site_fit == SiteFit::site_missing) return;
  const auto exact = c.plan.target / Per<DrugMassDim, VolumeDim, Int>{c.order.vial->strength};
  const auto& volume = c.plan.site->volume;
  if (c.plan.site_fit == SiteFit::above_stop)
    report(sink, Code::volume_above_site_limit,
           Crossing<Volume>{&volume.stop_above, Edge::stop_above, false}, exact);
  else if (c.plan.injections > 1)
    report(sink, Code::volume_above_site_limit,
           Crossing<Volume>{&volume.review_above, Edge::review_above, false}, exact);
}

template <class Int, class Sink>
constexpr void judge_preparation(const BasicCase<Int>& c, Sink& sink) {
  if (c.plan.site_fit == SiteFit::site_missing)
    report(sink, Code::site_missing, Level::review, c.plan.site->volume.review_above.source());
  const auto& o = c.order;
  bool prepared = false;
  switch (c.route.form) {
    case Form::infusion:
      prepared = o.concentration || (o.vial && (o.bag || o.fill));
      break;
    case Form::injection:
      prepared = o.vial.has_value();
      break;
    case Form::lozenge:
      prepared = o.lozenge.has_value();
      break;
  }
  if (!prepared) report(sink, Code::preparation_missing, Level::note, judgement);
}

/// The patient's size: what a wrong unit or a wrong chart would show in.
template <class Sink>
constexpr void judge_weight(const Order& o, const Protocol& p, Sink& sink) {
  if (const auto by = crossing(p.weight, o.weight))
    report(sink, Code::weight_out_of_bounds, by, o.weight);
  if (!o.last_weight) return;
  const auto change =
      relative_gap(Exact<BodyWeightDim>{o.weight}, Exact<BodyWeightDim>{*o.last_weight});
  const auto by = crossing(p.weight_change, change);
  if (by && is_above(by.edge)) {
    auto finding = found(Code::weight_changed, by, change);
    finding.also = amount(Exact<BodyWeightDim>{*o.last_weight});
    sink.add(finding);
  }
}

constexpr Per<BodyWeightDim, AreaDim> body_mass_index(BodyWeight weight, Height height) {
  const wide side = height.in(micrometre);
  return Per<BodyWeightDim, AreaDim>::of_base(Exact<BodyWeightDim>{weight}.num(),
                                              times(side, side));
}

template <class Sink>
constexpr void judge_body_mass(const Order& o, const Protocol& p, Sink& sink) {
  if (!o.height) return;
  const auto bmi = body_mass_index(o.weight, *o.height);
  if (const auto by = crossing(p.body_mass_index, bmi))
    report(sink, Code::bmi_out_of_bounds, by, bmi);
}

/// A high body mass index, with the dose by ideal weight when sex and height allow it.
constexpr std::optional<Finding> high_body_mass(const Order& o, const Protocol& p) {
  if (!o.height || !p.body_mass_index_note) return {};
  const auto bmi = body_mass_index(o.weight, *o.height);
  if (bmi < *p.body_mass_index_note) return {};
  const Crossing<BodyMassIndex> by{&p.body_mass_index_note, Edge::note_from, false};
  auto finding = found(Code::bmi_high, by, bmi);
  if (!o.sex || *o.height < least_devine_height) return finding;
  const auto ideal = weight_for_dosing(DosingWeight::ideal, o.weight, o.height, o.sex);
  finding.also_for = amount(Exact<BodyWeightDim>{ideal});
  if (!o.dose) return finding;
  finding.also = amount(o.dose->per_kilogram(dosing_weight(o, p)) * ideal);
  return finding;
}

template <class Sink>
constexpr void judge_age(const Order& o, const Protocol& p, Sink& sink) {
  if (!o.age) return;
  const Years age = unit::year(*o.age);
  if (const auto by = crossing(p.age, age)) report(sink, Code::age_out_of_bounds, by, age);
}

/// Either number over its bound counts: one finding at the worse level, with the whole reading.
template <class Sink>
constexpr void judge_pressure(const Order& o, const Protocol& p, Sink& sink) {
  if (!o.bp) return;
  struct Row {
    Code code;
    Edge edge;
  };
  using enum Edge;
  constexpr std::array rows{
      Row{Code::blood_pressure_high, stop_above}, Row{Code::blood_pressure_high, review_above},
      Row{Code::blood_pressure_low, stop_below}, Row{Code::blood_pressure_low, review_below}};
  const auto pick = [](const Guardrail<Pressure>& g, Edge edge) -> const Bound<Pressure>& {
    if (edge == stop_above) return g.stop_above;
    if (edge == review_above) return g.review_above;
    return edge == stop_below ? g.stop_below : g.review_below;
  };
  const auto over = [](int value, const Bound<Pressure>& bound, bool above) {
    return bound && (above ? unit::mmHg(value) > *bound : unit::mmHg(value) < *bound);
  };
  std::optional<Code> told;
  for (const auto& [code, edge] : rows) {
    const auto& high = pick(p.systolic, edge);
    const auto& low = pick(p.diastolic, edge);
    const bool systolic = over(o.bp->systolic, high, is_above(edge));
    if (told == code || (!systolic && !over(o.bp->diastolic, low, is_above(edge)))) continue;
    told = code;
    auto finding = plain(code, level_of(edge), {}, (systolic ? high : low).source());
    finding.measured = {Measure::mmhg, o.bp->systolic, o.bp->diastolic};
    finding.bound = {Measure::mmhg, high ? high->in(unit::mmHg) : 0, low ? low->in(unit::mmHg) : 0};
    finding.edge = edge;
    sink.add(finding);
  }
}

template <class Sink>
constexpr void judge_screening(std::string_view list, std::span<const Screening> rows, Code code,
                               Sink& sink) {
  if (list == asked_none) return;
  std::uint64_t named = 0;
  for_each_code(list, [&](std::string_view word, std::size_t) {
    if (const auto* const row = find_screening(rows, word))
      named |= std::uint64_t{1} << (row - rows.data());
    return true;
  });
  for (std::size_t i = 0; i < rows.size(); ++i)
    if ((named >> i & 1U) != 0) sink.add(plain(code, rows[i].level, rows[i].code, rows[i].source));
}

// ---- Claims: what someone else worked out ----

template <class P>
constexpr bool claim_agrees(const P& claimed, const Rounded<P>& planned) {
  return claimed.steps(planned.step, Rounding::nearest) == planned.count;
}

/// Calls `each(field, claimed, planned)` for every claim; `planned` may be absent.
template <class Int, class Each>
constexpr void for_each_claim(const BasicCase<Int>& c, Each each) {
  const auto& o = c.order;
  const auto& p = c.plan;
  if (o.draw_claim) each(Field::draw, Exact<VolumeDim, Int>{*o.draw_claim}, p.draw);
  if (o.rate_claim) each(Field::rate, BasicFlow<Int>{*o.rate_claim}, p.rate);
  if (o.volume_claim) each(Field::volume, Exact<VolumeDim, Int>{*o.volume_claim}, p.vtbi);
  if (o.drops_claim) each(Field::drops, BasicDropFlow<Int>{*o.drops_claim}, p.drops);
  if (o.pieces_claim) each(Field::pieces, Exact<PiecesDim, Int>{*o.pieces_claim}, p.pieces);
}

constexpr bool has_claims(const Order& o) {
  return o.draw_claim || o.rate_claim || o.volume_claim || o.drops_claim || o.pieces_claim;
}

/// Whether every claim had a number of the plan to be compared with.
template <class Int, class Sink>
constexpr bool judge_claims(const BasicCase<Int>& c, Sink& sink) {
  bool compared = true;
  for_each_claim(c, [&](Field field, const auto& claimed, const auto& planned) {
    if (!planned) {
      compared = false;
    } else if (!claim_agrees(claimed, *planned)) {
      auto finding = plain(Code::claim_differs, Level::review, name(field), {});
      finding.measured = amount(claimed);
      const auto dialled = planned->step.scaled(claimed.steps(planned->step, Rounding::nearest));
      if (dialled != claimed) finding.also_for = amount(dialled);
      finding.also = amount(planned->value());
      sink.add(finding);
    }
  });
  return compared;
}

/// The same number in another unit: what was written in the wrong place.
template <class P>
constexpr P same_number(const Amount& from, const P& like) {
  const auto source = row(from.measure);
  const auto target = row(amount(like).measure);
  return P::of_base(times(times(from.num, source.below), target.above),
                    times(times(from.den, source.above), target.below));
}

/// Tries the slips that fit one claim and marks those that explain it.
template <class P>
class ClaimSlips {
 public:
  constexpr ClaimSlips(const P& claimed, const Rounded<P>& planned)
      : planned_{planned}, count_{claimed.steps(planned.step, Rounding::nearest)} {}

  constexpr void attempt(ClaimSlip slip, const P& slipped) {
    if (slipped.steps(planned_.step, Rounding::nearest) == count_)
      named |= 1U << static_cast<unsigned>(slip);
  }
  constexpr void tenfold_of(const P& number) {
    attempt(ClaimSlip::tenfold, number.scaled(10));
    attempt(ClaimSlip::tenfold, number.scaled(1, 10));
  }
  constexpr void in_place(ClaimSlip slip, const Amount& other) {
    attempt(slip, same_number(other, planned_.exact));
  }

  unsigned named = 0;

 private:
  const Rounded<P>& planned_;
  wide count_;
};

/// A volume to draw.
constexpr unsigned explain_draw(const Case& c, ClaimSlips<Exact<VolumeDim>> tries) {
  for (const auto& mass : {c.plan.target, *c.plan.delivered}) {
    tries.in_place(ClaimSlip::mg_as_ml, amount(mass));
    for (const bool above : {false, true})
      if (const auto other = neighbour(c.order.vial->strength, c.route, above))
        tries.attempt(ClaimSlip::neighbouring_vial, mass / Per{*other});
  }
  return tries.named;
}

constexpr unsigned explain_claim(const Case& c, Field field, const Exact<VolumeDim>& claimed,
                                 const Rounded<Exact<VolumeDim>>& planned) {
  ClaimSlips<Exact<VolumeDim>> tries{claimed, planned};
  tries.tenfold_of(planned.exact);
  tries.tenfold_of(planned.value());
  if (field == Field::draw) return explain_draw(c, tries);
  if (c.order.over)
    tries.in_place(ClaimSlip::rate_as_volume,
                   amount(planned.value() / Exact<DurationDim>{*c.order.over}));
  if (c.plan.diluent) {
    tries.attempt(ClaimSlip::diluent_alone, *c.plan.diluent);
    const auto whole = *c.plan.diluent + c.plan.draw->value();
    if (whole == planned.value())
      tries.attempt(ClaimSlip::diluent_alone, gap(whole, c.plan.draw->exact));
  }
  return tries.named;
}

constexpr unsigned explain_claim(const Case& c, Field, const Flow& claimed,
                                 const Rounded<Flow>& planned) {
  ClaimSlips<Flow> tries{claimed, planned};
  constexpr int minutes_an_hour = 60;
  tries.tenfold_of(planned.exact);
  tries.attempt(ClaimSlip::factor_60, planned.exact.scaled(minutes_an_hour));
  tries.attempt(ClaimSlip::factor_60, planned.exact.scaled(1, minutes_an_hour));
  tries.in_place(ClaimSlip::volume_as_rate, amount(c.plan.vtbi->value()));
  return tries.named;
}

constexpr unsigned explain_claim(const Case& c, Field, const DropFlow& claimed,
                                 const Rounded<DropFlow>& planned) {
  ClaimSlips<DropFlow> tries{claimed, planned};
  tries.tenfold_of(planned.exact);
  const auto volume = c.plan.vtbi->value();
  const Exact<DurationDim> over{*c.order.over};
  for (const auto& other : c.route.drip_sets)
    if (other != *c.order.drip_set)
      tries.attempt(ClaimSlip::other_drip_set, (Per{other} * volume) / over);
  tries.in_place(ClaimSlip::ml_per_h_as_drops, amount(volume / over));
  return tries.named;
}

constexpr unsigned explain_claim(const Case& c, Field, const Exact<PiecesDim>& claimed,
                                 const Rounded<Exact<PiecesDim>>& planned) {
  ClaimSlips<Exact<PiecesDim>> tries{claimed, planned};
  tries.tenfold_of(planned.exact);
  tries.tenfold_of(planned.value());
  tries.in_place(ClaimSlip::mg_as_pieces, amount(c.plan.target));
  tries.in_place(ClaimSlip::mg_as_pieces, amount(*c.plan.delivered));
  return tries.named;
}

// ---- Slips: which known mistake explains the findings ----

/// The kinds of finding that slips explain, as triggers.
constexpr unsigned triggers(Code code) {
  constexpr unsigned any = set_of(Trigger::any);
  const auto with = [](Trigger t) { return any | set_of(t); };
  switch (code) {
    case Code::dose_above_range:
    case Code::dose_above_cap:
    case Code::dose_above_session_ceiling:
    case Code::dose_below_range:
      return with(Trigger::dose);
    case Code::duration_below_range:
    case Code::duration_above_range:
      return with(Trigger::duration);
    case Code::weight_out_of_bounds:
    case Code::weight_changed:
    case Code::bmi_out_of_bounds:
      return with(Trigger::weight);
    case Code::intensity_above_limit:
    case Code::concentration_above_limit:
    case Code::vial_not_listed:
    case Code::claim_differs:
      return any;
    case Code::duration_missing:
    case Code::volume_infused_high:
    case Code::rate_outside_pump:
    case Code::not_measurable:
    case Code::delivered_differs:
    case Code::volume_above_site_limit:
    case Code::bmi_high:
    case Code::age_out_of_bounds:
    case Code::blood_pressure_high:
    case Code::blood_pressure_low:
    case Code::condition:
    case Code::medicine:
    case Code::site_missing:
    case Code::preparation_missing:
    case Code::possible_slip:
      return 0;
  }
  return 0;
}

/// A sink that only knows whether a finding stands that a slip would have to explain.
struct Objection {
  bool raised = false;
  constexpr void raise(Code code, Level level) {
    raised = raised || (triggers(code) != 0 && level > Level::note);
  }
  constexpr void add(const Finding& f) { raise(f.code, f.level); }
  constexpr bool is_settled() const { return raised; }
};

constexpr bool same(const Amount& a, const Amount& b) { return a.num == b.num && a.den == b.den; }

/// These changes, if what was ordered is beyond the bound, whatever is delivered: a review bound
/// judges nothing else. Otherwise any.
template <class Ordered>
constexpr unsigned unless_delivered(const Finding& f, unsigned changes, const Ordered& ordered) {
  const bool is_ordered = f.level == Level::review || same(f.measured, amount(ordered()));
  return is_ordered ? changes : any_change;
}

/// The changes that may clear a finding: any other leaves it standing, or moves what was found
/// farther beyond its bound. A dose per kilogram is in its range, or out of it, whatever the
/// weight.
template <class Int>
constexpr unsigned cleared_by(const Finding& f, const Order& o, const BasicPlan<Int>& plan) {
  using enum Change;
  const auto back = [&f](Change less, Change more) {
    return set_of(f.edge && is_above(*f.edge) ? less : more);
  };
  const bool is_mass = o.dose->is_mass();
  const auto dose = [&] {
    return back(less_dose, more_dose) | set_of(is_mass ? per_kilogram_meant : mass_meant);
  };
  switch (f.code) {
    case Code::dose_above_range:
    case Code::dose_above_session_ceiling:
    case Code::dose_below_range:
      return unless_delivered(f, is_mass ? dose() | back(more_weight, less_weight) : dose(), [&] {
        return o.dose->template per_kilogram<Int>(plan.dosing_weight);
      });
    case Code::dose_above_cap:
      return unless_delivered(f, is_mass ? dose() : dose() | set_of(less_weight),
                              [&plan] { return plan.target; });
    case Code::duration_below_range:
    case Code::duration_above_range:
      return unless_delivered(f, back(shorter, longer),
                              [&o] { return Exact<DurationDim>{*o.over}; });
    case Code::weight_out_of_bounds:
    case Code::bmi_out_of_bounds:
      return back(less_weight, more_weight);
    case Code::weight_changed:
      return set_of(o.weight > *o.last_weight ? less_weight : more_weight);
    case Code::vial_not_listed:
      return set_of(other_vial);
    default:
      return any_change;
  }
}

/// Of two sets of changes, one that takes a value down at least tenfold and one that takes it up,
/// those that only lead out of its range: no slip of theirs need be tried.
template <class T, class V, class Limit, class Beyond>
constexpr unsigned out_of_range(const Guardrail<T>& g, const V& ordered, unsigned down, unsigned up,
                                Limit limit, Beyond beyond) {
  const auto& least = g.review_below ? g.review_below : g.stop_below;
  const auto& most = g.review_above ? g.review_above : g.stop_above;
  unsigned out = 0;
  if (down != 0 && least) {
    const V tenth = ordered.scaled(1, least_slip);
    const V bound = limit(*least);
    if (tenth < bound && beyond(tenth, bound)) out |= down;
  }
  if (up != 0 && most) {
    const V tenfold = ordered.scaled(least_slip);
    const V bound = limit(*most);
    if (tenfold > bound && beyond(tenfold, bound)) out |= up;
  }
  return out;
}

/// Those of the changes that only lead out of the range of the dose or of the duration. The other
/// unit of a dose is at least tenfold from ten kilograms on, and may be mg, with their allowance.
template <class Int>
constexpr unsigned out_of_reach(const BasicCase<Int>& c, unsigned changes) {
  using enum Change;
  using Mass = Exact<DrugMassDim, Int>;
  using Time = Exact<DurationDim, Int>;
  const unsigned other_unit = c.plan.dosing_weight < unit::kg(least_slip)
                                  ? 0
                                  : changes & set_of(mass_meant, per_kilogram_meant);
  unsigned out = out_of_range(
      c.route.dose, c.plan.target,
      changes & (set_of(less_dose) | (other_unit & set_of(mass_meant))),
      changes & (set_of(more_dose) | (other_unit & set_of(per_kilogram_meant))),
      [&c](const WeightDose& bound) { return dose_limit(c, bound); },
      [&c](const Mass& mass, const Mass& limit) { return beyond_half_step(c.route, mass, limit); });
  if (c.order.over && c.route.form == Form::infusion)
    out |= out_of_range(
        c.route.duration, Time{*c.order.over}, changes & set_of(shorter), changes & set_of(longer),
        [](Duration bound) { return Time{bound}; }, [](const Time&, const Time&) { return true; });
  return out;
}

/// Whether the order raises what a slip of this part would have to explain, as far as that hangs on
/// the part: the order as it was written, no device yet.
template <class Int>
constexpr bool objects(const BasicCase<Int>& c, Part part) {
  Objection objection;
  if (part == Part::vial) {
    judge_strength(c, objection);
    return objection.raised;
  }
  if (part == Part::weight) {
    judge_weight(c.order, c.protocol, objection);
    if (!objection.raised) judge_body_mass(c.order, c.protocol, objection);
  }
  if (!objection.raised && part != Part::over) judge_dose(c, objection);
  if (!objection.raised) judge_duration(c, objection);
  return objection.raised;
}

/// What the slip changed: the value that was meant.
constexpr Amount meant_value(const Order& order, const Order& meant) {
  if (meant.weight != order.weight) return amount(Exact<BodyWeightDim>{meant.weight});
  if (meant.over != order.over) return amount(Exact<DurationDim>{*meant.over});
  if (meant.vial && meant.vial->strength != order.vial->strength)
    return amount(meant.vial->strength);
  return meant.dose->is_mass() ? amount(meant.dose->for_weight(meant.weight))
                               : amount(meant.dose->per_kilogram(meant.weight));
}

constexpr void add_slip(const Slip& slip, const Amount& value, Findings& findings) {
  auto finding = plain(Code::possible_slip, Level::note, slip.name, {});
  finding.also = value;
  findings.add(finding);
}

/// Undoes a slip; copying the whole order for each would cost more.
constexpr void put_back(Order& meant, const Order& order, Part part) {
  switch (part) {
    case Part::weight:
      meant.weight = order.weight;
      return;
    case Part::dose:
      meant.dose = order.dose;
      return;
    case Part::over:
      meant.over = order.over;
      return;
    case Part::vial:
      meant.vial = order.vial;
      return;
  }
}

/// What slips and the checks before any device look at; the rest would be copied for nothing.
constexpr Order before_devices(const Order& o) {
  return {.weight = o.weight,
          .last_weight = o.last_weight,
          .route = o.route,
          .session = o.session,
          .dose = o.dose,
          .over = o.over,
          .vial = o.vial,
          .height = o.height,
          .sex = o.sex,
          .dosing_weight = o.dosing_weight};
}

/// Those of the slips, as bits, whose order does not object before any device: few.
template <class Int>
constexpr unsigned unrefuted(const Order& order, const Route& route, const Protocol& protocol,
                             unsigned tried) {
  Order meant = before_devices(order);
  auto plan = target_only<Int>(meant, protocol);
  const auto weight = plan.dosing_weight;
  unsigned left = 0;
  for (; tried != 0; tried &= tried - 1) {
    const auto& slip = slips[static_cast<std::size_t>(std::countr_zero(tried))];
    if (!slip.mean(meant, route)) continue;
    const auto part = part_of(slip.change);
    plan.dosing_weight = part == Part::weight ? dosing_weight(meant, protocol) : weight;
    plan.target = meant.dose->for_weight<Int>(plan.dosing_weight);
    if (!objects(BasicCase<Int>{meant, route, protocol, plan}, part)) left |= tried & -tried;
    put_back(meant, order, part);
  }
  return left;
}

/// Out of line: few orders come with a claim that differs.
template <class Int>
[[gnu::noinline]] constexpr void add_claim_slips(const BasicCase<Int>& narrow, Findings& findings) {
  const auto& plan = widened(narrow.plan);
  const Case c{narrow.order, narrow.route, narrow.protocol, plan};
  unsigned named = 0;
  for_each_claim(c, [&](Field field, const auto& claimed, const auto& planned) {
    if (planned && !claim_agrees(claimed, *planned))
      named |= explain_claim(c, field, claimed, *planned);
  });
  for (std::size_t i = 0; i < claim_slip_names.size(); ++i)
    if ((named >> i & 1U) != 0)
      findings.add(plain(Code::possible_slip, Level::note, claim_slip_names[i], {}));
}

/// What the order and the protocol leave unchecked.
constexpr std::uint16_t unchecked(const Order& o, const Route& route) {
  std::uint16_t bits = 0;
  const auto mark = [&bits](Unchecked what, bool is) {
    bits = static_cast<std::uint16_t>(bits | unsigned{is} << static_cast<unsigned>(what));
  };
  mark(Unchecked::age, !o.age);
  mark(Unchecked::height, !o.height);
  mark(Unchecked::blood_pressure, !o.bp);
  mark(Unchecked::conditions, o.has.empty());
  mark(Unchecked::medicines, o.takes.empty());
  mark(Unchecked::last_weight, !o.last_weight);
  mark(Unchecked::dose_cap, !route.dose_cap.is_set());
  mark(Unchecked::intensity, route.form == Form::infusion && !route.intensity.is_set());
  return bits;
}

template <class Sink>
constexpr void judge_patient(const Order& o, const Protocol& p, Sink& sink) {
  judge_weight(o, p, sink);
  judge_body_mass(o, p, sink);
  if (const auto high = high_body_mass(o, p)) sink.add(*high);
  judge_age(o, p, sink);
  judge_pressure(o, p, sink);
  if (!o.has.empty()) judge_screening(o.has, p.conditions, Code::condition, sink);
  if (!o.takes.empty()) judge_screening(o.takes, p.medicines, Code::medicine, sink);
}

template <class Int, class Sink>
constexpr void judge_order(const BasicCase<Int>& c, Sink& sink) {
  judge_dose(c, sink);
  if (is_settled(sink)) return;
  judge_duration(c, sink);
  if (is_settled(sink)) return;
  judge_strength(c, sink);
  judge_devices(c, sink);
  judge_site(c, sink);
}

/// All findings but the slips; returns what was left unchecked.
template <class Int, class Sink>
constexpr std::uint16_t judge_all(const BasicCase<Int>& c, Sink& sink) {
  judge_order(c, sink);
  if (!is_settled(sink)) judge_patient(c.order, c.protocol, sink);
  if (!is_settled(sink)) judge_preparation(c, sink);
  const bool compared = sink.worst() == Level::stop ? !has_claims(c.order) : judge_claims(c, sink);
  const unsigned claims = unsigned{!compared} << static_cast<unsigned>(Unchecked::claims);
  return static_cast<std::uint16_t>(unchecked(c.order, c.route) | claims);
}

/// A sink that keeps the worst level alone.
class Worst {
 public:
  constexpr void raise(Code, Level level) { worst_ = std::max(worst_, level); }
  constexpr void add(const Finding& finding) { raise(finding.code, finding.level); }
  constexpr Level worst() const { return worst_; }
  constexpr bool is_settled() const { return worst_ == Level::stop; }

 private:
  Level worst_ = Level::ok;
};

}  // namespace detail

/// The findings about the patient alone.
constexpr Findings judge_patient(const Order& order, const Protocol& protocol) {
  Findings findings;
  detail::judge_patient(order, protocol, findings);
  findings.sort();
  return findings;
}

namespace detail {

/// As wide as an assessment that leaves the library.
template <class Int>
constexpr Assessment judge_rung_at(const Order& order, const Route& route,
                                   const Protocol& protocol) {
  const auto made = plan_at<Int>(order, route, protocol);
  Assessment a{widened(made)};
  const BasicCase<Int> c{order, route, protocol, made};
  judge_order(c, a.findings);
  judge_preparation(c, a.findings);
  a.findings.sort();
  return a;
}

/// All findings about a plan but the slips, in order; returns what was left unchecked. Out of line:
/// an order and the slips that may explain it are judged by the same instructions, which the
/// processor's cache then holds once.
template <class Int>
[[gnu::noinline]] constexpr std::uint16_t judge_plan(const BasicCase<Int>& c, Findings& findings) {
  const auto unchecked = judge_all(c, findings);
  findings.sort();
  return unchecked;
}

/// At the width at which it is worked out.
template <class Int>
constexpr BasicAssessment<Int> judge_in(const Order& order, const Route& route,
                                        const Protocol& protocol) {
  BasicAssessment<Int> a{target_only<Int>(order, protocol)};
  Planner<Int>{order, route, protocol, a.plan}.fill_in();
  a.unchecked = judge_plan<Int>({order, route, protocol, a.plan}, a.findings);
  return a;
}

/// As wide as an assessment that leaves the library.
template <class Int>
constexpr Assessment judge_at(const Order& order, const Route& route, const Protocol& protocol) {
  const auto made = plan_at<Int>(order, route, protocol);
  Assessment a{widened(made)};
  a.unchecked = judge_plan<Int>({order, route, protocol, made}, a.findings);
  return a;
}

}  // namespace detail

/// A rung of a table: the plan, and the findings about the dose and its preparation alone.
constexpr Assessment judge_rung(const Order& order, const Route& route, const Protocol& protocol) {
  return detail::in_few_bits(
      [&]<class Int>(Int) { return detail::judge_rung_at<Int>(order, route, protocol); });
}

/// All findings but the slips, for an order that has a dose and that `refuse` lets pass.
constexpr Assessment judge(const Order& order, const Route& route, const Protocol& protocol) {
  return detail::in_few_bits(
      [&]<class Int>(Int) { return detail::judge_at<Int>(order, route, protocol); });
}

/// A plan and what `judge` comes to, without the findings.
template <class Int>
struct BasicJudgement {
  constexpr BasicJudgement(const Order& order, const Protocol& protocol)
      : plan{detail::target_only<Int>(order, protocol)} {}

  BasicPlan<Int> plan;
  Level verdict = Level::ok;
  std::uint16_t unchecked = 0;  ///< as in Assessment
};

/// Calls `use` with what `judge` comes to, at the width at which it was worked out, and returns its
/// answer: for a stream that asks for no findings.
template <class Use>
constexpr auto judge_alone(const Order& order, const Route& route, const Protocol& protocol,
                           const Use& use) {
  return detail::in_few_bits(
      [&]<class Int>(Int) {
        BasicJudgement<Int> j{order, protocol};
        detail::Planner<Int>{order, route, protocol, j.plan}.fill_in();
        detail::Worst worst;
        j.unchecked =
            detail::judge_all(detail::BasicCase<Int>{order, route, protocol, j.plan}, worst);
        j.verdict = verdict_of(worst.worst());
        return j;
      },
      use);
}

namespace detail {

/// Whether nothing that a slip explains would stand if this order had been meant. A claim that
/// differed must then agree: one that is no longer compared is not explained.
constexpr bool clears(const Order& meant, const Route& route, const Protocol& protocol,
                      bool claim_differed) {
  return in_few_bits([&]<class Int>(Int) { return judge_in<Int>(meant, route, protocol); },
                     [claim_differed](const auto& whole) {
                       Objection objection;
                       for (const auto& finding : whole.findings) objection.add(finding);
                       return !objection.raised &&
                              !(claim_differed && whole.is_unchecked(Unchecked::claims));
                     });
}

/// Adds those of the slips, as bits, that explain everything.
constexpr void add_order_slips(const Order& order, const Route& route, const Protocol& protocol,
                               unsigned tried, bool claim_differed, Findings& findings) {
  auto left =
      in_few_bits([&]<class Int>(Int) { return unrefuted<Int>(order, route, protocol, tried); });
  std::string_view last;
  for (; left != 0; left &= left - 1) {
    const auto& slip = slips[static_cast<std::size_t>(std::countr_zero(left))];
    Order meant = order;
    slip.mean(meant, route);
    if (!clears(meant, route, protocol, claim_differed)) continue;
    const auto value = meant_value(order, meant);
    if (slip.name == last)  // the other direction of the same slip
      findings.also_meant(value);
    else
      add_slip(slip, value, findings);
    last = slip.name;
  }
}

}  // namespace detail

/// Names the slips after which no finding that they explain would stand, most likely first.
template <class Int>
constexpr void explain(const Order& order, const Route& route, const Protocol& protocol,
                       BasicAssessment<Int>& assessment) {
  unsigned raised = 0;
  unsigned changes = detail::any_change;
  bool claims = false;
  for (const auto& finding : assessment.findings) {
    if (finding.level <= Level::note || detail::triggers(finding.code) == 0) continue;
    raised |= detail::triggers(finding.code);
    changes &= detail::cleared_by(finding, order, assessment.plan);
    claims = claims || finding.code == Code::claim_differs;
  }
  if (raised != 0 && changes != 0)
    changes &= ~detail::out_of_reach<Int>({order, route, protocol, assessment.plan}, changes);
  const unsigned tried =
      detail::slips_of<&Slip::trigger>[raised] & detail::slips_of<&Slip::change>[changes];
  if (tried != 0)
    detail::add_order_slips(order, route, protocol, tried, claims, assessment.findings);
  if (claims)
    detail::add_claim_slips<Int>({order, route, protocol, assessment.plan}, assessment.findings);
}

/// Calls `use` with all findings of an order, slips included, at the width at which they were
/// worked out, and returns its answer: for a stream.
template <class Use>
constexpr auto judge_whole(const Order& order, const Route& route, const Protocol& protocol,
                           const Use& use) {
  return detail::in_few_bits(
      [&]<class Int>(Int) {
        auto a = detail::judge_in<Int>(order, route, protocol);
        if (a.verdict() != Level::ok) explain(order, route, protocol, a);
        return a;
      },
      use);
}

/// Judges an order by a protocol, slips included: the one call an embedder needs. Refuses an
/// unknown route, an order without a dose, and what `refuse` refuses.
constexpr Read<Assessment> assess(const Order& order, const Protocol& protocol) {
  const Route* const route = find_route(protocol, order.route);
  if (route == nullptr) return Refusal{Refuse::route_unknown, 0, Field::route, Field::route};
  if (!order.dose) return Refusal{Refuse::required_missing, 0, Field::dose, Field::dose};
  if (const auto refusal = refuse(order, *route, protocol)) return *refusal;
  Assessment assessment = judge(order, *route, protocol);
  explain(order, *route, protocol, assessment);
  return assessment;
}

}  // namespace ketadose
