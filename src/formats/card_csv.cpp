// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <functional>

#include "files/csv.hpp"
#include "formats/card.hpp"
#include "formats/columns.hpp"
#include "formats/table_words.hpp"
#include "formats/words.hpp"
#include "verbs/card.hpp"

namespace ketadose::program {
namespace {

/// One line: a weight, or a weight with one of its doses at one duration.
struct Line {
  const Card& card;
  const Protocol& protocol;
  std::size_t row;
  const Rung* rung;  ///< null for a weight that may have no dose
  const Cell* at;

  const Table& table() const { return card.rows[row]; }
  const Order& order() const { return table().request.order; }
};

// ---- The columns of the order, as `batch` names them ----

using Write = void (*)(std::string&, const Line&);
struct OrderColumn {
  std::string_view name;
  Write write;
};

template <class T>
void append_if(std::string& out, const std::optional<T>& value) {
  if (value) append_number(out, amount(*value));
}

void append_weight(std::string& out, const Line& line) {
  append_number(out, amount(Exact<BodyWeightDim>{line.order().weight}));
}

void append_pounds(std::string& out, const Line& line) {
  const auto& pounds = line.card.pounds[line.row];
  std::array<char, longest_number> digits{};
  out.append(digits.data(), write_number(digits.data(), pounds.num, pounds.den, machine_places));
}

void append_dose(std::string& out, const Line& line, bool as_mass) {
  if (line.rung == nullptr || line.rung->order.dose->is_mass() != as_mass) return;
  const auto mass = line.rung->order.dose->for_weight(line.order().weight);
  append_number(out, as_mass ? amount(mass) : amount(per_kilogram(mass, line.order().weight)));
}

constexpr std::array order_columns{
    OrderColumn{"weight_kg", append_weight},
    OrderColumn{"weight_lb", append_pounds},
    OrderColumn{"route",
                [](std::string& out, const Line& l) { append_cell(out, l.order().route); }},
    OrderColumn{"session",
                [](std::string& out, const Line& l) { out += std::to_string(l.order().session); }},
    OrderColumn{"dose_mg_per_kg",
                [](std::string& out, const Line& l) { append_dose(out, l, false); }},
    OrderColumn{"dose_mg", [](std::string& out, const Line& l) { append_dose(out, l, true); }},
    OrderColumn{"over_min",
                [](std::string& out, const Line& l) {
                  if (l.at != nullptr && l.at->over)
                    append_number(out, amount(Exact<DurationDim>{*l.at->over}));
                }},
    OrderColumn{"vial_mg_per_ml",
                [](std::string& out, const Line& l) {
                  if (l.order().vial) append_number(out, amount(l.order().vial->strength));
                }},
    OrderColumn{"bag_ml",
                [](std::string& out, const Line& l) {
                  if (l.order().bag) append_number(out, amount(Exact<VolumeDim>{*l.order().bag}));
                }},
    OrderColumn{"fill_ml",
                [](std::string& out, const Line& l) {
                  if (l.order().fill) append_number(out, amount(Exact<VolumeDim>{*l.order().fill}));
                }},
    OrderColumn{"concentration_mg_per_ml",
                [](std::string& out, const Line& l) { append_if(out, l.order().concentration); }},
    OrderColumn{"drip_set_gtt_per_ml",
                [](std::string& out, const Line& l) {
                  if (l.order().drip_set) out += drops_a_millilitre(*l.order().drip_set);
                }},
    OrderColumn{"site", [](std::string& out, const Line& l) { append_cell(out, l.order().site); }},
    OrderColumn{"lozenge_mg",
                [](std::string& out, const Line& l) {
                  if (l.order().lozenge)
                    append_number(out, amount(Exact<DrugMassDim>{*l.order().lozenge}));
                }},
    OrderColumn{"assumed",
                [](std::string& out, const Line& l) {
                  if (l.table().assumed_concentration) out += name(Field::concentration);
                }},
};

/// The columns of `batch` that a card has an answer for.
constexpr std::array answer_columns{
    Column::target_mg,   Column::target_mg_per_kg, Column::syringe_ml,
    Column::draw_ml,     Column::diluent_ml,       Column::infusate_mg_per_ml,
    Column::vtbi_ml,     Column::rate_ml_per_h,    Column::drops_per_min,
    Column::minutes,     Column::injections,       Column::each_ml,
    Column::take_pieces, Column::delivered_mg,     Column::delivered_mg_per_kg,
    Column::verdict,     Column::findings,         Column::message,
    Column::rules};

/// The findings of the dose and of the weight together, as `check` gives them.
Assessment whole(const Line& line) {
  Assessment all = line.at->assessment;
  for (const auto& finding : line.table().patient) all.findings.add(finding);
  all.findings.sort();
  return all;
}

void append_answers(std::string& out, const Line& line) {
  Request request = line.table().request;
  request.order = line.rung->order;
  request.order.over = line.at->over;
  const auto assessment = whole(line);
  const auto rules = rules_cell(line.protocol);
  const Judged<ketadose::detail::wide> judged{request, line.protocol, assessment, rules};
  Buffer cells;
  for (const auto column : answer_columns) {
    cells.append(',');
    if (const auto write = short_cell(column))
      cells.end_at(write(cells.room(most_short_cell), answer_of(request.order, assessment)));
    else
      text_cell(column)(cells, judged);
  }
  out += cells.view();
}

/// A weight that may have no dose: the verdict, its findings and the rules, and no number.
void append_stop(std::string& out, const Line& line) {
  const Plan no_plan{line.order().weight, Exact<DrugMassDim>::of_base(0, 1)};
  std::string findings;
  std::string message;
  for (const auto& finding : line.table().patient) {
    (findings += findings.empty() ? "" : " ") += name(finding.code);
    if (!message.empty()) message += ' ';
    append_message(message, finding, line.order(), *line.table().request.route, line.protocol,
                   no_plan);
  }
  for (const auto column : answer_columns) {
    out += ',';
    if (column == Column::verdict) out += name(line.table().patient.worst());
    if (column == Column::findings) out += findings;
    if (column == Column::message) append_cell(out, message);
    if (column == Column::rules) out += rules_cell(line.protocol);
  }
}

/// The first session whose ceiling allows the dose; empty when none does.
void append_session(std::string& out, const Line& line) {
  const auto& route = *line.table().request.route;
  if (line.rung == nullptr) return;
  const auto from = route.ceilings.empty()
                        ? std::optional{1}
                        : allowed_after(0, line.rung->order, route, line.protocol);
  if (from) out += std::to_string(*from);
}

void append_line(std::string& out, const Line& line) {
  for (const auto& column : order_columns) {
    column.write(out, line);
    out += ',';
  }
  append_session(out, line);
  if (line.at == nullptr)
    append_stop(out, line);
  else
    append_answers(out, line);
  out += '\n';
}

}  // namespace

void append_card_csv(std::string& out, const Card& card, const Protocol& protocol) {
  for (const auto& column : order_columns) (out += column.name) += ',';
  out += "from_session";
  for (const auto column : answer_columns)
    (out += ',') += column_names[static_cast<std::size_t>(column)];
  out += '\n';
  for (std::size_t i = 0; i < card.rows.size(); ++i) {
    if (card.rows[i].rungs.empty()) append_line(out, {card, protocol, i, nullptr, nullptr});
    for (const auto& rung : card.rows[i].rungs)
      for (const auto& at : rung.cells) append_line(out, {card, protocol, i, &rung, &at});
  }
}

}  // namespace ketadose::program
