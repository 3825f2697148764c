// SPDX-License-Identifier: Apache-2.0
#include "options.hpp"

#include <algorithm>
#include <array>
#include <ketadose/assess.hpp>
#include <ketadose/published.hpp>

#include "formats/meanings.hpp"
#include "verbs/quiz_problems.hpp"

namespace ketadose::program {
namespace {

constexpr std::string_view both = "table check";
constexpr std::string_view orders = "table check checklist";
constexpr std::string_view judged = "check checklist";
constexpr std::string_view prepared = "table check card checklist";  // all that needs no patient
constexpr std::string_view drilled = "table check card checklist quiz";
constexpr std::string_view all =
    "table check batch card checklist quiz explain protocol completion";

/// A part of an order takes its name from its field.
constexpr Option order_option(Field field, std::string_view value, std::string_view group,
                              std::string_view help, std::string_view verbs = orders) {
  return {.name = name(field), .value = value, .group = group, .verbs = verbs, .help = help};
}

constexpr std::array rows{
    order_option(Field::weight, "W", "Patient", "82.5kg or 181.9lb; a unit is needed"),
    order_option(Field::last_weight, "W", "Patient", "at the last visit: catches a change of unit"),
    order_option(Field::route, "R", "Order", "", drilled),
    order_option(Field::session, "N", "Order", "which session of the course, from 1", drilled),
    order_option(Field::dose, "D", "Order", "41mg or 0.5mg/kg", judged),
    order_option(Field::over, "T", "Order", "infusion time: 45min or 1h", prepared),
    order_option(Field::vial, "S", "Preparation", "as on the label: 50mg/mL or 500mg/10mL",
                 prepared),
    order_option(Field::bag, "V", "Preparation", "with --vial: bag it goes into, 100mL", prepared),
    order_option(Field::fill, "V", "Preparation", "with --vial: syringe made up to this, 50mL",
                 prepared),
    order_option(Field::concentration, "C", "Preparation", "ready-made bag or syringe: 1mg/mL",
                 prepared),
    order_option(Field::drip_set, "F", "Preparation", "gravity set in place of a pump: 20gtt/mL",
                 prepared),
    order_option(Field::site, "SITE", "Preparation", "", prepared),
    order_option(Field::lozenge, "M", "Preparation", "strength of one lozenge: 100mg", prepared),
    order_option(Field::height, "H", "Patient", "178cm or 70in"),
    order_option(Field::sex, "SEX", "Patient", ""),
    order_option(Field::age, "YEARS", "Patient", "whole years: 54"),
    order_option(Field::dosing_weight, "KIND", "Patient", ""),
    order_option(Field::bp, "S/D", "Patient", "blood pressure before the dose: 135/85"),
    order_option(Field::has, "CODES", "Patient", "conditions, separated by commas; or none"),
    order_option(Field::takes, "CODES", "Patient", "medicines, separated by commas; or none"),
    order_option(Field::draw, "V", "Claims", "volume to draw: 0.82mL", "check"),
    order_option(Field::rate, "R", "Claims", "pump rate: 150mL/h", "check"),
    order_option(Field::volume, "V", "Claims", "volume to be infused: 100mL", "check"),
    order_option(Field::drops, "N", "Claims", "drops with a gravity set: 38gtt/min", "check"),
    order_option(Field::pieces, "N", "Claims", "lozenges, or parts of one: 0.5", "check"),
    Option{"from", "W", "Weights", "card", "the first row: 40kg or 90lb"},
    Option{"to", "W", "Weights", "card", "no row goes beyond it: 120kg or 260lb"},
    Option{"step", "W", "Weights", "card", "between rows: 5kg or 10lb"},
    Option{"input", "FORMAT", "Input", "batch", ""},
    Option{"keep", "COLUMNS", "Input", "batch", "input columns to pass through"},
    Option{"keep-all", "", "Input", "batch", "pass every unknown column through"},
    Option{"jobs", "N", "Input", "batch", "threads; the same bytes out, whatever N"},
    Option{"protocol", "FILE", "Rules", "table check batch card checklist quiz explain protocol",
           "a clinic's rules, else those KETADOSE_PROTOCOL names"},
    Option{"start", "HH:MM", "Output", "checklist", "when the dose starts: for times by the clock"},
    Option{"topic", "TOPIC", "Problems", "quiz", "one of those above; mixed when not given"},
    Option{"difficulty", "D", "Problems", "quiz", ""},
    Option{"seed", "N", "Problems", "quiz", "the same seed gives the same problems"},
    Option{"count", "N", "Problems", "quiz", "how many problems; 10 when not given"},
    Option{"answers", "FILE", "Marking", "quiz", "one answer a line; - for standard input"},
    Option{"pass", "P", "Marking", "quiz", "pass mark: 80% when not given; else exit 1"},
    Option{"worksheet", "", "Output", "quiz", "print the problems only"},
    Option{"key", "", "Output", "quiz", "print the problems with their worked answers"},
    Option{"format", "FORMAT", "Output", "table check batch card checklist quiz explain protocol",
           ""},
    Option{"columns", "COLUMNS", "Output", "batch", "output columns to print, in this order"},
    Option{"quiet", "", "Output", "batch", "no progress and no count at the end"},
    Option{"explain", "", "Output", both, "the arithmetic, step by step, with every source"},
    Option{"color", "WHEN", "Output", orders, ""},
    Option{"no-input", "", "Output", both, "never ask for what is missing"},
    Option{"help", "", "Output", all, "this text; also -h"},
    Option{"version", "", "Output", all, "the program's version and the rules in force"},
};

constexpr bool follow_the_fields() {
  for (std::size_t i = 0; i < field_count; ++i)
    if (rows[i].name != field_names[i]) return false;
  return true;
}
static_assert(follow_the_fields());

constexpr bool is_word_of(std::string_view list, std::string_view word) {
  Words words{list};
  for (auto next = words.next(); !next.empty(); next = words.next())
    if (next == word) return true;
  return false;
}

template <class Row>
std::vector<std::string_view> names(std::span<const Row> of) {
  std::vector<std::string_view> list;
  for (const auto& row : of) list.push_back(row.name);
  return list;
}

void append_codes(std::vector<std::string_view>& list, std::span<const Screening> of) {
  for (const auto& row : of) list.push_back(row.code);
}

std::vector<std::string_view> codes(std::span<const Screening> of) {
  std::vector<std::string_view> list{asked_none};
  append_codes(list, of);
  return list;
}

std::vector<std::string_view> topics() {
  std::vector<std::string_view> list{topic_names.begin(), topic_names.end()};
  list.emplace_back("mixed");
  return list;
}

std::vector<std::string_view> formats(std::string_view verb) {
  if (verb == "batch") return {"csv", "json", "jsonl"};
  if (verb == "card") return {"text", "markdown", "csv", "html"};
  if (verb == "checklist") return {"text", "markdown", "html"};
  if (verb == "explain") return {"text"};
  if (verb == "protocol") return {"text", "markdown", "json", "toml"};
  if (verb == "quiz") return {"text", "json", "markdown", "html"};
  return {"text", "json"};
}

}  // namespace

bool Option::is_for(std::string_view verb) const { return is_word_of(verbs, verb); }

std::span<const Option> options() { return rows; }

const Option* find_option(std::string_view name) {
  for (const auto& row : rows)
    if (row.name == name) return &row;
  return nullptr;
}

bool is_understood(const Option& option, std::string_view verb) {
  const bool of_order = &option < rows.data() + field_count;
  return option.is_for(verb) || (of_order && is_word_of(both, verb));
}

std::vector<std::string_view> choices(const Option& option, std::string_view verb) {
  const Protocol& protocol = published;
  if (option.name == name(Field::route)) return names(protocol.routes);
  if (option.name == name(Field::site)) return names(protocol.sites);
  if (option.name == name(Field::sex)) return {"female", "male"};
  if (option.name == name(Field::dosing_weight)) return {"actual", "ideal", "adjusted"};
  if (option.name == name(Field::has)) return codes(protocol.conditions);
  if (option.name == name(Field::takes)) return codes(protocol.medicines);
  if (option.name == "topic") return topics();
  if (option.name == "difficulty") return {difficulty_names.begin(), difficulty_names.end()};
  if (option.name == "input") return {"csv", "jsonl"};
  if (option.name == "color") return {"auto", "always", "never"};
  if (option.name == "format") return formats(verb);
  return {};
}

std::vector<std::string_view> explained_words() {
  const Protocol& protocol = published;
  std::vector<std::string_view> words{"codes", "conditions", "medicines", "sources"};
  for (const auto& meaning : meanings()) words.push_back(meaning.code);
  append_codes(words, protocol.conditions);
  append_codes(words, protocol.medicines);
  for (const auto& source : protocol.sources) words.push_back(source.key);
  return words;
}

std::vector<std::string_view> protocol_words() { return {"lint", "show", "diff"}; }
std::vector<std::string_view> shells() { return {"bash", "zsh", "fish"}; }

}  // namespace ketadose::program
