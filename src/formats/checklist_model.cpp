// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <utility>

#include "formats/checklist.hpp"
#include "formats/text_parts.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

// Widths of lines to write on.
constexpr int name_width = 24;
constexpr int short_width = 8;

/// What one sheet is made from.
struct Sheet {
  const Texts& texts;
  const Request& request;
  const Protocol& protocol;
  const Assessment& assessment;
  std::optional<int> start;

  const Order& order() const { return request.order; }
  const Route& route() const { return *request.route; }
  const Plan& plan() const { return assessment.plan; }
  bool stops() const { return assessment.verdict() == Level::stop; }
};

Item note(std::string text) { return {.mark = SheetMark::none, .text = std::move(text)}; }
Item to_do(std::string text, std::string_view source = {}) {
  return {.text = std::move(text), .source = std::string{source}};
}

std::string words_of(const Exact<VolumeDim>& volume) { return in_words(amount(volume)); }
std::string words_of(const Exact<DrugMassDim>& mass) { return in_words(amount(mass)); }

// ---- Heading ----

std::vector<Block> heading(const Sheet& s) {
  const auto [missing, unset] = not_checked_words(s.assessment.unchecked);
  Items lines;
  const auto add = [&lines](std::string_view label, const std::string& text) {
    lines.items.push_back({.mark = SheetMark::none, .label = std::string{label}, .text = text});
  };
  const auto* const nobody = s.protocol.approved_by.empty() ? ", no approver named" : "";
  add("Rules", rules_words(s.protocol) + nobody + '.');
  if (!missing.empty()) add("Not checked", missing + '.');
  if (!unset.empty()) add("Not set", unset + '.');
  return {std::move(lines)};
}

/// On a stop nothing of the order is repeated that could be given by mistake.
std::string ordered(const Sheet& s) {
  if (s.stops()) return "ketamine " + std::string{s.route().title} + ": do not prepare or give;";
  return order_words(s.request, s.protocol, s.plan());
}

// ---- Findings ----

SheetSection findings(const Sheet& s) {
  Items items;
  for (const auto& finding : s.assessment.findings)
    items.items.push_back(
        {.mark = SheetMark::none,
         .label = std::string{label_of(finding.level)},
         .text = finding_words(finding, s.order(), s.route(), s.protocol, s.plan())});
  if (items.items.empty()) items.items.push_back(note("Nothing that was checked objects."));
  SheetSection section{.title = s.stops() ? "Findings: do not prepare or give" : "Findings",
                       .blocks = {std::move(items)}};
  if (s.assessment.verdict() != Level::ok)
    section.blocks.emplace_back(Blanks{{{"Prescriber told", "", name_width},
                                        {"Time", "", short_width},
                                        {"Answer", "", name_width},
                                        {"By", "", name_width}}});
  return section;
}

// ---- Screening ----

/// The word by which the order names this row, or nothing.
std::string_view named(const Screening& row, std::string_view list) {
  std::string_view word;
  if (list.empty() || list == asked_none) return word;
  for_each_code(list, [&](std::string_view typed, std::size_t) {
    if (answers_to(row, typed)) word = typed;
    return word.empty();
  });
  return word;
}

Item tick_of(const Screening& row, std::string_view list) {
  const auto word = named(row, list);
  Item item{.mark = word.empty() ? SheetMark::open : SheetMark::ticked,
            .text = std::string{row.code}};
  if (!word.empty() && word != row.code) ((item.text += " (") += word) += ')';
  return item;
}

/// The box for a patient who has none of them, or no other.
Item none_box(std::string_view kind, std::string_view verb, std::string_view list) {
  if (list == asked_none)
    return {.mark = SheetMark::ticked, .text = "No " + std::string{kind} + ": asked, none."};
  std::string text = list.empty() ? "No " : "No other ";
  (text += kind) += "; else tick each that the patient ";
  return to_do((text += verb) += ':');
}

std::string_view meaning_of(Level level) {
  switch (level) {
    case Level::ok:
    case Level::note:
      return "write down for the prescriber";
    case Level::review:
      return "ask the prescriber before giving";
    case Level::stop:
      return "do not give";
  }
  return "";
}

