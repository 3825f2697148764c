// SPDX-License-Identifier: Apache-2.0
#include "formats/words.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

namespace ketadose::program {
namespace {

constexpr std::array<std::string_view, 4> level_names{"ok", "note", "review", "stop"};
constexpr std::array<std::string_view, 5> edge_names{"stop-below", "review-below", "review-above",
                                                     "stop-above", "note-from"};
constexpr int most_places = 12;

/// What `thousandths` says of a number that is not short.
constexpr std::uint32_t not_short = 1'000'000;

/// How a person is shown the values of a measure.
struct alignas(64) Shown {
  ketadose::detail::Steps steps;  ///< of the last of the usual decimals
  std::int64_t last;              ///< the most of them that are a short number
  std::uint32_t thousandths;      ///< in one of them
  bool by_device;                 ///< with all the decimals that a device's step has
  ShortText<16> unit;             ///< and the space before it
};

constexpr auto all_shown = [] {
  std::array<Shown, measure_count> all{};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto measure = static_cast<Measure>(i);
    const auto places = static_cast<std::size_t>(row(measure).places);
    auto& shown = all[i];
    shown.steps = ketadose::detail::all_steps[i][places];
    shown.thousandths = static_cast<std::uint32_t>(powers_of_ten[3 - places]);
    shown.by_device =
        measure == Measure::ml || measure == Measure::ml_per_h || measure == Measure::pieces;
    // A blood pressure is two numbers.
    const bool never = shown.by_device || measure == Measure::mmhg;
    shown.last = never ? 0 : not_short / shown.thousandths - 1;
    if (row(measure).symbol.empty()) continue;
    shown.unit.add(" ");
    shown.unit.add(row(measure).symbol);
  }
  return all;
}();

const Shown& shown(const Amount& amount) {
  return all_shown[static_cast<std::size_t>(amount.measure)];
}

/// An amount with its usual decimals, in thousandths, where that shows it as a number below 1,000
/// and not as 0; `not_short` otherwise. Amounts of a measure look alike when these are equal.
[[gnu::always_inline]] inline std::uint32_t thousandths(const Amount& amount, const Shown& as) {
  if (!ketadose::detail::fits_63_bits(amount.num | amount.den)) return not_short;
  auto num = static_cast<std::int64_t>(amount.num);
  auto den = static_cast<std::int64_t>(amount.den);
  if (__builtin_mul_overflow(num, as.steps.up, &num) ||
      __builtin_mul_overflow(den, as.steps.down, &den))
    return not_short;
  const auto count = ketadose::detail::divide(num, den, Rounding::nearest);
  if (count == 0 || count > as.last) return not_short;
  return static_cast<std::uint32_t>(count) * as.thousandths;
}

/// Words of the program's own. Of the signs that a format may have to mark they hold only commas,
/// and whether they do is known when the program is made.
class Own {
 public:
  template <std::size_t Size>
  consteval Own(const char (&words)[Size])  // NOLINT(google-explicit-constructor): that is its use
      : words_{words, Size - 1}, has_comma_{words_.find(',') != words_.npos} {
    for (const char c : words_)
      if (c < ' ' || c > '~' || c == '"' || c == '\\') throw std::invalid_argument{"not plain"};
  }
  constexpr std::string_view words() const { return words_; }
  constexpr bool has_comma() const { return has_comma_; }

 private:
  std::string_view words_;
  bool has_comma_;
};

/// Builds one sentence where it will stand; amounts are written as a person reads them. There is
/// room for all words and numbers that are the program's own; those of a protocol make theirs.
class Sentence {
 public:
  explicit Sentence(Buffer& out) : out_{out}, end_{out.room(longest_own)} {}

