// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <ketadose/guardrail.hpp>
#include <ketadose/order.hpp>
#include <ketadose/units.hpp>
#include <span>
#include <string_view>

/// A clinic's rules as rows. A protocol is a view: it owns nothing.
namespace ketadose {

/// How a dose is given; the engine knows forms and no route by its name.
enum class Form : std::uint8_t { infusion, injection, lozenge };

/// What happens to the drug's own volume when a vial goes into a bag.
enum class BagVolume : std::uint8_t { withdrawn, added };

/// From this session of the course on, doses above `review_above` are to be reviewed.
struct SessionCeiling {
  int from;
  Bound<WeightDose> review_above;
};

/// One route. A column that does not apply to its form is `none` or empty.
struct Route {
  std::string_view name;   ///< as typed: lower case, words joined by '-'
  std::string_view title;  ///< as shown behind the drug's name
  Form form;
  Guardrail<WeightDose> dose;
  std::span<const SessionCeiling> ceilings;  ///< ascending, from session 1
  std::span<const WeightDose> ladder;        ///< rungs of the table, ascending
  Bound<DrugMass> order_step;  ///< an order in mg may lie half of it beyond a review bound
  Guardrail<DrugMass> dose_cap;
  Guardrail<Duration> duration;
  std::span<const Duration> durations;  ///< columns of the rate table, ascending
  Guardrail<Intensity> intensity;
  Bound<Concentration> standard_concentration;  ///< what a table may assume
  Guardrail<Concentration> concentration;       ///< of the infusate
  std::span<const Concentration> vials;         ///< strengths in use, ascending; others review
  std::string_view vials_source;
  Bound<BagVolume> bag_volume;
  Guardrail<Volume> volume_infused;
  Bound<Volume> pump_volume_step;
  Bound<Rate> pump_rate_step;
  Guardrail<Rate> pump_rate;
  std::span<const DropFactor> drip_sets;  ///< ascending
  Guardrail<Fraction> delivered_differs;  ///< |delivered - ordered| / ordered
  Bound<Exact<PiecesDim>> fraction;       ///< smallest part of a lozenge
  Bound<Duration> hold_time;
  std::string_view then;  ///< what to do after the hold time, e.g. "swallow"; empty: not set
  Bound<Duration> observe_during;    ///< interval of observations while an infusion runs
  Bound<Duration> observe_after;     ///< interval from the end of an infusion, else from the start
  Bound<Duration> observe_until;     ///< observed at least so long, from the start
  Bound<Duration> observe_past_end;  ///< and at least so long after the end of an infusion
};

/// Where an injection may go, and how much of it.
struct Site {
  std::string_view name;
  Guardrail<Volume> volume;  ///< review and stop above: both set
};

/// Its capacity is a whole number of marks.
struct Syringe {
  Volume capacity;
  Volume mark;
  std::string_view source;
};

/// A condition or a medicine to screen for.
struct Screening {
  std::string_view code;
  std::string_view aliases;  ///< other words for it, separated by one space
  Level level;
  std::string_view sentence;  ///< ends with what to do
  std::string_view source;
};

/// Something to observe, to have ready, to tell the patient, to see or to write down.
struct Point {
  std::string_view text;
  std::string_view source;
};

struct Source {
  std::string_view key;
  std::string_view text;
};

/// The source of what is an engineering choice and no guideline.
inline constexpr std::string_view judgement = "judgement";

struct Protocol {
  std::string_view name;
  std::string_view version;
  std::string_view approved_by;  ///< empty: nobody is named
  std::string_view approved_on;  ///< a date, YYYY-MM-DD
  std::span<const Route> routes;
  std::span<const Site> sites;
  std::span<const Syringe> syringes;  ///< ascending by capacity
  Guardrail<BodyWeight> weight;
  Guardrail<Fraction> weight_change;  ///< of the last weight
  Guardrail<Years> age;
  Guardrail<BodyMassIndex> body_mass_index;
  Bound<BodyMassIndex> body_mass_index_note;  ///< a note from here on
  Guardrail<Pressure> systolic;
  Guardrail<Pressure> diastolic;
  DosingWeight dosing_weight;
  std::span<const Screening> conditions;
  std::span<const Screening> medicines;
  std::span<const Point> consent;       ///< what the patient is told before agreeing
  std::span<const Point> equipment;     ///< what is at hand before the dose
  std::span<const Point> observations;  ///< what is looked at, each time
  std::span<const Point> discharge;     ///< what is true before the patient leaves
  std::span<const Source> sources;
};

/// A plan marks the sites that may take an injection.
inline constexpr std::size_t most_sites = 64;
/// A finding for every condition and medicine must have room.
inline constexpr std::size_t most_screenings = 64;
/// Codes and aliases of all conditions, or of all medicines.
inline constexpr std::size_t most_words = 2048;

constexpr const Route* find_route(const Protocol& p, std::string_view name) {
  for (const auto& route : p.routes)
    if (route.name == name) return &route;
  return nullptr;
}

constexpr const Site* find_site(const Protocol& p, std::string_view name) {
  for (const auto& site : p.sites)
    if (site.name == name) return &site;
  return nullptr;
}

constexpr const Source* find_source(const Protocol& p, std::string_view key) {
  for (const auto& source : p.sources)
    if (source.key == key) return &source;
  return nullptr;
}

/// The smallest syringe that holds the volume, or null.
template <class Int>
constexpr const Syringe* find_syringe(const Protocol& p, const Exact<VolumeDim, Int>& volume) {
  for (const auto& syringe : p.syringes)
    if (volume <= Exact<VolumeDim, Int>{syringe.capacity}) return &syringe;
  return nullptr;
}

/// The words of a list that is separated by single spaces.
class Words {
 public:
  explicit constexpr Words(std::string_view text) : rest_{text} {}
  /// The next word, or nothing at the end.
  constexpr std::string_view next() {
    const auto space = rest_.find(' ');
    const auto word = rest_.substr(0, space);
    rest_ = space == std::string_view::npos ? std::string_view{} : rest_.substr(space + 1);
    return word;
  }