void add_screening(std::vector<Block>& blocks, Item none_of_them, std::span<const Screening> rows,
                   std::string_view list) {
  if (rows.empty()) return;
  blocks.emplace_back(Items{{std::move(none_of_them)}});
  for (const Level level : {Level::stop, Level::review, Level::note, Level::ok}) {
    Ticks ticks{.heading = std::string{label_of(level)} + ": " + std::string{meaning_of(level)},
                .items = {}};
    for (const auto& row : rows)
      if (row.level == level) ticks.items.push_back(tick_of(row, list));
    if (!ticks.items.empty()) blocks.emplace_back(std::move(ticks));
  }
}

/// "stop above 180/100 [swiss-smpc]", the two apart where their sources differ.
void add_limit(std::vector<std::string>& limits, std::string_view edge,
               const Bound<Pressure>& systolic, const Bound<Pressure>& diastolic) {
  const auto one = [&](const std::string& number, std::string_view which, std::string_view source) {
    limits.push_back(std::string{edge} + ' ' + number + std::string{which} + " [" +
                     std::string{source} + ']');
  };
  const auto number = [](const Bound<Pressure>& bound) {
    std::string out;
    append_plain(out, bound->in(unit::mmHg), 1, 0);
    return out;
  };
  if (systolic && diastolic && systolic.source() == diastolic.source())
    return one(number(systolic) + '/' + number(diastolic), "", systolic.source());
  if (systolic) one(number(systolic), " systolic", systolic.source());
  if (diastolic) one(number(diastolic), " diastolic", diastolic.source());
}

std::string pressure_limits(const Protocol& p) {
  std::vector<std::string> limits;
  add_limit(limits, "stop below", p.systolic.stop_below, p.diastolic.stop_below);
  add_limit(limits, "review below", p.systolic.review_below, p.diastolic.review_below);
  add_limit(limits, "review above", p.systolic.review_above, p.diastolic.review_above);
  add_limit(limits, "stop above", p.systolic.stop_above, p.diastolic.stop_above);
  return limits.empty() ? "" : "Limits: " + joined(limits, ", ") + " mmHg.";
}

SheetSection screening(const Sheet& s) {
  SheetSection section{.title = "Screening", .blocks = {}};
  const std::string pressure{s.texts[Field::bp]};
  section.blocks.emplace_back(
      Blanks{{{"Blood pressure before the dose", pressure.empty() ? "" : pressure + " mmHg"},
              {"Time", "", short_width},
              {"Pulse", "", short_width}}});
  if (auto limits = pressure_limits(s.protocol); !limits.empty())
    section.blocks.emplace_back(Prose{std::move(limits)});
  add_screening(section.blocks, none_box("conditions", "has", s.order().has), s.protocol.conditions,
                s.order().has);
  add_screening(section.blocks, none_box("medicines", "takes", s.order().takes),
                s.protocol.medicines, s.order().takes);
  return section;
}

// ---- Consent, equipment, discharge: as the protocol lists them ----

Items points(std::span<const Point> rows) {
  Items items;
  for (const auto& row : rows)
    items.items.push_back(to_do(std::string{row.text}, row.source == judgement ? "" : row.source));
  return items;
}

SheetSection consent(const Sheet& s) {
  return {.title = "Consent",
          .blocks = {points(s.protocol.consent),
                     Blanks{{{"Patient's signature", "", name_width}, {"Date", ""}}}}};
}

SheetSection discharge(const Sheet& s) {
  return {.title = "Discharge",
          .blocks = {points(s.protocol.discharge), Blanks{{{"Left at", "", short_width},
                                                           {"With", "", name_width},
                                                           {"Seen by", "", name_width}}}}};
}

// ---- Equipment ----

/// "2 x a 1 mL syringe, marked in 0.01 mL".
Item syringe_item(const Syringe& syringe, int count, std::string_view use) {
  std::string text;
  if (count > 1) {
    append_plain(text, count, 1, 0);
    text += " of: ";
  }
  text += syringe_words(syringe);
  if (text.front() == 'a') text.front() = 'A';
  text += ", marked in " + words_of(Exact<VolumeDim>{syringe.mark}) + ", " + std::string{use};
  return to_do(text, syringe.source);
}

