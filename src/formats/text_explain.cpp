// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "formats/text.hpp"
#include "formats/text_parts.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

constexpr std::size_t working_indent = 16;
constexpr int working_places = 6;

std::string exact(const Amount& amount) { return in_words(amount, working_places); }

template <class T>
std::string exact_of(const T& value) {
  return exact(amount(value));
}

/// The working of one order: each step names what went in and what came out.
class Working {
 public:
  Working(std::string& out, const Texts& texts, const Request& request, const Protocol& protocol,
          const Plan& plan)
      : out_{out},
        texts_{texts},
        order_{request.order},
        route_{*request.route},
        protocol_{protocol},
        plan_{plan} {}

  void target() {
    const auto pounds = pounds_of(texts_, order_);
    if (texts_[Field::weight].find('l') != std::string_view::npos) {
      std::string text;
      append_plain(text, pounds.num, pounds.den, working_places);
      step("weight", text + " lb x 0.45359237 kg/lb, to 0.1 kg, ties up = " + weight());
    } else {
      step("weight", weight() + ", as typed");
    }
    if (plan_.dosing_weight != order_.weight || order_.dosing_weight) dosing();
    const auto used = exact_of(Exact<BodyWeightDim>{plan_.dosing_weight});
    const auto dose = exact_of(per_kilogram(plan_.target, plan_.dosing_weight));
    const auto mass = exact_of(plan_.target);
    step("target", order_.dose->is_mass() ? mass + " / " + used + " = " + dose
                                          : dose + " x " + used + " = " + mass);
  }

  void preparation() {
    switch (route_.form) {
      case Form::infusion:
        return infusion();
      case Form::injection:
        return injection();
      case Form::lozenge:
        if (plan_.pieces) {
          const auto strength = exact_of(Exact<DrugMassDim>{*order_.lozenge});
          rounded("lozenges", exact_of(plan_.target) + " / " + strength, *plan_.pieces);
          delivered(exact_of(plan_.pieces->value()) + " x " + strength);
        }
        return;
    }
  }

 private:
  void step(std::string_view label, const std::string& text) {
    append_wrapped(out_, "  " + std::string{label}, text, working_indent);
  }

  std::string weight() const { return exact_of(Exact<BodyWeightDim>{order_.weight}); }

  std::string height() const {
    std::string text;
    append_plain(text, order_.height->in(ketadose::detail::micrometre), unit::cm.scale,
                 working_places);
    return text + ' ' + std::string{unit::cm.symbol};
  }

  void dosing() {
    const bool adjusted = dosing_weight_kind(order_, protocol_) == DosingWeight::adjusted;
    const auto ideal =
        weight_for_dosing(DosingWeight::ideal, order_.weight, order_.height, order_.sex);
    std::string text = adjusted ? "ideal + 0.4 x (actual - ideal), " : "Devine: ";
    if (!adjusted)
      text += *order_.sex == Sex::male ? "50 kg + 2.3 kg for every inch over 60, "
                                       : "45.5 kg + 2.3 kg for every inch over 60, ";
    text += "height " + height() + ", to 0.1 kg, at most the actual = ";
    text += exact_of(Exact<BodyWeightDim>{plan_.dosing_weight});
    if (adjusted) text += " (ideal: " + exact_of(Exact<BodyWeightDim>{ideal}) + ")";
    step("dosing weight", text);
  }

  template <class P>
  void rounded(std::string_view label, const std::string& sum, const Rounded<P>& r) {
    std::string text = sum + " = " + exact_of(r.exact);
    if (r.exact != r.value())
      text += "; to the step of " + exact_of(r.step) + ", ties up: " + exact_of(r.value()) +
              not_nearest(r, route_);
    step(label, text);
  }

  void delivered(const std::string& product) {
    step("delivered", product + " = " + exact_of(*plan_.delivered) + " = " +
                          exact_of(per_kilogram(*plan_.delivered, plan_.dosing_weight)));
  }

