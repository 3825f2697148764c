// SPDX-License-Identifier: Apache-2.0
#include "verbs/card.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "formats/card.hpp"
#include "output.hpp"
#include "verbs/verbs.hpp"

namespace ketadose::program {
namespace {

using ketadose::detail::divide;
using ketadose::detail::times;

constexpr std::string_view from_option = "from";
constexpr std::string_view to_option = "to";
constexpr std::string_view step_option = "step";

/// A card that names no end has this many rows, or fewer.
constexpr int usual_rows = 17;

/// What the weights of a card are counted in: grams, or millionths of a pound.
struct WeightUnit {
  std::string_view symbol;
  std::int64_t scale;  ///< counts in one of it
  std::int64_t step;   ///< between rows, when none was named
};
constexpr WeightUnit kilograms_typed{unit::kg.symbol, unit::kg.scale, 5 * unit::kg.scale};
constexpr WeightUnit pounds_typed{unit::lb.symbol, unit::lb.scale, 10 * unit::lb.scale};

/// The weights of a card, as counts of its unit.
struct Weights {
  WeightUnit unit = kilograms_typed;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::int64_t step = 0;

  std::int64_t rows() const { return (to - from) / step + 1; }
  /// As it may be typed: "82.5kg".
  std::string text(std::int64_t count) const {
    std::array<char, longest_number> digits{};
    char* const end = write_number(digits.data(), count, unit.scale, machine_places);
    return std::string{digits.data(), end} + std::string{unit.symbol};
  }
};

/// A refusal of an option of the card.
Complaint about(Refuse code, std::string_view option, std::string_view text, std::string what,
                std::string remedy, Place place = Place::option) {
  return about_option(name(code), option, text, std::move(what), std::move(remedy), place);
}

bool is_in_pounds(std::string_view text) { return text.ends_with("lb") || text.ends_with("lbs"); }

/// The count of a weight that `read_weight` reads.
std::int64_t count_of_weight(std::string_view text) {
  if (is_in_pounds(text)) return read<PoundsDim>(text, pound_units)->in({"", 1});
  return read<BodyWeightDim>(text, body_weight_units)->in({"", 1});
}

/// A weight of the protocol in the card's unit; of a pound the last millionth is left out.
std::int64_t in_unit(BodyWeight weight, const WeightUnit& unit) {
  const auto grams = weight.in({"", 1});
  if (unit.symbol == kilograms_typed.symbol) return grams;
  return static_cast<std::int64_t>(divide<ketadose::detail::wide>(
      times(times(grams, pounds_for_grams), unit.scale), grams_in_those_pounds, Rounding::down));
}

/// Where a card begins that does not say so: the least weight without a finding, rounded up.
std::optional<std::int64_t> first_weight(const WeightUnit& unit, const Protocol& protocol) {
  const auto& g = protocol.weight;
  const auto& least = g.review_below ? g.review_below : g.stop_below;
  if (!least) return {};
  return (in_unit(*least, unit) + unit.step - 1) / unit.step * unit.step;
}

/// Where a card ends that does not say so: after the usual rows, or at the last weight without a
/// finding when that comes first.
std::int64_t last_weight(const Weights& w, const Protocol& protocol) {
  const auto end = w.from + (usual_rows - 1) * w.step;
  const auto& g = protocol.weight;
  for (const auto& most : {g.review_above, g.stop_above})
    if (most && in_unit(*most, w.unit) >= w.from) return std::min(end, in_unit(*most, w.unit));
  return end;
}

/// Reads the weight that an option gives, if it gives one.
std::optional<Complaint> refuse_weight(const CommandLine& line, std::string_view option,
                                       const Protocol& protocol) {
  if (!line.has(option)) return {};
  const auto text = line.value(option);
  const auto weight = read_weight(text);
  if (weight) return {};
  auto complaint = complain(weight.refusal(), text, option, protocol);
  constexpr std::string_view example = "82.5kg";
  if (option == step_option && complaint.remedy.ends_with(example))
    complaint.remedy.replace(complaint.remedy.size() - example.size(), example.size(), "5kg");
  return complaint;
}

/// The unit that all of them were typed in.
std::optional<Complaint> refuse_mixture(const CommandLine& line, WeightUnit& unit) {
  std::string_view first;
  for (const auto option : {from_option, to_option, step_option}) {
    if (!line.has(option)) continue;
    const bool pounds = is_in_pounds(line.value(option));
    if (first.empty()) {
      first = option;
      unit = pounds ? pounds_typed : kilograms_typed;
    } else if (pounds != is_in_pounds(line.value(first))) {
      return about(Refuse::contradicts, option, line.value(option),
                   fmt::format("is in another unit than --{}", first),
                   "write all weights of a card in kg, or all in lb");
    }
  }
  return {};
}

std::optional<Complaint> refuse_order_of_ends(const CommandLine& line, const Weights& w) {
  if (w.from <= w.to) return {};
  const auto option = line.has(to_option) ? to_option : from_option;
  const auto what = option == to_option
                        ? fmt::format("is less than --from, which is {}", w.text(w.from))
                        : fmt::format("is more than {}, where the card ends", w.text(w.to));
  const auto remedy =
      line.has(from_option) && line.has(to_option)
          ? std::string{"write the lower weight behind --from"}
          : fmt::format("name both ends: --{}", line.has(from_option) ? "to" : "from");
  return about(Refuse::out_of_domain, option, line.value(option), what, remedy);
}

/// A page has room for so many rows; the remedy is a step that fits, in whole units.
std::optional<Complaint> refuse_length(const CommandLine& line, const Weights& w) {
  if (w.rows() <= most_card_rows) return {};
  const auto gaps = most_card_rows - 1;
  const auto least = gaps * w.unit.scale;
  const auto step = ((w.to - w.from) / least + 1) * w.unit.scale;
  auto option = step_option;
  if (!line.has(option)) option = line.has(to_option) ? to_option : from_option;
  return about(
      Refuse::out_of_domain, option, line.value(option),
      fmt::format("makes {} rows, and a page has room for {}", w.rows(), most_card_rows),
      fmt::format("write --step {}, or --to {}", w.text(step), w.text(w.from + gaps * w.step)));
}

std::optional<Complaint> read_weights(const CommandLine& line, const Protocol& protocol,
                                      Weights& w) {
  for (const auto option : {from_option, to_option, step_option})
    if (auto complaint = refuse_weight(line, option, protocol)) return complaint;
  if (auto complaint = refuse_mixture(line, w.unit)) return complaint;
  w.step = line.has(step_option) ? count_of_weight(line.value(step_option)) : w.unit.step;
  const auto from = line.has(from_option) ? count_of_weight(line.value(from_option))
                                          : first_weight(w.unit, protocol);
  if (!from)
    return about(Refuse::required_missing, from_option, {}, "is missing: the rules set no least",
                 "say it, for example --from 40kg", Place::absent);
  w.from = *from;
  w.to = line.has(to_option) ? count_of_weight(line.value(to_option)) : last_weight(w, protocol);
  if (auto complaint = refuse_order_of_ends(line, w)) return complaint;
  return refuse_length(line, w);
}

// ---- The rows ----

/// The doses for all weights: the ladder, or every fraction that any of them may take.
std::vector<Dose> doses_for(std::span<const Request> requests, const Protocol& protocol) {
  const auto& route = *requests.front().route;
  if (!requests.front().order.lozenge) return {route.ladder.begin(), route.ladder.end()};
  auto all = fractions(requests.front().order, route, protocol);
  for (const auto& request : requests) {
    const auto its = fractions(request.order, route, protocol);
    all.first = std::min(all.first, its.first);
    all.last = std::max(all.last, its.last);
  }
  if (all.last - all.first >= static_cast<int>(most_card_columns))
    all.last = all.first + static_cast<int>(most_card_columns);  // one too many is enough to refuse
  return all.doses();
}

std::optional<Complaint> refuse_doses(std::span<const Dose> doses, const Request& request,
                                      std::string_view lozenge) {
  if (!doses.empty() && doses.size() <= most_card_columns) return {};
  const bool none = doses.empty();
  if (lozenge.empty())
    return about(
        Refuse::out_of_domain, name(Field::route), request.route->name,
        none ? "has no ladder of doses"
             : fmt::format("has more doses than the {} that fit on a page", most_card_columns),
        none ? "give it a ladder in the rules" : "shorten its ladder in the rules");
  return about(
      Refuse::out_of_domain, name(Field::lozenge), lozenge,
      none ? std::string{"has no fraction between the dose bounds of these weights"}
           : fmt::format("has more than {} fractions between the dose bounds", most_card_columns),
      none ? "name another strength" : "name a stronger lozenge, or fewer weights");
}

/// Doses by another weight than the one that was measured cannot stand beside it.
std::optional<Complaint> refuse_dosing_weight(const Protocol& protocol) {
  if (protocol.dosing_weight == DosingWeight::actual) return {};
  return about(Refuse::not_applicable, {}, {},
               "these rules dose by a weight that needs the height and the sex, which "
               "a card does not have",
               "use: ketadose table ... --height 178cm --sex female", Place::absent);
}

/// Reads the order of one weight. The session that none named is the first.
std::optional<Refusal> read_row(const CommandLine& line, std::string_view weight,
                                const Protocol& protocol, Texts& texts, Request& request) {
  texts = line.texts;
  texts.set(Field::weight, weight);
  if (!texts.has(Field::session)) texts.set(Field::session, "1");
  return read_request(texts, protocol, Purpose::table, request);
}

Request no_request() {
  return {.order = {.weight = unit::kg(0), .route = {}, .session = 0}, .route = nullptr};
}

/// A weight between the ends that cannot be read: the option that leads to it is named, which its
/// reader does not know.
Complaint refuse_row(const CommandLine& line, std::string_view row, Complaint complaint) {
  constexpr std::array by_blame{to_option, from_option, step_option};
  const auto* const option =
      std::find_if(by_blame.begin(), by_blame.end(), [&line](auto name) { return line.has(name); });
  if (option == by_blame.end()) return complaint;
  return about_option(complaint.code, *option, line.value(*option),
                      fmt::format("makes a row of {}, which cannot be read", row),
                      "write lower weights, as --from 40kg --to 120kg", Place::option);
}

/// Reads the orders of all weights, and the pounds of each.
std::optional<Complaint> read_rows(const CommandLine& line, const Weights& weights,
                                   const Protocol& protocol, std::vector<Request>& requests,
                                   std::vector<Pair>& pounds) {
  for (std::int64_t count = weights.from; count <= weights.to; count += weights.step) {
    Request request = no_request();
    Texts texts;
    const auto text = weights.text(count);
    if (const auto refusal = read_row(line, text, protocol, texts, request))
      return refuse_row(line, text, complain(*refusal, texts, request, Purpose::table, protocol));
    pounds.push_back(pounds_of(texts, request.order));
    requests.push_back(request);
  }
  return {};
}

/// What is wrong with all that is not a weight.
std::optional<Complaint> refuse_order(const CommandLine& line, const Protocol& protocol) {
  constexpr std::string_view any_weight = "70kg";
  Request request = no_request();
  Texts texts;
  const auto refusal = read_row(line, any_weight, protocol, texts, request);
  if (!refusal) return {};
  return complain(*refusal, texts, request, Purpose::table, protocol);
}

bool is_allowed(const Order& order, const Protocol& protocol) {
  return judge_patient(order, protocol).worst() != Level::stop;
}

std::string bounds_of(const Guardrail<BodyWeight>& g) {
  const auto words = [](BodyWeight w) { return in_words(amount(Exact<BodyWeightDim>{w})); };
  if (g.stop_below && g.stop_above) return words(*g.stop_below) + " to " + words(*g.stop_above);
  return g.stop_below ? words(*g.stop_below) + " or more" : words(*g.stop_above) + " or less";
}

Complaint no_weight_allowed(const CommandLine& line, const Weights& w, const Protocol& protocol) {
  const auto option = line.has(from_option) ? from_option : to_option;
  return about(
      Refuse::out_of_domain, option, line.value(option),
      fmt::format("leaves no weight that may have a dose, {} to {}", w.text(w.from), w.text(w.to)),
      "name weights that the rules allow: " + bounds_of(protocol.weight));
}

}  // namespace

const Table& Card::sample() const {
  for (const auto& row : rows)
    if (!row.rungs.empty()) return row;
  return rows.front();
}

Level Card::worst_weight() const {
  Level worst = Level::ok;
  for (const auto& row : rows) worst = std::max(worst, row.patient.worst());
  return worst;
}

std::variant<Card, Complaint> make_card(const CommandLine& line, const Protocol& protocol) {
  if (auto complaint = refuse_dosing_weight(protocol)) return *complaint;
  if (auto complaint = refuse_order(line, protocol)) return *complaint;
  Weights weights;
  if (auto complaint = read_weights(line, protocol, weights)) return *complaint;
  Card card{.rows = {},
            .pounds = {},
            .in_pounds = weights.unit.symbol == pounds_typed.symbol,
            .any_session = !line.texts.has(Field::session)};
  std::vector<Request> requests;
  if (auto complaint = read_rows(line, weights, protocol, requests, card.pounds)) return *complaint;
  std::vector<Request> allowed;
  std::copy_if(requests.begin(), requests.end(), std::back_inserter(allowed),
               [&](const Request& request) { return is_allowed(request.order, protocol); });
  if (allowed.empty()) return no_weight_allowed(line, weights, protocol);
  const auto doses = doses_for(allowed, protocol);
  if (auto complaint = refuse_doses(doses, allowed.front(), line.texts[Field::lozenge]))
    return *complaint;
  for (const auto& request : requests) card.rows.push_back(make_table(request, doses, protocol));
  return card;
}

int run_card(const CommandLine& line) {
  const Protocol& protocol = line.rules();
  const auto made = make_card(line, protocol);
  if (const auto* const complaint = std::get_if<Complaint>(&made))
    return refuse(*complaint, line.format);
  const auto& card = std::get<Card>(made);
  std::string out;
  switch (line.format) {
    case Format::csv:
      append_card_csv(out, card, protocol);
      break;
    case Format::markdown:
      append_card_markdown(out, card, protocol);
      break;
    case Format::html:
      append_card_html(out, card, protocol);
      break;
    case Format::text:
    case Format::json:
    case Format::jsonl:
    case Format::toml:
      append_card_text(out, card, protocol);
  }
  write_all(1, out);
  return exit_code(card.worst_weight());
}

}  // namespace ketadose::program