std::string bag_words(const Sheet& s) {
  return "A bag of " + as_ordered(Exact<VolumeDim>{*s.order().bag}) + " of diluent";
}

void add_infusion_device(Items& items, const Sheet& s) {
  if (s.order().drip_set) {
    items.items.push_back(to_do("A drip set of " + drip_set_words(*s.order().drip_set)));
  } else {
    const auto& step = s.route().pump_rate_step;
    items.items.push_back(
        to_do("A pump that is set in steps of " + in_words(amount(*step)), step.source()));
  }
}

/// What the plan needs at hand.
void add_devices(Items& items, const Sheet& s) {
  const auto& plan = s.plan();
  if (plan.draw) {
    items.items.push_back(to_do("Ketamine vial of " + vial_words(*s.order().vial)));
    items.items.push_back(syringe_item(*plan.syringe, plan.injections, "to draw"));
  }
  if (s.order().concentration)
    items.items.push_back(
        to_do("Ready-made bag or syringe of " + as_ordered(*s.order().concentration)));
  if (plan.fill_syringe != nullptr)
    items.items.push_back(syringe_item(*plan.fill_syringe, 1, "to fill"));
  if (s.order().bag) items.items.push_back(to_do(bag_words(s)));
  if (plan.vtbi) add_infusion_device(items, s);
  if (plan.pieces)
    items.items.push_back(
        to_do("Lozenges of " + as_ordered(Exact<DrugMassDim>{*s.order().lozenge})));
}

SheetSection equipment(const Sheet& s) {
  Items items = points(s.protocol.equipment);
  add_devices(items, s);
  return {.title = "Equipment", .blocks = {std::move(items)}};
}

// ---- Preparation ----

bool is_planned(const Plan& plan) { return plan.draw || plan.vtbi || plan.pieces; }

/// What the command lacks for a preparation.
std::string what_to_add(const Sheet& s) {
  switch (s.route().form) {
    case Form::infusion:
      if (s.order().vial) return "add --bag or --fill";
      return "add --vial with --bag or --fill, or --concentration";
    case Form::injection:
      return s.order().vial ? "add --site" : "add --vial";
    case Form::lozenge:
      return "add --lozenge";
  }
  return "";
}

/// What the label of the bag or the syringe says: drug, mg, mL, mg/mL.
std::string label_words(const Sheet& s) {
  const auto& plan = s.plan();
  const auto in = [&](const Exact<VolumeDim>& volume, const Per<DrugMassDim, VolumeDim>& strength) {
    return "ketamine " + words_of(*plan.delivered) + " in " + words_of(volume) + ", " +
           in_words(amount(strength));
  };
  if (plan.infusate)
    return (s.order().bag ? "the bag: " : "the syringe: ") +
           in(*plan.diluent + plan.draw->value(), *plan.infusate);
  if (plan.injections == 1)
    return "the syringe: " + in(plan.draw->value(), s.order().vial->strength);
  return "each syringe: ketamine " + in_words(amount(s.order().vial->strength)) + ", and its mL";
}

/// What the plan does not count, or does not know.
void add_cautions(Items& items, const Sheet& s) {
  switch (s.route().form) {
    case Form::infusion:
      if (!s.plan().lasts) items.items.push_back(note("No time is given: add --over."));
      items.items.push_back(
          to_do("At the end, flush the line, no faster than the dose ran: what stays in it is "
                "not counted above."));
      return;
    case Form::injection:
      items.items.push_back(note("What stays in needle and syringe is not counted above."));
      return;
    case Form::lozenge:
      if (!s.route().hold_time)
        items.items.push_back(note("Hold for ____ min (the rules set none), then ____________"));
      return;
  }
}

/// The lines of the plan, and the label behind what is filled and before what is set.
void add_steps(Items& items, const Sheet& s) {
  for (auto& [label, text, is_step] : plan_lines(s.request, s.protocol, s.plan()))
    items.items.push_back({.mark = is_step ? SheetMark::open : SheetMark::none,
                           .label = std::string{label},
                           .text = std::move(text)});
  if (!s.plan().draw) return;
  const int filled = s.plan().infusate ? 2 : 1;  // Draw, and Bag or Fill
  items.items.insert(items.items.begin() + filled, {.label = "Label", .text = label_words(s)});
}

