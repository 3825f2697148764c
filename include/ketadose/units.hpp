// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <ketadose/guardrail.hpp>
#include <ketadose/quantity.hpp>
#include <ketadose/text.hpp>
#include <stdexcept>
#include <string_view>

/// Which quantities exist, how their units are spelled, and their literals.
namespace ketadose {

/// Base: picogram of ketamine base. Never the patient's weight.
using DrugMass = Quantity<struct DrugMassDim>;
/// Base: gram of patient. Never drug.
using BodyWeight = Quantity<struct BodyWeightDim>;
/// Base: millionth of a pound, as a scale in pounds shows it.
using Pounds = Quantity<struct PoundsDim>;
/// Base: nanolitre.
using Volume = Quantity<struct VolumeDim>;
/// Base: second.
using Duration = Quantity<struct DurationDim>;
/// Base: millionth of a drop.
using Drops = Quantity<struct DropsDim>;
/// Base: millionth of a lozenge.
using Pieces = Quantity<struct PiecesDim>;
/// Base: micrometre.
using Height = Quantity<struct HeightDim>;
/// Base: square micrometre.
struct AreaDim;
/// Base: gram of patient times second.
struct WeightTimeDim;
/// Base: whole year.
using Years = Quantity<struct YearsDim>;
/// Base: millimetre of mercury.
using Pressure = Quantity<struct PressureDim>;

using WeightDose = Ratio<DrugMassDim, BodyWeightDim>;
using Concentration = Ratio<DrugMassDim, VolumeDim>;
using Rate = Ratio<VolumeDim, DurationDim>;
using DropFactor = Ratio<DropsDim, VolumeDim>;
using DropRate = Ratio<DropsDim, DurationDim>;
using MassRate = Per<DrugMassDim, DurationDim>;
using Intensity = Ratio<DrugMassDim, WeightTimeDim>;
using BodyMassIndex = Ratio<BodyWeightDim, AreaDim>;
/// A share of one; 1/20 is 5 %.
using Fraction = Exact<OneDim>;

namespace unit {
inline constexpr Unit<DrugMassDim> mg{"mg", 1'000'000'000}, mcg{"mcg", 1'000'000};
inline constexpr Unit<BodyWeightDim> kg{"kg", 1'000};
inline constexpr Unit<PoundsDim> lb{"lb", 1'000'000}, lbs{"lbs", 1'000'000};
inline constexpr Unit<VolumeDim> mL{"mL", 1'000'000}, ml{"ml", 1'000'000};
inline constexpr Unit<DurationDim> min{"min", 60}, h{"h", 3'600}, s{"s", 1};
inline constexpr Unit<DropsDim> gtt{"gtt", 1'000'000};
inline constexpr Unit<PiecesDim> piece{"", 1'000'000};
inline constexpr Unit<HeightDim> cm{"cm", 10'000}, in{"in", 25'400};
inline constexpr Unit<YearsDim> year{"years", 1};
inline constexpr Unit<PressureDim> mmHg{"mmHg", 1};
inline constexpr Unit<OneDim> one{"", 1};
}  // namespace unit

// What may be typed. A new unit is one more entry.
inline constexpr std::array drug_mass_units{unit::mg, unit::mcg};
inline constexpr std::array body_weight_units{unit::kg};
inline constexpr std::array pound_units{unit::lb, unit::lbs};
inline constexpr std::array volume_units{unit::mL, unit::ml};
inline constexpr std::array duration_units{unit::min, unit::h};
inline constexpr std::array height_units{unit::cm, unit::in};

/// A pair of units as it is typed behind a number, e.g. mg/kg.
template <class N, class D>
struct PerUnit {
  std::string_view symbol;
  Unit<N> above;
  Unit<D> below;
  std::int64_t ratio;  ///< base units of N for every one of D, or 0 when that is no whole number

  constexpr PerUnit(std::string_view symbol_, Unit<N> above_, Unit<D> below_)
      : symbol{symbol_},
        above{above_},
        below{below_},
        ratio{above_.scale % below_.scale == 0 ? above_.scale / below_.scale : 0} {}

  /// So many of the unit; refuses zero and what is finer than a base unit. Counted for every one
  /// base unit of D where that is whole, which keeps later products small.
  constexpr Read<Ratio<N, D>> of(Number number) const {
    if (ratio != 0)
      if (const auto count = count_of(number, ratio)) return Ratio<N, D>::of_base(*count, 1);
    const auto count = count_of(number, above.scale);
    if (!count) return count.refusal();
    return Ratio<N, D>::of_base(*count, below.scale);
  }
};

inline constexpr std::array weight_dose_units{PerUnit{"mg/kg", unit::mg, unit::kg}};
inline constexpr std::array concentration_units{PerUnit{"mg/mL", unit::mg, unit::mL},
                                                PerUnit{"mg/ml", unit::mg, unit::mL}};
inline constexpr std::array rate_units{PerUnit{"mL/h", unit::mL, unit::h},
                                       PerUnit{"ml/h", unit::mL, unit::h}};
inline constexpr std::array drop_factor_units{PerUnit{"gtt/mL", unit::gtt, unit::mL},
                                              PerUnit{"gtt/ml", unit::gtt, unit::mL}};
inline constexpr std::array drop_rate_units{PerUnit{"gtt/min", unit::gtt, unit::min}};

/// Reads a number and one of `units`, e.g. "0.5mg/kg". Refuses zero.
template <class N, class D, std::size_t Count>
constexpr Read<Ratio<N, D>> read_per(std::string_view text,
                                     const std::array<PerUnit<N, D>, Count>& units) {
  const auto number = read_number(text);
  if (!number) return number.refusal();
  const auto at = find_unit(text, number->length);
  if (!at) return at.refusal();
  const auto word = text.substr(*at);
  for (const auto& unit : units) {
    if (word != unit.symbol) continue;
    return unit.of(*number);
  }
  return no_such_unit(word, *at);
}

/// Reads "500mg/10mL": a mass in a volume, both with their unit. Refuses zero.
struct Content {
  DrugMass mass;
  Volume volume;
};
constexpr Read<Content> read_content(std::string_view text) {
  const auto slash = text.find('/');
  const bool second = slash != std::string_view::npos && slash + 1 < text.size() &&
                      !detail::is_letter(text[slash + 1]);
  if (!second) {
    const auto number = read_number(text);
    if (!number) return number.refusal();
    const auto at = find_unit(text, number->length);
    if (!at) return at.refusal();
    return no_such_unit(text.substr(*at), *at);
  }
  const auto mass = read<DrugMassDim>(text.substr(0, slash), std::array{unit::mg});
  if (!mass) return mass.refusal();
  const auto volume = read<VolumeDim>(text.substr(slash + 1), volume_units);
  if (!volume) return Refusal{volume.refusal().code, slash + 1 + volume.refusal().position};
  return Content{*mass, *volume};
}

/// 1 lb = 0.45359237 kg, exactly: as whole grams in so many pounds.
inline constexpr std::int64_t pounds_for_grams = 100'000;
inline constexpr std::int64_t grams_in_those_pounds = 45'359'237;

/// A weight in pounds; the weight used is rounded once to 0.1 kg, ties up. Refuses what
/// rounds to nothing.
constexpr Read<BodyWeight> kilograms(Pounds pounds) {
  constexpr std::int64_t base_units_in_a_step = 100;
  const auto grams = detail::times(pounds.in({"", 1}), grams_in_those_pounds);
  const auto steps = detail::divide(grams, detail::times(100'000'000'000, base_units_in_a_step),
                                    Rounding::nearest);
  if (steps == 0) return Refusal{Refuse::too_fine};
  return BodyWeight{
      Unit<BodyWeightDim>{"", 1}(static_cast<std::int64_t>(steps) * base_units_in_a_step)};
}

/// What a measured value or a bound is counted in when it is shown.
enum class Measure : std::uint8_t {
  nothing,
  mg,
  mg_per_kg,
  mg_per_kg_per_h,
  mcg_per_kg_per_min,
  mg_per_min,
  mg_per_ml,
  ml,
  ml_per_h,
  drops_per_min,
  pieces,
  min,
  percent,
  kg,
  kg_per_m2,
  years,
  mmhg,
};
inline constexpr std::size_t measure_count = static_cast<std::size_t>(Measure::mmhg) + 1;

/// How a measure is written: value = num / den of base units, times `below`, over `above`.
struct MeasureRow {
  std::string_view symbol;
  std::int64_t above;
  std::int64_t below;
  int places;  ///< decimals that a person is shown
};

/// In the order of the measures.
inline constexpr std::array<MeasureRow, measure_count> measure_rows{{
    {"", 1, 1, 0},
    {"mg", unit::mg.scale, 1, 2},
    {"mg/kg", unit::mg.scale, unit::kg.scale, 3},
    {"mg/kg/h", unit::mg.scale, unit::kg.scale* unit::h.scale, 3},
    {"mcg/kg/min", unit::mcg.scale, unit::kg.scale* unit::min.scale, 1},
    {"mg/min", unit::mg.scale, unit::min.scale, 3},
    {"mg/mL", unit::mg.scale, unit::mL.scale, 3},
    {"mL", unit::mL.scale, 1, 3},
    {"mL/h", unit::mL.scale, unit::h.scale, 1},
    {"gtt/min", unit::gtt.scale, unit::min.scale, 1},
    {"lozenge", unit::piece.scale, 1, 3},
    {"min", unit::min.scale, 1, 1},
    {"%", 1, 100, 1},
    {"kg", unit::kg.scale, 1, 3},
    {"kg/m2", unit::kg.scale, 1'000'000'000'000, 1},
    {"years", 1, 1, 0},
    {"mmHg", 1, 1, 0},
}};

constexpr const MeasureRow& row(Measure measure) {
  return measure_rows[static_cast<std::size_t>(measure)];
}

/// A value of any kind, with what it is counted in: what a finding carries. A blood pressure
/// holds systolic over diastolic, as it is written.
template <class Int>
struct BasicAmount {
  Measure measure = Measure::nothing;
  Int num = 0;
  Int den = 1;

  // NOLINTNEXTLINE(google-explicit-constructor): loses nothing
  constexpr operator BasicAmount<detail::wide>() const requires std::same_as<Int, std::int64_t> {
    return {measure, num, den};
  }
};
using Amount = BasicAmount<detail::wide>;

// One overload per kind of value, so that a value cannot be shown in another's unit.
constexpr Amount amount(const Exact<DrugMassDim>& v) { return {Measure::mg, v.num(), v.den()}; }
constexpr Amount amount(const Per<DrugMassDim, BodyWeightDim>& v) {
  return {Measure::mg_per_kg, v.num(), v.den()};
}
constexpr Amount amount(const Per<DrugMassDim, WeightTimeDim>& v) {
  return {Measure::mg_per_kg_per_h, v.num(), v.den()};
}
/// The same intensity as it is given for infusions, in mcg/kg/min.
constexpr Amount per_minute(const Per<DrugMassDim, WeightTimeDim>& v) {
  return {Measure::mcg_per_kg_per_min, v.num(), v.den()};
}
constexpr Amount amount(const MassRate& v) { return {Measure::mg_per_min, v.num(), v.den()}; }
constexpr Amount amount(const Per<DrugMassDim, VolumeDim>& v) {
  return {Measure::mg_per_ml, v.num(), v.den()};
}
constexpr Amount amount(const Exact<VolumeDim>& v) { return {Measure::ml, v.num(), v.den()}; }
constexpr Amount amount(const Per<VolumeDim, DurationDim>& v) {
  return {Measure::ml_per_h, v.num(), v.den()};
}
constexpr Amount amount(const Per<DropsDim, DurationDim>& v) {
  return {Measure::drops_per_min, v.num(), v.den()};
}
constexpr Amount amount(const Exact<PiecesDim>& v) { return {Measure::pieces, v.num(), v.den()}; }
constexpr Amount amount(const Exact<DurationDim>& v) { return {Measure::min, v.num(), v.den()}; }
constexpr Amount amount(const Fraction& v) { return {Measure::percent, v.num(), v.den()}; }
constexpr Amount amount(const Exact<BodyWeightDim>& v) { return {Measure::kg, v.num(), v.den()}; }
constexpr Amount amount(const Per<BodyWeightDim, AreaDim>& v) {
  return {Measure::kg_per_m2, v.num(), v.den()};
}
constexpr Amount amount(const Exact<YearsDim>& v) { return {Measure::years, v.num(), v.den()}; }
/// In as few bits as it has, and of the same measure.
template <class N, class D>
constexpr BasicAmount<std::int64_t> amount(const Per<N, D, std::int64_t>& v) {
  return {amount(Per<N, D>{v}).measure, v.num(), v.den()};
}

/// Most decimals of machine output; what is not exact in as many is rounded half up.
inline constexpr int machine_places = 6;

namespace detail {

/// num / den of base units is num * up / (den * down) of a measure's last decimal.
struct Steps {
  std::int64_t up;
  std::int64_t down;
};

constexpr Steps steps(Measure measure, std::size_t places) {
  const MeasureRow as = row(measure);
  const std::int64_t up = as.below * powers_of_ten[places];
  const auto shared = static_cast<std::int64_t>(common_divisor(up, as.above));
  return {up / shared, as.above / shared};
}

/// For every measure and number of decimals.
inline constexpr auto all_steps = [] {
  std::array<std::array<Steps, powers_of_ten.size()>, measure_count> all{};
  for (std::size_t measure = 0; measure < all.size(); ++measure)
    for (std::size_t places = 0; places < powers_of_ten.size(); ++places)
      all[measure][places] = steps(static_cast<Measure>(measure), places);
  return all;
}();

/// Writes num / den of base units with one division of 64 bits: null when it takes more.
[[gnu::noinline]] constexpr char* write_narrow(char* out, Measure measure, std::int64_t num,
                                               std::int64_t den, int places) {
  if (places > most_places_at_once || measure == Measure::mmhg) return nullptr;
  const Steps in = all_steps[static_cast<std::size_t>(measure)][static_cast<std::size_t>(places)];
  if (__builtin_mul_overflow(num, in.up, &num) || __builtin_mul_overflow(den, in.down, &den))
    return nullptr;
  return write_steps(out, static_cast<std::uint64_t>(num), static_cast<std::uint64_t>(den), places);
}

/// Takes no amount, which the caller would have to put in memory.
[[gnu::noinline]] constexpr char* write_wide(char* out, Measure measure, wide num, wide den,
                                             int places, bool grouped) {
  if (measure == Measure::mmhg) {
    out = write_number(out, num, 1, 0);
    *out++ = '/';
    return write_number(out, den, 1, 0);
  }
  const MeasureRow as = row(measure);
  const auto value = product<Fraction>(num, den, as.below, as.above);
  return write_wide(out, value.num(), value.den(), places, grouped);
}

}  // namespace detail

/// Writes the number of an amount, without its unit, and returns the end.
template <class Int>
[[gnu::always_inline]] constexpr char* write_number(char* out, const BasicAmount<Int>& a,
                                                    int places, bool grouped = false) {
  if (sizeof(Int) == sizeof(std::int64_t) || detail::fits_63_bits(a.num | a.den)) {
    char* const end = detail::write_narrow(out, a.measure, static_cast<std::int64_t>(a.num),
                                           static_cast<std::int64_t>(a.den), places);
    if (end != nullptr) return end;
  }
  return detail::write_wide(out, a.measure, a.num, a.den, places, grouped);
}

/// The same as machines read it.
template <class Int>
[[gnu::always_inline]] constexpr char* write_number(char* out, const BasicAmount<Int>& a) {
  const MeasureRow as = row(a.measure);
  if (a.den == as.below)
    if (char* const end = detail::write_short(out, a.num, as.above)) return end;
  if (a.den == 1)
    if (char* const end = detail::write_short(out, detail::times(a.num, as.below), as.above))
      return end;
  return write_number(out, a, machine_places);
}

namespace detail {

constexpr Number number(const char* text) {
  const std::string_view all{text};
  const auto read = read_number(all);
  if (!read || read->length != all.size()) throw std::invalid_argument{"not a plain number"};
  return *read;
}

constexpr std::int64_t literal(const char* text, std::int64_t scale) {
  const auto base = count_of(number(text), scale);
  if (!base) throw std::invalid_argument{"zero, or finer than the unit inside"};
  return *base;
}

template <class N, class D>
constexpr Ratio<N, D> literal(const char* text, const PerUnit<N, D>& unit) {
  const auto per = unit.of(number(text));
  if (!per) throw std::invalid_argument{"zero, or finer than the unit inside"};
  return *per;
}

}  // namespace detail

/// Literals are read by the same reader as everything else: 010_mg or 1'000_mg does not compile.
namespace literals {

consteval DrugMass operator""_mg(const char* text) {
  return Unit<DrugMassDim>{"", 1}(detail::literal(text, unit::mg.scale));
}
consteval BodyWeight operator""_kg(const char* text) {
  return Unit<BodyWeightDim>{"", 1}(detail::literal(text, unit::kg.scale));
}
consteval Pounds operator""_lb(const char* text) {
  return Unit<PoundsDim>{"", 1}(detail::literal(text, unit::lb.scale));
}
consteval Volume operator""_mL(const char* text) {
  return Unit<VolumeDim>{"", 1}(detail::literal(text, unit::mL.scale));
}
consteval Duration operator""_min(const char* text) {
  return Unit<DurationDim>{"", 1}(detail::literal(text, unit::min.scale));
}
consteval Duration operator""_h(const char* text) {
  return Unit<DurationDim>{"", 1}(detail::literal(text, unit::h.scale));
}
consteval Height operator""_cm(const char* text) {
  return Unit<HeightDim>{"", 1}(detail::literal(text, unit::cm.scale));
}
consteval Drops operator""_gtt(const char* text) {
  return Unit<DropsDim>{"", 1}(detail::literal(text, unit::gtt.scale));
}
consteval Pieces operator""_pieces(const char* text) {
  return Unit<PiecesDim>{"", 1}(detail::literal(text, unit::piece.scale));
}
consteval Years operator""_years(const char* text) {
  return Years{unit::year(detail::literal(text, 1))};
}
consteval Pressure operator""_mmHg(const char* text) {
  return Pressure{unit::mmHg(detail::literal(text, 1))};
}
consteval WeightDose operator""_mg_per_kg(const char* text) {
  return detail::literal(text, weight_dose_units.front());
}
consteval Concentration operator""_mg_per_mL(const char* text) {
  return detail::literal(text, concentration_units.front());
}
consteval Rate operator""_mL_per_h(const char* text) {
  return detail::literal(text, rate_units.front());
}
consteval DropFactor operator""_gtt_per_mL(const char* text) {
  return detail::literal(text, drop_factor_units.front());
}
consteval Fraction operator""_percent(const char* text) {
  return Fraction::of_base(detail::literal(text, 1), 100);
}

}  // namespace literals
}  // namespace ketadose
