// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>

#include "formats/text.hpp"
#include "formats/text_grid.hpp"
#include "formats/text_parts.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

/// The number of an amount alone, for a column whose head has the unit.
std::string cell(const Amount& amount) {
  const auto words = in_words(amount);
  return words.substr(0, words.find(' '));
}

template <class P>
std::string starred(const Rounded<P>& rounded) {
  return cell(amount(rounded.value())) + (rounded.turned == Turn::not_turned ? "" : "*");
}

struct View {
  const CommandLine& line;
  const Table& table;
  const Protocol& protocol;

  const Order& order() const { return table.request.order; }
  const Route& route() const { return *table.request.route; }
  bool into_bag() const { return order().vial && (order().bag || order().fill); }
};

// ---- What every row would say ----

bool alike(const Amount& a, const Amount& b) {
  return a.measure == b.measure &&
         Fraction::of_base(a.num, a.den) == Fraction::of_base(b.num, b.den);
}

bool has(const Findings& findings, const Finding& wanted) {
  for (const auto& f : findings)
    if (f.code == wanted.code && f.subject == wanted.subject &&
        alike(f.measured, wanted.measured) && alike(f.bound, wanted.bound))
      return true;
  return false;
}

/// The findings of every cell of every row: those of the set-up and the duration alone. They are
/// said once, above the rows.
Findings shared_findings(const Table& table) {
  Findings shared;
  if (table.rungs.size() < 2) return shared;
  for (const auto& finding : table.rungs.front().cells.front().assessment.findings) {
    bool everywhere = finding.level > Level::note;
    for (const auto& rung : table.rungs)
      for (const auto& at : rung.cells)
        everywhere = everywhere && has(at.assessment.findings, finding);
    if (everywhere) shared.add(finding);
  }
  return shared;
}

// ---- The heading ----

std::string setup_words(const View& v) {
  const auto& o = v.order();
  std::string words;
  if (v.table.assumed_concentration)
    words =
        "assumed ready-made, for a " + in_words(amount(*o.concentration)) + " bag: read the label";
  else if (o.concentration)
    words = "ready-made, " + as_ordered(*o.concentration);
  if (o.vial) words = "vial " + vial_words(*o.vial);
  if (o.bag) words += " into a bag of " + as_ordered(Exact<VolumeDim>{*o.bag});
  if (o.fill) words += " into a syringe, made up to " + as_ordered(Exact<VolumeDim>{*o.fill});
  if (o.lozenge) words = "lozenges of " + as_ordered(Exact<DrugMassDim>{*o.lozenge});
  if (o.drip_set) words += "; drip set of " + drip_set_words(*o.drip_set);
  if (o.site.empty()) return words;
  return words + (words.empty() ? "" : ", ") + "injected in the " + std::string{o.site};
}

/// The order that the table is for, the patient's verdict in front of it when there is one to tell.
void append_heading(std::string& out, const View& v) {
  const Level verdict = v.table.patient.worst();
  const auto order = "ketamine " + std::string{v.route().title} + ',';
  auto patient = patient_words(v.line.texts, v.order());
  const auto used = dosing_weight(v.order(), v.protocol);
  if (used != v.order().weight)
    patient += ", doses by " + in_words(amount(Exact<BodyWeightDim>{used}));
  patient += ", rules " + rules_name(v.protocol);
  if (verdict >= Level::review)
    append_verdict(out, verdict, order, patient, v.line.color);
  else
    append_wrapped(out, "", order + ' ' + patient, 0);
  const auto setup = setup_words(v);
  if (verdict != Level::stop && !setup.empty()) append_wrapped(out, "Set-up: ", setup, 8);
  out += '\n';
}

// ---- The doses ----

/// From which session on the ceiling allows this rung, if any session does.
std::string allowed_from(const Route& route, const Rung& rung, const Protocol& protocol) {
  Order later = rung.order;
  for (const auto& row : route.ceilings) {
    if (row.from <= rung.order.session) continue;
    later.session = row.from;
    bool raised = false;
    const auto judged = judge_rung(later, route, protocol);
    for (const auto& finding : judged.findings)
      raised = raised || finding.code == Code::dose_above_session_ceiling;
    if (raised) continue;
    std::string words = "from session ";
    append_plain(words, row.from, 1, 0);
    return words;
  }
  return "above every session's ceiling";
}

/// The finding in as few words as a row has room for.
std::string reason(const View& v, const Rung& rung, const Cell& at, const Finding& finding) {
  if (finding.code == Code::dose_above_session_ceiling)
    return allowed_from(v.route(), rung, v.protocol);
  if (finding.code == Code::volume_above_site_limit && finding.level == Level::review)
    return std::to_string(at.assessment.plan.injections) + " injections";
  if (finding.code == Code::delivered_differs)
    return "more than " + in_words(finding.bound) + " off";
  if (finding.code == Code::site_missing) return "name the site";
  if (!finding.edge) return std::string{name(finding.code)};
  const bool above = ketadose::detail::is_above(*finding.edge);
  return (above ? "above " : "below ") + in_words(finding.bound);
}

