// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <ketadose/order.hpp>
#include <ketadose/protocol.hpp>
#include <optional>

/// What to do about an order: as ordered, as measurable, as delivered. Every number that a person
/// reads comes from here, so there is one of each.
namespace ketadose {

/// Which stop bound turned a rounding away from the nearest step.
enum class Turn : std::uint8_t {
  not_turned,
  dose_stop_below,
  dose_stop_above,
  dose_cap,
  duration_stop_below,
  duration_stop_above,
};

/// A number rounded to a device's step, with all that explains it.
template <class P>
struct Rounded {
  P exact;
  P step;
  typename P::Count nearest;  ///< steps, ties up
  /// Steps taken: `nearest`, or the other neighbour when a bound turned it.
  typename P::Count count;
  Turn turned;

  constexpr P value() const { return step.scaled(count); }
  constexpr P unguarded() const { return step.scaled(nearest); }
};

/// The device that cannot measure what the order needs.
enum class Device : std::uint8_t { syringe, bag, fill, pump, drip_set, lozenge };
enum class Obstacle : std::uint8_t {
  nothing_left,   ///< less than half the smallest step
  too_large,      ///< more than the device holds
  only_past_stop  ///< no neighbouring step but nothing keeps the stop bounds
};
struct Unmeasurable {
  Device device;
  Obstacle obstacle;
  Amount exact;  ///< what should have been measured
};

/// What remains in the vials that must be opened, all of it in the last.
template <class Int>
struct BasicWaste {
  Int vials;
  Exact<VolumeDim, Int> left;
  Exact<DrugMassDim, Int> left_mass;
};
using Waste = BasicWaste<detail::wide>;

/// How an injection fares with the sites of the protocol.
enum class SiteFit : std::uint8_t { fits, site_missing, above_stop };

/// What a pump or a drip set delivers in a time.
template <class Int>
using BasicFlow = Per<VolumeDim, DurationDim, Int>;
template <class Int>
using BasicDropFlow = Per<DropsDim, DurationDim, Int>;
using Flow = BasicFlow<detail::wide>;
using DropFlow = BasicDropFlow<detail::wide>;

/// What a plan says besides its numbers.
struct PlanFrame {
  const Syringe* syringe = nullptr;       ///< that draws
  const Syringe* fill_syringe = nullptr;  ///< that is made up
  SiteFit site_fit = SiteFit::fits;
  const Site* site = nullptr;  ///< named, or the one that holds most when none may take it
  std::uint64_t sites = 0;     ///< bit i: the protocol's site i may take it undivided
  int injections = 0;
  std::optional<Unmeasurable> dose_unmeasurable;
  std::optional<Unmeasurable> time_unmeasurable;
};

/// A plan with numbers of `Int`; what leaves the library is a `Plan`.
template <class Int>
struct BasicPlan : PlanFrame {
  /// What was ordered, before any device.
  constexpr BasicPlan(BodyWeight weight, const Exact<DrugMassDim, Int>& ordered)
      : dosing_weight{weight}, target{ordered} {}

