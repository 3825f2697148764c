// SPDX-License-Identifier: Apache-2.0
#include "formats/columns.hpp"

#include "files/csv.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

template <class P>
void append_if(std::string& out, const std::optional<P>& value) {
  if (value) append_number(out, amount(*value));
}

template <class P>
void append_if(std::string& out, const std::optional<Rounded<P>>& value) {
  if (value) append_number(out, amount(value->value()));
}

void append_shares(std::string& out, const Plan& p) {
  for (int i = 0; i < p.injections; ++i) {
    if (i != 0) out += ' ';
    append_number(out, amount(share(p, i)));
  }
}

/// Words with a space between, from the bits of a set.
void append_unchecked(std::string& out, const Assessment& a) {
  const auto start = out.size();
  for (std::size_t i = 0; i < unchecked_names.size(); ++i) {
    if ((a.unchecked >> i & 1U) == 0) continue;
    if (out.size() != start) out += ' ';
    out += unchecked_names[i];
  }
}

void append_findings(std::string& out, const Findings& findings) {
  const auto start = out.size();
  for (const auto& finding : findings) {
    if (out.size() != start) out += ' ';
    out += name(finding.code);
    if (finding.subject.empty()) continue;
    out += ':';
    out += finding.subject;
  }
}

/// All that a person must look at, and the slips that may explain it.
void append_messages(std::string& out, const Request& request, const Protocol& protocol,
                     const Assessment& a) {
  if (a.verdict() == Level::ok) return;
  std::string all;
  for (const auto& finding : a.findings) {
    if (finding.level <= Level::note && finding.code != Code::possible_slip) continue;
    if (!all.empty()) all += ' ';
    append_message(all, finding, request.order, *request.route, protocol, a.plan);
  }
  append_cell(out, all);
}

void append_rules(std::string& out, const Protocol& protocol) {
  std::string both{protocol.name};
  both += '/';
  both += protocol.version;
  append_cell(out, both);
}

/// A column of what is to be done.
void append_plan(std::string& out, Column column, const Plan& p) {
  switch (column) {
    case Column::syringe_ml:
      if (p.draw) append_number(out, amount(Exact<VolumeDim>{p.syringe->capacity}));
      return;
    case Column::draw_ml:
      return append_if(out, p.draw);
    case Column::diluent_ml:
      return append_if(out, p.diluent);
    case Column::infusate_mg_per_ml:
      return append_if(out, p.infusate);
    case Column::vtbi_ml:
      return append_if(out, p.vtbi);
    case Column::rate_ml_per_h:
      return append_if(out, p.rate);
    case Column::drops_per_min:
      return append_if(out, p.drops);
    case Column::minutes:
      return append_if(out, p.lasts);
    case Column::injections:
      if (p.injections != 0 && p.draw) append_number(out, {Measure::nothing, p.injections, 1});
      return;
    case Column::each_ml:
      if (p.draw) append_shares(out, p);
      return;
    case Column::take_pieces:
      return append_if(out, p.pieces);
    case Column::delivered_mg:
      return append_if(out, p.delivered);
    case Column::delivered_mg_per_kg:
      if (p.delivered) append_number(out, amount(per_kilogram(*p.delivered, p.dosing_weight)));
      return;
    default:
      return;
  }
}

}  // namespace

void append_answer(std::string& out, Column column, const Request& request,
                   const Protocol& protocol, const Assessment& assessment) {
  const auto& p = assessment.plan;
  switch (column) {
    case Column::dosing_weight_kg:
      return append_number(out, amount(Exact<BodyWeightDim>{p.dosing_weight}));
    case Column::target_mg:
      return append_number(out, amount(p.target));
    case Column::target_mg_per_kg:
      return append_number(out, amount(per_kilogram(p.target, p.dosing_weight)));
    case Column::verdict:
      out += name(assessment.verdict());
      return;
    case Column::findings:
      return append_findings(out, assessment.findings);
    case Column::column:
      return;
    case Column::not_checked:
      return append_unchecked(out, assessment);
    case Column::message:
      return append_messages(out, request, protocol, assessment);
    case Column::rules:
      return append_rules(out, protocol);
    default:
      if (assessment.verdict() != Level::stop) append_plan(out, column, p);
  }
}

void append_refused(std::string& out, Column column, const Complaint& complaint,
                    const Protocol& protocol) {
  if (column == Column::verdict) out += refused_verdict;
  if (column == Column::findings) out += complaint.code;
  if (column == Column::column) append_cell(out, complaint.option);
  if (column == Column::message) append_cell(out, message(complaint));
  if (column == Column::rules) append_rules(out, protocol);
}

}  // namespace ketadose::program