/// What the row alone has to say at this level.
Row reasons(const View& v, const Rung& rung, const Findings& shared, Level level) {
  Row words;
  for (const auto& at : rung.cells)
    for (const auto& finding : at.assessment.findings) {
      if (finding.level != level || has(shared, finding)) continue;
      auto word = reason(v, rung, at, finding);
      if (std::find(words.begin(), words.end(), word) == words.end())
        words.push_back(std::move(word));
    }
  return words;
}

std::string remark(const View& v, const Rung& rung, const Findings& shared) {
  std::string text;
  for (const auto level : {Level::stop, Level::review}) {
    const auto words = reasons(v, rung, shared, level);
    if (words.empty()) continue;
    if (!text.empty()) text += "; ";
    text += std::string{name(level)} + ": " + joined(words, ", ");
  }
  if (!text.empty()) return text;
  return shared.size() == 0 ? "ok" : std::string{name(rung.verdict())} + ": see above";
}

std::string dose_cell(const Rung& rung) {
  const auto& plan = rung.cells.front().assessment.plan;
  return cell(amount(per_kilogram(plan.target, plan.dosing_weight)));
}

/// What is measured out, and so the head of its column; empty when the set-up yields nothing.
std::string_view measured_head(const View& v) {
  switch (v.route().form) {
    case Form::infusion:
      if (v.order().concentration) return "infuse mL";
      return v.into_bag() ? "draw mL" : "";
    case Form::injection:
      return v.order().vial ? "draw mL" : "";
    case Form::lozenge:
      return v.order().lozenge ? "lozenges" : "";
  }
  return "";
}

std::string measured_cell(const View& v, const Plan& p) {
  if (p.pieces) return starred(*p.pieces);
  if (v.order().concentration) return p.vtbi ? starred(*p.vtbi) : "-";
  return p.draw ? starred(*p.draw) : "-";
}

Row dose_head(const View& v) {
  Row head{"mg/kg", "mg"};
  const auto measured = measured_head(v);
  if (!measured.empty()) {
    head.emplace_back(measured);
    head.emplace_back("gives mg");
    if (v.route().form == Form::injection)
      head.emplace_back(v.order().site.empty() ? "where" : "each mL");
  }
  std::string session = "session ";
  append_plain(session, v.order().session, 1, 0);
  head.push_back(session);
  return head;
}

/// The sites that may take it undivided, or those that may not when that is shorter.
std::string site_words(const View& v, std::uint64_t sites) {
  Row may;
  Row may_not;
  for (std::size_t i = 0; i < v.protocol.sites.size(); ++i)
    ((sites >> i & 1U) != 0 ? may : may_not).emplace_back(v.protocol.sites[i].name);
  if (may_not.empty()) return "any site";
  if (may.empty()) return "-";
  auto these = joined(may, " or ");
  auto others = "not " + joined(may_not, " or ");
  return others.size() < these.size() ? others : these;
}

/// Where an injection may go, or the shares at the site that was named.
std::string injection_cell(const View& v, const Plan& p) {
  if (v.order().site.empty()) return site_words(v, p.sites);
  Row shares;
  for (int i = 0; i < p.injections; ++i) shares.push_back(cell(amount(share(p, i))));
  return joined(shares, " + ");
}

Row dose_row(const View& v, const Rung& rung) {
  const auto& p = rung.cells.front().assessment.plan;
  Row row{dose_cell(rung), cell(amount(p.target))};
  if (measured_head(v).empty()) return row;
  const bool shown = !rung.stops() && p.delivered;
  row.push_back(shown ? measured_cell(v, p) : "-");
  row.push_back(shown ? cell(amount(*p.delivered)) : "-");
  if (v.route().form == Form::injection) row.push_back(shown ? injection_cell(v, p) : "-");
  return row;
}

void append_doses(std::string& out, const View& v, const Findings& shared) {
  std::vector<Row> rows{dose_head(v)};
  for (const auto& rung : v.table.rungs) {
    rows.push_back(dose_row(v, rung));
    rows.back().push_back(remark(v, rung, shared));
  }
  append_grid(out, std::move(rows), LastColumn::prose);
}

// ---- The rates ----

std::string rate_cell(const Cell& at) {
  const auto& a = at.assessment;
  if (a.verdict() == Level::stop) return "stop";
  if (a.plan.rate) return starred(*a.plan.rate);
  if (a.plan.drops) return starred(*a.plan.drops);
  return "-";
}

Row duration_head(const Rung& rung, std::string_view first) {
  Row head{std::string{first}};
  for (const auto& at : rung.cells) head.push_back(as_ordered(Exact<DurationDim>{*at.over}));
  return head;
}

