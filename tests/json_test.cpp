// SPDX-License-Identifier: Apache-2.0
// Whole objects. The numbers come from interface.md section 6, from rules.md section 3, or from
// the arithmetic beside them. Sentences are the words' own tests' business: here they are "*".
#include "formats/json.hpp"

#include <doctest/doctest.h>

#include <array>
#include <initializer_list>
#include <ketadose/published.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "verbs/table.hpp"

// NOLINTBEGIN(google-build-using-namespace): literals
using namespace ketadose;
using namespace ketadose::literals;
using namespace ketadose::program;
// NOLINTEND(google-build-using-namespace)

namespace {

struct Given {
  Field field;
  std::string_view text;
};

Texts texts_of(std::initializer_list<Given> given) {
  Texts texts;
  for (const auto& [field, text] : given) texts.set(field, text);
  return texts;
}

/// Every sentence as "*"; an empty one stays.
std::string masked(std::string_view json) {
  constexpr std::string_view key = R"("message":")";
  std::string out;
  for (auto at = json.find(key); at != std::string_view::npos; at = json.find(key)) {
    auto end = at + key.size();
    while (json[end] != '"') end += json[end] == '\\' ? 2 : 1;
    out += json.substr(0, at + key.size());
    if (end > at + key.size()) out += '*';
    json.remove_prefix(end);
  }
  out += json;
  return out;
}

Request request_of(const Texts& texts, const Protocol& protocol, Purpose purpose) {
  Request request{.order = {.weight = unit::kg(0), .route = {}, .session = 0}, .route = nullptr};
  REQUIRE_FALSE(read_request(texts, protocol, purpose, request));
  return request;
}

std::string check(std::initializer_list<Given> given, std::string_view input = {},
                  const Protocol& protocol = published) {
  const Texts texts = texts_of(given);
  const Request request = request_of(texts, protocol, Purpose::check);
  const auto assessment = assess(request.order, protocol);
  REQUIRE(assessment);
  std::string out;
  append_check(out, texts, input, request, protocol, *assessment);
  return masked(out);
}

std::string table(std::initializer_list<Given> given, const Protocol& protocol) {
  const Texts texts = texts_of(given);
  std::string out;
  append_table(out, texts, make_table(request_of(texts, protocol, Purpose::table), protocol),
               protocol);
  return masked(out);
}

std::string refusal(std::string text, std::string_view input = {}) {
  std::string out;
  append_refusal(out,
                 {.code = "number-comma",
                  .option = "weight",
                  .text = std::move(text),
                  .position = 2,
                  .what = "'70,5kg' is not a plain number",
                  .remedy = "use a point: 70.5kg"},
                 input);
  return masked(out);
}

/// What every answer by the published protocol begins with.
std::string answer(std::string_view schema, std::string_view rest) {
  std::string out = R"({"schema":"ketadose/)";
  out += schema;
  out += R"(","program":")" KETADOSE_VERSION
         R"(","protocol":{"name":"published","version":"2026.1"},)";
  out += rest;
  return out;
}

std::string string_of(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

/// The published protocol with one route, that of `route` at one rung and two durations.
struct Clinic {
  Route route;
  std::array<WeightDose, 1> ladder{0.5_mg_per_kg};
  std::array<Duration, 2> durations{40_min, 45_min};
  Protocol protocol = published;

  explicit Clinic(std::string_view name) : route{*find_route(published, name)} {
    route.ladder = ladder;
    if (route.form == Form::infusion) route.durations = durations;
    protocol.routes = {&route, 1};
  }
};

}  // namespace

using enum Field;

TEST_CASE("json: the example of the interface") {  // interface.md section 6
  CHECK(
      check({{weight, "82.5kg"},
             {route, "iv"},
             {session, "3"},
             {dose, "41mg"},
             {over, "40min"},
             {vial, "50mg/mL"},
             {bag, "100mL"}}) ==
      answer(
          "check/1",
          R"("order":{"weight":"82.5kg","route":"iv","session":3,"dose":"41mg","over":"40min","vial":"50mg/mL","bag":"100mL"},)"
          R"("weight_kg":82.5,"dosing_weight_kg":82.5,)"
          R"("target":{"mg":41,"mg_per_kg":0.49697},)"
          R"("prepare":{"syringe_ml":1,"draw_ml":0.82,"diluent_ml":99.18,"infusate_mg_per_ml":0.41},)"
          R"("infuse":{"vtbi_ml":100,"rate_ml_per_h":150,"minutes":40,"mg_per_min":1.025,"mcg_per_kg_per_min":12.424242,"mg_per_kg_per_h":0.745455},)"
          R"("delivered":{"mg":41,"mg_per_kg":0.49697},)"
          R"("verdict":"ok","findings":[],"not_checked":["age","height","blood-pressure","conditions","medicines","last-weight","dose-cap","intensity"]})"));
}

