// SPDX-License-Identifier: Apache-2.0
#include "formats/columns.hpp"

#include <utility>

#include "files/csv.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

// Inline, so that the measure is known where it is called.
template <class Int>
[[gnu::always_inline]] inline char* write(char* to, const BasicAmount<Int>& value) {
  return write_number(to, value);
}

template <class P>
char* write_if(char* to, const std::optional<P>& value) {
  return value ? write(to, amount(*value)) : to;
}

template <class P>
char* write_if(char* to, const std::optional<Rounded<P>>& value) {
  return value ? write(to, amount(value->value())) : to;
}

/// What may stay unchecked, from `First` on: the words of every set of `Count` names, by its bits.
template <std::size_t First, std::size_t Count>
constexpr auto unchecked_words = [] {
  std::array<ShortText<48>, std::size_t{1} << Count> sets{};
  for (std::size_t set = 0; set < sets.size(); ++set)
    for (std::size_t i = 0; i < Count; ++i) {
      if ((set >> i & 1U) == 0) continue;
      if (!sets[set].empty()) sets[set].add(" ");
      sets[set].add(unchecked_names[First + i]);
    }
  return sets;
}();

char* write_unchecked(char* to, std::uint16_t unchecked) {
  constexpr std::size_t half = 5;
  constexpr std::size_t rest = unchecked_names.size() - half;
  const auto& first = unchecked_words<0, half>[unchecked & ((1U << half) - 1)];
  const auto& last = unchecked_words<half, rest>[unchecked >> half];
  static_assert(sizeof first + sizeof last <= most_short_cell);
  to = first.put(to);
  if (!first.empty() && !last.empty()) *to++ = ' ';
  return last.put(to);
}
static_assert(longest_number <= most_short_cell);

constexpr auto code_words = words(code_names, "", " ");

template <class Int>
void append_shares(Buffer& out, const Judged<Int>& judged) {
  const auto& p = judged.assessment.plan;
  if (judged.assessment.verdict() == Level::stop || !p.draw) return;
  for (int i = 0; i < p.injections; ++i) {
    if (i != 0) out.append(' ');
    out.end_at(write(out.room(longest_number), amount(share(p, i))));
  }
}

template <class Int>
void append_findings(Buffer& out, const Judged<Int>& judged) {
  const auto& findings = judged.assessment.findings;
  if (findings.size() == 0) return;
  const auto room_for_codes = findings.size() * sizeof(Word);
  char* to = out.room(room_for_codes);
  for (const auto& finding : findings) {
    to = code_words[static_cast<std::size_t>(finding.code)].put(to);
    if (finding.subject.empty()) continue;
    to[-1] = ':';
    out.end_at(to);
    to = Buffer::put(out.room(finding.subject.size() + 1 + room_for_codes), finding.subject);
    *to++ = ' ';
  }
  out.end_at(to - 1);  // without the last space
}

/// Whether the messages of these findings will need quotes, as far as their codes tell.
bool may_need_quotes(const Findings& findings) {
  for (const auto& finding : findings)
    if (finding.code == Code::dose_above_session_ceiling ||
        finding.code == Code::weight_out_of_bounds)
      return true;
  return false;
}

/// All that a person must look at, and the slips that may explain it. The first quote is written
/// before the messages: put in afterwards, it moves all that was just written.
template <class Int>
void append_sentences(Buffer& out, const Judged<Int>& judged) {
  const auto& a = judged.assessment;
  if (a.verdict() == Level::ok) return;
  const auto start = out.size();
  const bool quoted = may_need_quotes(a.findings);
  if (quoted) out.append('"');
  const auto signs = append_messages(out, a.findings, judged.request.order, *judged.request.route,
                                     judged.protocol, a.plan);
  if (quoted && signs.commas && !signs.unseen) return out.append('"');
  if (quoted) out.erase(start);
  if (signs.unseen)
    quote_cell(out, start);
  else if (signs.commas)
    put_in_quotes(out, start);
}

template <class Int>
void append_rules(Buffer& out, const Judged<Int>& judged) {
  out.append(judged.rules);
}
template <class Int>
void append_nothing(Buffer& /*out*/, const Judged<Int>& /*judged*/) {}

template <class Int>
char* write_syringe(char* to, const BasicPlan<Int>& p) {
  return p.draw ? write(to, amount(Exact<VolumeDim, Int>{p.syringe->capacity})) : to;
}

template <class Int>
char* write_injections(char* to, const BasicPlan<Int>& p) {
  return p.draw && p.injections != 0
             ? write(to, BasicAmount<Int>{Measure::nothing, p.injections, 1})
             : to;
}

// Per kilogram at full width, whatever the plan's: nothing may overflow here.
template <class Int>
char* write_delivered_dose(char* to, const BasicPlan<Int>& p) {
  using ketadose::detail::wide;
  return p.delivered ? write(to, amount(per_kilogram<wide>(*p.delivered, p.dosing_weight))) : to;
}

template <class Int>
char* write_target_dose(char* to, const RowAnswer<Int>& o) {
  using ketadose::detail::wide;
  return write(to, amount(o.order.dose->template per_kilogram<wide>(o.plan.dosing_weight)));
}

template <class Int>
char* write_weight(char* to, const RowAnswer<Int>& o) {
  return write(to, amount(Exact<BodyWeightDim, Int>{o.plan.dosing_weight}));
}

template <class Int>
char* write_target(char* to, const RowAnswer<Int>& o) {
  return write(to, amount(o.plan.target));
}