  /// Words that are known where they are said.
  [[gnu::always_inline]] Sentence& operator<<(Own own) {
    const auto words = own.words();
    std::memcpy(end_, words.data(), words.size());
    end_ += words.size();
    if (own.has_comma()) signs_.commas = true;
    return *this;
  }
  /// One of two such words.
  [[gnu::always_inline]] Sentence& either(bool first, Own words, Own others) {
    return first ? *this << words : *this << others;
  }
  /// Words that were chosen elsewhere.
  Sentence& chosen(Own own) {
    end_ = Buffer::put(end_, own.words());
    signs_.commas |= own.has_comma();
    return *this;
  }
  /// Words of a protocol, of any length.
  void add(std::string_view words) {
    keep_room(words.size());
    end_ = Buffer::put(end_, words);
    signs_.unseen = true;
  }
  /// Room for `more` bytes that are not the program's own, or are so many times.
  void keep_room(std::size_t more) {
    end();
    end_ = out_.room(more + longest_own);
  }
  Sentence& operator<<(const Amount& amount);
  /// With all the digits that were typed or worked out.
  void exactly(const Amount& amount) { write(amount, machine_places); }
  void write(const Amount& amount, int places) {
    end_ = write_unit(write_number(end_, amount, places, true), amount);
    signs_.unseen = true;
  }
  Sentence& operator<<(int n);
  /// "0.515 mg/kg is above 0.5 mg/kg", with as many decimals as tell the two apart.
  void compare(const Finding& f, Own relation);
  Signs end() {
    out_.end_at(end_);
    return signs_;
  }

 private:
  /// No sentence has more than five amounts, nor more than 300 letters around them.
  static constexpr std::size_t longest_own = 1024;

  // The same where the usual decimals do not do, or the numbers are not short. Apart, so that the
  // common way needs little room.
  [[gnu::noinline]] Sentence& at_length(const Amount& amount);
  [[gnu::noinline]] void compare_at_length(const Finding& f, Own relation);

  static char* write_short(char* to, std::uint32_t number, const Shown& as) {
    return as.unit.put(ketadose::detail::write_thousandths(to, number));
  }
  static char* write_unit(char* to, const Amount& amount) {
    to = shown(amount).unit.put(to);
    if (amount.measure == Measure::pieces && amount.num > amount.den * unit::piece.scale)
      *to++ = 's';
    return to;
  }

  Buffer& out_;
  char* end_;
  Signs signs_;
};

/// What one message needs to know.
struct Context {
  const Finding& finding;
  const Order& order;
  const Route& route;
  const Protocol& protocol;
  const PlanFrame& plan;

