// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/units.hpp>
#include <optional>
#include <string_view>

namespace ketadose {

/// A dose as it was ordered: an amount of drug, or an amount for every kilogram.
class Dose {
 public:
  // NOLINTBEGIN(google-explicit-constructor): a dose is either of the two
  constexpr Dose(DrugMass mass) : Dose{Exact<DrugMassDim>{mass}} {}
  constexpr Dose(const Exact<DrugMassDim>& mass) : value_{mass.num(), mass.den()}, is_mass_{true} {}
  constexpr Dose(const WeightDose& dose) : value_{dose.num(), dose.den()}, is_mass_{false} {}
  constexpr Dose(const Per<DrugMassDim, BodyWeightDim>& dose)
      : value_{dose.num(), dose.den()}, is_mass_{false} {}
  // NOLINTEND(google-explicit-constructor)

  constexpr bool is_mass() const { return is_mass_; }
  /// The amount of drug for this dosing weight.
  template <class Int = detail::wide>
  constexpr Exact<DrugMassDim, Int> for_weight(BodyWeight weight) const {
    if (is_mass_)
      return Exact<DrugMassDim, Int>{Exact<DrugMassDim>::of_base(value_.num, value_.den)};
    return ordered_rate<Int>() * weight;
  }
  /// So much for every kilogram of this dosing weight: as it was ordered, if it was ordered so.
  template <class Int = detail::wide>
  constexpr Per<DrugMassDim, BodyWeightDim, Int> per_kilogram(BodyWeight weight) const {
    if (is_mass_) return for_weight<Int>(weight) / Exact<BodyWeightDim, Int>{weight};
    return ordered_rate<Int>();
  }
  /// Exactly n / d of it, as a mass or per kilogram.
  constexpr Dose scaled(detail::wide n, detail::wide d) const {
    return Dose{{detail::times(value_.num, n), detail::times(value_.den, d)}, is_mass_};
  }
  /// The same number with the other unit: mg for mg/kg or mg/kg for mg.
  constexpr Dose with_other_unit() const {
    const detail::wide kilogram = unit::kg.scale;
    if (is_mass_) return Dose{{value_.num, detail::times(value_.den, kilogram)}, false};
    return Dose{{detail::times(value_.num, kilogram), value_.den}, true};
  }

 private:
  struct Pair {
    detail::wide num;
    detail::wide den;
  };
  constexpr Dose(Pair value, bool is_mass) : value_{value}, is_mass_{is_mass} {}

  /// Of a dose that was ordered per kilogram.
  template <class Int>
  constexpr Per<DrugMassDim, BodyWeightDim, Int> ordered_rate() const {
    return Per<DrugMassDim, BodyWeightDim, Int>{
        Per<DrugMassDim, BodyWeightDim>::of_base(value_.num, value_.den)};
  }

  Pair value_;
  bool is_mass_;
};

/// What the label of a vial says: so much drug in so much volume.
struct Vial {
  Concentration strength;
  std::optional<Volume> content;  ///< how much the vial holds, when the label was given in full
};

enum class Sex : std::uint8_t { female, male };
enum class DosingWeight : std::uint8_t { actual, ideal, adjusted };

struct BloodPressure {
  int systolic;   ///< mmHg
  int diastolic;  ///< mmHg
};

/// What was asked for, as quantities; nothing in it is derived. What is absent was not said.
struct Order {
  BodyWeight weight;
  std::optional<BodyWeight> last_weight{};
  std::string_view route;
  int session;
  std::optional<Dose> dose{};
  std::optional<Duration> over{};
  std::optional<Vial> vial{};
  std::optional<Volume> bag{};
  std::optional<Volume> fill{};
  std::optional<Concentration> concentration{};
  std::optional<DropFactor> drip_set{};
  std::string_view site{};
  std::optional<DrugMass> lozenge{};
  std::optional<Height> height{};
  std::optional<Sex> sex{};
  std::optional<int> age{};
  std::optional<DosingWeight> dosing_weight{};
  std::optional<BloodPressure> bp{};
  std::string_view has{};    ///< codes or aliases, or "none": asked and none; empty: not asked
  std::string_view takes{};  ///< the same for medicines
  std::optional<Volume> draw_claim{};
  std::optional<Rate> rate_claim{};
  std::optional<Volume> volume_claim{};
  std::optional<DropRate> drops_claim{};
  std::optional<Pieces> pieces_claim{};
};

}  // namespace ketadose
