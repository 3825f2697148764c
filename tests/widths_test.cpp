// SPDX-License-Identifier: Apache-2.0
// Numbers of 64 bits and of 128 give the same plan and the same findings; what does not fit in 64
// bits is worked out in 128.
#include <doctest/doctest.h>

#include <ketadose/ketadose.hpp>
#include <optional>
#include <vector>

using namespace ketadose;
using namespace ketadose::literals;

namespace {

using ketadose::detail::judge_at;
using ketadose::detail::TooWide;
using ketadose::detail::wide;

std::optional<Assessment> judged_in_64_bits(const Order& order, const Route& route) {
  try {
    return judge_at<std::int64_t>(order, route, published);
  } catch (const TooWide&) {
    return {};
  }
}

bool same(const Amount& a, const Amount& b) {
  if (a.measure != b.measure) return false;
  return Fraction::of_base(a.num, a.den) == Fraction::of_base(b.num, b.den);
}

template <class P>
bool same(const std::optional<P>& a, const std::optional<P>& b) {
  return a.has_value() == b.has_value() && (!a || *a == *b);
}

template <class P>
bool same(const std::optional<Rounded<P>>& a, const std::optional<Rounded<P>>& b) {
  if (a.has_value() != b.has_value()) return false;
  return !a || (a->exact == b->exact && a->step == b->step && a->nearest == b->nearest &&
                a->count == b->count && a->turned == b->turned);
}

bool same(const Plan& a, const Plan& b) {
  return a.dosing_weight == b.dosing_weight && a.target == b.target &&
         same(a.delivered, b.delivered) && same(a.draw, b.draw) && a.syringe == b.syringe &&
         a.fill_syringe == b.fill_syringe && same(a.diluent, b.diluent) &&
         same(a.infusate, b.infusate) && same(a.vtbi, b.vtbi) && same(a.rate, b.rate) &&
         same(a.drops, b.drops) && same(a.lasts, b.lasts) && same(a.pieces, b.pieces) &&
         a.waste.has_value() == b.waste.has_value() && a.site == b.site && a.sites == b.sites &&
         a.injections == b.injections;
}

bool same(const Assessment& a, const Assessment& b) {
  if (!same(a.plan, b.plan) || a.unchecked != b.unchecked) return false;
  if (a.findings.size() != b.findings.size()) return false;
  for (std::size_t i = 0; i < a.findings.size(); ++i) {
    const auto& one = a.findings[i];
    const auto& other = b.findings[i];
    if (one.code != other.code || one.level != other.level || one.edge != other.edge ||
        !same(one.measured, other.measured) || !same(one.bound, other.bound) ||
        !same(one.also, other.also))
      return false;
  }
  return true;
}

/// Without the findings an order comes to the same.
bool same_alone(const Order& order, const Route& route, const Assessment& whole) {
  return judge_alone(order, route, published, [&](const auto& alone) {
    const Plan& plan = ketadose::detail::widened(alone.plan);
    return same(plan, whole.plan) && alone.verdict == whole.verdict() &&
           alone.unchecked == whole.unchecked;
  });
}

struct Tally {
  int orders = 0;
  int fit = 0;
};

/// Every order of a grid that reaches from what is usual to what is hardly to be typed.
template <class Each>
void for_each_order(Each each) {
  for (const auto weight : {20_kg, 82.5_kg, 163.847_kg, 999999.999_kg})
    for (const Dose& dose : {Dose{41_mg}, Dose{0.5_mg_per_kg}, Dose{0.333333_mg_per_kg},
                             Dose{999999.999999_mg}, Dose{999999.999999_mg_per_kg}})
      for (const auto strength : {50_mg_per_mL, 0.000001_mg_per_mL, 33.333333_mg_per_mL})
        for (const auto over : {40_min, 999999_min, 47_min}) each(weight, dose, strength, over);
}

Order order_of(const Route& route, BodyWeight weight, const Dose& dose,
               const Concentration& strength, Duration over, int set_up) {
  Order order{.weight = weight, .route = route.name, .session = 3, .dose = dose};
  order.last_weight = 80_kg;
  order.height = 170.18_cm;
  if (route.form == Form::lozenge) {
    order.lozenge = 100_mg;
    return order;
  }
  if (set_up == 0 && route.form == Form::infusion)
    order.concentration = strength;
  else
    order.vial = Vial{strength, 7_mL};
  if (route.form != Form::infusion) return order;
  order.over = over;
  if (set_up == 1) order.bag = 100_mL;
  if (set_up == 2) order.fill = 50_mL;
  if (set_up == 1) order.drip_set = 20_gtt_per_mL;
  return order;
}

}  // namespace

TEST_CASE("64 bits and 128 give the same answers") {
  Tally tally;
  for (const auto& route : published.routes)
    for_each_order(
        [&](BodyWeight weight, const Dose& dose, const Concentration& strength, Duration over) {
          for (const int set_up : {0, 1, 2}) {
            const Order order = order_of(route, weight, dose, strength, over, set_up);
            const Assessment in_128 = judge_at<wide>(order, route, published);
            ++tally.orders;
            CHECK(same(judge(order, route, published), in_128));
            CHECK(same_alone(order, route, in_128));
            const auto in_64 = judged_in_64_bits(order, route);
            if (!in_64) continue;
            ++tally.fit;
            CHECK(same(*in_64, in_128));
          }
        });
  CHECK(tally.orders == 3 * 4 * 5 * 3 * 3 * 3);
  CHECK(tally.fit > tally.orders / 2);  // the usual ones do
  CHECK(tally.fit < tally.orders);      // and the grid reaches beyond
}

TEST_CASE("what throws in the use of a judgement is not taken for a number too wide") {
  const Order order{.weight = 82_kg, .route = "im", .session = 1, .dose = 41_mg};
  int uses = 0;
  CHECK_THROWS_AS(judge_alone(order, *find_route(published, "im"), published,
                              [&](const auto&) {
                                ++uses;
                                throw TooWide{};
                              }),
                  TooWide);
  CHECK(uses == 1);
}

TEST_CASE("the largest dose that can be typed is exact") {
  // By hand, for 999,999.999999 mg/kg and 999,999.999 kg:
  // (10^6 - 10^-6) x (10^6 - 10^-3) = 10^12 - 10^3 - 1 + 10^-9 mg = 999,999,998,999.000000001 mg.
  const Order order{
      .weight = 999999.999_kg, .route = "im", .session = 1, .dose = 999999.999999_mg_per_kg};
  CHECK_FALSE(judged_in_64_bits(order, *find_route(published, "im")));
  const auto assessed = assess(order, published);
  REQUIRE(assessed);
  const auto pg = ketadose::detail::times(999'999'998'999, unit::mg.scale) + 1;
  CHECK(assessed->plan.target == Exact<DrugMassDim>::of_base(pg, 1));
}