TEST_CASE("json: a stop shows nothing to draw or dial, and compares no claim") {
  // 410 / 82.5 = 4.9696..; 410 / 50 = 8.2 mL, so 410 mg in 100 mL are 4.1 mg/mL; 41 mg was meant.
  CHECK(
      check({{weight, "82.5kg"},
             {route, "iv"},
             {session, "3"},
             {dose, "410mg"},
             {over, "40min"},
             {vial, "500mg/10mL"},
             {bag, "100mL"},
             {draw, "0.82mL"}}) ==
      answer(
          "check/1",
          R"("order":{"weight":"82.5kg","route":"iv","session":3,"dose":"410mg","over":"40min","vial":"500mg/10mL","bag":"100mL","draw":"0.82mL"},)"
          R"("weight_kg":82.5,"dosing_weight_kg":82.5,)"
          R"("target":{"mg":410,"mg_per_kg":4.969697},)"
          R"("verdict":"stop","findings":[)"
          R"({"code":"dose-above-range","level":"stop","measured":{"value":4.969697,"unit":"mg/kg"},"bound":{"which":"stop-above","value":1,"unit":"mg/kg"},"source":"askp-2018","message":"*"},)"
          R"({"code":"dose-above-session-ceiling","level":"review","measured":{"value":4.969697,"unit":"mg/kg"},"bound":{"which":"review-above","value":0.5,"unit":"mg/kg"},"source":"cusin-2017","message":"*"},)"
          R"({"code":"concentration-above-limit","level":"review","measured":{"value":4.1,"unit":"mg/mL"},"bound":{"which":"review-above","value":2,"unit":"mg/mL"},"source":"label-2mg-ml","message":"*"},)"
          R"({"code":"possible-slip","level":"note","subject":"tenfold-dose","message":"*"}],)"
          R"("not_checked":["age","height","blood-pressure","conditions","medicines","last-weight","dose-cap","intensity","claims"]})"));
}

TEST_CASE("json: a ready-made bag, and a rate that a bound turned") {
  // rules.md section 3: 41.3 mL in 40 min are 61.95 mL/h, so 61.9. 41.3 x 60 / 61.9 = 40.03231 min;
  // 61.9 / 60 = 1.0316..; 61.9 / 60 / 82.6 x 1000 = 12.48991..; 61.9 / 82.6 = 0.749394..
  CHECK(
      check({{weight, "82.6kg"},
             {route, "iv"},
             {session, "3"},
             {dose, "0.50mg/kg"},
             {over, "40min"},
             {concentration, "1mg/mL"}}) ==
      answer(
          "check/1",
          R"("order":{"weight":"82.6kg","route":"iv","session":3,"dose":"0.50mg/kg","over":"40min","concentration":"1mg/mL"},)"
          R"("weight_kg":82.6,"dosing_weight_kg":82.6,)"
          R"("target":{"mg":41.3,"mg_per_kg":0.5},)"
          R"("prepare":{"infusate_mg_per_ml":1},)"
          R"("infuse":{"vtbi_ml":41.3,"rate_ml_per_h":61.9,"minutes":40.03231,"mg_per_min":1.031667,"mcg_per_kg_per_min":12.489911,"mg_per_kg_per_h":0.749395},)"
          R"("delivered":{"mg":41.3,"mg_per_kg":0.5},"turned":["rate_ml_per_h"],)"
          R"("verdict":"ok","findings":[],"not_checked":["age","height","blood-pressure","conditions","medicines","last-weight","dose-cap","intensity"]})"));
}

