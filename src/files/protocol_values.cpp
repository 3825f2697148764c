// SPDX-License-Identifier: Apache-2.0
#include "files/protocol_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "complaint.hpp"

namespace ketadose::program {
namespace {

template <class Dim, std::size_t Count>
Read<Quantity<Dim>> read_one(std::string_view text, const std::array<Unit<Dim>, Count>& units) {
  return read<Dim>(text, units);
}

/// An infusion, a hold or an interval of more than a day is a slip.
constexpr Duration longest = unit::h(24);

/// A number with nothing behind it.
Read<Number> read_plain(std::string_view text) {
  const auto number = read_number(text);
  if (number && number->length != text.size()) return Refusal{Refuse::unit_unknown, number->length};
  return number;
}

/// The word's place in the list is the value.
template <class Value>
Read<Value> read_word(std::string_view text, std::span<const std::string_view> words, int first) {
  const auto at = std::find(words.begin(), words.end(), text);
  if (at == words.end()) return Refusal{Refuse::word_unknown};
  return static_cast<Value>(first + (at - words.begin()));
}

}  // namespace

// NOLINTBEGIN(readability-named-parameter): the type alone is wanted
Read<WeightDose> read_value(std::string_view text, As<WeightDose>) {
  return read_per(text, weight_dose_units);
}

Read<DrugMass> read_value(std::string_view text, As<DrugMass>) {
  return read_one(text, drug_mass_units);
}

Read<Duration> read_value(std::string_view text, As<Duration>) {
  auto duration = read_one(text, duration_units);
  if (duration && *duration > longest) return Refusal{Refuse::out_of_domain};
  return duration;
}

Read<Intensity> read_value(std::string_view text, As<Intensity>) {
  return read_per(text, intensity_units);
}

Read<Concentration> read_value(std::string_view text, As<Concentration>) {
  return read_per(text, concentration_units);
}

Read<Volume> read_value(std::string_view text, As<Volume>) { return read_one(text, volume_units); }

Read<Rate> read_value(std::string_view text, As<Rate>) { return read_per(text, rate_units); }

Read<DropFactor> read_value(std::string_view text, As<DropFactor>) {
  return read_per(text, drop_factor_units);
}

Read<Fraction> read_value(std::string_view text, As<Fraction>) {
  const auto number = read_number(text);
  if (!number) return number.refusal();
  const auto at = find_unit(text, number->length);
  if (!at) return at.refusal();
  if (text.substr(*at) != percent_sign) return no_such_unit(text.substr(*at), *at);
  if (number->digits == 0) return Refusal{Refuse::number_zero};
  return Fraction::of_base(number->digits,
                           ketadose::detail::times(100, powers_of_ten[number->decimals]));
}

Read<Exact<PiecesDim>> read_value(std::string_view text, As<Exact<PiecesDim>>) {
  const auto number = read_plain(text);
  if (!number) return number.refusal();
  const auto count = count_of(*number, unit::piece.scale);
  if (!count) return count.refusal();
  if (*count > unit::piece.scale) return Refusal{Refuse::out_of_domain};
  return Exact<PiecesDim>{Unit<PiecesDim>{"", 1}(*count)};
}

Read<BodyWeight> read_value(std::string_view text, As<BodyWeight>) {
  return read_one(text, body_weight_units);
}

Read<Years> read_value(std::string_view text, As<Years>) { return read_one(text, year_units); }

Read<BodyMassIndex> read_value(std::string_view text, As<BodyMassIndex>) {
  return read_per(text, body_mass_index_units);
}

Read<Pressure> read_value(std::string_view text, As<Pressure>) {
  return read_one(text, pressure_units);
}

Read<Form> read_value(std::string_view text, As<Form>) {
  return read_word<Form>(text, form_words, 0);
}

Read<BagVolume> read_value(std::string_view text, As<BagVolume>) {
  return read_word<BagVolume>(text, bag_volume_words, 0);
}

Read<DosingWeight> read_value(std::string_view text, As<DosingWeight>) {
  return read_word<DosingWeight>(text, dosing_weight_words, 0);
}

Read<Level> read_value(std::string_view text, As<Level>) {
  return read_word<Level>(text, level_words, static_cast<int>(Level::note));
}
// NOLINTEND(readability-named-parameter)

static_assert(static_cast<int>(Form::lozenge) == 2 && static_cast<int>(BagVolume::added) == 1 &&
              static_cast<int>(DosingWeight::adjusted) == 2 &&
              static_cast<int>(Level::stop) == static_cast<int>(Level::note) + 2);

namespace {

/// The number alone, where there is one.
std::string_view number_of(std::string_view text) {
  const auto number = read_number(text);
  return number ? text.substr(0, number->length) : std::string_view{};
}

Advice about_unit(std::string_view text, std::size_t position, const Manner& as) {
  const auto word = text.substr(std::min(position, text.size()));
  if (as.unit.empty())
    return {in_quotes(text) + " is more than a number", fmt::format("write it as {}", as.example)};
  return {fmt::format("{} is not the unit of {}", in_quotes(word), as.kind),
          fmt::format("write it in {}, as {}", as.unit, as.example)};
}

Advice about_word(std::string_view text, const Manner& as) {
  const std::vector<std::string_view> words{as.words.begin(), as.words.end()};
  auto remedy = did_you_mean(text, words);
  if (remedy.empty()) remedy = "write " + listed(words);
  return {in_quotes(text) + " is not one of its words", remedy};
}

}  // namespace

Advice advise(const Refusal& refusal, std::string_view text, const Manner& as) {
  const auto shown = in_quotes(text);
  const auto as_example = fmt::format("write it as {}", as.example);
  switch (refusal.code) {
    case Refuse::unit_missing:
      return {shown + " has no unit", fmt::format("say the unit: {}{}", number_of(text), as.unit)};
    case Refuse::unit_unknown:
    case Refuse::unit_not_allowed:
      return about_unit(text, refusal.position, as);
    case Refuse::number_zero:
      return {shown + " is zero", "write a number above zero, or none"};
    case Refuse::number_padded:
      return {shown + " has a zero in front", "write it without zeros in front"};
    case Refuse::number_too_long:
      return {shown + " has too many digits", "write at most 6 digits on each side of the point"};
    case Refuse::number_empty:
      return {"the value is empty", as_example};
    case Refuse::too_fine:
      return {shown + " is too fine", "write fewer decimals"};
    case Refuse::out_of_domain:
      return {shown + " is too much", as.unit.empty() ? "write at most 1" : "write at most 24h"};
    case Refuse::word_unknown:
      return about_word(text, as);
    case Refuse::number_comma:
    case Refuse::number_point:
    case Refuse::number_sign:
    case Refuse::number_exponent:
    case Refuse::number_other:
    case Refuse::route_unknown:
    case Refuse::code_unknown:
    case Refuse::required_missing:
    case Refuse::not_applicable:
    case Refuse::contradicts:
      break;
  }
  return {shown + " is not a plain number", as_example};
}

}  // namespace ketadose::program