  BodyWeight dosing_weight;
  Exact<DrugMassDim, Int> target;
  std::optional<Exact<DrugMassDim, Int>> delivered;
  std::optional<Rounded<Exact<VolumeDim, Int>>> draw;  ///< from the vial; injected: the total
  std::optional<Exact<VolumeDim, Int>> diluent;
  std::optional<Per<DrugMassDim, VolumeDim, Int>> infusate;
  std::optional<Rounded<Exact<VolumeDim, Int>>> vtbi;  ///< volume to be infused
  std::optional<Rounded<BasicFlow<Int>>> rate;
  std::optional<Rounded<BasicDropFlow<Int>>> drops;
  std::optional<Exact<DurationDim, Int>> lasts;  ///< as delivered; without a set-up as ordered
  std::optional<Rounded<Exact<PiecesDim, Int>>> pieces;
  std::optional<BasicWaste<Int>> waste;
};
using Plan = BasicPlan<detail::wide>;

/// The drug that arrives: as delivered when it is measured, else as ordered.
template <class Int>
constexpr const Exact<DrugMassDim, Int>& arriving(const BasicPlan<Int>& p) {
  return p.delivered ? *p.delivered : p.target;
}

template <class Int>
constexpr Per<DrugMassDim, BodyWeightDim, Int> per_kilogram(const Exact<DrugMassDim, Int>& mass,
                                                            BodyWeight weight) {
  return mass / Exact<BodyWeightDim, Int>{weight};
}

/// Drug per time; the plan lasts.
constexpr MassRate mass_rate(const Plan& p) { return arriving(p) / *p.lasts; }

template <class Int>
constexpr Per<DrugMassDim, WeightTimeDim, Int> intensity_of(const Exact<DrugMassDim, Int>& mass,
                                                            BodyWeight weight,
                                                            const Exact<DurationDim, Int>& lasts) {
  const auto dose = per_kilogram(mass, weight);
  return detail::product<Per<DrugMassDim, WeightTimeDim, Int>>(dose.num(), dose.den(), lasts.den(),
                                                               lasts.num());
}

/// Drug per dosing weight and time; the plan lasts.
template <class Int>
constexpr Per<DrugMassDim, WeightTimeDim, Int> intensity(const BasicPlan<Int>& p) {
  return intensity_of(arriving(p), p.dosing_weight, *p.lasts);
}

/// The volume of share `i` of an injection: shares differ by at most one mark, larger first.
template <class Int>
constexpr Exact<VolumeDim, Int> share(const BasicPlan<Int>& p, int i) {
  const Int n = p.injections;
  const Int each = p.draw->count / n;
  return p.draw->step.scaled(each + (i < p.draw->count - each * n ? 1 : 0));
}

namespace detail {

inline constexpr Unit<BodyWeightDim> gram{"", 1};
inline constexpr Unit<HeightDim> micrometre{"", 1};

// Devine 1974 for ideal weight; adjusted weight adds 0.4 of the difference. Both start at 60 in.
inline constexpr std::int64_t devine_male_grams = 50'000;
inline constexpr std::int64_t devine_female_grams = 45'500;
inline constexpr std::int64_t devine_grams_an_inch = 2'300;
inline constexpr std::int64_t adjusted_share_num = 4;
inline constexpr std::int64_t adjusted_share_den = 10;
inline constexpr std::int64_t weight_step_grams = 100;

/// Whole steps of 0.1 kg from a count of grams over `unit::in.scale`, ties up.
constexpr BodyWeight to_weight_step(wide grams, wide den) {
  const wide steps = divide(grams, den * weight_step_grams, Rounding::nearest);
  return gram(static_cast<std::int64_t>(steps) * weight_step_grams);
}

}  // namespace detail

/// Heights below this have no ideal weight by Devine.
inline constexpr Height least_devine_height = Unit<HeightDim>{"", 60}(unit::in.scale);

/// The weight that mg/kg are counted by, to 0.1 kg, never above the actual weight. For `ideal` and
/// `adjusted` the height, at least 152.4 cm, and the sex must be given.
constexpr BodyWeight weight_for_dosing(DosingWeight kind, BodyWeight actual,
                                       std::optional<Height> height, std::optional<Sex> sex) {
  if (kind == DosingWeight::actual || !height || !sex) return actual;
  const std::int64_t base =
      *sex == Sex::male ? detail::devine_male_grams : detail::devine_female_grams;
  const std::int64_t inch = unit::in.scale;
  const std::int64_t above =
      height->in(detail::micrometre)-least_devine_height.in(detail::micrometre);
  detail::wide grams =
      detail::times(base, inch) + detail::times(detail::devine_grams_an_inch, above);
  detail::wide den = inch;
  if (kind == DosingWeight::adjusted) {
    const detail::wide own = detail::times(actual.in(detail::gram), inch);
    grams = grams * (detail::adjusted_share_den - detail::adjusted_share_num) +
            own * detail::adjusted_share_num;
    den = detail::times(inch, detail::adjusted_share_den);
  }
  const BodyWeight rounded = detail::to_weight_step(grams, den);
  return rounded < actual ? rounded : actual;
}

constexpr DosingWeight dosing_weight_kind(const Order& order, const Protocol& protocol) {
  return order.dosing_weight ? *order.dosing_weight : protocol.dosing_weight;
}

/// The weight that this order's mg/kg are counted by.
constexpr BodyWeight dosing_weight(const Order& order, const Protocol& protocol) {
  return weight_for_dosing(dosing_weight_kind(order, protocol), order.weight, order.height,
                           order.sex);
}

namespace detail {

/// The stop bounds that the order itself respects: no rounding may carry the delivery across one.
template <class Int>
class Stops {
  using Mass = Exact<DrugMassDim, Int>;
  using Time = Exact<DurationDim, Int>;