  void infusion() {
    if (plan_.draw) {
      draw();
      const auto whole = *plan_.diluent + plan_.draw->value();
      step("infusate", exact_of(*plan_.diluent) + " of diluent with " +
                           exact_of(plan_.draw->value()) +
                           " of drug: " + exact_of(*plan_.delivered) + " / " + exact_of(whole) +
                           " = " + exact_of(*plan_.infusate));
    } else if (plan_.vtbi && order_.concentration) {
      const auto strength = exact_of(*order_.concentration);
      rounded("volume", exact_of(plan_.target) + " / " + strength, *plan_.vtbi);
      delivered(exact_of(plan_.vtbi->value()) + " x " + strength);
    }
    time();
  }

  void draw() {
    const auto strength = exact_of(order_.vial->strength);
    rounded("draw", exact_of(plan_.target) + " / " + strength, *plan_.draw);
    delivered(exact_of(plan_.draw->value()) + " x " + strength);
  }

  void injection() {
    if (!plan_.draw) return;
    draw();
    if (plan_.injections < 2) return;
    std::vector<std::string> shares;
    shares.reserve(static_cast<std::size_t>(plan_.injections));
    for (int i = 0; i < plan_.injections; ++i) shares.push_back(exact_of(share(plan_, i)));
    step("shares", joined(shares, " + ") + " (at most " +
                       exact_of(Exact<VolumeDim>{*plan_.site->volume.review_above}) + " each)");
  }

  void time() {
    if (!plan_.lasts) return;
    const auto over = exact_of(Exact<DurationDim>{*order_.over});
    if (plan_.rate) {
      const auto volume = exact_of(plan_.vtbi->value());
      rounded("rate", volume + " / " + over + " x 60 min/h", *plan_.rate);
      step("duration", volume + " / " + exact_of(plan_.rate->value()) +
                           " x 60 min/h = " + exact_of(*plan_.lasts));
    } else if (plan_.drops) {
      const auto drops = exact_of(plan_.vtbi->value()) + " x " + drip_set_words(*order_.drip_set);
      rounded("drops", drops + " / " + over, *plan_.drops);
      step("duration",
           drops + " / " + exact_of(plan_.drops->value()) + " = " + exact_of(*plan_.lasts));
    }
    step("per time", exact_of(arriving(plan_)) + " / " + exact_of(*plan_.lasts) + " = " + rates());
  }

  std::string rates() const {
    const auto by_weight = intensity(plan_);
    return exact_of(mass_rate(plan_)) + " = " + exact(per_minute(by_weight)) + " = " +
           exact_of(by_weight);
  }

  std::string& out_;
  const Texts& texts_;
  const Order& order_;
  const Route& route_;
  const Protocol& protocol_;
  const Plan& plan_;
};

/// Lists limits and remembers the sources that they name.
class Limits {
 public:
  Limits(std::string& out, const Protocol& protocol) : out_{out}, protocol_{protocol} {}

  template <class V, class T>
  void guard(std::string_view label, const Guardrail<T>& g) {
    std::vector<std::string> words;
    add<V>(words, "stop below ", g.stop_below);
    add<V>(words, "review below ", g.review_below);
    add<V>(words, "review above ", g.review_above);
    add<V>(words, "stop above ", g.stop_above);
    line(label, words.empty() ? "not set" : joined(words, ", "));
  }

  template <class V, class T>
  void bound(std::string_view label, std::string_view prefix, const Bound<T>& b) {
    std::vector<std::string> words;
    add<V>(words, prefix, b);
    line(label, words.empty() ? "not set" : words.front());
  }

  void pressure(std::string_view label, const Guardrail<Pressure>& g) {
    std::vector<std::string> words;
    const auto one = [&](std::string_view prefix, const Bound<Pressure>& b) {
      if (!b) return;
      std::string text{prefix};
      append_plain(text, b->in(unit::mmHg), 1, 0);
      words.push_back(text + " mmHg " + cited(b.source()));
    };
    one("stop below ", g.stop_below);
    one("review below ", g.review_below);
    one("review above ", g.review_above);
    one("stop above ", g.stop_above);
    line(label, joined(words, ", "));
  }

