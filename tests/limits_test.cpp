// SPDX-License-Identifier: Apache-2.0
// No dead limit: from a protocol and an order that raise nothing, tightening any one bound raises
// exactly its finding. Adding a route is one row.
#include <doctest/doctest.h>

#include <functional>
#include <ketadose/ketadose.hpp>
#include <string>
#include <vector>

using namespace ketadose;
using namespace ketadose::literals;

namespace {

/// A protocol whose rows can be changed.
struct Own {
  std::vector<Route> routes{published.routes.begin(), published.routes.end()};
  std::vector<Site> sites{published.sites.begin(), published.sites.end()};
  std::vector<SessionCeiling> ceilings{published.routes[0].ceilings.begin(),
                                       published.routes[0].ceilings.end()};
  std::vector<Concentration> vials{published.routes[0].vials.begin(),
                                   published.routes[0].vials.end()};
  Protocol protocol = published;

  Route& iv() { return routes[0]; }
  Route& im() { return routes[1]; }
  Route& lozenge() { return routes[2]; }
  const Protocol& made() {
    for (auto& route : routes) {
      route.ceilings = ceilings;
      if (route.form != Form::lozenge) route.vials = vials;
    }
    protocol.routes = routes;
    protocol.sites = sites;
    return protocol;
  }
};

Order infusion() {
  return {.weight = 80_kg,
          .last_weight = 79_kg,
          .route = "iv",
          .session = 1,
          .dose = 40_mg,
          .over = 45_min,
          .vial = Vial{50_mg_per_mL, {}},
          .bag = 100_mL,
          .height = 180_cm,
          .age = 40,
          .bp = BloodPressure{120, 80},
          .has = "none",
          .takes = "none"};
}
Order injection() {
  return {.weight = 80_kg,
          .route = "im",
          .session = 1,
          .dose = 40_mg,
          .vial = Vial{50_mg_per_mL, {}},
          .site = "deltoid"};
}
Order injection_for(std::string_view site) {
  Order order = injection();
  order.site = site;
  return order;
}
Order one_lozenge() {
  return {.weight = 80_kg, .route = "lozenge", .session = 1, .dose = 40_mg, .lozenge = 40_mg};
}
/// 41.25 mg is 0.825 mL, drawn as 0.83 mL: the delivery differs by 0.6 %.
Order uneven() {
  Order order = infusion();
  order.weight = 82.5_kg;
  order.dose = 0.5_mg_per_kg;
  return order;
}
Order uneven_injection() {
  Order order = injection();
  order.weight = 82.5_kg;
  order.dose = 0.5_mg_per_kg;
  return order;
}
/// 40 mg from lozenges of 50 mg: 0.75 of one gives 37.5 mg, 6.25 % less.
Order uneven_lozenge() {
  Order order = one_lozenge();
  order.lozenge = 50_mg;
  return order;
}

constexpr std::string_view here = judgement;

struct Tightened {
  std::string bound;
  Order order;
  std::function<void(Own&)> tighten;
  Code code;
  Level level;
};

template <class T>
void set(Bound<T>& bound, T value) {
  bound = Bound<T>{value, here};
}

/// Dose, cap and ceiling of one route, which every form has.
void add_dose(std::vector<Tightened>& all, const std::string& name, const Order& order,
              Route& (Own::*route)()) {
  const auto add = [&](const std::string& bound, std::function<void(Route&)> tighten, Code code,
                       Level level) {
    all.push_back({name + bound, order, [=](Own& own) { tighten((own.*route)()); }, code, level});
  };
  add(
      " dose stop below", [](Route& r) { set(r.dose.stop_below, 0.6_mg_per_kg); },
      Code::dose_below_range, Level::stop);
  add(
      " dose review below", [](Route& r) { set(r.dose.review_below, 0.6_mg_per_kg); },
      Code::dose_below_range, Level::review);
  add(
      " dose review above", [](Route& r) { set(r.dose.review_above, 0.4_mg_per_kg); },
      Code::dose_above_range, Level::review);
  add(
      " dose cap review above", [](Route& r) { set(r.dose_cap.review_above, 39_mg); },
      Code::dose_above_cap, Level::review);
  add(
      " dose cap stop above", [](Route& r) { set(r.dose_cap.stop_above, 39_mg); },
      Code::dose_above_cap, Level::stop);
  add(
      " dose stop above",
      [](Route& r) {
        set(r.dose.stop_above, 0.4_mg_per_kg);
        r.dose.review_below = none;
      },
      Code::dose_above_range, Level::stop);
}

void add_infusion(std::vector<Tightened>& all) {
  const auto add = [&](const std::string& bound, const Order& order,
                       std::function<void(Route&)> tighten, Code code, Level level) {
    all.push_back({"iv " + bound, order, [=](Own& own) { tighten(own.iv()); }, code, level});
  };
  const auto order = infusion();
  add(
      "duration stop below", order, [](Route& r) { set(r.duration.stop_below, 46_min); },
      Code::duration_below_range, Level::stop);
  add(
      "duration review below", order, [](Route& r) { set(r.duration.review_below, 46_min); },
      Code::duration_below_range, Level::review);
  add(
      "duration review above", order, [](Route& r) { set(r.duration.review_above, 44_min); },
      Code::duration_above_range, Level::review);
  add(
      "duration stop above", order,
      [](Route& r) {
        set(r.duration.stop_above, 44_min);
        r.duration.review_above = none;
      },
      Code::duration_above_range, Level::stop);
  const auto half_an_hour = Intensity::of_base(500'000'000, 1'000 * 3'600);  // 0.5 mg/kg/h
  add(
      "intensity review above", order,
      [=](Route& r) { set(r.intensity.review_above, half_an_hour); }, Code::intensity_above_limit,
      Level::review);
  add(
      "intensity stop above", order, [=](Route& r) { set(r.intensity.stop_above, half_an_hour); },
      Code::intensity_above_limit, Level::stop);
  add(
      "infusate review above", order,
      [](Route& r) { set(r.concentration.review_above, 0.3_mg_per_mL); },
      Code::concentration_above_limit, Level::review);
  add(
      "infusate stop above", order,
      [](Route& r) {
        set(r.concentration.stop_above, 0.3_mg_per_mL);
        r.concentration.review_above = none;
      },
      Code::concentration_above_limit, Level::stop);
  add(
      "volume infused review above", order,
      [](Route& r) { set(r.volume_infused.review_above, 99_mL); }, Code::volume_infused_high,
      Level::review);
  add(
      "pump rate stop above", order, [](Route& r) { set(r.pump_rate.stop_above, 100_mL_per_h); },
      Code::rate_outside_pump, Level::stop);
  add(
      "pump rate stop below", order, [](Route& r) { set(r.pump_rate.stop_below, 200_mL_per_h); },
      Code::rate_outside_pump, Level::stop);
  add(
      "delivered differs review above", uneven(),
      [](Route& r) {
        r.delivered_differs.review_above = {Fraction::of_base(5, 1000), here};
      },
      Code::delivered_differs, Level::review);
}

void add_devices(std::vector<Tightened>& all) {
  all.push_back({"im delivered differs", uneven_injection(),
                 [](Own& o) {
                   o.im().delivered_differs.review_above = {Fraction::of_base(5, 1000), here};
                 },
                 Code::delivered_differs, Level::review});
  all.push_back({"lozenge delivered differs", uneven_lozenge(),
                 [](Own& o) { set(o.lozenge().delivered_differs.review_above, 6_percent); },
                 Code::delivered_differs, Level::review});
  for (std::size_t i = 0; i < published.sites.size(); ++i) {
    const auto& site = published.sites[i];
    const std::string name{site.name};
    all.push_back({name + " review above", injection_for(site.name),
                   [i](Own& o) { set(o.sites[i].volume.review_above, 0.7_mL); },
                   Code::volume_above_site_limit, Level::review});
    all.push_back({name + " stop above", injection_for(site.name),
                   [i](Own& o) {
                     set(o.sites[i].volume.review_above, 0.7_mL);
                     set(o.sites[i].volume.stop_above, 0.7_mL);
                   },
                   Code::volume_above_site_limit, Level::stop});
  }
  all.push_back({"vials in use", infusion(), [](Own& o) { o.vials = {10_mg_per_mL}; },
                 Code::vial_not_listed, Level::review});
}

void add_ceilings(std::vector<Tightened>& all) {
  for (std::size_t i = 0; i < published.routes[0].ceilings.size(); ++i) {
    Order order = infusion();
    order.session = published.routes[0].ceilings[i].from;
    all.push_back({"session ceiling " + std::to_string(i), order,
                   [i](Own& o) {
                     o.ceilings[i].review_above = {0.4_mg_per_kg, here};
                   },
                   Code::dose_above_session_ceiling, Level::review});
  }
}

void add_patient(std::vector<Tightened>& all) {
  const auto add = [&](const std::string& bound, std::function<void(Protocol&)> tighten, Code code,
                       Level level) {
    all.push_back({bound, infusion(), [=](Own& own) { tighten(own.protocol); }, code, level});
  };
  const auto bmi = [](int n) { return BodyMassIndex::of_base(n * 1'000, 1'000'000'000'000); };
  using enum Level;
  const auto weight = Code::weight_out_of_bounds;
  add(
      "weight stop below",
      [](Protocol& p) {
        set(p.weight.stop_below, 81_kg);
        p.weight.review_below = none;
      },
      weight, stop);
  add(
      "weight review below", [](Protocol& p) { set(p.weight.review_below, 81_kg); }, weight,
      review);
  add(
      "weight review above", [](Protocol& p) { set(p.weight.review_above, 79_kg); }, weight,
      review);
  add(
      "weight stop above",
      [](Protocol& p) {
        set(p.weight.stop_above, 79_kg);
        p.weight.review_above = none;
      },
      weight, stop);
  add(
      "weight change", [](Protocol& p) { set(p.weight_change.review_above, 1_percent); },
      Code::weight_changed, review);
  add(
      "age stop below", [](Protocol& p) { set(p.age.stop_below, 41_years); },
      Code::age_out_of_bounds, stop);
  add(
      "age review above", [](Protocol& p) { set(p.age.review_above, 39_years); },
      Code::age_out_of_bounds, review);
  // 80 kg at 1.8 m: 24.7 kg/m2.
  add(
      "bmi review below", [=](Protocol& p) { set(p.body_mass_index.review_below, bmi(25)); },
      Code::bmi_out_of_bounds, review);
  add(
      "bmi review above", [=](Protocol& p) { set(p.body_mass_index.review_above, bmi(24)); },
      Code::bmi_out_of_bounds, review);
  add(
      "bmi note from",
      [=](Protocol& p) {
        p.body_mass_index_note = {bmi(24), here};
      },
      Code::bmi_high, note);
  const auto high = Code::blood_pressure_high;
  add(
      "systolic review below", [](Protocol& p) { set(p.systolic.review_below, 121_mmHg); },
      Code::blood_pressure_low, review);
  add(
      "systolic review above", [](Protocol& p) { set(p.systolic.review_above, 119_mmHg); }, high,
      review);
  add(
      "systolic stop above", [](Protocol& p) { set(p.systolic.stop_above, 119_mmHg); }, high, stop);
  add(
      "diastolic review above", [](Protocol& p) { set(p.diastolic.review_above, 79_mmHg); }, high,
      review);
  add(
      "diastolic stop above", [](Protocol& p) { set(p.diastolic.stop_above, 79_mmHg); }, high,
      stop);
}

std::vector<Tightened> every_bound() {
  std::vector<Tightened> all;
  add_dose(all, "iv", infusion(), &Own::iv);
  add_dose(all, "im", injection(), &Own::im);
  add_dose(all, "lozenge", one_lozenge(), &Own::lozenge);
  add_infusion(all);
  add_devices(all);
  add_ceilings(all);
  add_patient(all);
  return all;
}

/// The findings but for the slips, which explain findings and have no bound of their own.
std::string told(const Assessment& a) {
  std::string codes;
  for (const auto& finding : a.findings)
    if (finding.code != Code::possible_slip)
      codes += std::string{name(finding.code)} + ':' +
               std::to_string(static_cast<int>(finding.level)) + ' ';
  return codes;
}

/// Whether a slip's order raises nothing that a slip would have to explain, judged whole.
bool clears(const Order& meant, const Route& route, const Protocol& protocol, bool claim_differed) {
  const auto whole = judge(meant, route, protocol);
  for (const auto& finding : whole.findings)
    if (finding.level > Level::note && ketadose::detail::triggers(finding.code) != 0) return false;
  return !claim_differed || !whole.is_unchecked(Unchecked::claims);
}

/// The slips of an order by their definition: every one is judged whole.
std::string slips_by_definition(const Order& order, const Protocol& protocol) {
  const auto& route = *find_route(protocol, order.route);
  unsigned raised = 0;
  bool claims = false;
  for (const auto& finding : judge(order, route, protocol).findings) {
    if (finding.level > Level::note) raised |= ketadose::detail::triggers(finding.code);
    claims = claims || finding.code == Code::claim_differs;
  }
  std::string named;
  std::string_view last;
  for (const auto& slip : slips) {
    Order meant = order;
    if ((raised & ketadose::detail::set_of(slip.trigger)) == 0 || !slip.mean(meant, route))
      continue;
    if (!clears(meant, route, protocol, claims)) continue;
    if (slip.name != last) (named += slip.name) += ' ';
    last = slip.name;
  }
  return named;
}

std::string slips_told(const Assessment& a) {
  std::string named;
  for (const auto& finding : a.findings)
    if (finding.code == Code::possible_slip && !finding.subject.starts_with("claim-"))
      (named += finding.subject) += ' ';
  return named;
}

/// An order, and what becomes of it when any one slip is made.
std::vector<Order> with_slips(const Order& order, const Route& route) {
  std::vector<Order> all{order};
  for (const auto& slip : slips)
    if (Order slipped = order; slip.mean(slipped, route)) all.push_back(slipped);
  return all;
}

template <class T>
int bounds_of(const Guardrail<T>& g) {
  return (g.stop_below ? 1 : 0) + (g.review_below ? 1 : 0) + (g.review_above ? 1 : 0) +
         (g.stop_above ? 1 : 0);
}

}  // namespace

TEST_CASE("the orders raise nothing by the published protocol") {
  for (const auto& order :
       {infusion(), injection(), one_lozenge(), uneven(), uneven_injection(), uneven_lozenge()}) {
    const auto a = assess(order, published);
    REQUIRE(a);
    CHECK(told(*a) == "");
  }
}

TEST_CASE("tightening any one bound raises exactly its finding") {
  int cases = 0;
  for (const auto& row : every_bound()) {
    CAPTURE(row.bound);
    Own own;
    row.tighten(own);
    const auto a = assess(row.order, own.made());
    REQUIRE(a);
    CHECK(told(*a) ==
          std::string{name(row.code)} + ':' + std::to_string(static_cast<int>(row.level)) + ' ');
    ++cases;
  }
  CHECK(cases > 50);
}

TEST_CASE("a slip is named exactly when its order, judged whole, raises nothing to explain") {
  int named = 0;
  for (const auto& row : every_bound()) {
    CAPTURE(row.bound);
    Own own;
    row.tighten(own);
    const auto protocol = own.made();
    for (const auto& once : with_slips(row.order, *find_route(protocol, row.order.route)))
      for (const auto& twice : with_slips(once, *find_route(protocol, row.order.route)))
        if (const auto a = assess(twice, protocol)) {
          CHECK(slips_told(*a) == slips_by_definition(twice, protocol));
          if (!slips_told(*a).empty()) ++named;
        }
  }
  CHECK(named > 100);
}

TEST_CASE("a slip changes what its row says, and that way") {
  const auto mg = [](const Order& o) { return o.dose->for_weight(1_kg); };
  int changed = 0;
  for (const auto& row : every_bound())
    for (const auto weight : {Unit<BodyWeightDim>{"", 1}(112), 0.9_kg, 44.4_kg, 80.5_kg, 300_kg})
      for (const auto& slip : slips) {
        auto order = row.order;
        order.weight = weight;
        auto meant = order;
        if (!slip.mean(meant, *find_route(published, order.route))) continue;
        CAPTURE(slip.name);
        using enum Change;
        CHECK((meant.weight < order.weight) == (slip.change == less_weight));
        CHECK((meant.weight > order.weight) == (slip.change == more_weight));
        const bool was_mass = order.dose->is_mass();
        const bool is_mass = meant.dose->is_mass();
        CHECK((is_mass && !was_mass) == (slip.change == mass_meant));
        CHECK((was_mass && !is_mass) == (slip.change == per_kilogram_meant));
        CHECK((mg(meant) < mg(order)) == (slip.change == less_dose));
        CHECK((mg(meant) > mg(order)) == (slip.change == more_dose));
        CHECK((meant.over < order.over) == (slip.change == shorter));
        CHECK((meant.over > order.over) == (slip.change == longer));
        const bool other = meant.vial && meant.vial->strength != order.vial->strength;
        CHECK(other == (slip.change == other_vial));
        const auto tenfold = [](const auto& less, const auto& more) {
          return less.scaled(least_slip) <= more;
        };
        if (slip.change == less_dose) CHECK(tenfold(mg(meant), mg(order)));
        if (slip.change == more_dose) CHECK(tenfold(mg(order), mg(meant)));
        if (slip.change == shorter) CHECK(tenfold(Exact<DurationDim>{*meant.over}, *order.over));
        if (slip.change == longer) CHECK(tenfold(Exact<DurationDim>{*order.over}, *meant.over));
        ++changed;
      }
  CHECK(changed > 100);
}

TEST_CASE("a slip from the edge of the dose's range is named when that edge is inside") {
  Own own;
  own.protocol.weight = Guardrail<BodyWeight>::unset();
  const auto protocol = own.made();
  int named = 0;
  const auto agree = [&](const Order& edge) {
    for (const auto& order : with_slips(edge, *find_route(protocol, edge.route)))
      if (const auto a = assess(order, protocol)) {
        CHECK(slips_told(*a) == slips_by_definition(order, protocol));
        if (!slips_told(*a).empty()) ++named;
      }
  };
  for (auto order : {infusion(), injection(), one_lozenge()})
    for (const auto weight : {0.9_kg, 9.9_kg, 10_kg, 10.1_kg, 80_kg}) {
      order.weight = weight;
      order.last_weight.reset();
      order.height.reset();
      const auto& range = find_route(protocol, order.route)->dose;
      for (const auto& bound : {*range.review_below, *range.stop_above})
        for (int tenths = -7; tenths <= 7; ++tenths) {
          CAPTURE(tenths);
          const auto edge = Per{bound} * weight;
          const auto off = Exact<DrugMassDim>{unit::mcg(100)}.scaled(tenths < 0 ? -tenths : tenths);
          const auto mass = tenths < 0 ? gap(edge, off) : edge + off;
          order.dose = mass;
          agree(order);
          order.dose = per_kilogram(mass, weight);
          agree(order);
        }
    }
  CHECK(named > 100);
}

TEST_CASE("every bound that the published protocol sets is among those tightened") {
  const auto& p = published;
  int bounds = bounds_of(p.weight) + bounds_of(p.weight_change) + bounds_of(p.age) +
               bounds_of(p.body_mass_index) + 1 + bounds_of(p.systolic) + bounds_of(p.diastolic);
  for (const auto& site : p.sites) bounds += bounds_of(site.volume);
  for (const auto& r : p.routes)
    bounds += bounds_of(r.dose) + bounds_of(r.dose_cap) + bounds_of(r.duration) +
              bounds_of(r.intensity) + bounds_of(r.concentration) + bounds_of(r.volume_infused) +
              bounds_of(r.pump_rate) + bounds_of(r.delivered_differs);
  // Counted by hand in the rules' table: routes 2 + 2 + 2 of dose, 2 of duration, 2 of infusate,
  // 1 of volume, 2 of pump, 3 of difference; sites 6; weight 4, change 1, age 2, bmi 2 and its
  // note 1, pressure 3 + 2.
  CHECK(bounds == 37);
}

TEST_CASE("adding a route is one row: subcutaneous") {
  Own own;
  Route sc = own.im();
  sc.name = "sc";
  sc.title = "SC";
  set(sc.dose.stop_above, 0.9_mg_per_kg);
  sc.ladder = sc.ladder.first(6);  // its last rung, 1 mg/kg, would be across the stop bound
  own.routes.push_back(sc);
  const Protocol& p = own.made();
  REQUIRE(fault(p) == "");
  Order order = injection();
  order.route = "sc";
  const auto fine = assess(order, p);
  REQUIRE(fine);
  CHECK(fine->verdict() == Level::ok);
  CHECK(fine->plan.draw->value() == Exact<VolumeDim>{0.8_mL});  // 40 mg / 50 mg/mL
  order.dose = 73_mg;                                           // 0.9 mg/kg x 80 kg = 72 mg
  const auto stopped = assess(order, p);
  REQUIRE(stopped);
  CHECK(stopped->verdict() == Level::stop);
  CHECK(stopped->findings[0].code == Code::dose_above_range);
}

TEST_CASE("each stop bound that the order respects turns a rounding, also beside one it crosses") {
  // 119 mg for 100 kg is above 1 mg/kg (100 mg), but not above a cap of 120 mg. 119 / 5 = 23.8 mL;
  // the nearest step of 5 mL is 25 mL = 125 mg, above the cap; the other neighbour is 20 mL.
  Own own;
  set(own.iv().dose_cap.stop_above, 120_mg);
  own.iv().pump_volume_step = {5_mL, judgement};
  const Protocol& p = own.made();
  Order order{.weight = 100_kg, .route = "iv", .session = 7, .dose = 119_mg, .over = 50_min};
  order.concentration = 5_mg_per_mL;
  const auto made = plan(order, own.iv(), p);
  REQUIRE(made.vtbi);
  CHECK(made.vtbi->value() == Exact<VolumeDim>{20_mL});
  CHECK(made.vtbi->turned == Turn::dose_cap);
}
