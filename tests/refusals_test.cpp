// SPDX-License-Identifier: Apache-2.0
// Every refusal that a text, an option or their combination can raise. Expected codes are the
// interface's rule: sections 1 and 2 of the interface; the vectors of numbers and units are
// accidents of other dosing programs. Texts are compared whole, caret included.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <ketadose/published.hpp>

#include "complaint.hpp"
#include "run_binary.hpp"

namespace {

/// A good order with some of its options replaced, or left out when the value is "-".
Args order(const std::string& verb, const std::string& route, const Args& changes) {
  Args pairs{"--weight", "82.5kg", "--route", route, "--session", "3"};
  if (verb == "check") pairs.insert(pairs.end(), {"--dose", "41mg"});
  for (std::size_t i = 0; i < changes.size(); i += 2) {
    std::size_t at = 0;
    while (at < pairs.size() && pairs[at] != changes[i]) at += 2;
    if (changes[i + 1] == "-") {
      pairs.erase(pairs.begin() + static_cast<std::ptrdiff_t>(at),
                  pairs.begin() + static_cast<std::ptrdiff_t>(at) + 2);
    } else if (at < pairs.size()) {
      pairs[at + 1] = changes[i + 1];
    } else {
      pairs.insert(pairs.end(), {changes[i], changes[i + 1]});
    }
  }
  pairs.insert(pairs.begin(), verb);
  return pairs;
}

std::string shown(const Args& args) {
  std::string all;
  for (const auto& arg : args) all += arg + ' ';
  return all;
}

/// Refused with this code and option, as JSON on standard output and in words on standard error.
void refuses(Args args, const std::string& code, const std::string& option) {
  CAPTURE(shown(args));
  const Result words = run(args);
  CHECK(words.code == 2);
  CHECK(words.out.empty());
  const bool said_of_option =  // "--bag does not apply", and not "--bag: '5' is zero"
      code == "required-missing" || code == "not-applicable" || code == "contradicts";
  CHECK(words.err.starts_with("ketadose: --" + option + (said_of_option ? " " : ": ")));
  args.insert(args.end(), {"--format", "json"});
  const Result json = run(args);
  CHECK(json.code == 2);
  CHECK(json.err.empty());
  CHECK_MESSAGE(json.out.starts_with("{\"schema\":\"ketadose/refusal/1\",\"code\":\"" + code +
                                     "\",\"option\":\"" + option + "\","),
                json.out);
  CHECK(json.out.ends_with("}\n"));
}

void refuses_value(const std::string& option, const std::string& value, const std::string& code,
                   const std::string& route = "iv") {
  refuses(order("check", route, {"--" + option, value}), code, option);
}

void says(const Args& args, const std::string& text) {
  CAPTURE(shown(args));
  const Result result = run(args);
  CHECK(result.err == text);
  CHECK(result.out.empty());
  CHECK(result.code == 2);
}

struct Option {
  std::string name;
  std::string unit;   // a unit it accepts; empty for a number without one
  std::string route;  // a route that it is for
};
const std::vector<Option> numbers{
    {"weight", "kg", "iv"},    {"last-weight", "kg", "iv"},      {"dose", "mg", "iv"},
    {"over", "min", "iv"},     {"vial", "mg/mL", "iv"},          {"bag", "mL", "iv"},
    {"fill", "mL", "iv"},      {"concentration", "mg/mL", "iv"}, {"drip-set", "gtt/mL", "iv"},
    {"lozenge", "mg", "iv"},   {"height", "cm", "iv"},           {"draw", "mL", "iv"},
    {"rate", "mL/h", "iv"},    {"volume", "mL", "iv"},           {"drops", "gtt/min", "iv"},
    {"pieces", "", "lozenge"},
};

struct Vector {
  std::string digits;
  std::string code;
};

}  // namespace

