// SPDX-License-Identifier: Apache-2.0
// What shows a protocol and what compares two. A file that is shown as TOML must load back to the
// same rules; the lines of the comparisons were written by hand from the files beside them.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ketadose/published.hpp>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "files/protocol_file.hpp"
#include "formats/protocol.hpp"
#include "own_file.hpp"
#include "run_binary.hpp"
#include "texts.hpp"

namespace {

using namespace ketadose;            // NOLINT(google-build-using-namespace)
using namespace ketadose::program;   // NOLINT(google-build-using-namespace)
using namespace ketadose::literals;  // NOLINT(google-build-using-namespace)

using Append = void (*)(std::string&, const Protocol&);

std::string show(Append append, const Protocol& protocol) {
  std::string out;
  append(out, protocol);
  return out;
}

ProtocolFile load(const std::string& toml) {
  auto read = read_protocol(toml);
  if (const auto* const errors = std::get_if<std::vector<ProtocolError>>(&read)) {
    std::string all;
    for (const auto& error : *errors) all += for_a_person(error, "file");
    FAIL(all);
  }
  return std::get<ProtocolFile>(std::move(read));
}

std::vector<std::filesystem::path> examples() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator{KETADOSE_SOURCE_DIR "/examples/protocols"})
    if (entry.path().extension() == ".toml") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

void check_round_trip(const Protocol& protocol) {
  const auto shown = show(append_protocol_toml, protocol);
  const auto loaded = load(shown);
  CHECK(show(append_protocol_toml, loaded.protocol()) == shown);
  CHECK(show(append_protocol_json, loaded.protocol()) == show(append_protocol_json, protocol));
  CHECK(differences(protocol, loaded.protocol()).empty());
}

bool fits(const std::string& text) {
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    const bool ascii =
        std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (line.size() > 80 || !ascii || line.ends_with(' ')) return false;
  }
  return true;
}

/// A copy of the published protocol with a dose cap on its injection.
struct Capped {
  explicit Capped(DrugMass cap)
      : routes{published.routes[0], published.routes[1], published.routes[2]}, protocol{published} {
    protocol.name = "capped";  // the published rules alone may bear their name
    routes[1].dose_cap.stop_above = Bound<DrugMass>{cap, "label"};
    protocol.routes = routes;
  }
  Capped(const Capped&) = delete;

  std::array<Route, 3> routes;
  Protocol protocol;
};

}  // namespace

TEST_CASE("the published protocol, shown as TOML, loads back to itself") {
  check_round_trip(published);
}

TEST_CASE("every example protocol, shown as TOML, loads back to itself") {
  const auto paths = examples();
  REQUIRE(paths.size() >= 4);
  for (const auto& path : paths) {
    CAPTURE(path.string());
    check_round_trip(load(contents(path)).protocol());
  }
}

TEST_CASE("the program shows what it loads: TOML out and in again, and the JSON of both") {
  for (const auto& path : examples()) {
    CAPTURE(path.string());
    const auto first = run({"protocol", "show", path.string(), "--format", "toml"});
    REQUIRE(first.code == 0);
    const OwnFile copy{first.out};
    CHECK(run({"protocol", "show", copy.path(), "--format", "toml"}).out == first.out);
    const auto json = run({"protocol", "show", path.string(), "--format", "json"}).out;
    CHECK(run({"protocol", "show", copy.path(), "--format", "json"}).out == json);
    CHECK(run({"protocol", "show", "--format", "json", "--protocol", path.string()}).out == json);
    CHECK(run({"protocol", "show", "--format", "json"}, "", {"KETADOSE_PROTOCOL=" + path.string()})
              .out == json);
    CHECK(run({"protocol", "lint", path.string()}).code == 0);
    CHECK(run({"protocol", "lint", path.string(), "--format", "json"}).out == json);
  }
}

TEST_CASE("a file that is named goes before the one in the environment, and contradicts another") {
  const auto paths = examples();
  const auto in_environment = "KETADOSE_PROTOCOL=" + paths.back().string();
  const auto& hospital = paths.front().string();
  CHECK(run({"protocol", "show", hospital}, "", {in_environment})
            .out.starts_with("Rules: fernhill-hospital 2026-2\n"));
  CHECK(run({"protocol", "show"}, "", {in_environment})
            .out.starts_with("Rules: riverside 2026-03\n"));
  CHECK(run({"protocol", "show", hospital, "--protocol", hospital}).code == 2);
}

