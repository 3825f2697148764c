// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include "formats/text.hpp"
#include "formats/text_parts.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

/// What one answer is rendered from.
struct View {
  const CommandLine& line;
  const Request& request;
  const Protocol& protocol;
  const Plan& plan;

  const Order& order() const { return request.order; }
  const Route& route() const { return *request.route; }
};

std::string by_weight(const View& v, const Exact<DrugMassDim>& mass, bool as_ordered = false) {
  const auto dose = amount(per_kilogram(mass, v.plan.dosing_weight));
  std::string words = as_ordered ? in_words(dose, machine_places) : in_words(dose);
  if (v.plan.dosing_weight == v.order().weight) return words;
  const bool ideal = ketadose::dosing_weight_kind(v.order(), v.protocol) == DosingWeight::ideal;
  words += ideal ? " by ideal weight " : " by adjusted weight ";
  words += in_words(amount(Exact<BodyWeightDim>{v.plan.dosing_weight}));
  words += " (" + in_words(amount(per_kilogram(mass, v.order().weight))) + " by actual weight)";
  return words;
}

/// What was ordered, with all its digits; what follows from it is shortened.
std::string order_words(const View& v) {
  const bool in_mg = v.order().dose->is_mass();
  const auto target = amount(v.plan.target);
  std::string words = "ketamine " + std::string{v.route().title} + ' ';
  words += in_mg ? in_words(target, machine_places) : in_words(target);
  if (v.order().over) words += " over " + as_ordered(Exact<DurationDim>{*v.order().over});
  return words + ": " + by_weight(v, v.plan.target, !in_mg) + ',';
}

std::string syringe_words(const Syringe& syringe) {
  return "a " + in_words(amount(Exact<VolumeDim>{syringe.capacity})) + " syringe";
}

std::string drawn(const View& v) { return in_words(amount(v.plan.draw->value())); }

void append_draw(std::string& out, const View& v) {
  std::string text = drawn(v) + not_nearest(*v.plan.draw, v.route()) + " of " +
                     as_ordered(v.order().vial->strength);
  if (v.plan.injections > 1) {
    std::vector<std::string> shares;
    shares.reserve(static_cast<std::size_t>(v.plan.injections));
    for (int i = 0; i < v.plan.injections; ++i)
      shares.push_back(in_words(amount(share(v.plan, i))));
    text += ": " + joined(shares, " and ") + ", each in ";
  } else {
    text += ", in ";
  }
  append_line(out, "Draw", text + syringe_words(*v.plan.syringe));
}

std::string infusate_words(const View& v) { return in_words(amount(*v.plan.infusate)); }

void append_bag(std::string& out, const View& v) {
  if (v.order().concentration) {
    append_line(out, "Bag",
                "ready-made, " + as_ordered(*v.order().concentration) + ": read the label");
    return;
  }
  if (v.order().fill) {
    append_line(out, "Fill",
                syringe_words(*v.plan.fill_syringe) + ": the " + drawn(v) + " drawn, made up to " +
                    in_words(amount(v.plan.vtbi->value())) + " (" + infusate_words(v) + ")");
  } else if (*v.route().bag_volume == BagVolume::added) {
    append_line(out, "Bag",
                in_words(amount(*v.plan.diluent)) + ": add the " + drawn(v) + " drawn (" +
                    infusate_words(v) + ")");
  } else {
    append_line(out, "Bag",
                in_words(amount(Exact<VolumeDim>{*v.order().bag})) + ": take out " + drawn(v) +
                    ", add the " + drawn(v) + " drawn (" + infusate_words(v) + ")");
  }
}