TEST_CASE("numbers: each forbidden form is refused by each option that takes a number") {
  const std::vector<Vector> vectors{
      {"0,5", "number-comma"},
      {"14,5", "number-comma"},
      {"1,000", "number-comma"},
      {"1.000,5", "number-comma"},
      {".05", "number-point"},
      {"5.", "number-point"},
      {"1.2.3", "number-point"},
      {"1..2", "number-point"},
      {"-5", "number-sign"},
      {"+5", "number-sign"},
      {"-0", "number-sign"},
      {"5e-1", "number-exponent"},
      {"1e3", "number-exponent"},
      {"1E400", "number-exponent"},
      {"070", "number-padded"},
      {"00.5", "number-padded"},
      {"1234567", "number-too-long"},
      {"1.1234567", "number-too-long"},
      {"0", "number-zero"},
      {"0.0", "number-zero"},
      {"nan", "number-other"},
      {"inf", "number-other"},
      {"1_000", "number-other"},
      {"1'000", "number-other"},
      {"0x46", "number-other"},
      {" 70", "number-other"},
      {"\xEF\xBC\x97", "number-other"},
      {"\xD9\xA3", "number-other"},
      {"7\xC2\xBD", "number-other"},
      {"70 0", "unit-unknown"},
  };
  for (const auto& option : numbers)
    for (const auto& [digits, code] : vectors)
      refuses_value(option.name, digits + option.unit, code, option.route);
  for (const auto& option : numbers) refuses_value(option.name, "", "number-empty", option.route);
}

TEST_CASE("units: each option that takes one refuses its absence and the wrong ones") {
  for (const auto& option : numbers) {
    if (option.unit.empty()) continue;
    refuses_value(option.name, "70", "unit-missing", option.route);
    refuses_value(option.name, "70 ", "unit-missing", option.route);
    for (const char* unit : {"st", "mg/kg/h", "mcg/kg/min", "m", "M"})
      refuses_value(option.name, std::string{"70"} + unit, "unit-unknown", option.route);
    refuses_value(option.name, "70  " + option.unit, "unit-unknown", option.route);
    refuses_value(option.name, "70" + option.unit + " ", "unit-unknown", option.route);
    for (const char* unit : {"ug", "\xC2\xB5g", "\xCE\xBCg", "cc", "%", "mg/cc", "ug/mL"})
      refuses_value(option.name, std::string{"70"} + unit, "unit-not-allowed", option.route);
  }
  refuses_value("weight", "70000g", "unit-not-allowed");
  refuses_value("last-weight", "70000 g", "unit-not-allowed");
  refuses_value("pieces", "0.5lozenge", "unit-unknown", "lozenge");
}

TEST_CASE("whole numbers: sessions, ages and pressures") {
  for (const char* option : {"session", "age"}) {
    for (const auto& [text, code] : std::vector<Vector>{{"3.5", "number-other"},
                                                        {"3rd", "number-other"},
                                                        {" 3", "number-other"},
                                                        {"03", "number-padded"},
                                                        {"-3", "number-sign"},
                                                        {"", "number-empty"},
                                                        {"3,5", "number-comma"},
                                                        {"3.", "number-point"},
                                                        {"3e1", "number-exponent"},
                                                        {"1234567", "number-too-long"},
                                                        {"1000", "out-of-domain"}})
      refuses_value(option, text, code);
  }
  refuses_value("session", "0", "number-zero");
  refuses_value("age", "151", "out-of-domain");
  for (const auto& [text, code] : std::vector<Vector>{{"135", "number-other"},
                                                      {"135/85mmHg", "number-other"},
                                                      {"135/8.5", "number-other"},
                                                      {"135,85", "number-other"},
                                                      {"0135/85", "number-padded"},
                                                      {"-135/85", "number-sign"},
                                                      {"", "number-empty"},
                                                      {"135/", "number-empty"},
                                                      {"85/135", "out-of-domain"},
                                                      {"301/85", "out-of-domain"},
                                                      {"135/19", "out-of-domain"},
                                                      {"90/90", "out-of-domain"}})
    refuses_value("bp", text, code);
}

TEST_CASE("too fine: what is finer than the unit inside or the pump's step") {
  refuses_value("weight", "82.1234kg", "too-fine");
  refuses_value("weight", "0.04lb", "too-fine");
  refuses_value("last-weight", "82.1234kg", "too-fine");
  refuses_value("over", "40.01min", "too-fine");
  refuses_value("height", "178.00001cm", "too-fine");
  refuses(order("check", "iv", {"--vial", "50mg/mL", "--bag", "100.05mL"}), "too-fine", "bag");
  refuses(order("check", "iv", {"--vial", "50mg/mL", "--fill", "50.05mL"}), "too-fine", "fill");
}