TEST_CASE("json: a vial into a syringe, and what is left of it") {
  // 50 - 0.82 = 49.18 mL; 41 / 50 = 0.82 mg/mL; 50 x 60 / 40 = 75 mL/h; the intensities are those
  // of the interface's example. 10 - 0.82 = 9.18 mL, x 50 = 459 mg.
  CHECK(
      check({{weight, "82.5kg"},
             {route, "iv"},
             {session, "3"},
             {dose, "41mg"},
             {over, "40min"},
             {vial, "500mg/10mL"},
             {fill, "50mL"}}) ==
      answer(
          "check/1",
          R"("order":{"weight":"82.5kg","route":"iv","session":3,"dose":"41mg","over":"40min","vial":"500mg/10mL","fill":"50mL"},)"
          R"("weight_kg":82.5,"dosing_weight_kg":82.5,)"
          R"("target":{"mg":41,"mg_per_kg":0.49697},)"
          R"("prepare":{"syringe_ml":1,"draw_ml":0.82,"diluent_ml":49.18,"fill_syringe_ml":60,"infusate_mg_per_ml":0.82},)"
          R"("infuse":{"vtbi_ml":50,"rate_ml_per_h":75,"minutes":40,"mg_per_min":1.025,"mcg_per_kg_per_min":12.424242,"mg_per_kg_per_h":0.745455},)"
          R"("waste":{"vials":1,"left_ml":9.18,"left_mg":459},)"
          R"("delivered":{"mg":41,"mg_per_kg":0.49697},)"
          R"("verdict":"ok","findings":[],"not_checked":["age","height","blood-pressure","conditions","medicines","last-weight","dose-cap","intensity"]})"));
}

TEST_CASE("json: a gravity set has drops and no mL/h") {
  // 41 mL x 20 / 40 = 20.5 drops a minute; 21 would end after 39.05 min, 20 last 820 / 20 = 41 min.
  // 41 mg / 41 min = 1 mg/min; 1000 / 82.5 = 12.1212..; 60 / 82.5 = 0.72727..
  CHECK(
      check({{weight, "82.5kg"},
             {route, "iv"},
             {session, "3"},
             {dose, "41mg"},
             {over, "40min"},
             {concentration, "1mg/mL"},
             {drip_set, "20gtt/mL"}}) ==
      answer(
          "check/1",
          R"("order":{"weight":"82.5kg","route":"iv","session":3,"dose":"41mg","over":"40min","concentration":"1mg/mL","drip_set":"20gtt/mL"},)"
          R"("weight_kg":82.5,"dosing_weight_kg":82.5,)"
          R"("target":{"mg":41,"mg_per_kg":0.49697},)"
          R"("prepare":{"infusate_mg_per_ml":1},)"
          R"("infuse":{"vtbi_ml":41,"drops_per_min":20,"minutes":41,"mg_per_min":1,"mcg_per_kg_per_min":12.121212,"mg_per_kg_per_h":0.727273},)"
          R"("delivered":{"mg":41,"mg_per_kg":0.49697},"turned":["drops_per_min"],)"
          R"("verdict":"ok","findings":[],"not_checked":["age","height","blood-pressure","conditions","medicines","last-weight","dose-cap","intensity"]})"));
}

TEST_CASE("json: long fractions stay exact") {
  // 41.5 mg (0.83 mL of 50 mg/mL) in 100 mL x 20 / 47 = 42.55, 43 drops a minute: 2000 / 43 =
  // 46.511627.. min; 41.5 x 43 / 2000 = 0.89225 mg/min; 892.25 / 82.513 = 10.813447..;
  // 0.89225 x 60 / 82.513 = 0.648806..; 41.2565 / 82.513 = 0.5; 41.5 / 82.513 = 0.502951..
  CHECK(
      check({{weight, "82.513kg"},
             {route, "iv"},
             {session, "3"},
             {dose, "0.5mg/kg"},
             {over, "47min"},
             {vial, "500mg/10mL"},
             {bag, "100mL"},
             {drip_set, "20gtt/mL"}},
            R"({"id":"a"})") ==
      answer(
          "check/1",
          R"("input":{"id":"a"},"weight_kg":82.513,"dosing_weight_kg":82.513,)"
          R"("target":{"mg":41.2565,"mg_per_kg":0.5},)"
          R"("prepare":{"syringe_ml":1,"draw_ml":0.83,"diluent_ml":99.17,"infusate_mg_per_ml":0.415},)"
          R"("infuse":{"vtbi_ml":100,"drops_per_min":43,"minutes":46.511628,"mg_per_min":0.89225,"mcg_per_kg_per_min":10.813448,"mg_per_kg_per_h":0.648807},)"
          R"("waste":{"vials":1,"left_ml":9.17,"left_mg":458.5},)"
          R"("delivered":{"mg":41.5,"mg_per_kg":0.502951},)"
          R"("verdict":"ok","findings":[],"not_checked":["age","height","blood-pressure","conditions","medicines","last-weight","dose-cap","intensity"]})"));
}