TEST_CASE("a text of rules is ASCII in 80 columns, and names every number with its source") {
  for (const auto& path : examples())
    CHECK(fits(show(append_protocol_text, load(contents(path)).protocol())));
  const auto text = show(append_protocol_text, published);
  CHECK(fits(text));
  // rules.md 2.1 and 2.2, written by hand
  for (const std::string_view line : {
           "Rules: published 2026.1\nApproved: nobody is named\n",
           "\nRoute iv\n  form                    infusion\n",
           "  dose                    review below 0.5 mg/kg      askp-2018\n"
           "                          stop above 1 mg/kg          askp-2018\n"
           "                          not set: stop below, review above\n",
           "  ceilings, session 4-6   review above 0.75 mg/kg     cusin-2017\n",
           "  ceilings, session 7 on  review above 1 mg/kg        askp-2018\n",
           "  dose cap                not set\n",
           "  durations               40, 45, 50, 55, 60 min\n",
           "  vials                   10, 50, 100 mg/mL\n",
           "  bag volume              withdrawn                   judgement: confirm locally\n",
           "  fraction                0.25 lozenge                judgement: confirm locally\n",
           "                          review above 64 years       label-geriatric\n",
           "  dosing weight           actual\n",
           "  1 mL                    marks of 0.01 mL            syringe-marks\n",
           "  pregnancy: stop [trials]\n",
           "  - Who drives the patient home. [label-older]\n",
       })
    CHECK_MESSAGE(has(text, line), line);
  for (const auto& source : published.sources) CHECK(has(text, source.key));
}

TEST_CASE("Markdown has a table for each kind of rule, and nothing in it is taken for markup") {
  const auto file = load(
      "name = \"a\"\nversion = \"1\"\nextends = \"published 2026.1\"\n"
      "[routes.im]\ndose_cap = { stop_above = \"60mg\", source = \"x\" }\n"
      "[sources]\nx = \"a | b <i> *c* [d]\"\n");
  const auto text = show(append_protocol_markdown, file.protocol());
  CHECK(
      text.starts_with("# Rules: a 1\n\nApproved: nobody is named\n\n## Route iv\n\n"
                       "| rule | value | source |\n|---|---|---|\n| form | infusion | |\n"));
  CHECK(has(text, "| dose cap | stop above 60 mg | x |\n"));
  CHECK(has(text, R"(| x | a \| b \<i\> \*c\* \[d\] |)"));
  CHECK(has(text, "| 1 mL | 0.01 mL | syringe-marks |\n"));
}

TEST_CASE(
    "JSON has the path of a file, plain decimals with their unit, and {} for what is not set") {
  const auto json = show(append_protocol_json, published);
  CHECK(json.starts_with(
      R"({"schema":"ketadose/protocol/1","program":")" KETADOSE_VERSION
      R"(","protocol":{"name":"published","version":"2026.1"},"routes":{"iv":{"form":"infusion",)"
      R"("title":"IV","dose":{"review_below":{"value":0.5,"unit":"mg/kg","source":"askp-2018"},)"
      R"("stop_above":{"value":1,"unit":"mg/kg","source":"askp-2018"}},"ceilings":[)"
      R"({"from":1,"to":3,"review_above":{"value":0.5,"unit":"mg/kg","source":"cusin-2017"}},)"));
  CHECK(has(json, R"("dose_cap":{},"duration")"));
  CHECK(has(json, R"("durations":{"values":[40,45,50,55,60],"unit":"min"})"));
  CHECK(
      has(json, R"("1mL":{"capacity":{"value":1,"unit":"mL"},"mark":{"value":0.01,"unit":"mL"})"));
}

