// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "formats/quiz.hpp"
#include "formats/text_parts.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

/// The text of an option as it is written by hand: a space between number and unit.
std::string as_written(std::string_view typed) {
  std::string text;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const bool unit = i > 0 && typed[i] >= 'A' && typed[i - 1] >= '0' && typed[i - 1] <= '9';
    if (unit) text += ' ';
    text += typed[i];
  }
  return text;
}

using Phrases = std::initializer_list<std::string_view>;

/// Says one of several phrases; "{}" in it stands for the value.
class Speaker {
 public:
  Speaker(const Problem& problem)
      : dice_{problem.wording} {}  // NOLINT(google-explicit-constructor)

  void say(Phrases phrases, std::string_view value = {}) {
    const auto phrase = phrases.begin()[dice_.below(phrases.size())];
    const auto at = phrase.find("{}");
    if (!text_.empty()) text_ += ' ';
    text_ += phrase.substr(0, at);
    if (at == std::string_view::npos) return;
    text_ += value;
    text_ += phrase.substr(at + 2);
  }
  std::string text() const { return text_; }
  bool maybe() { return dice_.one_in(2); }

 private:
  Dice dice_;
  std::string text_;
};

/// "Ketamine 41 mg IV over 40 min".
std::string order_words(const Problem& problem) {
  const auto dose = written(problem, Field::dose);
  const std::string title{problem.route().title};
  const bool form_first = problem.route().form == Form::lozenge;
  std::string words = "Ketamine " + (form_first ? title + ' ' + dose : dose + ' ' + title);
  if (problem.order().over) words += " over " + written(problem, Field::over);
  return words;
}

void say_order(Speaker& speaker, const Problem& problem) {
  const auto session = std::to_string(problem.order().session);
  if (problem.asked == Asked::verdict || speaker.maybe())
    speaker.say({"Session {}.", "This is session {} of the course.", "It is session {}."}, session);
  speaker.say({"The order reads: {}.", "On the chart: {}.", "The prescriber has written: {}.",
               "Ordered: {}."},
              order_words(problem));
}

void say_weight(Speaker& speaker, const Problem& problem) {
  const auto weight = written(problem, Field::weight);
  if (problem.weighed_in_pounds())
    speaker.say({"The scale shows {}.", "The scale on this ward weighs in pounds: {}.",
                 "Weighed today: {}.", "The patient weighs {}."},
                weight);
  else
    speaker.say({"The scale shows {}.", "The patient weighs {}.", "Weighed today: {}."}, weight);
}

void say_dosing_weight(Speaker& speaker, const Problem& problem, const Protocol& protocol) {
  const auto kind = dosing_weight_kind(problem.order(), protocol);
  if (kind == DosingWeight::actual) return;
  const bool male = problem.order().sex == Sex::male;
  const auto height = written(problem, Field::height);
  speaker.say({male ? "He is {} tall." : "She is {} tall."}, height);
  if (kind == DosingWeight::ideal)
    speaker.say({"Doses here go by ideal weight: {}.", "The clinic doses by ideal weight: {}."},
                male ? "50 kg, and 2.3 kg for each inch over 60 in"
                     : "45.5 kg, and 2.3 kg for each inch over 60 in");
  else
    speaker.say(
        {"Doses here go by adjusted weight, {}.", "The clinic doses by adjusted weight, {}."},
        male ? "ideal + 0.4 x (actual - ideal); ideal is 50 kg, and 2.3 kg for each inch "
               "over 60 in"
             : "ideal + 0.4 x (actual - ideal); ideal is 45.5 kg, and 2.3 kg for each inch "
               "over 60 in");
  if (height.ends_with(unit::cm.symbol)) speaker.say({"(1 in = 2.54 cm.)"});
}

bool asks_for_waste(const Problem& problem) {
  return problem.asked == Asked::left || problem.asked == Asked::left_mass;
}

