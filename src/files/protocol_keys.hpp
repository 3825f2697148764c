// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/protocol.hpp>
#include <string_view>

/// The keys of a protocol file, each once and in the order in which they are shown: the reader, the
/// writers and the comparison walk over them and know no column by its name.
namespace ketadose::program {

/// Calls `visit(key, column)` for every column of a route but its name, which heads it.
template <class RouteRow, class Visit>
void each_key_of_route(RouteRow& r, Visit&& visit) {
  visit("form", r.form);
  visit("title", r.title);
  visit("dose", r.dose);
  visit("ceilings", r.ceilings);
  visit("ladder", r.ladder);
  visit("order_step", r.order_step);
  visit("dose_cap", r.dose_cap);
  visit("duration", r.duration);
  visit("durations", r.durations);
  visit("intensity", r.intensity);
  visit("standard_concentration", r.standard_concentration);
  visit("concentration", r.concentration);
  visit("vials", r.vials);
  visit("vials_source", r.vials_source);
  visit("bag_volume", r.bag_volume);
  visit("volume_infused", r.volume_infused);
  visit("pump_volume_step", r.pump_volume_step);
  visit("pump_rate_step", r.pump_rate_step);
  visit("pump_rate", r.pump_rate);
  visit("drip_sets", r.drip_sets);
  visit("delivered_differs", r.delivered_differs);
  visit("fraction", r.fraction);
  visit("hold_time", r.hold_time);
  visit("then", r.then);
  visit("observe_during", r.observe_during);
  visit("observe_after", r.observe_after);
  visit("observe_until", r.observe_until);
  visit("observe_past_end", r.observe_past_end);
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

}  // namespace ketadose::program
