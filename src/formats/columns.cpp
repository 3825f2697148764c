// SPDX-License-Identifier: Apache-2.0
#include "formats/columns.hpp"

#include "files/csv.hpp"
#include "formats/buffer.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

// Inline, so that the measure is known where it is called.
[[gnu::always_inline]] inline char* write(char* to, const Amount& value) {
  return write_number(to, value, machine_places);
}

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

char* write_syringe(char* to, const Plan& p) {
  return p.draw ? write(to, amount(Exact<VolumeDim>{p.syringe->capacity})) : to;
}

char* write_injections(char* to, const Plan& p) {
  return p.draw && p.injections != 0 ? write(to, {Measure::nothing, p.injections, 1}) : to;
}

char* write_delivered_dose(char* to, const Plan& p) {
  return p.delivered ? write(to, amount(per_kilogram(*p.delivered, p.dosing_weight))) : to;
}

template <auto Number>
char* of_plan(char* to, const Plan& p) {
  return write_if(to, p.*Number);
}

/// A number of what is to be done: nothing of it is shown on a stop.
template <auto Write>
char* unless_stopped(char* to, const Judged& judged) {
  return judged.stops ? to : Write(to, judged.assessment.plan);
}

char* write_weight(char* to, const Judged& judged) {
  return write(to, amount(Exact<BodyWeightDim>{judged.assessment.plan.dosing_weight}));
}

char* write_target(char* to, const Judged& judged) {
  return write(to, amount(judged.assessment.plan.target));
}

char* write_target_dose(char* to, const Judged& judged) {
  const auto& p = judged.assessment.plan;
  return write(to, amount(per_kilogram(p.target, p.dosing_weight)));
}

char* write_verdict(char* to, const Judged& judged) {
  return Buffer::put(to, name(judged.assessment.verdict()));
}

char* write_not_checked(char* to, const Judged& judged) {
  return write_unchecked(to, judged.assessment);
}

}  // namespace

ShortCell short_cell(Column column) {
  switch (column) {
    case Column::dosing_weight_kg:
      return write_weight;
    case Column::target_mg:
      return write_target;
    case Column::target_mg_per_kg:
      return write_target_dose;
    case Column::syringe_ml:
      return unless_stopped<write_syringe>;
    case Column::draw_ml:
      return unless_stopped<of_plan<&Plan::draw>>;
    case Column::diluent_ml:
      return unless_stopped<of_plan<&Plan::diluent>>;
    case Column::infusate_mg_per_ml:
      return unless_stopped<of_plan<&Plan::infusate>>;
    case Column::vtbi_ml:
      return unless_stopped<of_plan<&Plan::vtbi>>;
    case Column::rate_ml_per_h:
      return unless_stopped<of_plan<&Plan::rate>>;
    case Column::drops_per_min:
      return unless_stopped<of_plan<&Plan::drops>>;
    case Column::minutes:
      return unless_stopped<of_plan<&Plan::lasts>>;
    case Column::injections:
      return unless_stopped<write_injections>;
    case Column::take_pieces:
      return unless_stopped<of_plan<&Plan::pieces>>;
    case Column::delivered_mg:
      return unless_stopped<of_plan<&Plan::delivered>>;
    case Column::delivered_mg_per_kg:
      return unless_stopped<write_delivered_dose>;
    case Column::verdict:
      return write_verdict;
    case Column::not_checked:
      return write_not_checked;
    case Column::each_ml:
    case Column::findings:
    case Column::column:
    case Column::message:
    case Column::rules:
      return nullptr;
  }
  return nullptr;
}

void append_answer(std::string& out, Column column, const Judged& judged) {
  const auto& a = judged.assessment;
  if (column == Column::findings) append_findings(out, a.findings);
  if (column == Column::message) append_messages(out, judged);
  if (column == Column::rules) append_rules(out, judged.protocol);
  const bool divided = column == Column::each_ml && !judged.stops && a.plan.draw;
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