TEST_CASE("domains") {
  refuses_value("drip-set", "30gtt/mL", "out-of-domain");
  for (const char* fill : {"61mL", "3.1mL", "50.5mL"})
    refuses(order("check", "iv", {"--vial", "50mg/mL", "--fill", fill}), "out-of-domain", "fill");
  for (const char* kind : {"ideal", "adjusted"})
    refuses(order("check", "iv", {"--height", "152.3cm", "--sex", "male", "--dosing-weight", kind}),
            "out-of-domain", "height");
}

TEST_CASE("words: routes, sites, codes and choices") {
  for (const char* text : {"IV", "ix", "oral", "", "iv "})
    refuses_value("route", text, "route-unknown");
  for (const char* text : {"deltiod", "Deltoid", "", "arm"})
    refuses_value("site", text, "word-unknown", "im");
  for (const char* text : {"M", "Female", "", "other"}) refuses_value("sex", text, "word-unknown");
  for (const char* text : {"idela", "", "lean"})
    refuses_value("dosing-weight", text, "word-unknown");
  for (const char* option : {"has", "takes"})
    for (const char* text : {"", "asthma", "none,none", "none ", ",", "glaucoma,,mania", "Opioid"})
      refuses_value(option, text, "code-unknown");
  refuses_value("has", "pregnancy,lorazepam", "code-unknown");
  refuses_value("takes", "pregnancy", "code-unknown");
}

TEST_CASE("missing: what an order needs, and what another part of it needs") {
  for (const char* option : {"weight", "route", "session", "dose"})
    refuses(order("check", "iv", {std::string{"--"} + option, "-"}), "required-missing", option);
  for (const char* option : {"weight", "route", "session"})
    refuses(order("table", "iv", {std::string{"--"} + option, "-"}), "required-missing", option);
  for (const char* option : {"--bag", "--fill"})
    refuses(order("check", "iv", {option, "50mL"}), "required-missing", "vial");
}

TEST_CASE("missing: companions are named, with who needs them") {
  says(order("check", "iv", {"--bag", "100mL"}),
       "ketadose: --vial is missing: --bag needs it\n"
       "  say it, for example --vial 50mg/mL\n");
  says(order("check", "iv", {"--fill", "50mL"}),
       "ketadose: --vial is missing: --fill needs it\n"
       "  say it, for example --vial 50mg/mL\n");
  says(order("check", "iv", {"--dosing-weight", "ideal"}),
       "ketadose: --height is missing: the ideal and adjusted weight need it\n"
       "  say it, for example --height 178cm\n");
  says(order("check", "iv", {"--dosing-weight", "adjusted", "--height", "178cm"}),
       "ketadose: --sex is missing: the ideal and adjusted weight need it\n"
       "  say it: --sex female or male\n");
}

TEST_CASE("not applicable: to the route, to the set-up, to the table") {
  for (const auto& [option, value] :
       std::vector<std::pair<std::string, std::string>>{{"over", "40min"},
                                                        {"bag", "100mL"},
                                                        {"fill", "50mL"},
                                                        {"concentration", "1mg/mL"},
                                                        {"drip-set", "20gtt/mL"},
                                                        {"rate", "60mL/h"},
                                                        {"volume", "100mL"},
                                                        {"drops", "20gtt/min"}}) {
    refuses_value(option, value, "not-applicable", "im");
    refuses_value(option, value, "not-applicable", "lozenge");
  }
  refuses_value("vial", "50mg/mL", "not-applicable", "lozenge");
  refuses_value("draw", "0.8mL", "not-applicable", "lozenge");
  for (const char* route : {"iv", "lozenge"})
    refuses_value("site", "deltoid", "not-applicable", route);
  for (const char* route : {"iv", "im"}) {
    refuses_value("lozenge", "100mg", "not-applicable", route);
    refuses_value("pieces", "0.5", "not-applicable", route);
  }
  // A claim for a number that the options given can never yield.
  for (const auto& [option, value] : std::vector<std::pair<std::string, std::string>>{
           {"draw", "0.8mL"}, {"rate", "60mL/h"}, {"volume", "100mL"}, {"drops", "20gtt/min"}})
    refuses_value(option, value, "not-applicable", "iv");
  refuses_value("draw", "0.8mL", "not-applicable", "im");
  refuses_value("pieces", "0.5", "not-applicable", "lozenge");
  for (const auto& [option, value] :
       std::vector<std::pair<std::string, std::string>>{{"dose", "41mg"},
                                                        {"draw", "0.8mL"},
                                                        {"rate", "60mL/h"},
                                                        {"volume", "100mL"},
                                                        {"drops", "20gtt/min"},
                                                        {"pieces", "0.5"}})
    refuses(order("table", "iv", {"--" + option, value}), "not-applicable", option);
}