TEST_CASE("json: without a set-up there are minutes and intensities only") {
  CHECK(
      check({{weight, "82.5kg"}, {route, "iv"}, {session, "3"}, {dose, "41mg"}, {over, "40min"}},
            R"({"id":"7"})") ==
      answer(
          "check/1",
          R"("input":{"id":"7"},"weight_kg":82.5,"dosing_weight_kg":82.5,)"
          R"("target":{"mg":41,"mg_per_kg":0.49697},)"
          R"("infuse":{"minutes":40,"mg_per_min":1.025,"mcg_per_kg_per_min":12.424242,"mg_per_kg_per_h":0.745455},)"
          R"("verdict":"ok","findings":[{"code":"preparation-missing","level":"note","source":"judgement","message":"*"}],)"
          R"("not_checked":["age","height","blood-pressure","conditions","medicines","last-weight","dose-cap","intensity"]})"));
}

TEST_CASE("json: without a duration there is a volume only, and without both nothing") {
  const std::string_view missing =
      R"({"code":"duration-missing","level":"review","source":"askp-2018","message":"*"})";
  const auto start = answer("check/1", R"("input":{},"weight_kg":82.5,"dosing_weight_kg":82.5,)"
                                       R"("target":{"mg":41,"mg_per_kg":0.49697},)");
  const std::string_view end =
      R"(],"not_checked":["age","height","blood-pressure","conditions","medicines","last-weight","dose-cap","intensity"]})";
  CHECK(check({{weight, "82.5kg"},
               {route, "iv"},
               {session, "3"},
               {dose, "41mg"},
               {concentration, "1mg/mL"}},
              "{}") == start +
                           R"("prepare":{"infusate_mg_per_ml":1},"infuse":{"vtbi_ml":41},)"
                           R"("delivered":{"mg":41,"mg_per_kg":0.49697},)"
                           R"("verdict":"review","findings":[)" +
                           std::string{missing} + std::string{end});
  CHECK(check({{weight, "82.5kg"}, {route, "iv"}, {session, "3"}, {dose, "41mg"}}, "{}") ==
        start + R"("verdict":"review","findings":[)" + std::string{missing} +
            R"(,{"code":"preparation-missing","level":"note","source":"judgement","message":"*"})" +
            std::string{end});
}

TEST_CASE("json: an injection in two shares") {  // rules.md section 3: 1.65 mL in the deltoid
  CHECK(
      check({{weight, "82.5kg"},
             {route, "im"},
             {session, "7"},
             {dose, "82.5mg"},
             {vial, "50mg/mL"},
             {site, "deltoid"}}) ==
      answer(
          "check/1",
          R"("order":{"weight":"82.5kg","route":"im","session":7,"dose":"82.5mg","vial":"50mg/mL","site":"deltoid"},)"
          R"("weight_kg":82.5,"dosing_weight_kg":82.5,)"
          R"("target":{"mg":82.5,"mg_per_kg":1},)"
          R"("inject":{"draw_ml":1.65,"syringe_ml":1,"each_ml":[0.83,0.82],"site":"deltoid"},)"
          R"("delivered":{"mg":82.5,"mg_per_kg":1},)"
          R"("verdict":"review","findings":[{"code":"volume-above-site-limit","level":"review","measured":{"value":1.65,"unit":"mL"},"bound":{"which":"review-above","value":1,"unit":"mL"},"source":"kozier","message":"*"}],)"
          R"("not_checked":["age","height","blood-pressure","conditions","medicines","last-weight","dose-cap"]})"));
}

TEST_CASE("json: an injection without a site, and a draw that a bound turned") {
  // rules.md section 3: 1.6 mL and not 1.7; 1.6 x 50 = 80 mg; 80 / 82.5 = 0.96969..
  CHECK(
      check({{weight, "82.5kg"},
             {route, "im"},
             {session, "7"},
             {dose, "1mg/kg"},
             {vial, "50mg/mL"}}) ==
      answer(
          "check/1",
          R"("order":{"weight":"82.5kg","route":"im","session":7,"dose":"1mg/kg","vial":"50mg/mL"},)"
          R"("weight_kg":82.5,"dosing_weight_kg":82.5,)"
          R"("target":{"mg":82.5,"mg_per_kg":1},)"
          R"("inject":{"draw_ml":1.6,"syringe_ml":3,"sites":["ventrogluteal","vastus-lateralis"]},)"
          R"("delivered":{"mg":80,"mg_per_kg":0.969697},"turned":["draw_ml"],)"
          R"("verdict":"ok","findings":[],"not_checked":["age","height","blood-pressure","conditions","medicines","last-weight","dose-cap"]})"));
}