SheetSection preparation(const Sheet& s) {
  Items items;
  if (!is_planned(s.plan()))
    items.items.push_back(note("What to prepare is not known: " + what_to_add(s) +
                               " to the command, and print this sheet again."));
  add_steps(items, s);
  if (is_planned(s.plan())) add_cautions(items, s);
  return {.title = "Preparation",
          .blocks = {std::move(items),
                     Blanks{{{"Prepared by", "", name_width}, {"Checked by", "", name_width}}}},
          .starts_page = true};
}

// ---- The controlled drug record ----

std::string form_words(const Sheet& s) {
  switch (s.route().form) {
    case Form::infusion:
      if (s.order().concentration) return "ready-made infusion";
      return s.order().vial ? "solution in a vial" : "";
    case Form::injection:
      return s.order().vial ? "solution in a vial" : "";
    case Form::lozenge:
      return "lozenge";
  }
  return "";
}

std::string strength_words(const Sheet& s) {
  if (s.order().vial) return vial_words(*s.order().vial);
  if (s.order().concentration) return as_ordered(*s.order().concentration);
  if (s.order().lozenge) return as_ordered(Exact<DrugMassDim>{*s.order().lozenge});
  return "";
}

std::string volume_and_mass(const Exact<VolumeDim>& volume, const Exact<DrugMassDim>& mass) {
  return words_of(volume) + " (" + words_of(mass) + ')';
}

/// Drawn, given and wasted by the plan; what was done is written beside it.
Grid amounts(const Sheet& s) {
  const auto& plan = s.plan();
  std::string drawn;
  std::string given;
  std::string wasted;
  if (plan.draw) drawn = volume_and_mass(plan.draw->value(), *plan.delivered);
  if (plan.pieces)
    drawn = in_words(amount(plan.pieces->value())) + " (" + words_of(*plan.delivered) + ')';
  if (plan.delivered) given = words_of(*plan.delivered);
  if (plan.waste) wasted = volume_and_mass(plan.waste->left, plan.waste->left_mass);
  return {.head = {"", "By the plan", "As done"},
          .rows = {{"Drawn", drawn, ""}, {"Given", given, ""}, {"Wasted", wasted, ""}}};
}

SheetSection record(const Sheet& s) {
  const Blanks drug{{{"Drug", "ketamine"},
                     {"Form", form_words(s)},
                     {"Strength", strength_words(s)},
                     {"Lot", ""},
                     {"Expires", "", short_width}}};
  const Blanks given{{{"Given by", "", name_width},
                      {"Signature", "", name_width},
                      {"Date", ""},
                      {"Time", "", short_width}}};
  const Blanks witness{{{"Witness", "", name_width}, {"Signature", "", name_width}}};
  return {.title = "Controlled drug record (Schedule III)",
          .blocks = {drug, amounts(s), given, witness}};
}

}  // namespace

Checklist make_checklist(const Texts& texts, const Request& request, const Protocol& protocol,
                         const Assessment& assessment, std::optional<int> start) {
  const Sheet s{texts, request, protocol, assessment, start};
  Checklist sheet{.title = "Ketamine checklist",
                  .patient = {{{"Patient", "", name_width}, {"Date of birth", ""}, {"Date", ""}}},
                  .verdict = assessment.verdict(),
                  .order = ordered(s),
                  .weight = patient_words(texts, request.order),
                  .heading = heading(s),
                  .sections = {findings(s), screening(s)},
                  .footer =
                      "A word in [brackets] is a source: see ketadose explain WORD. What has "
                      "none, and is not from this order, is judgement: confirm locally."};
  if (s.stops()) return sheet;
  for (auto* const make : {consent, equipment, preparation}) sheet.sections.push_back(make(s));
  sheet.sections.push_back(monitoring(request, protocol, assessment.plan, start));
  for (auto* const make : {discharge, record}) sheet.sections.push_back(make(s));
  return sheet;
}

}  // namespace ketadose::program