TEST_CASE("contradictions: the later option is named") {
  refuses(order("check", "iv", {"--vial", "50mg/mL", "--bag", "100mL", "--fill", "50mL"}),
          "contradicts", "fill");
  refuses(order("check", "iv", {"--concentration", "1mg/mL", "--vial", "50mg/mL"}), "contradicts",
          "concentration");
  refuses(order("check", "iv", {"--concentration", "1mg/mL", "--bag", "100mL"}), "contradicts",
          "concentration");
  refuses(order("check", "iv", {"--concentration", "1mg/mL", "--fill", "50mL"}), "contradicts",
          "concentration");
  refuses(order("check", "iv", {"--drip-set", "20gtt/mL", "--vial", "50mg/mL", "--fill", "50mL"}),
          "contradicts", "drip-set");
}

TEST_CASE("precedence: the first thing wrong is reported") {
  // misspelt options, what is missing, texts in the order of the fields, what does not apply,
  // what contradicts, what another option needs, what is out of its domain
  says({"check", "--session", "0", "--wieght", "70"},
       "ketadose: there is no option '--wieght'\n"
       "  --wieght\n"
       "  ^ did you mean --weight?\n");
  refuses({"check", "--session", "0"}, "required-missing", "weight");
  refuses(order("check", "iv", {"--session", "0", "--weight", "70"}), "unit-missing", "weight");
  refuses(order("check", "im", {"--bag", "100mL", "--session", "x"}), "number-other", "session");
  refuses(order("check", "im", {"--bag", "100mL", "--session", "1000"}), "not-applicable", "bag");
  refuses(order("check", "iv", {"--site", "deltoid", "--bag", "1mL", "--fill", "1mL"}),
          "not-applicable", "site");
  refuses(order("check", "iv", {"--bag", "1mL", "--fill", "1mL", "--session", "1000"}),
          "contradicts", "fill");
  refuses(order("check", "iv", {"--bag", "1mL", "--session", "1000"}), "required-missing", "vial");
}

TEST_CASE("words of a refusal: numbers") {
  const auto weight = [](const std::string& text, const std::string& what, std::size_t position,
                         const std::string& remedy) {
    says(order("table", "iv", {"--weight", text}),
         "ketadose: --weight: '" + text + "' " + what + "\n  --weight " + text + "\n  " +
             std::string(9 + position, ' ') + "^ " + remedy + '\n');
  };
  const std::string plain = "is not a plain number";
  weight("70,5kg", plain, 2, "use a point: 70.5kg");  // the interface's example
  weight("70,5", plain, 2, "use a point: 70.5, and say the unit: 70.5kg or 70.5lb");
  weight("1,000kg", plain, 1, "write 1000kg or 1.000kg, whichever is meant");
  weight("0,125kg", plain, 1, "use a point: 0.125kg");
  weight(",5kg", plain, 0, "write 0.5kg");
  weight(".5kg", plain, 0, "write 0.5kg");
  weight("5.kg", plain, 1, "write the digits after the point, or leave it out: 5kg");
  weight("1.2.3kg", plain, 3, "write one point at most, with digits on both sides, as 82.5kg");
  weight("-5kg", plain, 0, "leave the sign out: 5kg");
  weight("7e1kg", plain, 1, "write all its digits, without an exponent, as 82.5kg");
  weight("070kg", "has a zero in front", 0, "write 70kg");
  weight("1234567kg", "has too many digits", 0,
         "write at most 6 digits before the point and 6 after it");
  weight("0kg", "is zero", 0, "write a number above zero, as 82.5kg");
  weight("1_000kg", plain, 1, "leave the separators out: 1000kg");
  weight("nan", plain, 0, "write it in the digits 0 to 9, as 82.5kg");
  weight(" 70kg", plain, 0, "leave the space out: 70kg");
  weight("70", "has no unit", 2, "say the unit: 70kg or 70lb");
  weight("70.1234kg", "is too fine", 0, "the finest weight is 0.001kg");
  says(order("table", "iv", {"--weight", ""}),
       "ketadose: --weight: the value is empty\n"
       "  --weight ''\n"
       "           ^ write it, as 82.5kg\n");
}