 public:
  constexpr Stops(const Order& order, const Route& route, const BasicPlan<Int>& plan)
      : order_{order}, route_{route}, plan_{plan} {}

  /// The bound that this dose crosses.
  constexpr Turn turned_by(const Mass& mass) const {
    using Dosed = Per<DrugMassDim, BodyWeightDim, Int>;
    const auto& ordered = plan_.target;
    const auto& above = route_.dose.stop_above;
    const auto& below = route_.dose.stop_below;
    const auto& cap = route_.dose_cap.stop_above;
    if (above && rises(ordered, mass, Dosed{*above} * plan_.dosing_weight))
      return Turn::dose_stop_above;
    if (below && falls(ordered, mass, Dosed{*below} * plan_.dosing_weight))
      return Turn::dose_stop_below;
    if (cap && rises(ordered, mass, Mass{*cap})) return Turn::dose_cap;
    return Turn::not_turned;
  }

  /// The bound that this duration crosses, of an order that has one.
  constexpr Turn turned_by(const Time& lasts) const {
    const Time over{*order_.over};
    const auto& shortest = route_.duration.stop_below;
    const auto& longest = route_.duration.stop_above;
    if (shortest && falls(over, lasts, Time{*shortest})) return Turn::duration_stop_below;
    if (longest && rises(over, lasts, Time{*longest})) return Turn::duration_stop_above;
    return Turn::not_turned;
  }

 private:
  /// Whether a bound that what was ordered does not cross itself lies in between.
  template <class V>
  static constexpr bool rises(const V& ordered, const V& delivered, const V& bound) {
    return delivered > bound && ordered <= bound;
  }
  template <class V>
  static constexpr bool falls(const V& ordered, const V& delivered, const V& bound) {
    return delivered < bound && ordered >= bound;
  }