TEST_CASE("json: a lozenge, with a hold time where the protocol sets one") {
  // 50 mg of 100 mg are half a lozenge; 50 / 82.5 = 0.60606..
  const auto start =
      R"("input":{},"weight_kg":82.5,"dosing_weight_kg":82.5,)"
      R"("target":{"mg":50,"mg_per_kg":0.606061},"take":{"pieces":0.5,"strength_mg":100)";
  const auto end =
      R"(},"delivered":{"mg":50,"mg_per_kg":0.606061},"verdict":"ok","findings":[],)"
      R"("not_checked":["age","height","blood-pressure","conditions","medicines","last-weight","dose-cap"]})";
  const std::initializer_list<Given> order{
      {weight, "82.5kg"}, {route, "lozenge"}, {session, "4"}, {dose, "50mg"}, {lozenge, "100mg"}};
  CHECK(check(order, "{}") == answer("check/1", start) + end);
  Clinic clinic{"lozenge"};
  clinic.route.hold_time = {10_min, judgement};
  clinic.route.then = "swallow";
  CHECK(check(order, "{}", clinic.protocol) ==
        answer("check/1", start) + R"(,"hold_min":10,"then":"swallow")" + end);
}

TEST_CASE("json: claims beside what was planned") {
  // The bag of the interface's example. 4.1 mL would be right for 10 mg/mL.
  const auto json = check({{weight, "82.5kg"},
                           {route, "iv"},
                           {session, "3"},
                           {dose, "41mg"},
                           {over, "40min"},
                           {vial, "50mg/mL"},
                           {bag, "100mL"},
                           {draw, "4.1mL"},
                           {rate, "150.04mL/h"},
                           {volume, "100mL"}},
                          "{}");
  const auto claims = json.find(R"("claims")");
  REQUIRE(claims != std::string::npos);
  CHECK(
      json.substr(claims) ==
      R"("claims":{"draw_ml":{"claimed":4.1,"planned":0.82},"rate_ml_per_h":{"claimed":150.04,"planned":150},"vtbi_ml":{"claimed":100,"planned":100}},)"
      R"("verdict":"review","findings":[)"
      R"({"code":"claim-differs","level":"review","subject":"draw","measured":{"value":4.1,"unit":"mL"},"message":"*"},)"
      R"({"code":"possible-slip","level":"note","subject":"neighbouring-vial","message":"*"},)"
      R"({"code":"possible-slip","level":"note","subject":"claim-neighbouring-vial","message":"*"}],)"
      R"("not_checked":["age","height","blood-pressure","conditions","medicines","last-weight","dose-cap","intensity"]})");
}

TEST_CASE("json: claims of drops and of pieces") {  // planned as in the checks above
  CHECK(check({{weight, "82.5kg"},
               {route, "iv"},
               {session, "3"},
               {dose, "41mg"},
               {over, "40min"},
               {concentration, "1mg/mL"},
               {drip_set, "20gtt/mL"},
               {drops, "20.4gtt/min"}})
            .find(R"(,"turned":["drops_per_min"],)"
                  R"("claims":{"drops_per_min":{"claimed":20.4,"planned":20}},"verdict":"ok",)") !=
        std::string::npos);
  CHECK(check({{weight, "82.5kg"},
               {route, "lozenge"},
               {session, "4"},
               {dose, "50mg"},
               {lozenge, "100mg"},
               {pieces, "0.50"}})
            .find(R"("claims":{"pieces":{"claimed":0.5,"planned":0.5}},"verdict":"ok",)") !=
        std::string::npos);
}

TEST_CASE("json: mg/kg by actual weight beside an adjusted one") {
  // 45.5 + 2.3 x (178 / 2.54 - 60) = 68.681..; + 0.4 x (110 - 68.681..) = 85.208.., so 85.2 kg.
  // 0.5 x 85.2 = 42.6 mg; 42.6 / 110 = 0.38727..; 42.6 mL in 40 min are 63.9 mL/h; 1.065 mg/min;
  // 1065 / 85.2 = 12.5. 110 / 1.78 / 1.78 = 34.717838..
  CHECK(
      check({{weight, "110kg"},
             {route, "iv"},
             {session, "1"},
             {dose, "0.5mg/kg"},
             {over, "40min"},
             {concentration, "1mg/mL"},
             {height, "178cm"},
             {sex, "female"},
             {Field::dosing_weight, "adjusted"}}) ==
      answer(
          "check/1",
          R"("order":{"weight":"110kg","route":"iv","session":1,"dose":"0.5mg/kg","over":"40min","concentration":"1mg/mL","height":"178cm","sex":"female","dosing_weight":"adjusted"},)"
          R"("weight_kg":110,"dosing_weight_kg":85.2,)"
          R"("target":{"mg":42.6,"mg_per_kg":0.5,"mg_per_kg_actual":0.387273},)"
          R"("prepare":{"infusate_mg_per_ml":1},)"
          R"("infuse":{"vtbi_ml":42.6,"rate_ml_per_h":63.9,"minutes":40,"mg_per_min":1.065,"mcg_per_kg_per_min":12.5,"mg_per_kg_per_h":0.75},)"
          R"("delivered":{"mg":42.6,"mg_per_kg":0.5,"mg_per_kg_actual":0.387273},)"
          R"("verdict":"ok","findings":[{"code":"bmi-high","level":"note","measured":{"value":34.717839,"unit":"kg/m2"},"bound":{"which":"note-from","value":30,"unit":"kg/m2"},"source":"apa-2017-as-reported","message":"*"}],)"
          R"("not_checked":["age","blood-pressure","conditions","medicines","last-weight","dose-cap","intensity"]})"));
}

