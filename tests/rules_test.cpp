// SPDX-License-Identifier: Apache-2.0
// The rules, proved where they can be when the library is compiled. Each expected value is worked
// out by hand beside it.
#include <doctest/doctest.h>

#include <ketadose/ketadose.hpp>
#include <string>
#include <type_traits>

using namespace ketadose;
using namespace ketadose::literals;

namespace {

constexpr Exact<VolumeDim> ml(std::int64_t hundredths) {
  return Exact<VolumeDim>{Unit<VolumeDim>{"", 10'000}(hundredths)};
}
constexpr Exact<DrugMassDim> mg(std::int64_t hundredths) {
  return Exact<DrugMassDim>{Unit<DrugMassDim>{"", 10'000'000}(hundredths)};
}

// ---- Kinds do not mix, and a number enters with its unit ----
template <class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};
static_assert(!std::is_constructible_v<DrugMass, int>);
static_assert(!std::is_convertible_v<BodyWeight, DrugMass>);
static_assert(!Addable<Exact<DrugMassDim>, Exact<BodyWeightDim>>);
static_assert(!Addable<Exact<DrugMassDim>, Exact<VolumeDim>>);
static_assert(!std::is_default_constructible_v<Bound<DrugMass>>);
static_assert(std::is_trivially_copyable_v<DrugMass>);

// ---- Exact reading ----
static_assert(*kilograms(181.9_lb) == 82.5_kg);  // 181.9 x 0.45359237 = 82.508..., to 0.1
static_assert(*kilograms(154_lb) == 69.9_kg);    // 69.853...
static_assert(*kilograms(110.34_lb) == 50_kg);   // 50.0493...
static_assert(kilograms(0.1_lb).refusal().code == Refuse::too_fine);  // 0.045 kg
static_assert(read_number("0.50")->digits == 50);
static_assert(read_number("70,5").refusal() == Refusal{Refuse::number_comma, 2});
static_assert(Concentration{500_mg, 10_mL} == 50_mg_per_mL);
static_assert(33.333333_mg_per_mL < Concentration{100_mg, 3_mL});
static_assert(Concentration{100_mg, 3_mL} < 33.333334_mg_per_mL);
// Cross products of 10^15 pg and 10^12 nL need more than 64 bits.
static_assert(Concentration{999999.999999_mg, 999999.999998_mL} >
              Concentration{999999.999998_mg, 999999.999998_mL});

// ---- Rounding, one rule ----
constexpr Order half_per_kg{.weight = 82.5_kg,
                            .route = "im",
                            .session = 1,
                            .dose = 0.5_mg_per_kg,
                            .vial = Vial{50_mg_per_mL, {}}};
// 0.5 x 82.5 = 41.25 mg; / 50 = 0.825 mL; a tie at 0.01 mL goes up; 0.83 x 50 = 41.5 mg
constexpr auto half_plan = plan(half_per_kg, published.routes[1], published);
static_assert(half_plan.target == mg(4125));
static_assert(half_plan.draw->value() == ml(83));
static_assert(half_plan.draw->turned == Turn::not_turned);
static_assert(*half_plan.delivered == mg(4150));

constexpr Order one_per_kg{.weight = 82.5_kg,
                           .route = "im",
                           .session = 7,
                           .dose = 1_mg_per_kg,
                           .vial = Vial{50_mg_per_mL, {}}};
// 82.5 mg is 1.65 mL; the 3 mL syringe has marks of 0.1; 1.7 mL would be 85 mg, above 82.5
constexpr auto one_plan = plan(one_per_kg, published.routes[1], published);
static_assert(one_plan.draw->value() == ml(160));
static_assert(one_plan.draw->unguarded() == ml(170));
static_assert(one_plan.draw->turned == Turn::dose_stop_above);
static_assert(*one_plan.delivered == mg(8000));

// In the deltoid the same 1.65 mL is two injections of 0.825 mL: 1 mL syringe, marks of 0.01;
// 165 marks are 83 and 82.
constexpr Order in_deltoid = [] {
  Order order = one_per_kg;
  order.site = "deltoid";
  return order;
}();
constexpr auto deltoid_plan = plan(in_deltoid, published.routes[1], published);
static_assert(deltoid_plan.injections == 2);
static_assert(deltoid_plan.draw->value() == ml(165));
static_assert(share(deltoid_plan, 0) == ml(83) && share(deltoid_plan, 1) == ml(82));

constexpr Order ready_made{.weight = 82.5_kg,
                           .route = "iv",
                           .session = 1,
                           .dose = 0.5_mg_per_kg,
                           .over = 40_min,
                           .concentration = 1_mg_per_mL};
// 41.25 mL, to 0.1: 41.3; 41.3 / 40 x 60 = 61.95 mL/h; 62.0 would end after 39.97 min
constexpr auto ready_plan = plan(ready_made, published.routes[0], published);
static_assert(ready_plan.vtbi->value() == ml(4130));
static_assert(ready_plan.rate->value() == 61.9_mL_per_h);
static_assert(ready_plan.rate->turned == Turn::duration_stop_below);

// ---- The order step: 41.25 mg is the ceiling at 82.5 kg, and half a step of 1 mg is 0.5 mg ----
constexpr Level at_ceiling(Dose dose) {
  return assess(Order{.weight = 82.5_kg, .route = "iv", .session = 3, .dose = dose, .over = 40_min},
                published)
      ->verdict();
}
static_assert(at_ceiling(41_mg) == Level::ok);
static_assert(at_ceiling(41.75_mg) == Level::ok);
static_assert(at_ceiling(41.76_mg) == Level::review);
static_assert(at_ceiling(42_mg) == Level::review);
static_assert(at_ceiling(0.5_mg_per_kg) == Level::ok);
static_assert(at_ceiling(0.500001_mg_per_kg) == Level::review);

// ---- Dosing weights: Devine for a man of 180 cm: 50 + 2.3 x (70.866 - 60) = 74.99 kg ----
static_assert(weight_for_dosing(DosingWeight::ideal, 100_kg, 180_cm, Sex::male) == 75_kg);
// exact ideal 74.9921... + 0.4 x (100 - 74.9921...) = 84.995... kg
static_assert(weight_for_dosing(DosingWeight::adjusted, 100_kg, 180_cm, Sex::male) == 85_kg);
static_assert(weight_for_dosing(DosingWeight::ideal, 60_kg, 180_cm, Sex::male) == 60_kg);

}  // namespace

TEST_CASE("products beyond 127 bits still compare exactly") {
  const auto huge = ketadose::detail::widest;
  CHECK(ketadose::detail::product_less(huge - 1, huge, huge, huge));
  CHECK_FALSE(ketadose::detail::product_less(huge, huge, huge, huge - 1));
  CHECK_FALSE(ketadose::detail::product_less(huge, huge, huge, huge));
  CHECK(ketadose::detail::times(huge, 2) == huge);
}

TEST_CASE("the largest numbers that can be typed are judged, not wrapped") {
  const Order order{.weight = 999999.999_kg,
                    .route = "iv",
                    .session = 999,
                    .dose = 999999.999999_mg_per_kg,
                    .over = 999999_h,
                    .concentration = 0.000001_mg_per_mL};
  const auto a = assess(order, published);
  REQUIRE(a);
  CHECK(a->verdict() == Level::stop);
  CHECK(a->findings[0].code == Code::dose_above_range);
}

TEST_CASE("numbers are written without a trailing zero, with a leading one, and never as 0") {
  const auto written = [](std::int64_t num, std::int64_t den, int places, bool grouped) {
    char buffer[longest_number];
    return std::string{buffer, write_number(buffer, num, den, places, grouped)};
  };
  CHECK(written(50, 100, 2, false) == "0.5");
  CHECK(written(5, 1, 3, false) == "5");
  CHECK(written(12345, 10, 1, true) == "1,234.5");
  CHECK(written(1234567, 1, 0, true) == "1,234,567");
  CHECK(written(12345, 10, 1, false) == "1234.5");
  CHECK(written(1, 8, 2, false) == "0.13");          // 0.125, a tie
  CHECK(written(999999, 1000000, 3, false) == "1");  // 0.999999
  CHECK(written(34, 100000000, 6, false) == "0.0000003");
  CHECK(written(96, 10000000000, 6, false) == "0.00000001");  // 0.0000000096, first digit 9
  CHECK(written(0, 7, 2, false) == "0");
}

TEST_CASE("numbers of every length and with every thousandth are written digit by digit") {
  const auto written = [](std::int64_t num) {
    char buffer[longest_number];
    return std::string{buffer, write_number(buffer, Amount{Measure::kg, num, 1})};
  };
  const auto expected = [](std::int64_t num) {
    auto text = std::to_string(num / unit::kg.scale);
    if (num % unit::kg.scale == 0) return text;
    text += '.' + std::to_string(unit::kg.scale + num % unit::kg.scale).substr(1);
    return text.substr(0, text.find_last_not_of('0') + 1);
  };
  for (std::int64_t num = 0; num < 1'000'000; num += 7) CHECK(written(num) == expected(num));
  for (std::int64_t power = 1; power < 1'000'000'000'000'000'000; power *= 10)
    for (const auto num : {power - 1, power, power + 1, 5 * power}) {
      CAPTURE(num);
      CHECK(written(num) == expected(num));
    }
  const auto eighth = [](int places) {
    char buffer[longest_number];
    return std::string{buffer, write_number(buffer, Amount{Measure::kg, 1'125, 1}, places)};
  };
  CHECK(eighth(2) == "1.13");
  CHECK(eighth(3) == "1.125");
}

TEST_CASE("what is taken to begin a unit never belongs to a number") {
  for (int c = 0; c < 256; ++c)
    for (const char* const number : {"0", "10", "0.5"})
      for (const char* const rest : {"", "5", "-5", "+"}) {
        const std::string behind = static_cast<char>(c) + std::string{rest};
        const auto why = ketadose::detail::why_not_ended(behind, std::string_view{number} == "0");
        if (ketadose::detail::begins_unit(behind.front())) CHECK_FALSE(why);
        const auto read = read_number(number + behind);
        const bool longer = behind.front() == '.' || (c >= '0' && c <= '9');
        if (!longer) CHECK(static_cast<bool>(read) == !why);
      }
}
