// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <ketadose/order.hpp>
#include <ketadose/protocol.hpp>
#include <optional>
#include <string_view>

/// Well-known human mistakes, each as the order that was meant. What stands before "as" in a name
/// is what was meant.
namespace ketadose {

/// A slip is tried when this kind of finding was raised.
enum class Trigger : std::uint8_t { any, dose, weight, duration };

/// The one part of an order that a slip changes.
enum class Part : std::uint8_t { weight, dose, over, vial };

/// How what was meant differs from what was ordered.
enum class Change : std::uint8_t {
  less_weight,
  more_weight,
  less_dose,
  more_dose,
  mass_meant,          ///< of a dose per kilogram
  per_kilogram_meant,  ///< of a mass
  shorter,
  longer,
  other_vial
};

constexpr Part part_of(Change change) {
  switch (change) {
    case Change::less_weight:
    case Change::more_weight:
      return Part::weight;
    case Change::less_dose:
    case Change::more_dose:
    case Change::mass_meant:
    case Change::per_kilogram_meant:
      return Part::dose;
    case Change::shorter:
    case Change::longer:
      return Part::over;
    case Change::other_vial:
      return Part::vial;
  }
  return Part::dose;
}

struct Slip {
  std::string_view name;
  Trigger trigger;
  Change change;
  /// Makes of a copy of the order what was meant; false, and the copy as it was, when this order
  /// cannot come from the slip.
  bool (*mean)(Order& copy, const Route&);
};

namespace detail {

constexpr std::int64_t grams(const Order& order) {
  return order.weight.in(Unit<BodyWeightDim>{"", 1});
}

constexpr bool mean_grams(Order& order, std::int64_t grams, std::int64_t parts = 1) {
  if (grams % parts != 0 || grams == 0) return false;
  order.weight = Unit<BodyWeightDim>{"", 1}(grams / parts);
  return true;
}

/// A weight that was typed in kilograms, read as pounds.
constexpr bool mean_pounds(Order& order, const Route&) {
  constexpr std::int64_t base_units_a_gram = 1'000;
  const auto weight = kilograms(Unit<PoundsDim>{"", 1}(grams(order) * base_units_a_gram));
  return weight && mean_grams(order, weight->in(Unit<BodyWeightDim>{"", 1}));
}

/// A weight in kilograms that was taken as pounds and converted: undone to 0.1 kg.
constexpr bool mean_kilograms(Order& order, const Route&) {
  constexpr std::int64_t step = 100;
  constexpr std::int64_t scale = pounds_for_grams * unit::kg.scale;
  const auto steps =
      divide(times(grams(order), scale), times(grams_in_those_pounds, step), Rounding::nearest);
  return mean_grams(order, static_cast<std::int64_t>(steps) * step);
}

/// The next listed strength below or above the vial's.
constexpr std::optional<Concentration> neighbour(const Concentration& strength, const Route& route,
                                                 bool above) {
  std::optional<Concentration> found;
  for (const auto& listed : route.vials) {
    if (above ? listed <= strength : listed >= strength) continue;
    if (above) return listed;
    found = listed;
  }
  return found;
}

/// A neighbouring vial; its content is kept.
template <bool Above>
constexpr bool mean_vial(Order& order, const Route& route) {
  if (!order.vial) return false;
  const auto strength = neighbour(order.vial->strength, route, Above);
  if (strength) order.vial->strength = *strength;
  return strength.has_value();
}

template <int Times, int Parts>
constexpr bool mean_dose(Order& order, const Route&) {
  order.dose = order.dose->scaled(Times, Parts);
  return true;
}
template <int Times, int Parts>
constexpr bool mean_weight(Order& order, const Route&) {
  return mean_grams(order, grams(order) * Times, Parts);
}
template <int Times, int Parts>
constexpr bool mean_duration(Order& order, const Route&) {
  if (!order.over) return false;
  const std::int64_t seconds = order.over->in(unit::s)*Times;
  if (seconds % Parts != 0) return false;
  order.over = unit::s(seconds / Parts);
  return true;
}
template <bool IsMass>
constexpr bool mean_other_unit(Order& order, const Route&) {
  if (order.dose->is_mass() != IsMass) return false;
  order.dose = order.dose->with_other_unit();
  return true;
}

}  // namespace detail

/// A slip of a dose or a duration moves it so many times at least; from as many kilograms on, so
/// does the other unit of a dose.
inline constexpr int least_slip = 10;

/// The slips of an order, most likely first. A slip with two directions has two rows.
inline constexpr std::array slips{
    Slip{"tenfold-dose", Trigger::dose, Change::less_dose, detail::mean_dose<1, 10>},
    Slip{"tenfold-dose", Trigger::dose, Change::more_dose, detail::mean_dose<10, 1>},
    Slip{"tenfold-weight", Trigger::weight, Change::less_weight, detail::mean_weight<1, 10>},
    Slip{"tenfold-weight", Trigger::weight, Change::more_weight, detail::mean_weight<10, 1>},
    Slip{"tenfold-duration", Trigger::duration, Change::shorter, detail::mean_duration<1, 10>},
    Slip{"tenfold-duration", Trigger::duration, Change::longer, detail::mean_duration<10, 1>},
    Slip{"pounds-as-kilograms", Trigger::any, Change::less_weight, detail::mean_pounds},
    Slip{"kilograms-as-pounds", Trigger::any, Change::more_weight, detail::mean_kilograms},
    Slip{"mg-as-mg-per-kg", Trigger::any, Change::mass_meant, detail::mean_other_unit<false>},
    Slip{"mg-per-kg-as-mg", Trigger::any, Change::per_kilogram_meant,
         detail::mean_other_unit<true>},
    Slip{"mcg-as-mg", Trigger::any, Change::less_dose, detail::mean_dose<1, 1000>},
    Slip{"mg-as-mcg", Trigger::any, Change::more_dose, detail::mean_dose<1000, 1>},
    Slip{"minutes-as-hours", Trigger::any, Change::shorter, detail::mean_duration<1, 60>},
    Slip{"hours-as-minutes", Trigger::any, Change::longer, detail::mean_duration<60, 1>},
    Slip{"neighbouring-vial", Trigger::any, Change::other_vial, detail::mean_vial<false>},
    Slip{"neighbouring-vial", Trigger::any, Change::other_vial, detail::mean_vial<true>},
};

namespace detail {

/// A set of triggers or of changes, as bits.
template <class... Members>
constexpr unsigned set_of(Members... members) {
  return ((1U << static_cast<unsigned>(members)) | ...);
}
inline constexpr std::size_t most_changes = 9;
inline constexpr unsigned any_change = (1U << most_changes) - 1;

/// For each set of triggers or of changes, the slips that have one of them, as bits.
template <auto Has>
inline constexpr auto slips_of = [] {
  std::array<std::uint16_t, any_change + 1> sets{};
  for (unsigned set = 0; set < sets.size(); ++set)
    for (std::size_t i = 0; i < slips.size(); ++i)
      if ((set & set_of(slips[i].*Has)) != 0)
        sets[set] = static_cast<std::uint16_t>(sets[set] | 1U << i);
  return sets;
}();
static_assert(slips.size() <= 16);

}  // namespace detail

/// The slips of a claim, in the order in which they are named.
enum class ClaimSlip : std::uint8_t {
  tenfold,
  mg_as_ml,
  neighbouring_vial,
  factor_60,
  volume_as_rate,
  rate_as_volume,
  diluent_alone,
  other_drip_set,
  ml_per_h_as_drops,
  mg_as_pieces,
};
inline constexpr std::array<std::string_view, 10> claim_slip_names{
    "claim-tenfold",       "claim-mg-as-ml",       "claim-neighbouring-vial",
    "claim-factor-60",     "claim-volume-as-rate", "claim-rate-as-volume",
    "claim-diluent-alone", "claim-other-drip-set", "claim-ml-per-h-as-drops",
    "claim-mg-as-pieces",
};

}  // namespace ketadose
