// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <ketadose/protocol.hpp>
#include <string_view>

/// The keys of a protocol file, each once and in the order in which they are shown: the reader, the
/// writers and the comparison walk over them and know no column by its name.
namespace ketadose::program {

/// The forms that a column applies to, as bits.
inline constexpr unsigned infusions = 1U << static_cast<unsigned>(Form::infusion);
inline constexpr unsigned injections = 1U << static_cast<unsigned>(Form::injection);
inline constexpr unsigned lozenges = 1U << static_cast<unsigned>(Form::lozenge);
inline constexpr unsigned from_a_vial = infusions | injections;
inline constexpr unsigned any_form = from_a_vial | lozenges;

/// Calls `visit(key, column, forms)` for every column of a route but its name, which heads it.
template <class RouteRow, class Visit>
void each_key_of_route(RouteRow& r, Visit&& visit) {
  visit("form", r.form, any_form);
  visit("title", r.title, any_form);
  visit("dose", r.dose, any_form);
  visit("ceilings", r.ceilings, any_form);
  visit("ladder", r.ladder, any_form);
  visit("order_step", r.order_step, any_form);
  visit("dose_cap", r.dose_cap, any_form);
  visit("duration", r.duration, infusions);
  visit("durations", r.durations, infusions);
  visit("intensity", r.intensity, infusions);
  visit("standard_concentration", r.standard_concentration, infusions);
  visit("concentration", r.concentration, infusions);
  visit("vials", r.vials, from_a_vial);
  visit("vials_source", r.vials_source, from_a_vial);
  visit("bag_volume", r.bag_volume, infusions);
  visit("volume_infused", r.volume_infused, infusions);
  visit("pump_volume_step", r.pump_volume_step, infusions);
  visit("pump_rate_step", r.pump_rate_step, infusions);
  visit("pump_rate", r.pump_rate, infusions);
  visit("drip_sets", r.drip_sets, infusions);
  visit("delivered_differs", r.delivered_differs, any_form);
  visit("fraction", r.fraction, lozenges);
  visit("hold_time", r.hold_time, lozenges);
  visit("then", r.then, lozenges);
  visit("observe_during", r.observe_during, infusions);
  visit("observe_after", r.observe_after, any_form);
  visit("observe_until", r.observe_until, any_form);
  visit("observe_past_end", r.observe_past_end, infusions);
}

/// Calls `visit(key, column)` for the bounds around the patient.
template <class ProtocolRow, class Visit>
void each_key_of_patient(ProtocolRow& p, Visit&& visit) {
  visit("weight", p.weight);
  visit("weight_change", p.weight_change);
  visit("age", p.age);
  visit("body_mass_index", p.body_mass_index);
  visit("body_mass_index_note", p.body_mass_index_note);
  visit("systolic", p.systolic);
  visit("diastolic", p.diastolic);
  visit("dosing_weight", p.dosing_weight);
}

/// Calls `visit(key, points)` for the lists of the checklist.
template <class ProtocolRow, class Visit>
void each_key_of_care(ProtocolRow& p, Visit&& visit) {
  visit("consent", p.consent);
  visit("equipment", p.equipment);
  visit("observations", p.observations);
  visit("discharge", p.discharge);
}

/// The guardrails that are judged from above alone: a bound below would do nothing.
inline constexpr std::array<std::string_view, 7> judged_from_above{
    "dose_cap",          "intensity",     "concentration", "volume_infused",
    "delivered_differs", "weight_change", "volume"};

}  // namespace ketadose::program