TEST_CASE("json: findings about the patient") {  // 12.5 / 70 = 17.857142.. %
  const auto json = check({{weight, "82.5kg"},
                           {last_weight, "70kg"},
                           {route, "iv"},
                           {session, "3"},
                           {dose, "41mg"},
                           {over, "40min"},
                           {concentration, "1mg/mL"},
                           {age, "70"},
                           {bp, "150/95"},
                           {has, "glaucoma"}});
  CHECK(json.find(R"("order":{"weight":"82.5kg","last_weight":"70kg","route":"iv","session":3,)"
                  R"("dose":"41mg","over":"40min","concentration":"1mg/mL","age":70,)"
                  R"("bp":"150/95","has":"glaucoma"},)") != std::string::npos);
  const auto verdict = json.find(R"("verdict")");
  REQUIRE(verdict != std::string::npos);
  CHECK(
      json.substr(verdict) ==
      R"("verdict":"review","findings":[)"
      R"({"code":"weight-changed","level":"review","measured":{"value":17.857143,"unit":"%"},"bound":{"which":"review-above","value":10,"unit":"%"},"source":"judgement","message":"*"},)"
      R"({"code":"age-out-of-bounds","level":"review","measured":{"value":70,"unit":"years"},"bound":{"which":"review-above","value":64,"unit":"years"},"source":"label-geriatric","message":"*"},)"
      R"({"code":"blood-pressure-high","level":"review","measured":{"value":"150/95","unit":"mmHg"},"bound":{"which":"review-above","value":"140/90","unit":"mmHg"},"source":"spravato-pi","message":"*"},)"
      R"({"code":"condition","level":"review","subject":"glaucoma","source":"pdr","message":"*"}],)"
      R"("not_checked":["height","medicines","dose-cap","intensity"]})");
}

TEST_CASE("json: a bound on one of two pressures leaves the other open") {  // rules.md 2.4
  const auto json = check({{weight, "82.5kg"},
                           {route, "iv"},
                           {session, "3"},
                           {dose, "41mg"},
                           {over, "40min"},
                           {concentration, "1mg/mL"},
                           {bp, "85/60"}});
  CHECK(json.find(R"("measured":{"value":"85/60","unit":"mmHg"},)"
                  R"("bound":{"which":"review-below","value":"90/-","unit":"mmHg"})") !=
        std::string::npos);
}

TEST_CASE("json: a table with an assumed bag, a rate turned at one duration") {
  // At 40 min as in the check above. At 45 min 41.3 x 60 / 45 = 55.06.., so 55.1 mL/h:
  // 2478 / 55.1 = 44.972776.. min; 55.1 / 60 = 0.91833..; 918.33.. / 82.6 = 11.117836..;
  // 55.1 / 82.6 = 0.667070..
  const Clinic clinic{"iv"};
  CHECK(
      table({{weight, "82.6kg"}, {route, "iv"}, {session, "3"}}, clinic.protocol) ==
      answer(
          "table/1",
          R"("order":{"weight":"82.6kg","route":"iv","session":3},"weight_kg":82.6,"dosing_weight_kg":82.6,"assumed":["concentration"],)"
          R"("rows":[{"target":{"mg":41.3,"mg_per_kg":0.5},"prepare":{"infusate_mg_per_ml":1},"infuse":[)"
          R"({"vtbi_ml":41.3,"rate_ml_per_h":61.9,"minutes":40.03231,"mg_per_min":1.031667,"mcg_per_kg_per_min":12.489911,"mg_per_kg_per_h":0.749395,"turned":["rate_ml_per_h"]},)"
          R"({"vtbi_ml":41.3,"rate_ml_per_h":55.1,"minutes":44.972777,"mg_per_min":0.918333,"mcg_per_kg_per_min":11.117837,"mg_per_kg_per_h":0.66707}],)"
          R"("delivered":{"mg":41.3,"mg_per_kg":0.5},"turned":["rate_ml_per_h"],"verdict":"ok","findings":[]}],)"
          R"("verdict":"ok","findings":[],"not_checked":["age","height","blood-pressure","conditions","medicines","last-weight","dose-cap","intensity"]})"));
}