 private:
  std::string_view rest_;
};

constexpr bool answers_to(const Screening& row, std::string_view word) {
  if (row.code == word) return true;
  Words aliases{row.aliases};
  for (auto alias = aliases.next(); !alias.empty(); alias = aliases.next())
    if (alias == word) return true;
  return false;
}

constexpr const Screening* find_screening(std::span<const Screening> rows, std::string_view word) {
  for (const auto& row : rows)
    if (answers_to(row, word)) return &row;
  return nullptr;
}

namespace detail {

/// What a protocol must hold true beyond what its types demand; each check names what is wrong.
class Faults {
 public:
  explicit constexpr Faults(const Protocol& p) : p_{p} {}

  constexpr std::string_view first() const {
    if (p_.name.empty() || p_.version.empty()) return "the protocol has no name or version";
    if (p_.routes.empty()) return "there is no route";
    for (const auto& route : p_.routes)
      if (const auto fault = of(route); !fault.empty()) return fault;
    if (const auto fault = of_devices(); !fault.empty()) return fault;
    if (const auto fault = of_patient(); !fault.empty()) return fault;
    if (const auto fault = of_screenings(); !fault.empty()) return fault;
    for (const auto points : {p_.consent, p_.equipment, p_.observations, p_.discharge})
      for (const auto& point : points)
        if (point.text.empty() || !sourced(point.source)) return "a point has no text or source";
    return of_sources();
  }

 private:
  constexpr bool sourced(std::string_view key) const {
    for (const auto& source : p_.sources)
      if (source.key == key) return true;
    return false;
  }

  template <class T>
  constexpr bool sourced(const Bound<T>& bound) const {
    return !bound || sourced(bound.source());
  }

  template <class T>
  static constexpr bool ascend(const Bound<T>& low, const Bound<T>& high) {
    return !low || !high || *low <= *high;
  }

  template <class T>
  constexpr bool sound(const Guardrail<T>& g) const {
    const bool in_order =
        ascend(g.stop_below, g.review_below) && ascend(g.stop_below, g.review_above) &&
        ascend(g.stop_below, g.stop_above) && ascend(g.review_below, g.review_above) &&
        ascend(g.review_below, g.stop_above) && ascend(g.review_above, g.stop_above);
    return in_order && sourced(g.stop_below) && sourced(g.review_below) &&
           sourced(g.review_above) && sourced(g.stop_above);
  }

  template <class T>
  static constexpr bool ascending(std::span<const T> rungs) {
    for (std::size_t i = 1; i < rungs.size(); ++i)
      if (rungs[i] <= rungs[i - 1]) return false;
    return true;
  }

  template <class T>
  static constexpr bool inside_stop(std::span<const T> rungs, const Guardrail<T>& g) {
    for (const auto& rung : rungs)
      if ((g.stop_below && rung < *g.stop_below) || (g.stop_above && rung > *g.stop_above))
        return false;
    return true;
  }

  constexpr std::string_view of(const Route& r) const {
    if (r.name.empty() || r.title.empty()) return "a route has no name or title";
    if (find_route(p_, r.name) != &r) return "two routes have one name";
    if (!r.dose.is_set()) return "a route has no bound on its dose";
    if (!sound(r.dose) || !sound(r.dose_cap) || !sound(r.duration) || !sound(r.intensity) ||
        !sound(r.concentration) || !sound(r.volume_infused) || !sound(r.pump_rate) ||
        !sound(r.delivered_differs))
      return "bounds are out of order or lack a source";
    if (!sourced(r.order_step) || !sourced(r.standard_concentration) || !sourced(r.bag_volume) ||
        !sourced(r.pump_volume_step) || !sourced(r.pump_rate_step) || !sourced(r.fraction) ||
        !sourced(r.hold_time) || !sourced(r.observe_during) || !sourced(r.observe_after) ||
        !sourced(r.observe_until) || !sourced(r.observe_past_end) ||
        (!r.vials.empty() && !sourced(r.vials_source)))
      return "a column lacks a source";
    if (!ascending(r.ladder) || !ascending(r.durations) || !ascending(r.vials) ||
        !ascending(r.drip_sets))
      return "a ladder does not ascend";
    if (!inside_stop(r.ladder, r.dose) || !inside_stop(r.durations, r.duration))
      return "a ladder leaves the stop bounds";
    if (const auto fault = of_form(r); !fault.empty()) return fault;
    return of_ceilings(r);
  }