template <class Int>
char* write_verdict(char* to, const RowAnswer<Int>& o) {
  return Buffer::put(to, name(o.verdict));
}

template <class Int>
char* write_not_checked(char* to, const RowAnswer<Int>& o) {
  return write_unchecked(to, o.unchecked);
}

/// A number of what is to be done: nothing of it is shown on a stop.
template <class Int, auto Number>
char* of_plan(char* to, const RowAnswer<Int>& o) {
  return o.verdict == Level::stop ? to : write_if(to, o.plan.*Number);
}
template <class Int, auto Write>
char* unless_stopped(char* to, const RowAnswer<Int>& o) {
  return o.verdict == Level::stop ? to : Write(to, o.plan);
}

template <class Int>
constexpr CellWriter<Int> cell_writer(Column column) {
  switch (column) {
    case Column::dosing_weight_kg:
      return write_weight<Int>;
    case Column::target_mg:
      return write_target<Int>;
    case Column::target_mg_per_kg:
      return write_target_dose<Int>;
    case Column::syringe_ml:
      return unless_stopped<Int, write_syringe<Int>>;
    case Column::draw_ml:
      return of_plan<Int, &BasicPlan<Int>::draw>;
    case Column::diluent_ml:
      return of_plan<Int, &BasicPlan<Int>::diluent>;
    case Column::infusate_mg_per_ml:
      return of_plan<Int, &BasicPlan<Int>::infusate>;
    case Column::vtbi_ml:
      return of_plan<Int, &BasicPlan<Int>::vtbi>;
    case Column::rate_ml_per_h:
      return of_plan<Int, &BasicPlan<Int>::rate>;
    case Column::drops_per_min:
      return of_plan<Int, &BasicPlan<Int>::drops>;
    case Column::minutes:
      return of_plan<Int, &BasicPlan<Int>::lasts>;
    case Column::injections:
      return unless_stopped<Int, write_injections<Int>>;
    case Column::take_pieces:
      return of_plan<Int, &BasicPlan<Int>::pieces>;
    case Column::delivered_mg:
      return of_plan<Int, &BasicPlan<Int>::delivered>;
    case Column::delivered_mg_per_kg:
      return unless_stopped<Int, write_delivered_dose<Int>>;
    case Column::verdict:
      return write_verdict<Int>;
    case Column::not_checked:
      return write_not_checked<Int>;
    case Column::each_ml:
    case Column::findings:
    case Column::column:
    case Column::message:
    case Column::rules:
      return nullptr;
  }
  return nullptr;
}

template <class Int>
constexpr TextWriter<Int> text_writer(Column column) {
  if (column == Column::each_ml) return append_shares<Int>;
  if (column == Column::findings) return append_findings<Int>;
  if (column == Column::message) return append_sentences<Int>;
  if (column == Column::rules) return append_rules<Int>;
  return append_nothing<Int>;
}

/// Writes one cell at `to`, where there is room for all short ones, and returns the end, where
/// there is room again.
template <class Int, Column Which>
[[gnu::always_inline]] inline char* put_cell(char* to, Buffer& out, const RowAnswer<Int>& answer,
                                             const Judged<Int>& judged) {
  if constexpr (constexpr auto write = cell_writer<Int>(Which); write != nullptr)
    return write(to, answer);
  if constexpr (text_writer<Int>(Which) == append_nothing<Int>) return to;
  out.end_at(to);
  text_writer<Int>(Which)(out, judged);
  return out.room(room_for_short_cells);
}

template <class Int, std::size_t... Columns>
[[gnu::flatten]] void append_answer(Buffer& out, const Judged<Int>& judged,
                                    std::index_sequence<Columns...> /*all*/) {
  const auto answer = answer_of(judged.request.order, judged.assessment);
  char* to = out.room(room_for_short_cells);
  ((to = put_cell<Int, static_cast<Column>(Columns)>(to, out, answer, judged), *to++ = ','), ...);
  out.end_at(to - 1);
}
template <class Int>
void append_answer(Buffer& out, const Judged<Int>& judged) {
  append_answer(out, judged, std::make_index_sequence<column_names.size()>{});
}

}  // namespace

ShortCell short_cell(Column column) {
  return {cell_writer<std::int64_t>(column), cell_writer<ketadose::detail::wide>(column)};
}

TextCell answer_cells() {
  return {append_answer<std::int64_t>, append_answer<ketadose::detail::wide>};
}

std::string rules_cell(const Protocol& protocol) {
  std::string name{protocol.name};
  (name += '/') += protocol.version;
  std::string cell;
  append_cell(cell, name);
  return cell;
}

TextCell text_cell(Column column) {
  return {text_writer<std::int64_t>(column), text_writer<ketadose::detail::wide>(column)};
}

static void append_refused(Buffer& out, Column column, const Complaint& complaint,
                           std::string_view rules) {
  if (column == Column::verdict) out.append(refused_verdict);
  if (column == Column::findings) out.append(complaint.code);
  if (column == Column::column) append_cell(out, complaint.option);
  if (column == Column::message) append_cell(out, message(complaint));
  if (column == Column::rules) out.append(rules);
}

void append_refused(Buffer& out, Column first, Column last, const Complaint& complaint,
                    std::string_view rules) {
  for (auto i = static_cast<std::size_t>(first); i <= static_cast<std::size_t>(last); ++i) {
    if (i != static_cast<std::size_t>(first)) out.append(',');
    append_refused(out, static_cast<Column>(i), complaint, rules);
  }
}

}  // namespace ketadose::program