  bool stops() const { return finding.level == Level::stop; }
  bool above() const { return finding.edge && ketadose::detail::is_above(*finding.edge); }
};

/// Whether a value is exact in so many decimals.
bool is_exact(const Amount& amount, int places) {
  const auto as = row(amount.measure);
  const auto num = ketadose::detail::product<Fraction>(amount.num, amount.den, as.below, as.above);
  const auto scaled = num.scaled(powers_of_ten[static_cast<std::size_t>(places)]);
  return ketadose::detail::quotient(scaled.num(), scaled.den()) * scaled.den() == scaled.num();
}

/// The decimals of what a device measures: all that its step has, be it finer than usual. Apart, so
/// that the common way needs little room.
[[gnu::noinline]] int places_of_step(const Amount& amount, int usual) {
  for (int places = usual; places <= machine_places; ++places)
    if (is_exact(amount, places)) return places;
  return usual;
}

/// The decimals that a person is shown.
inline int places_of(const Amount& amount) {
  const int usual = row(amount.measure).places;
  return shown(amount).by_device ? places_of_step(amount, usual) : usual;
}

// Inline, as a call for each number costs a fifth of it.
[[gnu::always_inline]] inline Sentence& Sentence::operator<<(const Amount& amount) {
  const Shown& as = shown(amount);
  const auto number = thousandths(amount, as);
  if (number == not_short) return at_length(amount);
  end_ = write_short(end_, number, as);
  return *this;
}

Sentence& Sentence::operator<<(int n) {
  if (n >= 0 && n < ketadose::detail::least_grouped) {
    end_ = ketadose::detail::write_small(end_, static_cast<std::uint32_t>(n));
  } else {
    end_ = write_number(end_, n, 1, 0, true);
    signs_.unseen = true;
  }
  return *this;
}

Sentence& Sentence::at_length(const Amount& amount) {
  write(amount, places_of(amount));
  return *this;
}

[[gnu::always_inline]] inline void Sentence::compare(const Finding& f, Own relation) {
  const Shown& as = shown(f.measured);
  const auto measured = thousandths(f.measured, as);
  const auto bound = thousandths(f.bound, as);
  if (measured == bound || measured == not_short || bound == not_short)
    return compare_at_length(f, relation);
  end_ = write_short(end_, measured, as);
  chosen(relation);
  end_ = write_short(end_, bound, as);
}

void Sentence::compare_at_length(const Finding& f, Own relation) {
  signs_.unseen = true;
  for (int places = places_of(f.measured);; ++places) {
    char* const measured = write_number(end_, f.measured, places, true);
    char* const from = Buffer::put(write_unit(measured, f.measured), relation.words());
    char* const bound = write_number(from, f.bound, places, true);
    if (std::equal(end_, measured, from, bound) && places < most_places) continue;
    end_ = write_unit(bound, f.bound);
    return;
  }
}

/// On which side of its bound the value lies.
Own beyond(const Context& c) {
  if (c.above()) return " is above ";
  return " is below ";
}

/// Whether the volume to be infused follows from the dose: it then cannot be chosen.
bool ready_made(const Context& c) { return c.order.concentration.has_value(); }

void say_confirm(Sentence& say) { say << ": ask the prescriber to confirm it."; }

/// What to do about a dose.
void say_remedy(Sentence& say, const Context& c) {
  if (!c.stops()) return say_confirm(say);
  say << ": do not give it; ask the prescriber.";
}

void say_dose_above(Sentence& say, const Context& c) {
  say.compare(c.finding, " is above ");
  say << " (" << c.finding.also << " is the most for " << c.finding.also_for << ")";
  say_remedy(say, c);
}

void say_dose_below(Sentence& say, const Context& c) {
  say.compare(c.finding, " is below ");
  say << " (" << c.finding.also << " is the least for " << c.finding.also_for << ")";
  say_remedy(say, c);
}

void say_cap(Sentence& say, const Context& c) {
  say.compare(c.finding, " is above the dose cap of ");
  say_remedy(say, c);
}

void say_session(Sentence& say, const Context& c) {
  say.compare(c.finding, " is above ");
  say << ", the ceiling of session " << c.order.session << " (" << c.finding.also
      << " is the most for " << c.finding.also_for << ")";
  say_confirm(say);
}

void say_duration(Sentence& say, const Context& c) {
  constexpr Own longer{" is longer than "};
  constexpr Own shorter{" is shorter than "};
  say.compare(c.finding, c.above() ? longer : shorter);
  if (!c.stops())
    say << ": ask the prescriber to confirm the time.";
  else if (c.above())
    say << ": infuse over " << c.finding.bound << " or less.";
  else
    say << ": infuse over " << c.finding.bound << " or more.";
}

void say_no_duration(Sentence& say, const Context& /*c*/) {
  say << "Without an infusion time nothing can be dialled: ask the prescriber for the time.";
}

void say_intensity(Sentence& say, const Context& c) {
  say.compare(c.finding, " is above ");
  say << ": infuse over a longer time, or ask the prescriber.";
}

void say_volume(Sentence& say, const Context& c) {
  say.compare(c.finding, " to be infused is more than ");
  say.either(ready_made(c), ": use a stronger concentration", ": use a smaller bag")
      << ", or ask the prescriber to confirm it.";
}

void say_strength(Sentence& say, const Context& c) {
  say.compare(c.finding, " to be infused is above ");
  say.either(c.stops(), ": dilute it further; do not infuse it like this.",
             ": dilute it further, or ask the prescriber to confirm it.");
}

void say_vial(Sentence& say, const Context& c) {
  say << "A vial of " << c.finding.measured << " is none of the strengths in use (";
  for (std::size_t i = 0; i < c.route.vials.size(); ++i) {
    say.keep_room(0);
    if (i != 0) say << ", ";
    say << amount(c.route.vials[i]);
  }
  say << "): read the label again.";
}

void say_pump(Sentence& say, const Context& c) {
  constexpr Own more{" is more than the pump's "};
  constexpr Own less{" is less than the pump's "};
  say.compare(c.finding, c.above() ? more : less);
  say << ": choose a ";
  say.either(c.above(), "longer", "shorter") << " time or a ";
  if (ready_made(c))
    say.either(c.above(), "stronger", "weaker") << " concentration.";
  else
    say.either(c.above(), "smaller", "larger") << " volume.";
}

void say_obstacle(Sentence& say, const Unmeasurable& what, Own device, Own smaller, Own larger) {
  say.exactly(what.exact);
  switch (what.obstacle) {
    case Obstacle::nothing_left:
      say << " is less than half the smallest step of ";
      say.chosen(device) << ": ";
      say.chosen(smaller);
      return;
    case Obstacle::too_large:
      say << " is more than ";
      say.chosen(device) << " holds: ";
      say.chosen(larger);
      return;
    case Obstacle::only_past_stop:
      say << " cannot be set, since no step of ";
      say.chosen(device) << " near it keeps the stop limits: ";
      say.chosen(smaller);
      return;
  }
}

/// What makes a number that is too small for the pump larger.
Own for_the_pump(const Context& c) {
  if (c.plan.dose_unmeasurable) return "use a weaker concentration.";
  if (ready_made(c)) return "use a weaker concentration or a shorter time.";
  return "use a larger volume or a shorter time.";
}

void say_unmeasurable(Sentence& say, const Context& c) {
  const auto& what =
      c.plan.dose_unmeasurable ? *c.plan.dose_unmeasurable : *c.plan.time_unmeasurable;
  switch (what.device) {
    case Device::syringe:
      return say_obstacle(say, what, "the syringe", "use a weaker vial.", "use a stronger vial.");
    case Device::bag:
      return say_obstacle(say, what, "the bag", "use a smaller bag.",
                          "use a larger bag or a stronger vial.");
    case Device::fill:
      return say_obstacle(say, what, "the filled syringe", "fill less.",
                          "fill more or use a stronger vial.");
    case Device::pump:
      return say_obstacle(say, what, "the pump", for_the_pump(c), "use a stronger concentration.");
    case Device::drip_set:
      return say_obstacle(say, what, "the drip set", "use a finer drip set or a pump.",
                          "use a pump.");
    case Device::lozenge:
      return say_obstacle(say, what, "the lozenge", "use a weaker lozenge.",
                          "use a stronger lozenge.");
  }
}

void say_delivered(Sentence& say, const Context& c) {
  say << c.finding.also << " delivered for " << c.finding.also_for << " ordered is ";
  say.compare(c.finding, " off, more than ");
  say.either(c.route.form == Form::lozenge, ": use another strength", ": use a finer device")
      << ", or ask the prescriber to confirm it.";
}

void say_site(Sentence& say, const Context& c) {
  say.compare(c.finding, " is more than the ");
  const std::string_view site = c.plan.site->name;
  if (!c.stops()) {
    say << " of one injection in the ";
    say.add(site);
    say << ": give it as " << c.plan.injections << " injections.";
  } else if (c.order.site.empty()) {
    say << " that any site takes: use a stronger vial.";
  } else {
    say << " that the ";
    say.add(site);
    say << " takes: choose another site or a stronger vial.";
  }
}

void say_claim(Sentence& say, const Context& c) {
  say << "The ";
  say.add(c.finding.subject);
  say << " given, ";
  say.exactly(c.finding.measured);
  if (c.finding.also_for.measure != Measure::nothing)
    say << " (" << c.finding.also_for << " on the device)";
  say.either(c.finding.subject.ends_with('s'), ", are not the ", ", is not the ")
      << c.finding.also << " worked out here: work it out again before going on.";
}

void say_weight(Sentence& say, const Context& c) {
  say.compare(c.finding, beyond(c));
  say << ": weigh again and check the unit, kg or lb.";
}

void say_weight_change(Sentence& say, const Context& c) {
  say << amount(Exact<BodyWeightDim>{c.order.weight}) << " differs from the last weight, "
      << c.finding.also << ", by ";
  say.compare(c.finding, ", more than ");
  say << ": weigh again and check the unit, kg or lb.";
}

void say_body_mass(Sentence& say, const Context& c) {
  say << "A body mass index of ";
  say.compare(c.finding, beyond(c));
  say << ": check the units of weight and height.";
}

void say_high_body_mass(Sentence& say, const Context& c) {
  say << "The body mass index is " << c.finding.measured << ", and from " << c.finding.bound
      << " on ideal weight is suggested: ";
  if (ketadose::dosing_weight_kind(c.order, c.protocol) == DosingWeight::ideal) {
    say << "the dose goes by ideal weight already.";
    return;
  }
  const bool has_dose = c.finding.also.measure != Measure::nothing;
  if (has_dose)
    say << "by " << c.finding.also_for << " the dose would be " << c.finding.also << "; ";
  else if (c.finding.also_for.measure != Measure::nothing)
    say << "it is " << c.finding.also_for << "; ";
  say << "ask the prescriber which weight to dose by.";
}

void say_age(Sentence& say, const Context& c) {
  say << "An age of ";
  say.compare(c.finding, beyond(c));
  if (c.stops()) return say_remedy(say, c);
  say << ": ask the prescriber to confirm the dose for this age.";
}

void say_pressure(Sentence& say, const Context& c) {
  const bool high = c.finding.code == Code::blood_pressure_high;
  say << "A blood pressure of " << c.finding.measured;
  say.either(high, " is above ", " is below ");
  const bool both = c.finding.bound.num != 0 && c.finding.bound.den != 0;
  const auto one = c.finding.bound.num != 0 ? c.finding.bound.num : c.finding.bound.den;
  if (both) {
    say << c.finding.bound;
  } else {
    say << static_cast<int>(one);
    say.either(c.finding.bound.num != 0, " mmHg systolic", " mmHg diastolic");
  }
  say.either(c.stops(), ": do not give the dose; tell the prescriber.",
             ": measure again, and ask the prescriber before the dose is given.");
}

void say_screening(Sentence& say, std::span<const Screening> rows, std::string_view code) {
  if (const auto* const row = find_screening(rows, code)) say.add(row->sentence);
}

void say_condition(Sentence& say, const Context& c) {
  say_screening(say, c.protocol.conditions, c.finding.subject);
}

void say_medicine(Sentence& say, const Context& c) {
  say_screening(say, c.protocol.medicines, c.finding.subject);
}

void say_no_site(Sentence& say, const Context& /*c*/) {
  say << "No site takes this volume in one injection: name the site, and the shares are shown.";
}

void say_preparation(Sentence& say, const Context& c) {
  switch (c.route.form) {
    case Form::infusion:
      say << "No volume is worked out without a set-up: give the concentration of a ready-made "
             "bag, or the vial with its bag or fill.";
      return;
    case Form::injection:
      say << "No volume is worked out without a vial: give the vial as its label reads.";
      return;
    case Form::lozenge:
      say << "No fraction is worked out without a strength: give the strength of one lozenge.";
      return;
  }
}

struct SlipWords {
  std::string_view slip;
  Own suspicion;  ///< followed by what was meant, if that is one value
};
constexpr std::array slip_words{
    SlipWords{"tenfold-dose", "The decimal point of the dose may be in the wrong place"},
    SlipWords{"tenfold-weight", "The decimal point of the weight may be in the wrong place"},
    SlipWords{"tenfold-duration", "The decimal point of the time may be in the wrong place"},
    SlipWords{"pounds-as-kilograms", "Pounds may have been taken as kilograms"},
    SlipWords{"kilograms-as-pounds", "Kilograms may have been taken as pounds"},
    SlipWords{"mg-as-mg-per-kg", "The order may have meant mg, not mg/kg"},
    SlipWords{"mg-per-kg-as-mg", "The order may have meant mg/kg, not mg"},
    SlipWords{"mcg-as-mg", "The order may have meant mcg, not mg"},
    SlipWords{"mg-as-mcg", "The order may have meant mg, not mcg"},
    SlipWords{"minutes-as-hours", "Minutes may have been taken as hours"},
    SlipWords{"hours-as-minutes", "Hours may have been taken as minutes"},
    SlipWords{"neighbouring-vial", "It may be another vial"},
    SlipWords{"claim-tenfold", "The decimal point of what was worked out may be misplaced"},
    SlipWords{"claim-mg-as-ml", "The milligrams may have been written as mL"},
    SlipWords{"claim-neighbouring-vial", "It may have been worked out for another vial"},
    SlipWords{"claim-factor-60", "The factor 60 may be missing, or used twice"},
    SlipWords{"claim-volume-as-rate", "The volume may stand in the place of the rate"},
    SlipWords{"claim-rate-as-volume", "The rate may stand in the place of the volume"},
    SlipWords{"claim-diluent-alone", "The drug's own volume may have been left out"},
    SlipWords{"claim-other-drip-set", "It may have been worked out for another drip set"},
    SlipWords{"claim-ml-per-h-as-drops", "The mL/h may stand in the place of the drops"},
    SlipWords{"claim-mg-as-pieces", "The milligrams may stand in the place of the lozenges"},
};

void say_slip(Sentence& say, const Context& c) {
  for (const auto& words : slip_words) {
    if (words.slip != c.finding.subject) continue;
    say.chosen(words.suspicion);
    break;
  }
  if (c.finding.also.measure == Measure::nothing) {
    say << ": work it out again.";
    return;
  }
  say << ", and " << c.finding.also;
  if (c.finding.also_for.measure != Measure::nothing) say << " or " << c.finding.also_for;
  say << " would explain it: check what was meant.";
}

using Say = void (*)(Sentence& say, const Context& c);

/// What says a finding of this code.
constexpr Say sayer(Code code) {
  switch (code) {
    case Code::dose_above_range:
      return say_dose_above;
    case Code::dose_above_cap:
      return say_cap;
    case Code::dose_above_session_ceiling:
      return say_session;
    case Code::dose_below_range:
      return say_dose_below;
    case Code::duration_below_range:
    case Code::duration_above_range:
      return say_duration;
    case Code::duration_missing:
      return say_no_duration;
    case Code::intensity_above_limit:
      return say_intensity;
    case Code::concentration_above_limit:
      return say_strength;
    case Code::vial_not_listed:
      return say_vial;
    case Code::volume_infused_high:
      return say_volume;
    case Code::rate_outside_pump:
      return say_pump;
    case Code::not_measurable:
      return say_unmeasurable;
    case Code::delivered_differs:
      return say_delivered;
    case Code::volume_above_site_limit:
      return say_site;
    case Code::claim_differs:
      return say_claim;
    case Code::weight_out_of_bounds:
      return say_weight;
    case Code::weight_changed:
      return say_weight_change;
    case Code::bmi_out_of_bounds:
      return say_body_mass;
    case Code::bmi_high:
      return say_high_body_mass;
    case Code::age_out_of_bounds:
      return say_age;
    case Code::blood_pressure_high:
    case Code::blood_pressure_low:
      return say_pressure;
    case Code::condition:
      return say_condition;
    case Code::medicine:
      return say_medicine;
    case Code::site_missing:
      return say_no_site;
    case Code::preparation_missing:
      return say_preparation;
    case Code::possible_slip:
      return say_slip;
  }
  return nullptr;
}

constexpr auto sayers = [] {
  std::array<Say, code_names.size()> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = sayer(static_cast<Code>(i));
  return all;
}();

void say_finding(Sentence& say, const Context& c) {
  sayers[static_cast<std::size_t>(c.finding.code)](say, c);
}

}  // namespace