  constexpr std::string_view of_form(const Route& r) const {
    switch (r.form) {
      case Form::infusion:
        if (!r.pump_volume_step || !r.pump_rate_step || !r.bag_volume)
          return "an infusion lacks a pump step or the bag's rule";
        return {};
      case Form::injection:
        return p_.sites.empty() ? "an injection has no site" : std::string_view{};
      case Form::lozenge:
        return r.fraction ? std::string_view{} : "a lozenge lacks its smallest part";
    }
    return "a route has no form";
  }

  constexpr std::string_view of_ceilings(const Route& r) const {
    if (r.ceilings.empty()) return {};
    if (r.ceilings.front().from != 1) return "session ceilings do not start at session 1";
    for (std::size_t i = 0; i < r.ceilings.size(); ++i) {
      if (!sourced(r.ceilings[i].review_above)) return "a session ceiling lacks a source";
      if (i > 0 && r.ceilings[i].from <= r.ceilings[i - 1].from)
        return "session ceilings do not ascend";
    }
    return {};
  }

  constexpr std::string_view of_devices() const {
    for (std::size_t i = 0; i < p_.syringes.size(); ++i) {
      const auto& s = p_.syringes[i];
      const Unit<VolumeDim> nanolitre{"", 1};
      if (s.mark.in(nanolitre) == 0 || s.capacity.in(nanolitre) % s.mark.in(nanolitre) != 0)
        return "a syringe's capacity is not a multiple of its mark";
      if (!sourced(s.source)) return "a syringe lacks a source";
      if (i > 0 && s.capacity <= p_.syringes[i - 1].capacity) return "syringes do not ascend";
    }
    if (p_.sites.size() > most_sites) return "there are too many sites";
    for (const auto& site : p_.sites) {
      if (find_site(p_, site.name) != &site) return "two sites have one name";
      if (!sound(site.volume) || !site.volume.review_above || !site.volume.stop_above)
        return "a site's bounds are incomplete";
    }
    return p_.syringes.empty() ? "there is no syringe" : std::string_view{};
  }

  constexpr std::string_view of_patient() const {
    const bool ok = sound(p_.weight) && sound(p_.weight_change) && sound(p_.age) &&
                    sound(p_.body_mass_index) && sound(p_.systolic) && sound(p_.diastolic) &&
                    sourced(p_.body_mass_index_note);
    return ok ? std::string_view{} : "a patient bound is out of order or lacks a source";
  }

  constexpr std::string_view of_screenings() const {
    if (p_.conditions.size() > most_screenings || p_.medicines.size() > most_screenings)
      return "there are too many conditions or medicines";
    for (const auto rows : {p_.conditions, p_.medicines}) {
      for (const auto& row : rows)
        if (row.sentence.empty() || !sourced(row.source)) return "a row has no sentence or source";
      if (const auto fault = of_words(rows); !fault.empty()) return fault;
    }
    return {};
  }

  static constexpr std::string_view of_words(std::span<const Screening> rows) {
    std::array<std::string_view, most_words> words{};
    std::size_t count = 0;
    for (const auto& row : rows) {
      if (count < most_words) words[count] = row.code;
      ++count;
      Words aliases{row.aliases};
      for (auto alias = aliases.next(); !alias.empty(); alias = aliases.next(), ++count)
        if (count < most_words) words[count] = alias;
    }
    if (count > most_words) return "there are too many codes and aliases";
    const auto end = words.begin() + static_cast<std::ptrdiff_t>(count);
    std::sort(words.begin(), end);
    return std::adjacent_find(words.begin(), end) == end ? std::string_view{}
                                                         : "a code or an alias stands twice";
  }

  constexpr std::string_view of_sources() const {
    for (const auto& source : p_.sources)
      if (source.text.empty() || find_source(p_, source.key) != &source)
        return "a source stands twice or says nothing";
    return {};
  }

  const Protocol& p_;
};

}  // namespace detail

/// What is wrong with a protocol, or nothing.
constexpr std::string_view fault(const Protocol& p) { return detail::Faults{p}.first(); }
constexpr bool well_formed(const Protocol& p) { return fault(p).empty(); }

}  // namespace ketadose