void append_dial(std::string& out, const View& v) {
  const auto& p = v.plan;
  const auto volume = in_words(amount(p.vtbi->value())) + not_nearest(*p.vtbi, v.route());
  if (!p.rate && !p.drops) {
    append_line(out, "Volume", volume);
    return;
  }
  const auto lasts = ": " + in_words(amount(*p.lasts));
  if (p.rate)
    append_line(out, "Dial",
                in_words(amount(p.rate->value())) + not_nearest(*p.rate, v.route()) + ", volume " +
                    volume + lasts);
  else
    append_line(out, "Drip",
                in_words(amount(p.drops->value())) + not_nearest(*p.drops, v.route()) +
                    " with the " + drip_set_words(*v.order().drip_set) + " set, volume " + volume +
                    lasts);
}

void append_sites(std::string& out, const View& v) {
  if (!v.order().site.empty()) {
    append_line(out, "Inject", std::string{v.order().site});
    return;
  }
  std::vector<std::string> sites;
  for (auto left = v.plan.sites; left != 0; left &= left - 1)
    sites.emplace_back(v.protocol.sites[static_cast<std::size_t>(std::countr_zero(left))].name);
  if (!sites.empty()) append_line(out, "Inject", "in one of: " + joined(sites, ", "));
}

void append_take(std::string& out, const View& v) {
  std::string text = in_words(amount(v.plan.pieces->value())) +
                     not_nearest(*v.plan.pieces, v.route()) + " of " +
                     as_ordered(Exact<DrugMassDim>{*v.order().lozenge});
  if (v.route().hold_time)
    text += ", held for " + in_words(amount(Exact<DurationDim>{*v.route().hold_time}));
  if (!v.route().then.empty()) text += ", then " + std::string{v.route().then};
  append_line(out, "Take", text);
}

/// The dose per minute and the like: shown when nothing is dialled, or when asked.
void append_intensity(std::string& out, const View& v) {
  if (!v.plan.lasts) return;
  const auto by_weight = intensity(v.plan);
  append_line(out, "Rate",
              in_words(amount(mass_rate(v.plan))) + ", " + in_words(per_minute(by_weight)) + ", " +
                  in_words(amount(by_weight)));
}

void append_waste(std::string& out, const View& v) {
  const auto& waste = *v.plan.waste;
  std::string text;
  append_plain(text, waste.vials, 1, 0);
  text += waste.vials == 1 ? " vial, " : " vials, ";
  text += in_words(amount(waste.left)) + " (" + in_words(amount(waste.left_mass)) + ") left over";
  append_line(out, "Waste", text);
}

void append_delivered(std::string& out, const View& v) {
  if (!v.plan.delivered || *v.plan.delivered == v.plan.target) return;
  append_line(out, "Gives",
              in_words(amount(*v.plan.delivered)) + ": " + by_weight(v, *v.plan.delivered));
}

void append_plan(std::string& out, const View& v) {
  const auto& p = v.plan;
  if (p.draw) append_draw(out, v);
  if (p.infusate && p.vtbi) append_bag(out, v);
  if (p.vtbi)
    append_dial(out, v);
  else
    append_intensity(out, v);
  if (p.draw && v.route().form == Form::injection) append_sites(out, v);
  if (p.pieces) append_take(out, v);
  append_delivered(out, v);
  if (p.waste) append_waste(out, v);
}

}  // namespace

void append_check_text(std::string& out, const CommandLine& line, const Request& request,
                       const Protocol& protocol, const Assessment& assessment) {
  const View v{line, request, protocol, assessment.plan};
  const bool stops = assessment.verdict() == Level::stop;
  append_verdict(out, assessment.verdict(), order_words(v),
                 patient_words(line.texts, request.order), line.color);
  if (!stops) append_plan(out, v);
  if (assessment.findings.size() != 0) out += '\n';
  append_findings(out, assessment.findings, request.order, *request.route, protocol,
                  assessment.plan);
  out += '\n';
  append_not_checked(out, assessment.unchecked, protocol);
  if (!line.explain) return;
  append_working(out, line.texts, request, protocol, assessment.plan, stops);
  append_limits(out, *request.route, protocol);
}

}  // namespace ketadose::program