  const Order& order_;
  const Route& route_;
  const BasicPlan<Int>& plan_;
};

/// Nearest, ties up, unless that carries the delivery across a stop bound that the order respects:
/// then the other neighbour. Leaves `rounded` empty, and says why, when neither will do or when
/// nothing is left.
template <class P, class Delivered>
constexpr void round_guarded(std::optional<Rounded<P>>& rounded, const P& exact, const P& step,
                             const Stops<typename P::Count>& stops, const Delivered& delivered,
                             Obstacle& obstacle) {
  const auto nearest = exact.steps(step, Rounding::nearest);
  // In place: a copy of what was just written costs more than the work.
  auto& r = rounded.emplace(Rounded<P>{exact, step, nearest, nearest, Turn::not_turned});
  if (nearest != 0) r.turned = stops.turned_by(delivered(r.value()));
  if (r.turned != Turn::not_turned) {
    const auto below = exact.steps(step, Rounding::down);
    r.count = nearest == below ? below + 1 : below;
    if (r.count == 0 || stops.turned_by(delivered(r.value())) != Turn::not_turned) {
      obstacle = Obstacle::only_past_stop;
      return rounded.reset();
    }
  }
  if (r.count != 0) return;
  obstacle = Obstacle::nothing_left;
  rounded.reset();
}

template <class P>
constexpr Rounded<P> round_plainly(const P& exact, const P& step) {
  const auto nearest = exact.steps(step, Rounding::nearest);
  return {exact, step, nearest, nearest, Turn::not_turned};
}

template <class Int>
inline constexpr BasicDropFlow<Int> one_drop_a_minute{unit::gtt(1), unit::min(1)};

/// The plan before any device: the weight that counts and the drug that was ordered.
template <class Int>
constexpr BasicPlan<Int> target_only(const Order& order, const Protocol& protocol) {
  const auto weight =
      weight_for_dosing(dosing_weight_kind(order, protocol), order.weight, order.height, order.sex);
  return {weight, order.dose->for_weight<Int>(weight)};
}

/// Works out one plan; each function adds what it can measure.
template <class Int>
class Planner {
  using Strength = Per<DrugMassDim, VolumeDim, Int>;
  using DropFlow = BasicDropFlow<Int>;
  using Flow = BasicFlow<Int>;

 public:
  constexpr Planner(const Order& order, const Route& route, const Protocol& protocol,
                    BasicPlan<Int>& plan)
      : order_{order}, route_{route}, protocol_{protocol}, plan_{plan} {}

  constexpr void fill_in() {
    const Stops<Int> stops{order_, route_, plan_};
    switch (route_.form) {
      case Form::infusion:
        infusion(stops);
        break;
      case Form::injection:
        if (order_.vial) injection(stops);
        break;
      case Form::lozenge:
        if (order_.lozenge) lozenge(stops);
        break;
    }
    if (plan_.draw && order_.vial && order_.vial->content) waste(*order_.vial->content);
  }

 private:
  constexpr void infusion(const Stops<Int>& stops) {
    if (order_.concentration) {
      ready_made(stops);
    } else if (order_.vial && order_.bag) {
      vial_into_bag(stops);
    } else if (order_.vial && order_.fill) {
      vial_into_syringe(stops);
    } else {
      if (order_.over) plan_.lasts = *order_.over;
      return;
    }
    if (plan_.vtbi && order_.over) time(stops);
  }

  constexpr void ready_made(const Stops<Int>& stops) {
    const Strength strength{*order_.concentration};
    plan_.infusate = strength;
    const auto exact = plan_.target / strength;
    Obstacle obstacle{};
    round_guarded(
        plan_.vtbi, exact, Exact<VolumeDim, Int>{*route_.pump_volume_step}, stops,
        [&](const Exact<VolumeDim, Int>& v) { return strength * v; }, obstacle);
    if (plan_.vtbi)
      plan_.delivered = strength * plan_.vtbi->value();
    else
      plan_.dose_unmeasurable = {Device::pump, obstacle, amount(exact)};
  }

  constexpr void vial_into_bag(const Stops<Int>& stops) {
    const Exact<VolumeDim, Int> bag{*order_.bag};
    const Exact<VolumeDim, Int> step{*route_.pump_volume_step};
    const bool added = *route_.bag_volume == BagVolume::added;
    draw(stops, plan_.target / Strength{order_.vial->strength}, 1);
    if (plan_.draw && plan_.draw->value() > bag) refuse_draw(Device::bag);
    if (!added) {
      plan_.vtbi = round_plainly(bag, step);
      if (plan_.draw) plan_.diluent = gap(bag, plan_.draw->value());
    } else if (plan_.draw) {
      plan_.vtbi = round_plainly(bag + plan_.draw->value(), step);
      plan_.diluent = bag;
    }
    if (plan_.draw) plan_.infusate = *plan_.delivered / (*plan_.diluent + plan_.draw->value());
  }