std::string_view name(Level level) { return level_names[static_cast<std::size_t>(level)]; }
std::string_view name(Edge edge) { return edge_names[static_cast<std::size_t>(edge)]; }

void append_number(std::string& out, const Amount& amount) {
  std::array<char, longest_number> buffer;  // NOLINT: written before it is read
  out.append(buffer.data(), write_number(buffer.data(), amount));
}

std::string drops_a_millilitre(const DropFactor& set) {
  std::array<char, longest_number> digits{};
  const auto end =
      write_number(digits.data(), ketadose::detail::times(set.num(), unit::mL.scale),
                   ketadose::detail::times(set.den(), unit::gtt.scale), machine_places);
  return {digits.data(), end};
}

void append_plain(std::string& out, ketadose::detail::wide num, ketadose::detail::wide den,
                  int places) {
  std::array<char, longest_number> buffer;  // NOLINT: written before it is read
  out.append(buffer.data(), write_number(buffer.data(), num, den, places, true));
}

void append_amount(std::string& out, const Amount& amount, int places) {
  Buffer words;
  Sentence say{words};
  say.write(amount, places);
  say.end();
  out += words.view();
}

void append_amount(std::string& out, const Amount& amount) {
  append_amount(out, amount, places_of(amount));
}

Signs append_message(Buffer& out, const Finding& finding, const Order& order, const Route& route,
                     const Protocol& protocol, const PlanFrame& plan) {
  Sentence say{out};
  say_finding(say, {finding, order, route, protocol, plan});
  return say.end();
}

Signs append_messages(Buffer& out, const Findings& findings, const Order& order, const Route& route,
                      const Protocol& protocol, const PlanFrame& plan) {
  Sentence say{out};
  bool first = true;
  for (const auto& finding : findings) {
    if (finding.level <= Level::note && finding.code != Code::possible_slip) continue;
    if (!first) {
      say.keep_room(0);
      say << " ";
    }
    first = false;
    say_finding(say, {finding, order, route, protocol, plan});
  }
  return say.end();
}

void append_message(std::string& out, const Finding& finding, const Order& order,
                    const Route& route, const Protocol& protocol, const PlanFrame& plan) {
  Buffer words;
  append_message(words, finding, order, route, protocol, plan);
  out += words.view();
}

}  // namespace ketadose::program