TEST_CASE("words of a refusal: what is not ASCII is escaped, and the caret still stands right") {
  says(order("table", "iv", {"--weight", "7\xC2\xBD\x1B[31mkg"}),
       "ketadose: --weight: '7\\xC2\\xBD\\x1B[31mkg' is not a plain number\n"
       "  --weight 7\\xC2\\xBD\\x1B[31mkg\n"
       "            ^ write it in the digits 0 to 9, as 82.5kg\n");
}

TEST_CASE("words of a refusal: units") {
  const auto value = [](const std::string& option, const std::string& number,
                        const std::string& unit, const std::string& what,
                        const std::string& remedy) {
    says(order("check", "iv", {"--" + option, number + unit}),
         "ketadose: --" + option + ": '" + unit + "' " + what + "\n  --" + option + ' ' + number +
             unit + "\n  " + std::string(3 + option.size() + number.size(), ' ') + "^ " + remedy +
             '\n');
  };
  const std::string unknown = "is not a unit understood here";
  const std::string unsafe = "is not accepted: it is easily misread";
  value("weight", "70", "st", unknown, "write it in kg or lb");
  value("weight", "70", "KG", unknown, "write 70kg");
  value("weight", "70", "pounds", unknown, "write 70lb");
  value("weight", "70 ", " kg", unknown, "write 70kg");
  value("dose", "35", "mg/kg/h", unknown, "write it in mg or mg/kg");
  value("dose", "500", "ug", unsafe, "write 500mcg");
  value("dose", "0.5", "ug/kg", unsafe, "write it in mg or mg/kg");
  value("bag", "100", "cc", unsafe, "write 100mL");
  value("vial", "5", "%", unsafe, "write it in mg/mL, or as on the label: 500mg/10mL");
  value("vial", "50", "mg/cc", unsafe, "write 50mg/mL");
  value("vial", "500", "mg/10cc", unsafe, "write 500mg/10mL");
  for (const char* micro : {"\xC2\xB5", "\xCE\xBC"})  // by its name where a person reads
    says(order("check", "iv", {"--dose", "500" + std::string{micro} + "g"}),
         std::string{"ketadose: --dose: a micro sign is not accepted: it is easily misread\n"} +
             "  --dose 500" + ketadose::program::escaped(micro) + "g\n" +
             "            ^ write 500mcg\n");
  value("rate", "60", "ml/hr", unknown, "write 60mL/h");
  says(order("check", "iv", {"--weight", "70000g"}),
       "ketadose: --weight: 'g' is not accepted for a patient's weight\n"
       "  --weight 70000g\n"
       "                ^ write it in kg or lb\n");
}