  constexpr void vial_into_syringe(const Stops<Int>& stops) {
    const Exact<VolumeDim, Int> fill{*order_.fill};
    draw(stops, plan_.target / Strength{order_.vial->strength}, 1);
    if (plan_.draw && plan_.draw->value() > fill) refuse_draw(Device::fill);
    plan_.vtbi = round_plainly(fill, Exact<VolumeDim, Int>{*route_.pump_volume_step});
    plan_.fill_syringe = find_syringe(protocol_, fill);
    if (!plan_.draw) return;
    plan_.diluent = gap(fill, plan_.draw->value());
    plan_.infusate = *plan_.delivered / fill;
  }

  constexpr void refuse_draw(Device device) {
    plan_.dose_unmeasurable = {device, Obstacle::too_large, amount(plan_.draw->value())};
    plan_.draw.reset();
    plan_.delivered.reset();
    plan_.syringe = nullptr;
  }

  /// The total to draw, to the mark of the syringe that holds one of `parts` of it.
  constexpr void draw(const Stops<Int>& stops, const Exact<VolumeDim, Int>& exact, int parts) {
    plan_.syringe = find_syringe(protocol_, exact.scaled(1, parts));
    if (plan_.syringe == nullptr) {
      plan_.dose_unmeasurable = {Device::syringe, Obstacle::too_large, amount(exact)};
      return;
    }
    const Strength strength{order_.vial->strength};
    Obstacle obstacle{};
    round_guarded(
        plan_.draw, exact, Exact<VolumeDim, Int>{plan_.syringe->mark}, stops,
        [&](const Exact<VolumeDim, Int>& v) { return strength * v; }, obstacle);
    if (plan_.draw)
      plan_.delivered = strength * plan_.draw->value();
    else
      plan_.dose_unmeasurable = {Device::syringe, obstacle, amount(exact)};
  }

  constexpr void time(const Stops<Int>& stops) {
    const auto volume = plan_.vtbi->value();
    const Exact<DurationDim, Int> over{*order_.over};
    Obstacle obstacle{};
    if (order_.drip_set) {
      const auto total = Per<DropsDim, VolumeDim, Int>{*order_.drip_set} * volume;
      round_guarded(
          plan_.drops, total / over, one_drop_a_minute<Int>, stops,
          [&](const DropFlow& r) { return total / r; }, obstacle);
      if (plan_.drops)
        plan_.lasts = total / plan_.drops->value();
      else
        plan_.time_unmeasurable = {Device::drip_set, obstacle, amount(total / over)};
      return;
    }
    round_guarded(
        plan_.rate, volume / over, Flow{*route_.pump_rate_step}, stops,
        [&](const Flow& r) { return volume / r; }, obstacle);
    if (plan_.rate)
      plan_.lasts = volume / plan_.rate->value();
    else
      plan_.time_unmeasurable = {Device::pump, obstacle, amount(volume / over)};
  }

  constexpr void injection(const Stops<Int>& stops) {
    const auto exact = plan_.target / Strength{order_.vial->strength};
    plan_.injections = 1;
    if (!order_.site.empty()) {
      plan_.site = find_site(protocol_, order_.site);
      if (exact > Exact<VolumeDim, Int>{*plan_.site->volume.stop_above})
        plan_.site_fit = SiteFit::above_stop;
      else
        plan_.injections = parts(exact, *plan_.site);
    } else {
      choose_sites(exact);
    }
    if (plan_.site_fit == SiteFit::fits) draw(stops, exact, plan_.injections);
  }

  static constexpr int parts(const Exact<VolumeDim, Int>& exact, const Site& site) {
    const Exact<VolumeDim, Int> most{*site.volume.review_above};
    if (exact <= most) return 1;
    const auto whole = exact.steps(most, Rounding::down);
    return static_cast<int>(most.scaled(whole) < exact ? whole + 1 : whole);
  }

