// SPDX-License-Identifier: Apache-2.0
#include "formats/table_words.hpp"
#include "formats/text.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

struct View {
  const CommandLine& line;
  const Table& table;
  const Protocol& protocol;

  const Order& order() const { return table.request.order; }
  const Route& route() const { return *table.request.route; }
};

// ---- The heading ----

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
  const auto setup = setup_words(v.table);
  if (verdict != Level::stop && !setup.empty()) append_wrapped(out, "Set-up: ", setup, 8);
  out += '\n';
}

// ---- The doses ----

std::string remark(const View& v, const Rung& rung, const Findings& shared) {
  std::string text;
  for (const auto level : {Level::stop, Level::review}) {
    Row words;
    for (auto& reason : reasons(v.table, rung, shared, level, v.protocol))
      words.push_back(std::move(reason.words));
    if (words.empty()) continue;
    if (!text.empty()) text += "; ";
    text += std::string{name(level)} + ": " + joined(words, ", ");
  }
  if (!text.empty()) return text;
  return shared.size() == 0 ? "ok" : std::string{name(rung.verdict())} + ": see above";
}

Row dose_head(const View& v) {
  Row head{"mg/kg", "mg"};
  const auto measured = measured_head(v.table);
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

/// Where an injection may go, or the shares at the site that was named.
std::string injection_cell(const View& v, const Plan& p) {
  if (v.order().site.empty()) return site_words(p.sites, v.protocol);
  Row shares;
  for (int i = 0; i < p.injections; ++i) shares.push_back(bare(amount(share(p, i))));
  return joined(shares, " + ");
}

Row dose_row(const View& v, const Rung& rung) {
  const auto& p = rung.cells.front().assessment.plan;
  Row row{dose_figure(rung), bare(amount(p.target))};
  if (measured_head(v.table).empty()) return row;
  const bool shown = !rung.stops() && p.delivered;
  row.push_back(shown ? measured_figure(v.order(), p) : "-");
  row.push_back(shown ? bare(amount(*p.delivered)) : "-");
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
  return a.verdict() == Level::stop ? "stop" : dialled_figure(a.plan);
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
    rows.push_back({dose_figure(rung)});
    for (const auto& at : rung.cells) rows.back().push_back(rate_cell(at));
  }
  append_grid(out, std::move(rows), LastColumn::number);
}

/// The lowest dose per time, at each duration.
void append_intensities(std::string& out, const Rung& rung) {
  out += "\nAt " + dose_figure(rung) + " mg/kg\n";
  Row per_min{"mg/min"};
  Row by_weight{"mcg/kg/min"};
  for (const auto& at : rung.cells) {
    const auto& plan = at.assessment.plan;
    const bool known = at.assessment.verdict() != Level::stop && plan.lasts;
    per_min.push_back(known ? bare(amount(mass_rate(plan))) : "-");
    by_weight.push_back(known ? bare(per_minute(intensity(plan))) : "-");
  }
  append_grid(out, {duration_head(rung, ""), per_min, by_weight}, LastColumn::number);
}

void append_rates(std::string& out, const View& v) {
  const auto& lowest = v.table.rungs.front();
  if (!lowest.cells.front().over) return;
  if (!measured_head(v.table).empty()) append_dialled(out, v);
  append_intensities(out, lowest);
}

// ---- What stands below the rows ----

/// Why a starred number is not the nearest.
void append_stars(std::string& out, const View& v) {
  Row turns;
  for (const auto& rung : v.table.rungs)
    for (const auto& at : rung.cells) {
      if (at.assessment.verdict() == Level::stop) continue;
      add_measured_turns(turns, at.assessment.plan, v.route());
      add_dialled_turns(turns, at.assessment.plan, v.route());
    }
  if (!turns.empty()) append_wrapped(out, "* ", star_words(turns), 2);
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
  if (const auto words = hint(v.table); !words.empty()) append_wrapped(out, "", words, 0);
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
  const auto shared = shared_findings({&table, 1});
  const auto findings = above_the_rows(table, shared);
  const Plan no_plan{dosing_weight(v.order(), protocol), Exact<DrugMassDim>::of_base(0, 1)};
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