TEST_CASE("words of a refusal: bounds come from the protocol") {
  says(order("check", "iv", {"--session", "1000"}),
       "ketadose: --session: '1000' is not a session of a course\n"
       "  --session 1000\n"
       "            ^ write a number from 1 to 999\n");
  says(order("check", "iv", {"--age", "151"}),
       "ketadose: --age: '151' is not an age in years\n"
       "  --age 151\n"
       "        ^ write a number from 0 to 150\n");
  says(order("check", "iv", {"--bp", "85/135"}),
       "ketadose: --bp: '85/135' is not a blood pressure\n"
       "  --bp 85/135\n"
       "       ^ write whole numbers from 20 to 300, the systolic first and larger\n");
  says(order("check", "iv", {"--height", "150cm", "--sex", "male", "--dosing-weight", "ideal"}),
       "ketadose: --height: '150cm' is too short for the ideal or adjusted weight\n"
       "  --height 150cm\n"
       "           ^ they begin at 152.4cm: use --dosing-weight actual\n");
  says(order("check", "iv", {"--drip-set", "30gtt/mL"}),
       "ketadose: --drip-set: '30gtt/mL' is not a set of the protocol\n"
       "  --drip-set 30gtt/mL\n"
       "             ^ the protocol's sets are 10, 12, 15, 20 or 60 gtt/mL\n");
  says(order("check", "iv", {"--vial", "50mg/mL", "--fill", "61mL"}),
       "ketadose: --fill: '61mL' is not on a mark of a syringe\n"
       "  --fill 61mL\n"
       "         ^ write at most 60mL, the largest syringe\n");
  says(order("check", "iv", {"--vial", "50mg/mL", "--fill", "3.1mL"}),
       "ketadose: --fill: '3.1mL' is not on a mark of a syringe\n"
       "  --fill 3.1mL\n"
       "         ^ write a multiple of 0.2mL, the mark of the 5mL syringe\n");
  says(order("check", "iv", {"--vial", "50mg/mL", "--bag", "100.05mL"}),
       "ketadose: --bag: '100.05mL' is too fine\n"
       "  --bag 100.05mL\n"
       "        ^ write a multiple of 0.1mL, the pump's step\n");
}

TEST_CASE("words of a refusal: did you mean, or the list of what there is") {
  const auto value = [](const std::string& route, const std::string& option,
                        const std::string& text, const std::string& what,
                        const std::string& remedy) {
    says(order("check", route, {"--" + option, text}),
         "ketadose: --" + option + ": " + what + "\n  --" + option + ' ' + text + "\n  " +
             std::string(3 + option.size(), ' ') + "^ " + remedy + '\n');
  };
  value("iv", "route", "IV", "'IV' is not a route", "did you mean iv?");
  value("iv", "route", "ix", "'ix' is not a route", "did you mean iv or im?");
  value("iv", "route", "oral", "'oral' is not a route", "write iv, im or lozenge");
  value("im", "site", "deltiod", "'deltiod' is not a site", "did you mean deltoid?");
  value("im", "site", "arm", "'arm' is not a site",
        "write deltoid, ventrogluteal or vastus-lateralis");
  value("iv", "sex", "M", "'M' is not understood", "write female or male");
  value("iv", "dosing-weight", "idela", "'idela' is not a dosing weight", "did you mean ideal?");
  value("iv", "has", "pregnacy", "'pregnacy' is not a condition that is known",
        "did you mean pregnancy?");
  value("iv", "has", "asthma", "'asthma' is not a condition that is known",
        "see: ketadose explain conditions");
  value("iv", "has", "lorazepam", "'lorazepam' is not a condition that is known",
        "use --takes lorazepam");
  value("iv", "takes", "lorazpam", "'lorazpam' is not a medicine that is known",
        "did you mean lorazepam?");
  says(order("check", "iv", {"--has", "glaucoma, pregnacy"}),
       "ketadose: --has: 'pregnacy' is not a condition that is known\n"
       "  --has glaucoma, pregnacy\n"
       "                  ^ did you mean pregnancy?\n");
}

TEST_CASE("words of a refusal: options that do not go together") {
  says(order("check", "im", {"--bag", "100mL"}),
       "ketadose: --bag does not apply to the route im\n"
       "  --bag 100mL\n"
       "  ^ it is for iv: leave it out, or check the route\n");
  says(order("table", "iv", {"--dose", "41mg"}),
       "ketadose: --dose is for check, not for table\n"
       "  --dose 41mg\n"
       "  ^ use: ketadose check ... --dose 41mg\n");
  says(order("check", "im", {"--draw", "0.8mL"}),
       "ketadose: --draw has no number to be compared with\n"
       "  --draw 0.8mL\n"
       "  ^ it needs --vial\n");
  says(order("check", "iv", {"--concentration", "1mg/mL", "--bag", "100mL"}),
       "ketadose: --concentration contradicts --bag\n"
       "  --concentration 1mg/mL\n"
       "  ^ keep the one that is meant\n");
  says(order("table", "iv", {"--session", "-"}),
       "ketadose: --session is missing\n"
       "  say it, for example --session 3\n");
}

