// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include "formats/text.hpp"
#include "formats/text_parts.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

/// What one answer is rendered from.
struct View {
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

using Lines = std::vector<PlanLine>;

void add_step(Lines& lines, std::string_view label, std::string text) {
  lines.push_back({label, std::move(text), true});
}
void add_note(Lines& lines, std::string_view label, std::string text) {
  lines.push_back({label, std::move(text), false});
}

std::string drawn(const View& v) { return in_words(amount(v.plan.draw->value())); }

void add_draw(Lines& lines, const View& v) {
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
  add_step(lines, "Draw", text + syringe_words(*v.plan.syringe));
}

std::string infusate_words(const View& v) { return in_words(amount(*v.plan.infusate)); }

void add_bag(Lines& lines, const View& v) {
  if (v.order().concentration) {
    add_step(lines, "Bag",
             "ready-made, " + as_ordered(*v.order().concentration) + ": read the label");
    return;
  }
  if (v.order().fill) {
    add_step(lines, "Fill",
             syringe_words(*v.plan.fill_syringe) + ": the " + drawn(v) + " drawn, made up to " +
                 in_words(amount(v.plan.vtbi->value())) + " (" + infusate_words(v) + ")");
  } else if (*v.route().bag_volume == BagVolume::added) {
    add_step(lines, "Bag",
             in_words(amount(*v.plan.diluent)) + ": add the " + drawn(v) + " drawn (" +
                 infusate_words(v) + ")");
  } else {
    add_step(lines, "Bag",
             in_words(amount(Exact<VolumeDim>{*v.order().bag})) + ": take out " + drawn(v) +
                 ", add the " + drawn(v) + " drawn (" + infusate_words(v) + ")");
  }
}

void add_dial(Lines& lines, const View& v) {
  const auto& p = v.plan;
  const auto volume = in_words(amount(p.vtbi->value())) + not_nearest(*p.vtbi, v.route());
  if (!p.rate && !p.drops) {
    add_note(lines, "Volume", volume);
    return;
  }
  const auto lasts = ": " + in_words(amount(*p.lasts));
  if (p.rate)
    add_step(lines, "Dial",
             in_words(amount(p.rate->value())) + not_nearest(*p.rate, v.route()) + ", volume " +
                 volume + lasts);
  else
    add_step(lines, "Drip",
             in_words(amount(p.drops->value())) + not_nearest(*p.drops, v.route()) + " with the " +
                 drip_set_words(*v.order().drip_set) + " set, volume " + volume + lasts);
}

void add_sites(Lines& lines, const View& v) {
  if (!v.order().site.empty()) {
    add_step(lines, "Inject", std::string{v.order().site});
    return;
  }
  std::vector<std::string> sites;
  for (auto left = v.plan.sites; left != 0; left &= left - 1)
    sites.emplace_back(v.protocol.sites[static_cast<std::size_t>(std::countr_zero(left))].name);
  if (!sites.empty()) add_step(lines, "Inject", "in one of: " + joined(sites, ", "));
}

void add_take(Lines& lines, const View& v) {
  std::string text = in_words(amount(v.plan.pieces->value())) +
                     not_nearest(*v.plan.pieces, v.route()) + " of " +
                     as_ordered(Exact<DrugMassDim>{*v.order().lozenge});
  if (v.route().hold_time)
    text += ", held for " + in_words(amount(Exact<DurationDim>{*v.route().hold_time}));
  if (!v.route().then.empty()) text += ", then " + std::string{v.route().then};
  add_step(lines, "Take", text);
}

/// The dose per minute and the like: shown when nothing is dialled, or when asked.
void add_intensity(Lines& lines, const View& v) {
  if (!v.plan.lasts) return;
  const auto by_weight = intensity(v.plan);
  add_note(lines, "Rate",
           in_words(amount(mass_rate(v.plan))) + ", " + in_words(per_minute(by_weight)) + ", " +
               in_words(amount(by_weight)));
}

void add_waste(Lines& lines, const View& v) {
  const auto& waste = *v.plan.waste;
  std::string text;
  append_plain(text, waste.vials, 1, 0);
  text += waste.vials == 1 ? " vial, " : " vials, ";
  text += in_words(amount(waste.left)) + " (" + in_words(amount(waste.left_mass)) + ") left over";
  add_note(lines, "Waste", text);
}

void add_delivered(Lines& lines, const View& v) {
  if (!v.plan.delivered || *v.plan.delivered == v.plan.target) return;
  add_note(lines, "Gives",
           in_words(amount(*v.plan.delivered)) + ": " + by_weight(v, *v.plan.delivered));
}

}  // namespace

std::string order_words(const Request& request, const Protocol& protocol, const Plan& plan) {
  const View v{request, protocol, plan};
  const bool in_mg = v.order().dose->is_mass();
  const auto target = amount(plan.target);
  std::string words = "ketamine " + std::string{v.route().title} + ' ';
  words += in_mg ? in_words(target, machine_places) : in_words(target);
  if (v.order().over) words += " over " + as_ordered(Exact<DurationDim>{*v.order().over});
  return words + ": " + by_weight(v, plan.target, !in_mg) + ',';
}

std::vector<PlanLine> plan_lines(const Request& request, const Protocol& protocol,
                                 const Plan& plan) {
  const View v{request, protocol, plan};
  Lines lines;
  if (plan.draw) add_draw(lines, v);
  if (plan.infusate && plan.vtbi) add_bag(lines, v);
  if (plan.vtbi)
    add_dial(lines, v);
  else
    add_intensity(lines, v);
  if (plan.draw && v.route().form == Form::injection) add_sites(lines, v);
  if (plan.pieces) add_take(lines, v);
  add_delivered(lines, v);
  if (plan.waste) add_waste(lines, v);
  return lines;
}

void append_check_text(std::string& out, const CommandLine& line, const Request& request,
                       const Protocol& protocol, const Assessment& assessment) {
  const bool stops = assessment.verdict() == Level::stop;
  append_verdict(out, assessment.verdict(), order_words(request, protocol, assessment.plan),
                 patient_words(line.texts, request.order), line.color);
  if (!stops)
    for (const auto& [label, text, to_do] : plan_lines(request, protocol, assessment.plan))
      append_line(out, label, text);
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