  constexpr void choose_sites(const Exact<VolumeDim, Int>& exact) {
    for (std::size_t i = 0; i < protocol_.sites.size(); ++i) {
      const auto& site = protocol_.sites[i];
      if (exact <= Exact<VolumeDim, Int>{*site.volume.review_above})
        plan_.sites |= std::uint64_t{1} << i;
      if (plan_.site == nullptr || *site.volume.stop_above > *plan_.site->volume.stop_above)
        plan_.site = &site;
    }
    if (plan_.sites != 0 || plan_.site == nullptr) return;
    const bool above = exact > Exact<VolumeDim, Int>{*plan_.site->volume.stop_above};
    plan_.site_fit = above ? SiteFit::above_stop : SiteFit::site_missing;
  }

  constexpr void lozenge(const Stops<Int>& stops) {
    const Per<DrugMassDim, PiecesDim, Int> strength{*order_.lozenge, unit::piece(1)};
    const auto exact = plan_.target / strength;
    Obstacle obstacle{};
    round_guarded(
        plan_.pieces, exact, Exact<PiecesDim, Int>{*route_.fraction}, stops,
        [&](const Exact<PiecesDim, Int>& n) { return strength * n; }, obstacle);
    if (plan_.pieces)
      plan_.delivered = strength * plan_.pieces->value();
    else
      plan_.dose_unmeasurable = {Device::lozenge, obstacle, amount(exact)};
  }

  constexpr void waste(Volume content) {
    const Exact<VolumeDim, Int> vial{content};
    const auto drawn = plan_.draw->value();
    auto vials = drawn.steps(vial, Rounding::down);
    if (vial.scaled(vials) < drawn) ++vials;
    const auto left = gap(vial.scaled(vials), drawn);
    plan_.waste = BasicWaste<Int>{vials, left, Strength{order_.vial->strength} * left};
  }

  const Order& order_;
  const Route& route_;
  const Protocol& protocol_;
  BasicPlan<Int>& plan_;
};

template <class Int>
constexpr BasicPlan<Int> plan_at(const Order& order, const Route& route, const Protocol& protocol) {
  auto made = target_only<Int>(order, protocol);
  Planner<Int>{order, route, protocol, made}.fill_in();
  return made;
}

template <class N, class D>
constexpr std::optional<Rounded<Per<N, D>>> widened(
    const std::optional<Rounded<Per<N, D, std::int64_t>>>& r) {
  if (!r) return {};
  return Rounded<Per<N, D>>{r->exact, r->step, r->nearest, r->count, r->turned};
}

constexpr const Plan& widened(const Plan& p) { return p; }
constexpr std::optional<Waste> widened(const std::optional<BasicWaste<std::int64_t>>& w) {
  if (!w) return {};
  return Waste{w->vials, w->left, w->left_mass};
}
constexpr Plan widened(const BasicPlan<std::int64_t>& p) {
  Plan plan{p.dosing_weight, p.target};
  static_cast<PlanFrame&>(plan) = p;
  plan.delivered = p.delivered;
  plan.draw = widened(p.draw);
  plan.diluent = p.diluent;
  plan.infusate = p.infusate;
  plan.vtbi = widened(p.vtbi);
  plan.rate = widened(p.rate);
  plan.drops = widened(p.drops);
  plan.lasts = p.lasts;
  plan.pieces = widened(p.pieces);
  plan.waste = widened(p.waste);
  return plan;
}

}  // namespace detail

/// The plan for an order that has a dose and that `refuse` lets pass.
constexpr Plan plan(const Order& order, const Route& route, const Protocol& protocol) {
  return detail::in_few_bits([&]<class Int>(Int) -> Plan {
    return detail::widened(detail::plan_at<Int>(order, route, protocol));
  });
}

}  // namespace ketadose
