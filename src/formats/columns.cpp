// SPDX-License-Identifier: Apache-2.0
#include "formats/columns.hpp"

#include "files/csv.hpp"
#include "formats/buffer.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

char* write(char* to, const Amount& value) { return write_number(to, value, machine_places); }

template <class P>
char* write_if(char* to, const std::optional<P>& value) {
  return value ? write(to, amount(*value)) : to;
}

template <class P>
char* write_if(char* to, const std::optional<Rounded<P>>& value) {
  return value ? write(to, amount(value->value())) : to;
}

/// Words with a space between, from the bits of a set.
char* write_unchecked(char* to, const Assessment& a) {
  const char* const start = to;
  for (std::size_t i = 0; i < unchecked_names.size(); ++i) {
    if ((a.unchecked >> i & 1U) == 0) continue;
    if (to != start) *to++ = ' ';
    to = Buffer::put(to, unchecked_names[i]);
  }
  return to;
}

/// All of them, and the spaces between.
constexpr std::size_t longest_unchecked = [] {
  std::size_t length = unchecked_names.size();
  for (const auto name : unchecked_names) length += name.size();
  return length;
}();
static_assert(longest_unchecked <= most_short_cell && longest_number <= most_short_cell);

void append_shares(std::string& out, const Plan& p) {
  for (int i = 0; i < p.injections; ++i) {
    if (i != 0) out += ' ';
    append_number(out, amount(share(p, i)));
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
void append_messages(std::string& out, const Judged& judged) {
  const auto& a = judged.assessment;
  if (a.verdict() == Level::ok) return;
  const auto start = out.size();
  for (const auto& finding : a.findings) {
    if (finding.level <= Level::note && finding.code != Code::possible_slip) continue;
    if (out.size() != start) out += ' ';
    append_message(out, finding, judged.request.order, *judged.request.route, judged.protocol,
                   a.plan);
  }
  quote_cell(out, start);
}

void append_rules(std::string& out, const Protocol& protocol) {
  const auto start = out.size();
  out += protocol.name;
  out += '/';
  out += protocol.version;
  quote_cell(out, start);
}

/// A column of what is to be done.
char* write_plan(char* to, Column column, const Plan& p) {
  switch (column) {
    case Column::syringe_ml:
      return p.draw ? write(to, amount(Exact<VolumeDim>{p.syringe->capacity})) : to;
    case Column::draw_ml:
      return write_if(to, p.draw);
    case Column::diluent_ml:
      return write_if(to, p.diluent);
    case Column::infusate_mg_per_ml:
      return write_if(to, p.infusate);
    case Column::vtbi_ml:
      return write_if(to, p.vtbi);
    case Column::rate_ml_per_h:
      return write_if(to, p.rate);
    case Column::drops_per_min:
      return write_if(to, p.drops);
    case Column::minutes:
      return write_if(to, p.lasts);
    case Column::injections:
      return p.draw && p.injections != 0 ? write(to, {Measure::nothing, p.injections, 1}) : to;
    case Column::take_pieces:
      return write_if(to, p.pieces);
    case Column::delivered_mg:
      return write_if(to, p.delivered);
    case Column::delivered_mg_per_kg:
      return p.delivered ? write(to, amount(per_kilogram(*p.delivered, p.dosing_weight))) : to;
    default:
      return to;
  }
}

}  // namespace

char* write_answer(char* to, Column column, const Judged& judged) {
  const auto& p = judged.assessment.plan;
  switch (column) {
    case Column::dosing_weight_kg:
      return write(to, amount(Exact<BodyWeightDim>{p.dosing_weight}));
    case Column::target_mg:
      return write(to, amount(p.target));
    case Column::target_mg_per_kg:
      return write(to, amount(per_kilogram(p.target, p.dosing_weight)));
    case Column::verdict:
      return Buffer::put(to, name(judged.assessment.verdict()));
    case Column::not_checked:
      return write_unchecked(to, judged.assessment);
    default:
      return judged.assessment.verdict() == Level::stop ? to : write_plan(to, column, p);
  }
}

void append_answer(std::string& out, Column column, const Judged& judged) {
  const auto& a = judged.assessment;
  if (column == Column::findings) append_findings(out, a.findings);
  if (column == Column::message) append_messages(out, judged);
  if (column == Column::rules) append_rules(out, judged.protocol);
  const bool divided = column == Column::each_ml && a.verdict() != Level::stop && a.plan.draw;
  if (divided) append_shares(out, a.plan);
}

char* write_refused(char* to, Column column) {
  return column == Column::verdict ? Buffer::put(to, refused_verdict) : to;
}

void append_refused(std::string& out, Column column, const Complaint& complaint,
                    const Protocol& protocol) {
  if (column == Column::findings) out += complaint.code;
  if (column == Column::column) append_cell(out, complaint.option);
  if (column == Column::message) append_cell(out, message(complaint));
  if (column == Column::rules) append_rules(out, protocol);
}

}  // namespace ketadose::program