TEST_CASE("words of a refusal: they wrap at 80 columns, beside the caret while there is room") {
  says(order("check", "iv", {"--drops", "20gtt/min"}),
       "ketadose: --drops has no number to be compared with\n"
       "  --drops 20gtt/min\n"
       "  ^ it needs a set-up (--vial with --bag or --fill, or --concentration), --over\n"
       "    and --drip-set\n");
  const std::string right = "psychosis,mania,dementia,delirium,eclampsia,glaucoma,pregnancy";
  says(order("check", "iv", {"--has", right + ",asthma"}),
       "ketadose: --has: 'asthma' is not a condition that is known\n"
       "  --has " +
           right + ",asthma\n" + std::string(9 + right.size(), ' ') +
           "^\n"
           "  see: ketadose explain conditions\n");
}

TEST_CASE("words of a refusal: of a fraction no part is proposed") {
  const auto pieces = [](const std::string& typed, const std::string& remedy) {
    says(order("check", "lozenge", {"--lozenge", "100mg", "--pieces", typed}),
         "ketadose: --pieces: '" + typed + "' is more than a number\n  --pieces " + typed +
             "\n            ^ write it as a decimal, " + remedy + "\n");
  };
  pieces("1/2", "as 0.5");
  pieces("3/4", "as 0.75");
  for (const char* typed : {"1/3", "1/0", "1 1/2", "1/2 lozenge"}) pieces(typed, "with a point");
  says(order("check", "lozenge", {"--session", "1/2"}),
       "ketadose: --session: '1/2' is not a whole number\n  --session 1/2\n"
       "             ^ write a whole number, as 3\n");
}

TEST_CASE("a refusal in a stream names columns") {
  using namespace ketadose;           // NOLINT(google-build-using-namespace)
  using namespace ketadose::program;  // NOLINT(google-build-using-namespace)
  const Context stream{.route = nullptr, .purpose = Purpose::check, .in_stream = true};
  const auto says_of = [&](Refusal refusal, std::string_view text, std::string_view column) {
    return message(complain(refusal, text, column, published, stream));
  };
  CHECK(says_of({Refuse::unit_unknown, 2, Field::weight, Field::weight}, "70kg", "weight_kg") ==
        "weight_kg: '70kg' is more than a number; write the number alone: 70");
  CHECK(says_of({Refuse::unit_unknown, 3, Field::weight, Field::weight}, "154lb", "weight_kg") ==
        "weight_kg: '154lb' is more than a number; "
        "this column is in kg: write the number alone, or use the column weight");
  CHECK(says_of({Refuse::number_comma, 2, Field::weight, Field::weight}, "70,5", "weight_kg") ==
        "weight_kg: '70,5' is not a plain number; use a point: 70.5");
  CHECK(says_of({Refuse::required_missing, 0, Field::vial, Field::bag}, "", "vial") ==
        "vial is missing: bag needs it; say it, for example 50mg/mL");
  CHECK(says_of({Refuse::contradicts, 0, Field::drip_set, Field::fill}, "20",
                "drip_set_gtt_per_ml") ==
        "drip_set_gtt_per_ml contradicts fill; keep the one that is meant");
}

TEST_CASE("edit distance: optimal string alignment, letters of either case alike") {
  using ketadose::program::closest;
  using ketadose::program::edit_distance;
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("weight", "") == 6);
  CHECK(edit_distance("wieght", "weight") == 1);
  CHECK(edit_distance("ca", "abc") == 3);  // unrestricted Damerau-Levenshtein would say 2
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("IV", "iv") == 0);
  const std::vector<std::string_view> words{"weight", "height"};
  CHECK(closest("wieght", words) == "weight");
  CHECK(closest("zzz", words).empty());
}