TEST_CASE("json: a finding of a rung names the duration that it depends on") {
  // 40 mg of 10 mg/mL are 4 mL, x 10 = 40 drops: one a minute at 40 min, and 0.89, so one, at
  // 45 min: 5 / 45 = 11.1.. % early. 40 mg / 40 min = 1 mg/min; 1000 / 80 = 12.5.
  const Clinic clinic{"iv"};
  const std::string_view infuse =
      R"({"vtbi_ml":4,"drops_per_min":1,"minutes":40,"mg_per_min":1,"mcg_per_kg_per_min":12.5,"mg_per_kg_per_h":0.75})";
  const auto json = table({{weight, "80kg"},
                           {route, "iv"},
                           {session, "7"},
                           {concentration, "10mg/mL"},
                           {drip_set, "10gtt/mL"}},
                          clinic.protocol);
  const auto rows = json.find(R"("rows")");
  REQUIRE(rows != std::string::npos);
  CHECK(
      json.substr(rows, json.find(R"(,"verdict":"ok")") - rows) ==
      R"("rows":[{"target":{"mg":40,"mg_per_kg":0.5},"prepare":{"infusate_mg_per_ml":10},"infuse":[)" +
          std::string{infuse} + "," + std::string{infuse} +
          R"(],"delivered":{"mg":40,"mg_per_kg":0.5},"verdict":"review","findings":[)"
          R"({"code":"concentration-above-limit","level":"review","measured":{"value":10,"unit":"mg/mL"},"bound":{"which":"review-above","value":2,"unit":"mg/mL"},"source":"label-2mg-ml","message":"*"},)"
          R"({"code":"delivered-differs","level":"review","over_min":45,"measured":{"value":11.111111,"unit":"%"},"bound":{"which":"review-above","value":5,"unit":"%"},"source":"judgement","message":"*"}]}])");
}

TEST_CASE("json: a rung with a stop shows its target and findings only") {
  // 700 mL in 40 min are 1050 mL/h, in 45 min 933.3 mL/h; the pump goes to 999.
  const Clinic clinic{"iv"};
  const auto json =
      table({{weight, "80kg"}, {route, "iv"}, {session, "7"}, {vial, "50mg/mL"}, {bag, "700mL"}},
            clinic.protocol);
  const auto rows = json.find(R"("rows")");
  REQUIRE(rows != std::string::npos);
  CHECK(
      json.substr(rows, json.find(R"(,"verdict":"ok")") - rows) ==
      R"("rows":[{"target":{"mg":40,"mg_per_kg":0.5},"verdict":"stop","findings":[)"
      R"({"code":"rate-outside-pump","level":"stop","over_min":40,"measured":{"value":1050,"unit":"mL/h"},"bound":{"which":"stop-above","value":999,"unit":"mL/h"},"source":"judgement","message":"*"},)"
      R"({"code":"volume-infused-high","level":"review","measured":{"value":700,"unit":"mL"},"bound":{"which":"review-above","value":500,"unit":"mL"},"source":"judgement","message":"*"}]}])");
}

TEST_CASE("json: tables of injections and lozenges") {
  // 40 mg of 50 mg/mL are 0.8 mL; the rung of a lozenge is an order in mg: 50 mg is the only
  // quarter of 200 mg between 40 and 80 mg.
  const Clinic injection{"im"};
  const auto shots = table(
      {{weight, "80kg"}, {route, "im"}, {session, "7"}, {vial, "500mg/10mL"}, {site, "deltoid"}},
      injection.protocol);
  CHECK(shots.find(R"("rows":[{"target":{"mg":40,"mg_per_kg":0.5},)"
                   R"("inject":{"draw_ml":0.8,"syringe_ml":1,"each_ml":[0.8],"site":"deltoid"},)"
                   R"("delivered":{"mg":40,"mg_per_kg":0.5},"verdict":"ok","findings":[]}],)") !=
        std::string::npos);
  const Clinic lozenges{"lozenge"};
  const auto pieces =
      table({{weight, "80kg"}, {route, "lozenge"}, {session, "7"}, {lozenge, "200mg"}},
            lozenges.protocol);
  CHECK(pieces.find(R"("rows":[{"target":{"mg":50,"mg_per_kg":0.625},)"
                    R"("take":{"pieces":0.25,"strength_mg":200},)"
                    R"("delivered":{"mg":50,"mg_per_kg":0.625},"verdict":"ok","findings":[]}],)") !=
        std::string::npos);
}

