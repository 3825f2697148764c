// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>

#include "formats/text.hpp"
#include "formats/text_parts.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

using Row = std::vector<std::string>;

/// Columns are set right but for the last, which is prose; two spaces apart.
void append_grid(std::string& out, const std::vector<Row>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i == widths.size()) widths.push_back(0);
      widths[i] = std::max(widths[i], row[i].size());
    }
  for (const auto& row : rows) {
    std::string text;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool prose = i + 1 == row.size() && i + 1 == widths.size();
      text += "  ";
      if (!prose) text.append(widths[i] - row[i].size(), ' ');
      text += row[i];
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text;
    out += '\n';
  }
}

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
  bool by_piece() const { return order().lozenge.has_value(); }
};

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

std::string remark(const View& v, const Rung& rung) {
  Row words;
  for (const auto& cell : rung.cells)
    for (const auto& finding : cell.assessment.findings) {
      if (finding.level <= Level::note) continue;
      std::string word =
          finding.code == Code::dose_above_session_ceiling
              ? "review: " + allowed_from(v.route(), rung, v.protocol)
              : std::string{name(finding.level)} + ": " + std::string{name(finding.code)};
      if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
    }
  if (words.empty()) return "ok";
  return joined(words, ", ");
}

std::string dose_cell(const Rung& rung) {
  const auto& plan = rung.cells.front().assessment.plan;
  return cell(amount(per_kilogram(plan.target, plan.dosing_weight)));
}

std::string setup_words(const View& v) {
  const auto& texts = v.line.texts;
  const auto text = [&texts](Field field) { return std::string{texts[field]}; };
  const auto& o = v.order();
  if (v.table.assumed_concentration)
    return "for a " + in_words(amount(*o.concentration)) + " bag: read the label";
  std::string words;
  if (o.concentration)
    words = "ready-made, " + in_words(amount(*o.concentration));
  else if (o.vial)
    words = "vial " + text(Field::vial);
  if (o.bag) words += " into a bag of " + in_words(amount(Exact<VolumeDim>{*o.bag}));
  if (o.fill) words += " into a syringe, made up to " + in_words(amount(Exact<VolumeDim>{*o.fill}));
  if (o.lozenge) words = "lozenges of " + in_words(amount(Exact<DrugMassDim>{*o.lozenge}));
  return words;
}

void append_header(std::string& out, const View& v) {
  std::string text = "ketamine " + std::string{v.route().title} + ", " +
                     weight_words(v.line.texts, v.order()) + ", session ";
  append_plain(text, v.order().session, 1, 0);
  const auto used = dosing_weight(v.order(), v.protocol);
  if (used != v.order().weight)
    text += ", doses by " + in_words(amount(Exact<BodyWeightDim>{used}));
  append_wrapped(out, "", text, 0);
  if (const auto setup = setup_words(v); !setup.empty()) append_wrapped(out, "Set-up: ", setup, 8);
}

/// What of a plan stands in the columns between the dose and the remark.
void add_volumes(Row& row, const View& v, const Rung& rung) {
  const auto& p = rung.cells.front().assessment.plan;
  const bool shown = !rung.stops();
  switch (v.route().form) {
    case Form::infusion:
      if (v.order().vial && (v.order().bag || v.order().fill))
        row.push_back(shown && p.draw ? starred(*p.draw) : "-");
      if (v.order().concentration) row.push_back(shown && p.vtbi ? starred(*p.vtbi) : "-");
      break;
    case Form::injection:
      if (v.order().vial) row.push_back(shown && p.draw ? starred(*p.draw) : "-");
      break;
    case Form::lozenge:
      if (v.by_piece()) row.push_back(shown && p.pieces ? starred(*p.pieces) : "-");
      break;
  }
  if (row.size() > 2) row.push_back(shown && p.delivered ? cell(amount(*p.delivered)) : "-");
}

Row dose_head(const View& v) {
  Row head{"mg/kg", "mg"};
  const auto& o = v.order();
  if (o.concentration)
    head.emplace_back("infuse mL");
  else if (v.by_piece())
    head.emplace_back("lozenges");
  else if (o.vial && (v.route().form == Form::injection || o.bag || o.fill))
    head.emplace_back("draw mL");
  if (head.size() > 2) head.emplace_back("gives mg");
  if (v.route().form == Form::injection && o.vial) head.emplace_back("where");
  std::string session = "session ";
  append_plain(session, o.session, 1, 0);
  head.push_back(session);
  return head;
}

/// The sites that may take it undivided, or the shares at the site that was named.
std::string where(const View& v, const Rung& rung) {
  const auto& p = rung.cells.front().assessment.plan;
  if (rung.stops() || !p.draw) return "-";
  Row words;
  if (!v.order().site.empty()) {
    for (int i = 0; i < p.injections; ++i) words.push_back(cell(amount(share(p, i))));
    return joined(words, " + ");
  }
  if (p.sites == (std::uint64_t{1} << v.protocol.sites.size()) - 1) return "any site";
  for (auto left = p.sites; left != 0; left &= left - 1)
    words.emplace_back(v.protocol.sites[static_cast<std::size_t>(std::countr_zero(left))].name);
  return joined(words, ", ");
}

void append_doses(std::string& out, const View& v) {
  std::vector<Row> rows{dose_head(v)};
  for (const auto& rung : v.table.rungs) {
    const auto& p = rung.cells.front().assessment.plan;
    Row row{dose_cell(rung), cell(amount(p.target))};
    add_volumes(row, v, rung);
    if (v.route().form == Form::injection && v.order().vial) row.push_back(where(v, rung));
    row.push_back(remark(v, rung));
    rows.push_back(row);
  }
  append_grid(out, rows);
}

