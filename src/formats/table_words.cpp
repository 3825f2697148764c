// SPDX-License-Identifier: Apache-2.0
#include "formats/table_words.hpp"

#include <algorithm>

#include "formats/words.hpp"

namespace ketadose::program {
namespace {

bool alike(const Amount& a, const Amount& b) {
  return a.measure == b.measure &&
         Fraction::of_base(a.num, a.den) == Fraction::of_base(b.num, b.den);
}

bool is_into_bag(const Order& o) { return o.vial && (o.bag || o.fill); }

/// From which session on the ceiling allows this rung, if any session does.
std::string session_words(const Rung& rung, const Route& route, const Protocol& protocol) {
  const auto from = allowed_after(rung.order.session, rung.order, route, protocol);
  if (!from) return "above every session's ceiling";
  std::string words = "from session ";
  append_plain(words, *from, 1, 0);
  return words;
}

std::string reason(const Route& route, const Rung& rung, const Cell& at, const Finding& finding,
                   const Protocol& protocol) {
  if (finding.code == Code::dose_above_session_ceiling) return session_words(rung, route, protocol);
  if (finding.code == Code::volume_above_site_limit && finding.level == Level::review)
    return std::to_string(at.assessment.plan.injections) + " injections";
  if (finding.code == Code::delivered_differs)
    return "more than " + in_words(finding.bound) + " off";
  if (finding.code == Code::site_missing) return "name the site";
  return finding.edge ? bound_words(finding) : std::string{name(finding.code)};
}

void add_turn(Row& words, Turn turn, const Route& route) {
  if (turn == Turn::not_turned) return;
  auto word = std::string{turned_verb(turn)} + bound_of(turn, route);
  if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
}

}  // namespace

std::string bare(const Amount& amount) {
  const auto words = in_words(amount);
  return words.substr(0, words.find(' '));
}

std::string setup_words(const Table& table) {
  const auto& o = table.request.order;
  std::string words;
  if (table.assumed_concentration)
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

bool has(const Findings& findings, const Finding& wanted) {
  for (const auto& f : findings)
    if (f.code == wanted.code && f.subject == wanted.subject &&
        alike(f.measured, wanted.measured) && alike(f.bound, wanted.bound))
      return true;
  return false;
}

Findings shared_findings(std::span<const Table> tables) {
  Findings shared;
  std::vector<const Assessment*> all;
  std::size_t rungs = 0;
  for (const auto& table : tables)
    for (const auto& rung : table.rungs) {
      ++rungs;
      for (const auto& at : rung.cells) all.push_back(&at.assessment);
    }
  if (rungs < 2) return shared;
  for (const auto& finding : all.front()->findings)
    if (finding.level > Level::note && std::all_of(all.begin(), all.end(), [&](const auto* a) {
          return has(a->findings, finding);
        }))
      shared.add(finding);
  return shared;
}

std::optional<int> allowed_after(int session, const Order& order, const Route& route,
                                 const Protocol& protocol) {
  Order later = order;
  for (const auto& row : route.ceilings) {
    if (row.from <= session) continue;
    later.session = row.from;
    bool raised = false;
    const auto judged = judge_rung(later, route, protocol);
    for (const auto& finding : judged.findings)
      raised = raised || finding.code == Code::dose_above_session_ceiling;
    if (!raised) return row.from;
  }
  return {};
}

std::string bound_words(const Finding& finding) {
  const bool above = ketadose::detail::is_above(*finding.edge);
  return (above ? "above " : "below ") + in_words(finding.bound);
}

std::vector<Reason> reasons(const Table& table, const Rung& rung, const Findings& shared,
                            Level level, const Protocol& protocol) {
  std::vector<Reason> all;
  for (const auto& at : rung.cells)
    for (const auto& finding : at.assessment.findings) {
      if (finding.level != level || has(shared, finding)) continue;
      auto words = reason(*table.request.route, rung, at, finding, protocol);
      if (std::none_of(all.begin(), all.end(), [&](const Reason& r) { return r.words == words; }))
        all.push_back({finding.code, std::move(words)});
    }
  return all;
}

std::string dose_figure(const Rung& rung) {
  const auto& plan = rung.cells.front().assessment.plan;
  return bare(amount(per_kilogram(plan.target, plan.dosing_weight)));
}

std::string_view measured_head(const Table& table) {
  const auto& o = table.request.order;
  switch (table.request.route->form) {
    case Form::infusion:
      if (o.concentration) return "infuse mL";
      return is_into_bag(o) ? "draw mL" : "";
    case Form::injection:
      return o.vial ? "draw mL" : "";
    case Form::lozenge:
      return o.lozenge ? "lozenges" : "";
  }
  return "";
}

std::string measured_figure(const Order& order, const Plan& plan) {
  if (plan.pieces) return starred(*plan.pieces);
  if (order.concentration) return plan.vtbi ? starred(*plan.vtbi) : "-";
  return plan.draw ? starred(*plan.draw) : "-";
}

std::string dialled_figure(const Plan& plan) {
  if (plan.rate) return starred(*plan.rate);
  return plan.drops ? starred(*plan.drops) : "-";
}

std::string site_words(std::uint64_t sites, const Protocol& protocol) {
  Row may;
  Row may_not;
  for (std::size_t i = 0; i < protocol.sites.size(); ++i)
    ((sites >> i & 1U) != 0 ? may : may_not).emplace_back(protocol.sites[i].name);
  if (may_not.empty()) return "any site";
  if (may.empty()) return "-";
  auto these = joined(may, " or ");
  auto others = "not " + joined(may_not, " or ");
  return others.size() < these.size() ? others : these;
}

void add_measured_turns(Row& words, const Plan& plan, const Route& route) {
  if (plan.draw) add_turn(words, plan.draw->turned, route);
  if (plan.vtbi) add_turn(words, plan.vtbi->turned, route);
  if (plan.pieces) add_turn(words, plan.pieces->turned, route);
}

void add_dialled_turns(Row& words, const Plan& plan, const Route& route) {
  if (plan.rate) add_turn(words, plan.rate->turned, route);
  if (plan.drops) add_turn(words, plan.drops->turned, route);
}

std::string star_words(const Row& turns) {
  return turns.empty() ? "" : "not the nearest step, which would " + joined(turns, " or ");
}

std::string_view hint(const Table& table) {
  const auto& o = table.request.order;
  switch (table.request.route->form) {
    case Form::infusion:
      if (table.assumed_concentration)
        return "For the volume to draw, name the vial and the bag: --vial 50mg/mL --bag 100mL";
      if (o.vial && !is_into_bag(o))
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

}  // namespace ketadose::program