TEST_CASE("json: a note about the patient leaves a table ok") {  // 110 / 1.78 / 1.78 = 34.7
  const auto json =
      table({{weight, "110kg"}, {route, "im"}, {session, "7"}, {height, "178cm"}}, published);
  CHECK(json.find(R"(],"verdict":"ok","findings":[{"code":"bmi-high","level":"note",)") !=
        std::string::npos);
}

TEST_CASE("json: a table for a patient who must not be dosed has no rows") {
  CHECK(
      table({{weight, "15kg"}, {route, "lozenge"}, {session, "1"}}, published) ==
      answer(
          "table/1",
          R"("order":{"weight":"15kg","route":"lozenge","session":1},"weight_kg":15,"dosing_weight_kg":15,"rows":[],)"
          R"("verdict":"stop","findings":[{"code":"weight-out-of-bounds","level":"stop","measured":{"value":15,"unit":"kg"},"bound":{"which":"stop-below","value":20,"unit":"kg"},"source":"judgement","message":"*"}],)"
          R"("not_checked":["age","height","blood-pressure","conditions","medicines","last-weight","dose-cap"]})"));
}

TEST_CASE("json: a refusal, alone and of a record") {  // interface.md section 6
  CHECK(
      refusal("70,5kg") ==
      R"({"schema":"ketadose/refusal/1","code":"number-comma","option":"weight","text":"70,5kg","message":"*"})");
  CHECK(
      refusal("70,5kg", R"({"id":"7"})") ==
      R"({"schema":"ketadose/refusal/1","input":{"id":"7"},"verdict":"refused","code":"number-comma","option":"weight","text":"70,5kg","message":"*"})");
}

TEST_CASE("json: a character that needs an escape is found wherever it stands") {
  const std::string letters = "abcdefghijklmnopqrstuvwxyz";  // more than three words of a machine
  for (std::size_t size = 0; size <= letters.size(); ++size) {
    const auto text = letters.substr(0, size);
    CHECK(string_of(text) == '"' + text + '"');
    for (std::size_t at = 0; at < size; ++at) {
      CHECK(string_of(text.substr(0, at) + '\n' + text.substr(at + 1)) ==
            '"' + text.substr(0, at) + "\\n" + text.substr(at + 1) + '"');
      CHECK(string_of(text.substr(0, at) + '\x7f' + text.substr(at + 1)) ==
            '"' + text.substr(0, at) + "\\u007f" + text.substr(at + 1) + '"');
    }
  }
}

TEST_CASE("json: strings stay valid whatever was typed") {
  // Two letters outside ASCII pass; a lone byte, a surrogate, an overlong slash, a code point
  // beyond the last, and a character that is cut off are not UTF-8: \ufffd for every byte.
  CHECK(string_of("") == R"("")");
  CHECK(string_of("a\"b\\c/d") == R"("a\"b\\c/d")");
  CHECK(string_of("\x01\t\n\r\x1f\x7f") == R"("\u0001\t\n\r\u001f\u007f")");
  CHECK(string_of(std::string_view{"a\0b", 3}) == R"("a\u0000b")");
  CHECK(string_of("\xC3\xA9 \xF0\x9F\x92\x89") == "\"\xC3\xA9 \xF0\x9F\x92\x89\"");
  CHECK(string_of("\xFFz") == R"("\ufffdz")");
  CHECK(string_of("\xED\xA0\x80") == R"("\ufffd\ufffd\ufffd")");
  CHECK(string_of("\xC0\xAF") == R"("\ufffd\ufffd")");
  CHECK(string_of("\xF4\x90\x80\x80") == R"("\ufffd\ufffd\ufffd\ufffd")");
  CHECK(string_of("\xE2\x82") == R"("\ufffd\ufffd")");
  CHECK(string_of("\xE2\x82z") == R"("\ufffd\ufffdz")");
  CHECK(refusal("7\xFF\n") ==
        R"({"schema":"ketadose/refusal/1","code":"number-comma","option":"weight",)"
        R"("text":"7\ufffd\n","message":"*"})");
}