void append_dialled(std::string& out, const View& v) {
  out += v.order().drip_set ? "\nDrops, gtt/min\n" : "\nRate, mL/h\n";
  std::vector<Row> rows{duration_head(v.table.rungs.front(), "mg/kg")};
  for (const auto& rung : v.table.rungs) {
    rows.push_back({dose_cell(rung)});
    for (const auto& at : rung.cells) rows.back().push_back(rate_cell(at));
  }
  append_grid(out, std::move(rows), LastColumn::number);
}

/// The lowest dose per time, at each duration.
void append_intensities(std::string& out, const Rung& rung) {
  out += "\nAt " + dose_cell(rung) + " mg/kg\n";
  Row per_min{"mg/min"};
  Row by_weight{"mcg/kg/min"};
  for (const auto& at : rung.cells) {
    const auto& plan = at.assessment.plan;
    const bool known = at.assessment.verdict() != Level::stop && plan.lasts;
    per_min.push_back(known ? cell(amount(mass_rate(plan))) : "-");
    by_weight.push_back(known ? cell(per_minute(intensity(plan))) : "-");
  }
  append_grid(out, {duration_head(rung, ""), per_min, by_weight}, LastColumn::number);
}

void append_rates(std::string& out, const View& v) {
  const auto& lowest = v.table.rungs.front();
  if (!lowest.cells.front().over) return;
  if (!measured_head(v).empty()) append_dialled(out, v);
  append_intensities(out, lowest);
}

// ---- What stands below the rows ----

void add_turn(Row& words, Turn turn, const Route& route) {
  if (turn == Turn::not_turned) return;
  auto word = std::string{turned_verb(turn)} + bound_of(turn, route);
  if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
}

/// Why a starred number is not the nearest.
void append_stars(std::string& out, const View& v) {
  Row words;
  for (const auto& rung : v.table.rungs)
    for (const auto& at : rung.cells) {
      const auto& p = at.assessment.plan;
      if (at.assessment.verdict() == Level::stop) continue;
      if (p.draw) add_turn(words, p.draw->turned, v.route());
      if (p.vtbi) add_turn(words, p.vtbi->turned, v.route());
      if (p.pieces) add_turn(words, p.pieces->turned, v.route());
      if (p.rate) add_turn(words, p.rate->turned, v.route());
      if (p.drops) add_turn(words, p.drops->turned, v.route());
    }
  if (!words.empty())
    append_wrapped(out, "* ", "not the nearest step, which would " + joined(words, " or "), 2);
}

/// How to get the volume that a table without a vial does not show.
std::string_view hint(const View& v) {
  const auto& o = v.order();
  switch (v.route().form) {
    case Form::infusion:
      if (v.table.assumed_concentration)
        return "For the volume to draw, name the vial and the bag: --vial 50mg/mL --bag 100mL";
      if (o.vial && !v.into_bag())
        return "For volumes and rates, say where the vial goes: --bag 100mL or --fill 50mL";
      return "";
    case Form::injection:
      if (o.vial) return "";
      return "For the volume to draw, name the vial as its label reads: --vial 50mg/mL";
    case Form::lozenge:
      if (o.lozenge) return "";
      return "For what can be given, name the strength of one lozenge: --lozenge 100mg";
  }
  return "";
}

void append_rungs(std::string& out, const View& v, const Findings& shared) {
  if (v.table.rungs.empty()) {
    append_wrapped(out, "",
                   "No fraction of this lozenge lies between the dose bounds: take "
                   "another strength.",
                   0);
    out += '\n';
    return;
  }
  append_doses(out, v, shared);
  if (v.route().form == Form::infusion) append_rates(out, v);
  append_stars(out, v);
  out += '\n';
  if (const auto words = hint(v); !words.empty()) append_wrapped(out, "", words, 0);
}

/// What holds for all rows: the findings about the patient, and those of the set-up.
Findings above_the_rows(const Table& table, const Findings& shared) {
  Findings all = table.patient;
  for (const auto& finding : shared) all.add(finding);
  all.sort();
  return all;
}

}  // namespace

void append_table_text(std::string& out, const CommandLine& line, const Table& table,
                       const Protocol& protocol) {
  const View v{line, table, protocol};
  const auto shared = shared_findings(table);
  const auto findings = above_the_rows(table, shared);
  const Plan no_plan{.dosing_weight = dosing_weight(v.order(), protocol),
                     .target = Exact<DrugMassDim>::of_base(0, 1)};
  const Plan& plan =
      table.rungs.empty() ? no_plan : table.rungs.front().cells.front().assessment.plan;
  append_heading(out, v);
  append_findings(out, findings, v.order(), v.route(), protocol, plan);
  if (findings.size() != 0) out += '\n';
  if (shared.worst() == Level::stop)
    out += "No dose may run like this, so no row is shown.\n\n";
  else if (table.patient.worst() != Level::stop)
    append_rungs(out, v, shared);
  append_not_checked(out, table.unchecked, protocol);
  if (line.explain) append_limits(out, v.route(), protocol);
}

}  // namespace ketadose::program