void say_vial(Speaker& speaker, const Problem& problem) {
  if (asks_for_waste(problem))
    return speaker.say({"The vials in the cabinet are labelled {}; you open no more than it takes.",
                        "Vials of {} are in stock, and as few as will do are opened.",
                        "Each vial holds {}; only as many as needed are opened."},
                       written(problem, Field::vial));
  speaker.say({"The label of the vial reads {}.", "You have a vial of {}.",
               "In the cabinet there is ketamine {}.", "The vial says {}."},
              written(problem, Field::vial));
}

void say_syringe(Speaker& speaker, const Problem& problem) {
  const auto& syringe = *problem.plan().syringe;
  speaker.say({"You draw it up in a {}.", "It is drawn up in a {}.", "You use a {}."},
              in_words(amount(Exact<VolumeDim>{syringe.capacity})) + " syringe, marked every " +
                  in_words(amount(Exact<VolumeDim>{syringe.mark})));
}

void say_bag(Speaker& speaker, const Problem& problem) {
  const auto bag = written(problem, Field::bag);
  if (*problem.route().bag_volume == BagVolume::added)
    speaker.say({"It is added to a full bag of {}.", "It goes into a {} bag, nothing taken out."},
                bag);
  else
    speaker.say({"It goes into a {} bag, from which as much is taken out first.",
                 "The bag holds {}; the drug's volume is taken out first, then the drug goes in."},
                bag);
}

void say_fill(Speaker& speaker, const Problem& problem) {
  speaker.say(
      {"The syringe for the pump is made up to {}.", "In the pump's syringe it is made up to {}."},
      written(problem, Field::fill));
}

void say_limited_fill(Speaker& speaker, const Problem& problem) {
  const auto& syringe = *problem.plan().fill_syringe;
  speaker.say({"The infusion may not be stronger than {}.", "The most for the infusion is {}."},
              in_words(amount(*problem.most)));
  speaker.say({"You make it up in a {}, to the lowest mark that keeps this.",
               "It is made up in a {}, to the lowest mark at which this holds."},
              in_words(amount(Exact<VolumeDim>{syringe.capacity})) + " syringe, marked every " +
                  in_words(amount(Exact<VolumeDim>{syringe.mark})));
}

void say_set_up(Speaker& speaker, const Problem& problem) {
  if (problem.order().concentration) {
    speaker.say({"Pharmacy has sent a ready-made bag of {}.",
                 "The bag comes ready-made; its label reads {}.", "Ready-made bag: {}."},
                written(problem, Field::concentration));
    return;
  }
  if (problem.order().vial) say_vial(speaker, problem);
  if (problem.order().bag) say_bag(speaker, problem);
  if (problem.order().fill) say_fill(speaker, problem);
}

void say_device(Speaker& speaker, const Problem& problem) {
  const auto step = in_words(amount(*problem.route().pump_rate_step));
  if (problem.order().drip_set)
    speaker.say({"No pump is free: the gravity set gives {}.",
                 "It runs by gravity; the set is marked {}.", "The drip set is marked {}."},
                written(problem, Field::drip_set));
  else
    speaker.say({"The pump is set in steps of {}.", "The pump takes steps of {}."}, step);
}

void say_lozenge(Speaker& speaker, const Problem& problem) {
  speaker.say({"The lozenges are {} each.", "One lozenge holds {}.", "In stock: lozenges of {}."},
              written(problem, Field::lozenge));
  speaker.say({"They can be cut, no smaller than {}.", "The smallest part that is cut is {}."},
              in_words(amount(*problem.route().fraction)));
}

void say_site(Speaker& speaker, const Problem& problem) {
  std::string site{problem.order().site};
  std::replace(site.begin(), site.end(), '-', ' ');
  if (!site.empty()) speaker.say({"It goes into the {}.", "Site: {}."}, site);
}

/// What a verdict hangs on beside the order itself.
void say_patient(Speaker& speaker, const Problem& problem) {
  const auto& order = problem.order();
  if (order.last_weight)
    speaker.say({"At the last visit it was {}.", "Last time: {}."},
                written(problem, Field::last_weight));
  if (order.age) speaker.say({"Age {}."}, written(problem, Field::age));
  if (order.bp)
    speaker.say({"Blood pressure now {}.", "Blood pressure before the dose: {}."},
                written(problem, Field::bp));
  if (!order.has.empty()) speaker.say({"Conditions: {}."}, order.has);
  if (!order.takes.empty()) speaker.say({"Medicines: {}."}, order.takes);
}