  void line(std::string_view label, const std::string& text) {
    append_wrapped(out_, "  " + std::string{label}, text, limits_indent);
  }

  std::string cited(std::string_view source) {
    if (std::find(used_.begin(), used_.end(), source) == used_.end()) used_.push_back(source);
    return '[' + std::string{source} + ']';
  }

  void sources() {
    out_ += "\nSources\n";
    for (const auto& source : protocol_.sources)
      if (std::find(used_.begin(), used_.end(), source.key) != used_.end())
        append_wrapped(out_, "  " + std::string{source.key} + ": ", source.text,
                       source.key.size() + 4);
  }

 private:
  static constexpr std::size_t limits_indent = 20;

  template <class V, class T>
  void add(std::vector<std::string>& words, std::string_view prefix, const Bound<T>& b) {
    if (b) words.push_back(std::string{prefix} + in_words(amount(V{*b})) + ' ' + cited(b.source()));
  }

  std::string& out_;
  const Protocol& protocol_;
  std::vector<std::string_view> used_;
};

void add_infusion(Limits& limits, const Route& r) {
  limits.guard<Exact<DurationDim>>("duration", r.duration);
  limits.guard<Intensity>("intensity", r.intensity);
  limits.guard<Concentration>("infusate", r.concentration);
  limits.guard<Exact<VolumeDim>>("volume infused", r.volume_infused);
  limits.guard<Rate>("pump rate", r.pump_rate);
  limits.bound<Exact<VolumeDim>>("pump volume", "step ", r.pump_volume_step);
  limits.bound<Rate>("pump dial", "step ", r.pump_rate_step);
}

void add_vials(Limits& limits, const Route& r) {
  if (r.vials.empty()) return;
  std::vector<std::string> words;
  for (const auto& vial : r.vials) words.push_back(in_words(amount(vial)));
  limits.line("vials in use", joined(words, ", ") + ' ' + limits.cited(r.vials_source));
}

void add_patient(Limits& limits, const Protocol& p) {
  limits.guard<Exact<BodyWeightDim>>("weight", p.weight);
  limits.guard<Fraction>("weight change", p.weight_change);
  limits.guard<Exact<YearsDim>>("age", p.age);
  limits.guard<BodyMassIndex>("body mass index", p.body_mass_index);
  limits.bound<BodyMassIndex>("high body mass", "note from ", p.body_mass_index_note);
  limits.pressure("systolic", p.systolic);
  limits.pressure("diastolic", p.diastolic);
}

void add_ceilings(Limits& limits, const Route& r) {
  for (const auto& row : r.ceilings) {
    std::string label = "from session ";
    append_plain(label, row.from, 1, 0);
    limits.bound<WeightDose>(label, "review above ", row.review_above);
  }
}

}  // namespace

void append_working(std::string& out, const Texts& texts, const Request& request,
                    const Protocol& protocol, const Plan& plan, bool stops) {
  out += "\nWorking\n";
  Working working{out, texts, request, protocol, plan};
  working.target();
  if (!stops) working.preparation();
}

void append_limits(std::string& out, const Route& route, const Protocol& protocol) {
  out += "\nLimits\n";
  Limits limits{out, protocol};
  limits.guard<WeightDose>("dose", route.dose);
  add_ceilings(limits, route);
  limits.guard<Exact<DrugMassDim>>("dose cap", route.dose_cap);
  limits.bound<Exact<DrugMassDim>>("order step", "", route.order_step);
  if (route.form == Form::infusion) add_infusion(limits, route);
  if (route.form == Form::lozenge)
    limits.bound<Exact<PiecesDim>>("smallest part", "", route.fraction);
  limits.guard<Fraction>("delivered differs", route.delivered_differs);
  add_vials(limits, route);
  if (route.form == Form::injection)
    for (const auto& site : protocol.sites) limits.guard<Exact<VolumeDim>>(site.name, site.volume);
  add_patient(limits, protocol);
  limits.sources();
}

}  // namespace ketadose::program
