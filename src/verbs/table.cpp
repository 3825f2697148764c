// SPDX-License-Identifier: Apache-2.0
#include "verbs/table.hpp"

#include <algorithm>
#include <string>

#include "conversation.hpp"
#include "formats/json.hpp"
#include "formats/text.hpp"
#include "output.hpp"
#include "verbs/verbs.hpp"

namespace ketadose::program {
namespace {

/// More rows than anyone reads: the strength that was typed is hardly that of a lozenge.
constexpr int most_fractions = 100;

std::vector<Dose> doses_of(const Order& order, const Route& route, const Protocol& protocol) {
  if (order.lozenge) return fractions(order, route, protocol).doses();
  return {route.ladder.begin(), route.ladder.end()};
}

bool has_too_many_fractions(const Request& request, const Protocol& protocol) {
  if (!request.order.lozenge) return false;
  const auto run = fractions(request.order, *request.route, protocol);
  return run.last - run.first >= most_fractions;
}

Complaint too_many_fractions(std::string_view lozenge) {
  return {.code = name(Refuse::out_of_domain),
          .option = std::string{name(Field::lozenge)},
          .text = std::string{lozenge},
          .what = "more than " + std::to_string(most_fractions) +
                  " fractions lie between the dose bounds",
          .remedy = "name the strength of the whole lozenge"};
}

Rung make_rung(Order order, const Dose& dose, const Route& route, const Protocol& protocol) {
  order.dose = dose;
  Rung rung{.order = order, .cells = {}};
  const auto judge_at = [&](std::optional<Duration> over) {
    Order at = order;
    at.over = over;
    rung.cells.push_back({over, judge_rung(at, route, protocol)});
  };
  if (order.over || route.durations.empty())
    judge_at(order.over);
  else
    for (const auto over : route.durations) judge_at(over);
  return rung;
}

}  // namespace

Level Rung::verdict() const {
  Level worst = Level::ok;
  for (const auto& cell : cells) worst = std::max(worst, cell.assessment.verdict());
  return worst;
}

Fractions fractions(const Order& order, const Route& route, const Protocol& protocol) {
  const auto weight = dosing_weight(order, protocol);
  const auto& low = route.dose.review_below ? route.dose.review_below : route.dose.stop_below;
  const auto& high = route.dose.stop_above ? route.dose.stop_above : route.dose.review_above;
  const auto step = Per<DrugMassDim, PiecesDim>{*order.lozenge, unit::piece(1)} * *route.fraction;
  if (!high) return {step, 1, 0};
  const auto last = (Per{*high} * weight).steps(step, Rounding::down);
  auto first = low ? (Per{*low} * weight).steps(step, Rounding::down) : 1;
  if (first == 0 || (low && step.scaled(first) < Per{*low} * weight)) ++first;
  return {step, first, last};
}

std::vector<Dose> Fractions::doses() const {
  std::vector<Dose> all;
  for (auto n = first; n <= last; ++n) all.push_back(Dose{step.scaled(n)});
  return all;
}

Table make_table(const Request& request, const Protocol& protocol) {
  return make_table(request, doses_of(request.order, *request.route, protocol), protocol);
}

Table make_table(const Request& request, std::span<const Dose> doses, const Protocol& protocol) {
  Table table{.request = request,
              .patient = judge_patient(request.order, protocol),
              .unchecked = ketadose::detail::unchecked(request.order, *request.route),
              .assumed_concentration = false,
              .rungs = {}};
  auto& order = table.request.order;
  const auto& route = *request.route;
  if (route.form == Form::infusion && !order.vial && !order.concentration &&
      route.standard_concentration) {
    order.concentration = *route.standard_concentration;
    table.assumed_concentration = true;
  }
  if (table.patient.worst() == Level::stop) return table;
  for (const auto& dose : doses) table.rungs.push_back(make_rung(order, dose, route, protocol));
  return table;
}

int run_table(const CommandLine& typed) {
  CommandLine line{typed};
  const Protocol& protocol = line.rules();
  Request request{.order = {.weight = unit::kg(0), .route = {}, .session = 0}, .route = nullptr};
  if (const auto complaint = read_order(line, Purpose::table, request))
    return refuse(*complaint, line.format);
  if (has_too_many_fractions(request, protocol))
    return refuse(too_many_fractions(line.texts[Field::lozenge]), line.format);
  const Table table = make_table(request, protocol);
  std::string out;
  if (line.format == Format::json) {
    append_table(out, line.texts, table, protocol);
    out += '\n';
  } else {
    append_table_text(out, line, table, protocol);
  }
  write_all(1, out);
  return exit_code(table.patient.worst());
}

}  // namespace ketadose::program