void say_question(Speaker& speaker, const Problem& problem, const Protocol& protocol) {
  const auto kind = dosing_weight_kind(problem.order(), protocol);
  switch (problem.asked) {
    case Asked::weight:
      if (kind != DosingWeight::actual)
        return speaker.say({"What weight do doses go by, the {} one but never above the actual, "
                            "to 0.1 kg?"},
                           kind == DosingWeight::ideal ? "ideal" : "adjusted");
      return speaker.say({"What is that in kg, to 0.1 kg?", "What do you chart in kg, to 0.1 kg?",
                          "How many kg is that, to 0.1 kg?"});
    case Asked::dose:
      return speaker.say(
          {"How many mg is the dose, to 0.1 mg?", "How many mg is that, to 0.1 mg?"});
    case Asked::dose_per_kg:
      return speaker.say(
          {"How many mg/kg is that, to 0.01 mg/kg?", "What is the dose in mg/kg, to 0.01 mg/kg?"});
    case Asked::draw:
      return speaker.say({"How many mL do you draw up?", "What volume do you draw, in mL?",
                          "To which mark do you draw, in mL?"});
    case Asked::diluent:
      return speaker.say({"How many mL of diluent go in beside the drug?",
                          "How many mL of saline go in with the drug?"});
    case Asked::rate:
      return speaker.say({"What rate do you set, in mL/h?", "At how many mL/h does it run?"});
    case Asked::drops:
      return speaker.say(
          {"How many drops a minute is that, in gtt/min?", "To how many gtt/min do you set it?"});
    case Asked::pieces:
      return speaker.say({"How many lozenges does the patient take?",
                          "How many lozenges, or what part of one, do you hand out?"});
    case Asked::left:
      return speaker.say({"What is opened is not kept: how many mL are left over to be wasted?",
                          "How many mL are left over, to be wasted?"});
    case Asked::left_mass:
      return speaker.say({"What is opened is not kept: how many mg are left over to be wasted?",
                          "How many mg do you record as wasted?"});
    case Asked::verdict:
      return speaker.say({"Do you give it, query it, or stop?"});
  }
}

bool by_weight(const Problem& problem) { return !problem.order().dose->is_mass(); }

void say_facts(Speaker& speaker, const Problem& problem, const Protocol& protocol) {
  const auto weigh = [&] {
    say_weight(speaker, problem);
    say_dosing_weight(speaker, problem, protocol);
  };
  if (problem.asked == Asked::weight) return weigh();
  say_order(speaker, problem);
  const bool about_dose = problem.asked == Asked::dose || problem.asked == Asked::dose_per_kg ||
                          problem.asked == Asked::verdict;
  if (by_weight(problem) || about_dose || speaker.maybe()) weigh();
  if (about_dose && problem.asked != Asked::verdict) return;
  if (problem.asked == Asked::verdict) say_patient(speaker, problem);
  if (problem.order().lozenge) say_lozenge(speaker, problem);
  const bool runs = problem.asked == Asked::rate || problem.asked == Asked::drops;
  if (runs || problem.asked == Asked::verdict) {
    say_set_up(speaker, problem);
    if (runs) say_device(speaker, problem);
    return say_site(speaker, problem);
  }
  if (!problem.order().vial) return;
  say_vial(speaker, problem);
  say_syringe(speaker, problem);
  if (problem.most)
    say_limited_fill(speaker, problem);
  else if (problem.asked == Asked::diluent)
    say_fill(speaker, problem);
  else
    say_site(speaker, problem);
}

