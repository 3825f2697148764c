// SPDX-License-Identifier: Apache-2.0
#include "formats/text_conversation.hpp"

#include <fmt/format.h>

#include <array>

#include "formats/text.hpp"
#include "formats/text_parts.hpp"
#include "formats/words.hpp"
#include "options.hpp"

namespace ketadose::program {
namespace {

// ---- What is asked ----

constexpr std::string_view no_volume = "no volume is worked out";

constexpr std::array questions{
    Question{Field::weight, "Weight of the patient, in kg or lb", {"82.5kg", "181.9lb"}, ""},
    Question{Field::route, "Route", {}, ""},
    Question{Field::session, "Which session of the course it is, counted from 1", {"3"}, ""},
    Question{Field::dose, "Dose as it was ordered, in mg or mg/kg", {"41mg", "0.5mg/kg"}, ""},
    Question{
        Field::over, "Time to infuse over, in min or h", {"40min", "1h"}, "nothing can be dialled"},
    Question{Field::vial,
             "Strength of the vial, as its label reads",
             {"50mg/mL", "500mg/10mL"},
             no_volume},
    Question{Field::bag, "Volume of the bag, in mL", {"100mL"}, no_volume},
    Question{Field::fill, "Volume that the syringe is made up to, in mL", {"50mL"}, no_volume},
    Question{Field::concentration,
             "Concentration of the bag or syringe, as its label reads",
             {"1mg/mL"},
             no_volume},
    Question{Field::site, "Site", {}, "the sites that may take it are named"},
    Question{
        Field::lozenge, "Strength of one lozenge, in mg", {"100mg"}, "no fraction is worked out"},
    Question{Field::height, "Height of the patient, in cm or in", {"178cm", "70in"}, ""},
    Question{Field::sex, "Sex of the patient", {"female", "male"}, ""},
};

/// Whether it is answered with one of a few words.
bool is_a_word(Field field) {
  return field == Field::route || field == Field::site || field == Field::sex;
}

// ---- What was understood ----

std::string weight_read(const Texts& texts, const Order& order) {
  const auto kilograms = in_words(amount(Exact<BodyWeightDim>{order.weight}));
  std::string pounds;
  const auto [num, den] = pounds_of(texts, order);
  const bool in_pounds = texts[Field::weight].find('l') != std::string_view::npos;
  append_plain(pounds, num, den, in_pounds ? machine_places : 1);
  if (!in_pounds) return fmt::format("{}, that is {} lb", kilograms, pounds);
  return fmt::format("{} lb, that is {} to the nearest 0.1 kg", pounds, kilograms);
}

std::string dose_read(const Order& order) {
  const auto mass = order.dose->for_weight(order.weight);
  return order.dose->is_mass() ? as_ordered(mass) : as_ordered(per_kilogram(mass, order.weight));
}

std::string vial_read(const Vial& vial) {
  if (!vial.content) return vial_words(vial);
  return fmt::format("{}, that is {}", vial_words(vial), as_ordered(vial.strength));
}

std::string height_read(const Height& height) {
  std::string words;
  append_plain(words, height.in({"", 1}), unit::cm.scale, 1);
  return words + " cm";
}

// ---- The finished command line ----

/// The verb, and each option with its value.
std::vector<std::string> command_words(const CommandLine& line) {
  std::vector<std::string> words{"ketadose"};
  if (line.verb != verbs().front().name) words.emplace_back(line.verb);
  for (std::size_t i = 0; i < options().size(); ++i) {
    const auto& option = options()[i];
    const auto field = static_cast<Field>(i);
    if (i < field_count && line.texts.has(field))
      words.push_back(option_with_value(option.name, line.texts[field]));
    else if (i >= field_count && line.has(option.name))
      words.push_back(option.is_flag() ? fmt::format("--{}", option.name)
                                       : option_with_value(option.name, line.value(option.name)));
  }
  return words;
}

}  // namespace

const Question* find_question(Field field) {
  for (const auto& question : questions)
    if (question.field == field) return &question;
  return nullptr;
}

std::vector<std::string_view> examples(const Question& question, const Protocol& protocol) {
  std::vector<std::string_view> texts;
  if (question.field == Field::route)
    for (const auto& route : protocol.routes) texts.push_back(route.name);
  else if (question.field == Field::site)
    for (const auto& site : protocol.sites) texts.push_back(site.name);
  else
    for (const auto text : question.examples)
      if (!text.empty()) texts.push_back(text);
  return texts;
}

std::string asked(const Question& question, const Protocol& protocol,
                  const std::vector<std::string_view>& accepted, bool is_needed) {
  std::string asks{question.asks};
  if (is_a_word(question.field)) asks += " (" + listed(examples(question, protocol)) + ')';
  if (!accepted.empty())
    asks += ", for example " +
            (is_a_word(question.field) ? std::string{accepted.front()} : listed(accepted));
  std::string out = "\n";
  append_wrapped(out, "", asks, 0);
  if (!is_needed) out += fmt::format("Enter leaves it out: then {}\n", question.without);
  return out;
}

std::string menu(const std::vector<const SetUp*>& offered) {
  std::string out = "\nPreparation\n";
  for (std::size_t i = 0; i < offered.size(); ++i)
    out += fmt::format("  {}  {}\n", i + 1, offered[i]->title);
  return out + fmt::format("Enter leaves it out: then {}\n", no_volume);
}

std::string read_back(Field field, const Texts& texts, const Request& request) {
  const Order& order = request.order;
  switch (field) {
    case Field::weight:
      return weight_read(texts, order);
    case Field::route:
      return fmt::format("ketamine {}", request.route->title);
    case Field::session:
      return fmt::format("session {}", order.session);
    case Field::dose:
      return dose_read(order);
    case Field::over:
      return as_ordered(Exact<DurationDim>{*order.over});
    case Field::vial:
      return vial_read(*order.vial);
    case Field::bag:
      return as_ordered(Exact<VolumeDim>{*order.bag});
    case Field::fill:
      return as_ordered(Exact<VolumeDim>{*order.fill});
    case Field::concentration:
      return as_ordered(*order.concentration);
    case Field::lozenge:
      return as_ordered(Exact<DrugMassDim>{*order.lozenge});
    case Field::height:
      return height_read(*order.height);
    case Field::site:
    case Field::sex:
    case Field::last_weight:
    case Field::drip_set:
    case Field::age:
    case Field::dosing_weight:
    case Field::bp:
    case Field::has:
    case Field::takes:
    case Field::draw:
    case Field::rate:
    case Field::volume:
    case Field::drops:
    case Field::pieces:
      return std::string{texts[field]};
  }
  return {};
}

std::string finished_command(const CommandLine& line) {
  constexpr std::size_t room = text_width - std::string_view{" \\"}.size();
  std::string out = "\nThe same in one command:\n";
  std::string shown;
  for (const auto& word : command_words(line)) {
    if (!shown.empty() && shown.size() + 1 + word.size() > room) {
      (out += shown) += " \\\n";
      shown = "   ";
    }
    shown += shown.empty() ? "  " : " ";
    shown += word;
  }
  return out + shown + "\n\n";
}

Complaint too_long() {
  return {.code = name(Refuse::number_other),
          .option = {},
          .text = {},
          .what = fmt::format("the answer has more than {} characters", most_answer),
          .remedy = "type it again",
          .place = Place::absent};
}

Complaint no_such_set_up(std::string_view text, std::size_t count) {
  return {.code = name(Refuse::word_unknown),
          .option = {},
          .text = std::string{text},
          .what = in_quotes(text) + " is none of the numbers",
          .remedy = fmt::format("type a number from 1 to {}, or Enter alone", count),
          .place = Place::word};
}

}  // namespace ketadose::program