TEST_CASE("a number is written whole, in a smaller unit if need be, or not at all") {
  CHECK(has(show(append_protocol_toml, Capped{unit::mg(1'250)}.protocol), R"("1250mg")"));
  CHECK(has(show(append_protocol_text, Capped{unit::mg(1'250)}.protocol), "stop above 1,250 mg "));
  // 1 pg is a millionth of a mcg, and has nine decimals in mg.
  const Unit<DrugMassDim> pg{"pg", 1};
  CHECK(has(show(append_protocol_toml, Capped{pg(1)}.protocol), R"(stop_above = "0.000001mcg")"));
  CHECK(
      has(show(append_protocol_toml, Capped{pg(1'000)}.protocol), R"(stop_above = "0.000001mg")"));
  check_round_trip(Capped{pg(1)}.protocol);
  CHECK_THROWS_AS(show(append_protocol_toml, Capped{unit::mg(1'000'000)}.protocol),
                  std::logic_error);
  Protocol third = published;
  third.body_mass_index_note =
      Bound<BodyMassIndex>{BodyMassIndex::of_base(1'000, 3'000'000'000'000), "label"};
  for (const auto append : {append_protocol_text, append_protocol_json, append_protocol_toml})
    CHECK_THROWS_AS(show(append, third), std::logic_error);
}

TEST_CASE("a protocol does not differ from itself, whatever it is called") {
  CHECK(differences(published, published).empty());
  auto other = published;
  other.name = "other";
  other.version = "9";
  other.approved_by = "N. Okafor";
  other.approved_on = "2026-03-02";
  CHECK(differences(published, other).empty());
  std::string text;
  append_diff_text(text, published, other, {});
  CHECK(text ==
        "Rules: published 2026.1 -> other 9\nApproved: by N. Okafor, on 2026-03-02\n\n"
        "No difference.\n");
}

TEST_CASE("riverside differs from the published protocol by what its file says") {
  const auto ran =
      run({"protocol", "diff", KETADOSE_SOURCE_DIR "/examples/protocols/riverside.toml"});
  CHECK(ran.code == 1);
  CHECK(ran.err.empty());
  CHECK(ran.out == R"(Rules: published 2026.1 -> riverside 2026-03
Approved: by N. Okafor, pharmacist, on 2026-03-02

Looser
  routes.im.dose.review_below: 0.5 mg/kg [im-carried] -> 0.25 mg/kg [policy-12]

Removed
  routes.im.ladder: 0.8, 0.9, 1 mg/kg

Added
  sources.policy-12: Riverside medication policy 12, section 3, March 2026

Tighter
  routes.im.dose.stop_above: 1 mg/kg [im-carried] -> 0.75 mg/kg [policy-12]
  routes.im.dose_cap.stop_above: not set -> 60 mg [policy-12]
)");
}

TEST_CASE("each kind of change has its line") {
  const auto file = load(R"(
name = "kinds"
version = "1"
extends = "published 2026.1"
approved_by = "N. Okafor"
approved_on = "2026-03-02"
[routes]
lozenge = "none"
[routes.iv]
duration = { stop_below = "none", review_above = { value = "60min", source = "judgement" } }
pump_rate = { stop_below = "0.5mL/h", source = "judgement" }
bag_volume = { value = "added", source = "judgement" }
order_step = "none"
ceilings = [
  { sessions = "1-1", review_above = "0.5mg/kg", source = "cusin-2017" },
  { sessions = "2-", review_above = "0.75mg/kg", source = "cusin-2017" },
]
vials = ["20mg/mL", "50mg/mL", "100mg/mL"]
[routes.im]
order_step = { value = "2mg", source = "judgement" }
[routes.sc]
form = "injection"
title = "SC"
dose = { stop_below = "none", review_below = "none", review_above = "none", stop_above = "1mg/kg", source = "judgement" }
ceilings = "none"
ladder = "none"
order_step = "none"
dose_cap = "none"
vials = "none"
vials_source = "none"
delivered_differs = "none"
observe_after = "none"
observe_until = "none"
[patient]
age = { stop_below = "16years", source = "trials" }
dosing_weight = "adjusted"
[conditions]
mania = "none"
[conditions.glaucoma]
aliases = ["raised-iop", "gat"]
level = "stop"
[conditions.pregnancy]
level = "review"
[conditions.gout]
aliases = "none"
level = "note"
sentence = "Record it."
source = "judgement"
[care]
observations = [
  { text = "Blood pressure", source = "judgement" },
  { text = "Pulse", source = "judgement" },
  { text = "Breathing", source = "judgement" },
]
)");
  std::string text;
  append_diff_text(text, published, file.protocol(), differences(published, file.protocol()));
  CHECK(text == R"(Rules: published 2026.1 -> kinds 1
Approved: by N. Okafor, on 2026-03-02

Looser
  routes.iv.ceilings.2-3: 0.5 mg/kg [cusin-2017] -> 0.75 mg/kg [cusin-2017]
  routes.iv.duration.stop_below: 40 min [askp-2018] -> not set
  routes.im.order_step: 1 mg [judgement] -> 2 mg [judgement]
  patient.age.stop_below: 18 years [trials] -> 16 years [trials]
  conditions.pregnancy.level: stop -> review
  conditions.mania.level: stop -> not set

Removed
  routes.iv.vials: 10 mg/mL
  routes.lozenge
  conditions.glaucoma.aliases: raised-intraocular-pressure,
      high-intraocular-pressure, high-iop, increased-iop, ocular-hypertension
  care.observations: Oxygen saturation [spravato-pi]
  care.observations: Alertness [judgement]

Added
  routes.iv.vials: 20 mg/mL
  routes.sc
  conditions.glaucoma.aliases: gat
  care.observations: Breathing [judgement]

Changed
  routes.iv.duration.review_above: 60 min [askp-2018] -> 60 min [judgement]
  routes.iv.bag_volume: withdrawn [judgement] -> added [judgement]
  patient.dosing_weight: actual -> adjusted
  care.observations: Blood pressure [emory] -> Blood pressure [judgement]

Tighter
  routes.iv.ceilings.7-: 1 mg/kg [askp-2018] -> 0.75 mg/kg [cusin-2017]
  routes.iv.order_step: 1 mg [judgement] -> not set
  routes.iv.pump_rate.stop_below: 0.1 mL/h [judgement] -> 0.5 mL/h [judgement]
  conditions.glaucoma.level: review -> stop
  conditions.gout.level: not set -> note
)");
}

TEST_CASE("differences as JSON carry numbers with their unit, and exit 1") {
  const auto path = std::string{KETADOSE_SOURCE_DIR} + "/examples/protocols/riverside.toml";
  const auto ran = run({"protocol", "diff", path, "--format", "json"});
  CHECK(ran.code == 1);
  CHECK(
      ran.out ==
      R"({"schema":"ketadose/protocol-diff/1","program":")" KETADOSE_VERSION
      R"(","from":{"name":"published","version":"2026.1"},)"
      R"("to":{"name":"riverside","version":"2026-03","approved_by":"N. Okafor, pharmacist",)"
      R"("approved_on":"2026-03-02"},"differences":[)"
      R"({"change":"looser","key":"routes.im.dose.review_below",)"
      R"("before":{"value":0.5,"unit":"mg/kg","source":"im-carried"},)"
      R"("after":{"value":0.25,"unit":"mg/kg","source":"policy-12"}},)"
      R"({"change":"removed","key":"routes.im.ladder","before":{"values":[0.8,0.9,1],"unit":"mg/kg"}},)"
      R"({"change":"added","key":"sources.policy-12","after":{"value":)"
      R"("Riverside medication policy 12, section 3, March 2026"}},)"
      R"({"change":"tighter","key":"routes.im.dose.stop_above",)"
      R"("before":{"value":1,"unit":"mg/kg","source":"im-carried"},)"
      R"("after":{"value":0.75,"unit":"mg/kg","source":"policy-12"}},)"
      R"({"change":"tighter","key":"routes.im.dose_cap.stop_above",)"
      R"("after":{"value":60,"unit":"mg","source":"policy-12"}}]})"
      "\n");
}

TEST_CASE("the published rules as a file are no difference, and exit 0") {
  const OwnFile file{run({"protocol", "show", "--format", "toml"}).out};
  const auto ran = run({"protocol", "diff", file.path()});
  CHECK(ran.code == 0);
  CHECK(has(ran.out, "\nNo difference.\n"));
}

TEST_CASE("what cannot be shown or compared is refused") {
  const auto path = std::string{KETADOSE_SOURCE_DIR} + "/examples/protocols/riverside.toml";
  CHECK(run({"protocol", "diff"}).code == 2);
  CHECK(run({"protocol", "diff", path, path}).code == 2);
  CHECK(run({"protocol", "diff", path, "--format", "toml"}).code == 2);
  CHECK(run({"protocol", "diff", "no-such-file.toml"}).code == 2);
  CHECK(run({"protocol", "show", "no-such-file.toml"}).code == 2);
  CHECK(run({"protocol", "show", "no-such-file.toml"}).out.empty());
  CHECK(run({"protocol", "show", path, "--format", "csv"}).code == 2);
  CHECK(run({"protocol", "shwo", path}).code == 2);
  CHECK(run_with(Stdout::full, {"protocol", "show"}).code == 74);
}