struct SlipWords {
  std::string_view slip;
  std::string_view words;
};
constexpr std::array said_of_slips{
    SlipWords{"tenfold-dose", "The decimal point of the dose is in the wrong place."},
    SlipWords{"tenfold-weight", "The decimal point of the weight is in the wrong place."},
    SlipWords{"tenfold-duration", "The decimal point of the time is in the wrong place."},
    SlipWords{"pounds-as-kilograms", "You took pounds for kilograms."},
    SlipWords{"kilograms-as-pounds", "You took kilograms for pounds."},
    SlipWords{"mg-as-mg-per-kg", "You took mg for mg/kg."},
    SlipWords{"mg-per-kg-as-mg", "You took mg/kg for mg: the weight is left out."},
    SlipWords{"mg-as-mcg", "You took mg for mcg."},
    SlipWords{"minutes-as-hours", "You took minutes for hours."},
    SlipWords{"hours-as-minutes", "You took hours for minutes."},
    SlipWords{"neighbouring-vial", "That is for a vial of another strength."},
    SlipWords{"claim-tenfold", "The decimal point is in the wrong place."},
    SlipWords{"claim-mg-as-ml", "You wrote the milligrams as mL."},
    SlipWords{"claim-factor-60", "You forgot the factor 60, or used it twice."},
    SlipWords{"claim-volume-as-rate", "You gave the volume in place of the rate."},
    SlipWords{"claim-diluent-alone", "You left the drug's own volume out of the diluent."},
    SlipWords{drawn_as_left, "You gave what is drawn in place of what is left over."},
    SlipWords{"claim-other-drip-set", "That is for another drip set."},
    SlipWords{"claim-ml-per-h-as-drops", "You gave the mL/h in place of the drops."},
    SlipWords{"claim-mg-as-pieces", "You gave the milligrams in place of the lozenges."},
};

/// Why the device's number is not the nearest, where a stop bound turned it.
std::string turned_words(const Problem& problem) {
  const auto& p = problem.plan();
  const auto& route = problem.route();
  switch (problem.asked) {
    case Asked::draw:
      return not_nearest(*p.draw, route);
    case Asked::rate:
      return not_nearest(*p.rate, route);
    case Asked::drops:
      return not_nearest(*p.drops, route);
    case Asked::pieces:
      return not_nearest(*p.pieces, route);
    default:
      return {};
  }
}

std::string rounding_remark(const Problem& problem, const Mark& mark) {
  std::string words = "Right within the rounding of a hand calculation";
  if (problem.weighed_in_pounds() && !mark.is_near) words += " (1 kg is 2.2046 lb)";
  return words + ": the answer worked out here is " + answer_words(problem) +
         turned_words(problem) + '.';
}

}  // namespace

std::string written(const Problem& problem, Field field) {
  return as_written(problem.texts[field]);
}

std::string problem_words(const Problem& problem, const Protocol& protocol) {
  Speaker speaker{problem};
  say_facts(speaker, problem, protocol);
  say_question(speaker, problem, protocol);
  return speaker.text();
}

std::string answer_words(const Problem& problem) {
  if (problem.asked != Asked::verdict) {
    const Way key = key_of(problem);
    return in_words(Amount{measure_of(problem.asked), key.value.num(), key.value.den()});
  }
  std::string words{verdict_word(problem.assessment.verdict())};
  std::string_view before = ": ";
  for (const auto& finding : problem.assessment.findings) {
    if (!is_deciding(finding, problem)) continue;
    (words += before) += name(finding.code);
    if (!finding.subject.empty()) (words += ' ') += finding.subject;
    before = ", ";
  }
  return words;
}

std::string_view slip_words(std::string_view slip) {
  for (const auto& [name, words] : said_of_slips)
    if (name == slip) return words;
  return {};
}

std::string remark_words(const Problem& problem, const Mark& mark) {
  if (mark.outcome == Outcome::right) return "Right.";
  if (mark.outcome == Outcome::within_rounding) return rounding_remark(problem, mark);
  std::string words = "Wrong: ";
  if (mark.other_unit)
    words =
        "Wrong unit, " + std::string{row(measure_of(problem.asked)).symbol} + " was asked for: ";
  if (mark.other_reason) words = "The verdict is right, the reason is not: ";
  words += "the answer is " + answer_words(problem) + '.';
  std::string_view before = " ";
  for (const auto slip : mark.slips) {
    words += before;
    words += slip_words(slip);
    before = " Or: ";
  }
  return words;
}

}  // namespace ketadose::program
