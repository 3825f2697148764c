// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <ketadose/assess.hpp>
#include <string>
#include <string_view>

#include "complaint.hpp"
#include "formats/buffer.hpp"
#include "request.hpp"

/// The columns that `batch` adds behind those of its input.
namespace ketadose::program {

enum class Column : std::uint8_t {
  dosing_weight_kg,
  target_mg,
  target_mg_per_kg,
  // What is to be drawn, dialled, taken and delivered: empty on a stop.
  syringe_ml,
  draw_ml,
  diluent_ml,
  infusate_mg_per_ml,
  vtbi_ml,
  rate_ml_per_h,
  drops_per_min,
  minutes,
  injections,
  each_ml,
  take_pieces,
  delivered_mg,
  delivered_mg_per_kg,
  // What it comes to.
  verdict,
  findings,
  column,
  not_checked,
  message,
  rules,
};
inline constexpr std::array<std::string_view, 22> column_names{"dosing_weight_kg",
                                                               "target_mg",
                                                               "target_mg_per_kg",
                                                               "syringe_ml",
                                                               "draw_ml",
                                                               "diluent_ml",
                                                               "infusate_mg_per_ml",
                                                               "vtbi_ml",
                                                               "rate_ml_per_h",
                                                               "drops_per_min",
                                                               "minutes",
                                                               "injections",
                                                               "each_ml",
                                                               "take_pieces",
                                                               "delivered_mg",
                                                               "delivered_mg_per_kg",
                                                               "verdict",
                                                               "findings",
                                                               "column",
                                                               "not_checked",
                                                               "message",
                                                               "rules"};

/// What stands in the verdict's place of a row that was not understood.
inline constexpr std::string_view refused_verdict = "refused";

/// Room that a short cell may take.
inline constexpr std::size_t most_short_cell = 128;
/// Room for a row of them, and the commas.
inline constexpr std::size_t room_for_short_cells = column_names.size() * (most_short_cell + 1);

/// An order that was judged.
template <class Int>
struct Judged {
  const Request& request;
  const Protocol& protocol;
  const BasicAssessment<Int>& assessment;
  std::string_view rules;  ///< a cell, the same for every order
};

/// The cell that names the protocol.
std::string rules_cell(const Protocol& protocol);

/// What the short cells of an order say: numbers of either width.
template <class Int>
struct RowAnswer {
  const Order& order;
  const BasicPlan<Int>& plan;
  Level verdict;
  std::uint16_t unchecked;  ///< as in Assessment
};
template <class Int>
RowAnswer<Int> answer_of(const Order& order, const BasicAssessment<Int>& assessment) {
  return {order, assessment.plan, assessment.verdict(), assessment.unchecked};
}

/// Writes a cell of the answer that is a number or a word at `to` and returns the end.
template <class Int>
using CellWriter = char* (*)(char* to, const RowAnswer<Int>& answer);
struct ShortCell {
  CellWriter<std::int64_t> narrow;
  CellWriter<ketadose::detail::wide> wide;

  explicit operator bool() const { return wide != nullptr; }
  char* operator()(char* to, const RowAnswer<std::int64_t>& o) const { return narrow(to, o); }
  char* operator()(char* to, const RowAnswer<ketadose::detail::wide>& o) const {
    return wide(to, o);
  }
};
/// Null for a column of texts.
ShortCell short_cell(Column column);
/// Appends any other cell of the answer.
template <class Int>
using TextWriter = void (*)(Buffer& out, const Judged<Int>& judged);
struct TextCell {
  TextWriter<std::int64_t> narrow;
  TextWriter<ketadose::detail::wide> wide;

  void operator()(Buffer& out, const Judged<std::int64_t>& o) const { narrow(out, o); }
  void operator()(Buffer& out, const Judged<ketadose::detail::wide>& o) const { wide(out, o); }
};
TextCell text_cell(Column column);
/// Appends all columns, a comma between each two: a call for each costs more than what it writes.
TextCell answer_cells();

/// Columns of a row that was refused, a comma between each two.
void append_refused(Buffer& out, Column first, Column last, const Complaint& complaint,
                    std::string_view rules);

}  // namespace ketadose::program
