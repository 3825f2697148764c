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

struct Slip {
  std::string_view name;
  Trigger trigger;
  /// The order that was meant, or nothing when this order cannot come from the slip.
  std::optional<Order> (*meant)(const Order&, const Route&);
};

namespace detail {

constexpr std::optional<Order> with_dose(const Order& order, std::optional<Dose> dose) {
  if (!dose) return {};
  Order meant = order;
  meant.dose = dose;
  return meant;
}

constexpr std::optional<Order> with_weight(const Order& order, std::int64_t grams,
                                           std::int64_t parts = 1) {
  if (grams % parts != 0 || grams == 0) return {};
  Order meant = order;
  meant.weight = Unit<BodyWeightDim>{"", 1}(grams / parts);
  return meant;
}

constexpr std::optional<Order> with_duration(const Order& order, std::int64_t times_,
                                             std::int64_t parts) {
  if (!order.over) return {};
  const std::int64_t seconds = order.over->in(unit::s)*times_;
  if (seconds % parts != 0) return {};
  Order meant = order;
  meant.over = unit::s(seconds / parts);
  return meant;
}

constexpr std::int64_t grams(const Order& order) {
  return order.weight.in(Unit<BodyWeightDim>{"", 1});
}

/// A weight that was typed in kilograms, read as pounds.
constexpr std::optional<Order> pounds_meant(const Order& order, const Route&) {
  constexpr std::int64_t base_units_a_gram = 1'000;
  const auto weight = kilograms(Unit<PoundsDim>{"", 1}(grams(order) * base_units_a_gram));
  if (!weight) return {};
  return with_weight(order, weight->in(Unit<BodyWeightDim>{"", 1}));
}

/// A weight in kilograms that was taken as pounds and converted: undone to 0.1 kg.
constexpr std::optional<Order> kilograms_meant(const Order& order, const Route&) {
  constexpr std::int64_t step = 100;
  const auto steps =
      divide(times(grams(order), 100'000'000), times(45'359'237, step), Rounding::nearest);
  return with_weight(order, static_cast<std::int64_t>(steps) * step);
}

/// The next listed strength below or above the vial's, its content kept.
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

constexpr std::optional<Order> neighbouring_vial(const Order& order, const Route& route,
                                                 bool above) {
  if (!order.vial) return {};
  const auto strength = neighbour(order.vial->strength, route, above);
  if (!strength) return {};
  Order meant = order;
  meant.vial->strength = *strength;
  return meant;
}

template <int Times, int Parts>
constexpr std::optional<Order> dose_scaled(const Order& order, const Route&) {
  return with_dose(order, order.dose->scaled(Times, Parts));
}
template <int Times, int Parts>
constexpr std::optional<Order> weight_scaled(const Order& order, const Route&) {
  return with_weight(order, grams(order) * Times, Parts);
}
template <int Times, int Parts>
constexpr std::optional<Order> duration_scaled(const Order& order, const Route&) {
  return with_duration(order, Times, Parts);
}
template <bool IsMass>
constexpr std::optional<Order> other_dose_unit(const Order& order, const Route&) {
  if (order.dose->is_mass() != IsMass) return {};
  return with_dose(order, order.dose->with_other_unit());
}
template <bool Above>
constexpr std::optional<Order> next_vial(const Order& order, const Route& route) {
  return neighbouring_vial(order, route, Above);
}

}  // namespace detail

/// The slips of an order, most likely first. A slip with two directions has two rows.
inline constexpr std::array slips{
    Slip{"tenfold-dose", Trigger::dose, detail::dose_scaled<1, 10>},
    Slip{"tenfold-dose", Trigger::dose, detail::dose_scaled<10, 1>},
    Slip{"tenfold-weight", Trigger::weight, detail::weight_scaled<1, 10>},
    Slip{"tenfold-weight", Trigger::weight, detail::weight_scaled<10, 1>},
    Slip{"tenfold-duration", Trigger::duration, detail::duration_scaled<1, 10>},
    Slip{"tenfold-duration", Trigger::duration, detail::duration_scaled<10, 1>},
    Slip{"pounds-as-kilograms", Trigger::any, detail::pounds_meant},
    Slip{"kilograms-as-pounds", Trigger::any, detail::kilograms_meant},
    Slip{"mg-as-mg-per-kg", Trigger::any, detail::other_dose_unit<false>},
    Slip{"mg-per-kg-as-mg", Trigger::any, detail::other_dose_unit<true>},
    Slip{"mcg-as-mg", Trigger::any, detail::dose_scaled<1, 1000>},
    Slip{"mg-as-mcg", Trigger::any, detail::dose_scaled<1000, 1>},
    Slip{"minutes-as-hours", Trigger::any, detail::duration_scaled<1, 60>},
    Slip{"hours-as-minutes", Trigger::any, detail::duration_scaled<60, 1>},
    Slip{"neighbouring-vial", Trigger::any, detail::next_vial<false>},
    Slip{"neighbouring-vial", Trigger::any, detail::next_vial<true>},
};

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
