// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <ketadose/protocol.hpp>
#include <span>
#include <string>
#include <string_view>

/// The values of a protocol file: quantities by the library's reader, and words from short lists.
namespace ketadose::program {

/// Chooses an overload by the type that is wanted.
template <class T>
struct As {};

/// How values of a type are written.
struct Manner {
  std::string_view unit;  ///< the first of those understood; empty: a plain number or a word
  std::string_view example;
  std::string_view kind;                      ///< "a dose per weight"
  std::span<const std::string_view> words{};  ///< of a choice
};

inline constexpr Unit<AreaDim> square_metre{"m2", 1'000'000'000'000};
inline constexpr Unit<WeightTimeDim> kg_hour{"kg*h", unit::kg.scale* unit::h.scale};

// Units that only rules are written in.
inline constexpr std::array intensity_units{PerUnit{"mg/kg/h", unit::mg, kg_hour}};
inline constexpr std::array body_mass_index_units{PerUnit{"kg/m2", unit::kg, square_metre}};
inline constexpr std::array year_units{unit::year};
inline constexpr std::array pressure_units{unit::mmHg};
inline constexpr std::string_view percent_sign = "%";

inline constexpr std::array<std::string_view, 3> form_words{"infusion", "injection", "lozenge"};
inline constexpr std::array<std::string_view, 2> bag_volume_words{"withdrawn", "added"};
inline constexpr std::array<std::string_view, 3> dosing_weight_words{"actual", "ideal", "adjusted"};
inline constexpr std::array<std::string_view, 3> level_words{"note", "review", "stop"};

// NOLINTBEGIN(readability-named-parameter): the type alone is wanted
constexpr Manner manner(As<WeightDose>) { return {"mg/kg", "0.5mg/kg", "a dose per weight"}; }
constexpr Manner manner(As<DrugMass>) { return {"mg", "60mg", "a mass of drug"}; }
constexpr Manner manner(As<Duration>) { return {"min", "45min", "a duration"}; }
constexpr Manner manner(As<Intensity>) { return {"mg/kg/h", "1mg/kg/h", "an intensity"}; }
constexpr Manner manner(As<Concentration>) { return {"mg/mL", "1mg/mL", "a concentration"}; }
constexpr Manner manner(As<Volume>) { return {"mL", "2mL", "a volume"}; }
constexpr Manner manner(As<Rate>) { return {"mL/h", "0.1mL/h", "a rate"}; }
constexpr Manner manner(As<DropFactor>) { return {"gtt/mL", "20gtt/mL", "a drop factor"}; }
constexpr Manner manner(As<Fraction>) { return {"%", "5%", "a share"}; }
constexpr Manner manner(As<Exact<PiecesDim>>) { return {"", "0.25", "a part of a lozenge"}; }
constexpr Manner manner(As<BodyWeight>) { return {"kg", "40kg", "a body weight"}; }
constexpr Manner manner(As<Years>) { return {"years", "18years", "an age"}; }
constexpr Manner manner(As<BodyMassIndex>) { return {"kg/m2", "30kg/m2", "a body mass index"}; }
constexpr Manner manner(As<Pressure>) { return {"mmHg", "140mmHg", "a pressure"}; }
constexpr Manner manner(As<Form>) { return {"", "injection", "a form", form_words}; }
constexpr Manner manner(As<BagVolume>) { return {"", "withdrawn", "a rule", bag_volume_words}; }
constexpr Manner manner(As<DosingWeight>) {
  return {"", "actual", "a weight", dosing_weight_words};
}
constexpr Manner manner(As<Level>) { return {"", "review", "a level", level_words}; }
// NOLINTEND(readability-named-parameter)

Read<WeightDose> read_value(std::string_view text, As<WeightDose> as);
Read<DrugMass> read_value(std::string_view text, As<DrugMass> as);
Read<Duration> read_value(std::string_view text, As<Duration> as);
Read<Intensity> read_value(std::string_view text, As<Intensity> as);
Read<Concentration> read_value(std::string_view text, As<Concentration> as);
Read<Volume> read_value(std::string_view text, As<Volume> as);
Read<Rate> read_value(std::string_view text, As<Rate> as);
Read<DropFactor> read_value(std::string_view text, As<DropFactor> as);
Read<Fraction> read_value(std::string_view text, As<Fraction> as);
Read<Exact<PiecesDim>> read_value(std::string_view text, As<Exact<PiecesDim>> as);
Read<BodyWeight> read_value(std::string_view text, As<BodyWeight> as);
Read<Years> read_value(std::string_view text, As<Years> as);
Read<BodyMassIndex> read_value(std::string_view text, As<BodyMassIndex> as);
Read<Pressure> read_value(std::string_view text, As<Pressure> as);
Read<Form> read_value(std::string_view text, As<Form> as);
Read<BagVolume> read_value(std::string_view text, As<BagVolume> as);
Read<DosingWeight> read_value(std::string_view text, As<DosingWeight> as);
Read<Level> read_value(std::string_view text, As<Level> as);

/// Why a text was refused, and what to write instead.
struct Advice {
  std::string what;
  std::string remedy;
};
Advice advise(const Refusal& refusal, std::string_view text, const Manner& manner);

}  // namespace ketadose::program