std::string rate_cell(const Cell& at) {
  const auto& a = at.assessment;
  if (a.verdict() == Level::stop) return "stop";
  if (a.plan.rate) return starred(*a.plan.rate);
  if (a.plan.drops) return starred(*a.plan.drops);
  return "-";
}

Row duration_head(const Rung& rung, std::string_view first) {
  Row head{std::string{first}};
  for (const auto& at : rung.cells) head.push_back(in_words(amount(Exact<DurationDim>{*at.over})));
  return head;
}

void append_rates(std::string& out, const View& v) {
  const auto& first = v.table.rungs.front();
  if (!first.cells.front().over) return;
  const bool dialled =
      v.order().concentration || (v.order().vial && (v.order().bag || v.order().fill));
  if (dialled) {
    out += v.order().drip_set ? "\nDrops, gtt/min\n" : "\nRate, mL/h\n";
    std::vector<Row> rows{duration_head(first, "mg/kg")};
    for (const auto& rung : v.table.rungs) {
      Row row{dose_cell(rung)};
      for (const auto& at : rung.cells) row.push_back(rate_cell(at));
      rows.push_back(row);
    }
    for (auto& row : rows) row.emplace_back();
    append_grid(out, rows);
  }
  out += "\nAt " + dose_cell(first) + " mg/kg\n";
  std::vector<Row> rows{duration_head(first, "")};
  Row per_min{"mg/min"};
  Row by_weight{"mcg/kg/min"};
  for (const auto& at : first.cells) {
    const auto& plan = at.assessment.plan;
    const bool known = at.assessment.verdict() != Level::stop && plan.lasts;
    per_min.push_back(known ? cell(amount(mass_rate(plan))) : "-");
    by_weight.push_back(known ? cell(per_minute(intensity(plan))) : "-");
  }
  rows.push_back(per_min);
  rows.push_back(by_weight);
  for (auto& row : rows) row.emplace_back();
  append_grid(out, rows);
}

void add_turn(Row& reasons, Turn turn, const Route& route) {
  if (turn == Turn::not_turned) return;
  const auto reason = std::string{turned_words(turn)} + ' ' + bound_of(turn, route);
  if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(reason);
}

/// Why a starred number is not the nearest.
void append_stars(std::string& out, const View& v) {
  Row reasons;
  for (const auto& rung : v.table.rungs)
    for (const auto& at : rung.cells) {
      const auto& p = at.assessment.plan;
      if (at.assessment.verdict() == Level::stop) continue;
      if (p.draw) add_turn(reasons, p.draw->turned, v.route());
      if (p.vtbi) add_turn(reasons, p.vtbi->turned, v.route());
      if (p.pieces) add_turn(reasons, p.pieces->turned, v.route());
      if (p.rate) add_turn(reasons, p.rate->turned, v.route());
      if (p.drops) add_turn(reasons, p.drops->turned, v.route());
    }
  if (!reasons.empty())
    append_wrapped(out, "* ",
                   "not the nearest step, which would be across a limit: " + joined(reasons, "; "),
                   2);
}

/// How to get the volume that a table without a vial does not show.
void append_hint(std::string& out, const View& v) {
  const auto& o = v.order();
  std::string_view hint;
  switch (v.route().form) {
    case Form::infusion:
      if (v.table.assumed_concentration)
        hint = "For the volume to draw, name the vial and the bag: --vial 50mg/mL --bag 100mL";
      else if (o.vial && !o.bag && !o.fill)
        hint = "For volumes and rates, say where the vial goes: --bag 100mL or --fill 50mL";
      break;
    case Form::injection:
      if (!o.vial)
        hint = "For the volume to draw, name the vial as its label reads: --vial 50mg/mL";
      break;
    case Form::lozenge:
      if (!o.lozenge)
        hint = "For what can be given, name the strength of one lozenge: --lozenge 100mg";
      break;
  }
  if (!hint.empty()) append_wrapped(out, "", hint, 0);
}

void append_rungs(std::string& out, const View& v) {
  if (v.table.rungs.empty()) {
    append_wrapped(out, "",
                   "No fraction of this lozenge lies between the dose bounds: take "
                   "another strength.",
                   0);
    return;
  }
  append_doses(out, v);
  if (v.route().form == Form::infusion) append_rates(out, v);
  append_stars(out, v);
}

}  // namespace

void append_table_text(std::string& out, const CommandLine& line, const Table& table,
                       const Protocol& protocol) {
  const View v{line, table, protocol};
  const auto& order = table.request.order;
  const Plan no_plan{.dosing_weight = dosing_weight(order, protocol),
                     .target = Exact<DrugMassDim>::of_base(0, 1)};
  const Level verdict = table.patient.worst();
  if (verdict >= Level::review) {
    append_verdict(out, verdict,
                   "ketamine " + std::string{table.request.route->title} + ", " +
                       weight_words(line.texts, order),
                   line.color);
    append_findings(out, table.patient, order, *table.request.route, protocol, no_plan);
    out += '\n';
  }
  if (verdict != Level::stop) {
    append_header(out, v);
    out += '\n';
    append_rungs(out, v);
    out += '\n';
    append_hint(out, v);
    if (verdict == Level::note)
      append_findings(out, table.patient, order, *table.request.route, protocol, no_plan);
  }
  append_not_checked(out, table.unchecked, protocol);
  if (line.explain) append_limits(out, *table.request.route, protocol);
}

}  // namespace ketadose::program
