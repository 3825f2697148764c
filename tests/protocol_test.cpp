// SPDX-License-Identifier: Apache-2.0
// A clinic's protocol as the program reads it. Expected answers are worked out by hand beside each
// case; the expected text of each broken file stands beside the file.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <ketadose/published.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "files/protocol_file.hpp"
#include "files/protocol_keys.hpp"
#include "own_file.hpp"
#include "run_binary.hpp"
#include "texts.hpp"

namespace {

using namespace ketadose;           // NOLINT(google-build-using-namespace)
using namespace ketadose::program;  // NOLINT(google-build-using-namespace)

const std::filesystem::path folder{KETADOSE_SOURCE_DIR "/tests/protocols"};

const std::string head = "name = \"clinic\"\nversion = \"7\"\nextends = \"published 2026.1\"\n";
/// The same, with an approver, for bounds that are looser.
const std::string approved = head + "approved_by = \"A. Tester\"\napproved_on = \"2026-01-31\"\n";

ProtocolFile loaded(const std::string& text) {
  auto read = read_protocol(text);
  if (const auto* const errors = std::get_if<std::vector<ProtocolError>>(&read))
    for (const auto& error : *errors) MESSAGE(for_a_person(error, "test.toml"));
  REQUIRE(std::holds_alternative<ProtocolFile>(read));
  return std::get<ProtocolFile>(std::move(read));
}

/// All that is wrong with a text, as a person is shown it.
std::string faults(const std::string& text) {
  const auto read = read_protocol(text);
  REQUIRE(std::holds_alternative<std::vector<ProtocolError>>(read));
  std::string all;
  for (const auto& error : std::get<std::vector<ProtocolError>>(read))
    all += for_a_person(error, "test.toml");
  return all;
}

// Orders of a patient of 82.5 kg.
const Args patient{"--weight", "82.5kg", "--session", "3"};
Args order(const std::string& route, const std::string& dose, const Args& more = {}) {
  return with(with({"check", "--route", route, "--dose", dose}, patient), more);
}
Args table(const std::string& route, const Args& more = {}) {
  return with(with({"table", "--route", route}, patient), more);
}

/// A key, a file that sets it, and what an answer then says that it does not say without the file.
struct Case {
  std::string key;
  std::string toml;
  Args args;
  std::string says;
};

const std::string judged = ", source = \"judgement\" }\n";
const Args vial{"--vial", "50mg/mL"};
const Args json{"--format", "json"};
const Args bag = with(vial, {"--bag", "100mL", "--over", "40min"});
const Args ready{"--concentration", "1mg/mL", "--over", "40min"};

std::vector<Case> route_cases() {
  const std::string im = "[routes.im]\n";
  const std::string iv = "[routes.iv]\n";
  const std::string lozenge = "[routes.lozenge]\n";
  return {
      {"form", contents(folder / "routes.toml"), order("sc", "40mg"), "ketamine SC 40 mg"},
      {"title", im + "title = \"i.m.\"\n", order("im", "41mg"), "ketamine i.m. 41 mg"},
      {"dose", im + "dose = { stop_above = \"0.75mg/kg\"" + judged, order("im", "0.8mg/kg"),
       "above 0.75 mg/kg"},
      // The ceiling of session 3 is 0.5 mg/kg.
      {"ceilings", im + "ceilings = \"none\"\n", order("im", "0.6mg/kg"), "OK     ketamine IM"},
      {"ladder", im + "ladder = [\"0.55mg/kg\"]\n", table("im"), " 0.55 "},
      // 42 mg lies 0.75 mg above 41.25 mg: more than half a step of 1 mg, less than half of 2 mg.
      {"order_step", "# Looser.\n" + approved + im + "order_step = { value = \"2mg\"" + judged,
       order("im", "42mg"), "OK     ketamine IM"},
      {"dose_cap", im + "dose_cap = { stop_above = \"40mg\"" + judged, order("im", "41mg"),
       "the dose cap of 40 mg"},
      {"duration", iv + "duration = { review_above = \"50min\"" + judged,
       order("iv", "41mg", {"--over", "55min"}), "duration-above-range"},
      {"durations", iv + "durations = [\"42min\"]\n", table("iv"), "42 min"},
      // 41 mg in 40 min for 82.5 kg is 0.745 mg/kg/h.
      {"intensity", iv + "intensity = { review_above = \"0.7mg/kg/h\"" + judged,
       order("iv", "41mg", {"--over", "40min"}), "intensity-above-limit"},
      {"standard_concentration", iv + "standard_concentration = { value = \"2mg/mL\"" + judged,
       table("iv"), "2 mg/mL"},
      // 41 mg in 100 mL is 0.41 mg/mL.
      {"concentration", iv + "concentration = { review_above = \"0.4mg/mL\"" + judged,
       order("iv", "41mg", bag), "concentration-above-limit"},
      {"vials", im + "vials = [\"10mg/mL\"]\n", order("im", "41mg", vial), "vial-not-listed"},
      {"vials_source", im + "vials = [\"10mg/mL\"]\nvials_source = \"mims\"\n",
       order("im", "41mg", vial), "(vial-not-listed; mims)"},
      // 0.82 mL is added to 100 mL, and the pump takes steps of 0.1 mL.
      {"bag_volume", iv + "bag_volume = { value = \"added\"" + judged, order("iv", "41mg", bag),
       "volume 100.8 mL"},
      {"volume_infused", iv + "volume_infused = { review_above = \"50mL\"" + judged,
       order("iv", "41mg", bag), "volume-infused-high"},
      // 40.6 mg of 1 mg/mL is 40.6 mL, and 41 mL to the nearest whole mL.
      {"pump_volume_step", iv + "pump_volume_step = { value = \"1mL\"" + judged,
       order("iv", "40.6mg", ready), "volume 41 mL"},
      // 41 mL in 40 min is 61.5 mL/h; 62 would end early, so 61.
      {"pump_rate_step", iv + "pump_rate_step = { value = \"1mL/h\"" + judged,
       order("iv", "41mg", ready), "61 mL/h"},
      {"pump_rate", iv + "pump_rate = { stop_above = \"60mL/h\"" + judged,
       order("iv", "41mg", ready), "rate-outside-pump"},
      {"drip_sets", iv + "drip_sets = [\"13gtt/mL\"]\n",
       order("iv", "41mg", with(ready, {"--drip-set", "13gtt/mL"})), "gtt/min"},
      // 41.25 mg of 50 mg/mL is 0.825 mL, drawn as 0.83 mL: 0.6 % more.
      {"delivered_differs", im + "delivered_differs = { review_above = \"0.5%\"" + judged,
       order("im", "0.5mg/kg", vial), "delivered-differs"},
      // Three quarters of 100 mg; in halves 1 is nearest, 100 mg, above 1 mg/kg: half.
      {"fraction", lozenge + "fraction = { value = \"0.5\"" + judged,
       order("lozenge", "75mg", with({"--lozenge", "100mg"}, json)), "\"pieces\":0.5,"},
      {"hold_time", lozenge + "hold_time = { value = \"12min\"" + judged,
       order("lozenge", "50mg", with({"--lozenge", "100mg"}, json)), "\"hold_min\":12"},
      {"then", lozenge + "then = \"spit out\"\n",
       order("lozenge", "50mg", with({"--lozenge", "100mg"}, json)), "\"then\":\"spit out\""},
  };
}

std::vector<Case> patient_cases() {
  const std::string start = "[patient]\n";
  const Args chart{"--height", "178cm", "--sex", "male", "--age", "54", "--bp", "135/85"};
  const auto charted = order("im", "41mg", chart);
  return {
      {"weight", start + "weight = { review_above = \"80kg\"" + judged, charted,
       "weight-out-of-bounds"},
      // 82.5 kg is 3.1 % more than 80 kg.
      {"weight_change", start + "weight_change = { review_above = \"3%\"" + judged,
       order("im", "41mg", {"--last-weight", "80kg"}), "weight-changed"},
      {"age", start + "age = { review_above = \"53years\"" + judged, charted, "age-out-of-bounds"},
      // 82.5 kg at 178 cm is 26.04 kg/m2.
      {"body_mass_index", start + "body_mass_index = { review_above = \"26kg/m2\"" + judged,
       charted, "bmi-out-of-bounds"},
      {"body_mass_index_note", start + "body_mass_index_note = { value = \"26kg/m2\"" + judged,
       charted, "bmi-high"},
      {"systolic", start + "systolic = { review_above = \"134mmHg\"" + judged, charted,
       "blood-pressure-high"},
      {"diastolic", start + "diastolic = { review_above = \"84mmHg\"" + judged, charted,
       "blood-pressure-high"},
      // Devine: 50 + 2.3 x (178 - 152.4) / 2.54 = 73.18 kg.
      {"dosing_weight", start + "dosing_weight = \"ideal\"\n", with(charted, json),
       "\"dosing_weight_kg\":73.2,"},
  };
}

std::vector<Case> other_cases() {
  const std::string row =
      "aliases = [\"headaches\"]\nlevel = \"review\"\nsentence = \"Tell the prescriber.\"\n"
      "source = \"policy-12\"\n[sources]\npolicy-12 = \"Policy 12\"\n";
  return {
      {"name", "", order("im", "41mg"), "Rules: clinic 7\n"},
      {"sites", "[sites.deltoid]\nvolume = { review_above = \"0.5mL\"" + judged,
       order("im", "41mg", with(vial, {"--site", "deltoid"})), "volume-above-site-limit"},
      // 41 mg of 50 mg/mL is 0.82 mL, between marks of 0.1 mL.
      {"syringes", "[[syringes]]\ncapacity = \"2mL\"\nmark = \"0.1mL\"\nsource = \"judgement\"\n",
       order("im", "41mg", vial), "0.8 mL of 50 mg/mL, in a 2 mL syringe"},
      {"conditions", "[conditions.migraine]\n" + row, order("im", "41mg", {"--has", "headaches"}),
       "(condition: migraine; policy-12)"},
      {"medicines", "[medicines.triptan]\n" + row, order("im", "41mg", {"--takes", "headaches"}),
       "(medicine: triptan; policy-12)"},
      {"level", "[conditions.glaucoma]\nlevel = \"stop\"\n",
       order("im", "41mg", {"--has", "glaucoma"}), "STOP "},
      {"sentence", "[conditions.glaucoma]\nsentence = \"Ask the eye clinic.\"\n",
       order("im", "41mg", {"--has", "glaucoma"}), "Ask the eye clinic."},
      {"aliases", "[conditions.glaucoma]\naliases = [\"eye-pressure\"]\n",
       order("im", "41mg", {"--has", "eye-pressure"}), "(condition: glaucoma"},
      {"source", "[conditions.glaucoma]\nsource = \"mims\"\n",
       order("im", "41mg", {"--has", "glaucoma"}), "(condition: glaucoma; mims)"},
      {"sources", "[sources]\npolicy-12 = \"Policy 12\"\n", {"explain", "policy-12"}, "Policy 12"},
      {"removed", "[routes]\nlozenge = \"none\"\n", order("lozenge", "50mg"), ""},
  };
}

/// Runs the case with its file and without, and says whether only the first shows it.
void changes(const Case& c) {
  CAPTURE(c.key);
  const OwnFile file{c.toml.starts_with("#") ? c.toml : head + c.toml};
  const auto after = run(with(c.args, {"--protocol", file.path()}));
  const auto before = run(c.args);
  CHECK(before.code != 70);
  if (c.says.empty()) {  // what is removed is refused
    CHECK(before.code != 2);
    CHECK(after.code == 2);
    return;
  }
  CHECK_MESSAGE(has(after.out, c.says), (after.out + after.err));
  CHECK_MESSAGE(!has(before.out, c.says), before.out);
}

std::set<std::string> keys_of(const std::vector<Case>& cases) {
  std::set<std::string> keys;
  for (const auto& c : cases) keys.insert(c.key);
  return keys;
}

}  // namespace

TEST_CASE("protocol files: each broken one is refused with all that is wrong, and where") {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator{folder / "broken"}) {
    if (entry.path().extension() != ".toml") continue;
    ++count;
    const auto name = entry.path().filename().string();
    CAPTURE(name);
    const auto read = load_protocol(entry.path().string());
    const auto* const errors = std::get_if<std::vector<ProtocolError>>(&read);
    REQUIRE(errors != nullptr);
    std::string all;
    for (const auto& error : *errors) all += for_a_person(error, name);
    auto expected = entry.path();
    CHECK(all == contents(expected.replace_extension(".txt")));
  }
  CHECK(count >= 50);
}

TEST_CASE("protocol files: every key changes an answer") {
  const auto routes = route_cases();
  const auto patients = patient_cases();
  for (const auto& c : routes) changes(c);
  for (const auto& c : patients) changes(c);
  for (const auto& c : other_cases()) changes(c);

  // The times of observation and the lists of the checklist have a test of their own below.
  const auto covered = keys_of(routes);
  each_key_of_route(published.routes.front(), [&](std::string_view key, const auto&, unsigned) {
    CHECK_MESSAGE((key.starts_with("observe_") || covered.contains(std::string{key})), key);
  });
  const auto of_patient = keys_of(patients);
  each_key_of_patient(published, [&](std::string_view key, const auto&) {
    CHECK_MESSAGE(of_patient.contains(std::string{key}), key);
  });
}

TEST_CASE("protocol files: every time of observation and every list of the checklist is taken") {
  const auto& iv = published.routes.front();
  std::string text = head + "[routes.iv]\n";
  std::vector<std::string> keys;
  each_key_of_route(iv, [&](std::string_view key, const auto& column, unsigned) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(column)>, Bound<Duration>>)
      if (key.starts_with("observe_")) keys.emplace_back(key);
  });
  REQUIRE(keys.size() == 4);
  for (std::size_t i = 0; i < keys.size(); ++i)
    text += keys[i] + " = { value = \"" + std::to_string(i + 1) + "min\", source = \"emory\" }\n";
  text += "[care]\n";
  each_key_of_care(published, [&](std::string_view key, const auto&) {
    text +=
        std::string{key} + " = [{ text = \"" + std::string{key} + "!\", source = \"emory\" }]\n";
  });
  const auto file = loaded(text);
  std::int64_t minute = 0;
  each_key_of_route(
      file.protocol().routes.front(), [&](std::string_view key, const auto& column, unsigned) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(column)>, Bound<Duration>>)
          if (key.starts_with("observe_")) {
            CHECK(column->in(unit::min) == ++minute);
            CHECK(column.source() == "emory");
          }
      });
  each_key_of_care(file.protocol(), [&](std::string_view key, std::span<const Point> points) {
    REQUIRE(points.size() == 1);
    CHECK(points[0].text == std::string{key} + "!");
    CHECK(points[0].source == "emory");
  });
}

TEST_CASE("protocol files: a clinic's limits decide, and every answer names its rules") {
  const std::string file = KETADOSE_SOURCE_DIR "/examples/protocols/riverside.toml";
  const auto stopped = order("im", "0.8mg/kg", {"--protocol", file});
  const auto text = run(stopped);
  CHECK(text.code == 1);
  CHECK(has(text.out, "0.8 mg/kg is above 0.75 mg/kg"));
  CHECK(has(text.out, "66 mg is above the dose cap of 60 mg"));  // 0.8 x 82.5
  CHECK(
      has(text.out, "\nRules: riverside 2026-03, approved by N. Okafor, pharmacist, 2026-03-02\n"));
  CHECK(has(run(with(stopped, json)).out,
            "\"protocol\":{\"name\":\"riverside\",\"version\":\"2026-03\","
            "\"approved_by\":\"N. Okafor, pharmacist\",\"approved_on\":\"2026-03-02\"},"));
  CHECK(has(run(order("im", "41mg", json)).out,
            "\"protocol\":{\"name\":\"published\",\"version\":\"2026.1\"},"));
  CHECK(has(run({"--version", "--protocol", file}).out,
            "\nrules: riverside 2026-03, approved by N. Okafor, pharmacist, 2026-03-02\n"));
  // 0.3 mg/kg: the published window begins at 0.5, the clinic's at 0.25.
  CHECK(run(order("im", "0.3mg/kg")).code == 3);
  CHECK(run(order("im", "0.3mg/kg", {"--protocol", file})).code == 0);
}

TEST_CASE("protocol files: routes that a file adds work at every door") {
  const std::string file = (folder / "routes.toml").string();
  const Args by{"--protocol", file};
  const auto rows = run(with(table("sc", vial), by));
  CHECK(rows.code == 0);
  CHECK(has(rows.out, "ketamine SC"));
  CHECK(has(rows.out, "41.25"));  // 0.5 x 82.5
  const auto drawn = run(with(order("sc", "40mg", with(vial, {"--site", "deltoid"})), by));
  CHECK(drawn.code == 0);
  CHECK(has(drawn.out, "Draw   0.8 mL of 50 mg/mL"));  // 40 / 50
  const auto nasal = run(with(order("intranasal", "100mg", {"--lozenge", "50mg"}), by));
  CHECK(nasal.code == 0);
  CHECK(has(nasal.out, "ketamine intranasal 100 mg"));
  CHECK(has(nasal.out, "2 "));                                                          // 100 / 50
  CHECK(run(with(order("intranasal", "125mg", {"--lozenge", "50mg"}), by)).code == 1);  // 1.515
  const auto batch = run(with({"batch", "--columns", "verdict,draw_ml,take_pieces,rules"}, by),
                         "weight,route,session,dose,vial,lozenge\n"
                         "82.5kg,sc,3,40mg,50mg/mL,\n"
                         "82.5kg,intranasal,3,100mg,,50mg\n"
                         "82.5kg,po,3,40mg,,\n");
  CHECK(batch.out ==
        "verdict,draw_ml,take_pieces,rules\n"
        "ok,0.8,,riverside/2026-03\n"
        "ok,,2,riverside/2026-03\n"
        "refused,,,riverside/2026-03\n");
  CHECK(batch.code == 4);
  const auto misspelt = run(with(order("intranasl", "40mg"), by));
  CHECK(misspelt.code == 2);
  CHECK(has(misspelt.err, "did you mean intranasal?"));
}

TEST_CASE("protocol files: a stand-alone one assumes nothing that is published") {
  const std::string file = (folder / "minimal.toml").string();
  CHECK(run(order("im", "41.25mg", {"--protocol", file})).code == 0);  // 0.5 mg/kg, the most
  CHECK(run(order("im", "41.26mg", {"--protocol", file})).code == 1);
  CHECK(run(order("iv", "41mg", {"--protocol", file})).code == 2);
  CHECK(run(order("im", "41mg", {"--protocol", file, "--has", "pregnancy"})).code == 2);
  const auto own = load_protocol(file);
  const auto& protocol = std::get<ProtocolFile>(own).protocol();
  CHECK(protocol.routes.size() == 1);
  CHECK(protocol.sources.size() == 1);
  CHECK_FALSE(protocol.body_mass_index_note);
}

TEST_CASE("protocol files: a looser stop needs somebody who approved it") {
  const std::string looser = "[routes.im]\ndose = { stop_above = \"1.2mg/kg\"" + judged;
  CHECK(has(faults(head + looser), "routes.im.dose.stop_above of 1.2 mg/kg is looser"));
  const OwnFile file{approved + looser};
  CHECK(run(order("im", "1.1mg/kg")).code == 1);
  CHECK(run(order("im", "1.1mg/kg", {"--protocol", file.path()})).code == 3);
  CHECK(loaded(head + "[routes.im]\ndose = { stop_above = \"1mg/kg\"" + judged).protocol().name ==
        "clinic");  // not looser
}

TEST_CASE("protocol files: what is left out is inherited, bound by bound") {
  const auto file = loaded(head + "[routes.im]\ndose = { stop_above = \"0.75mg/kg\"" + judged);
  const auto& im = *find_route(file.protocol(), "im");
  CHECK(im.dose.review_below->num() == find_route(published, "im")->dose.review_below->num());
  CHECK(im.dose.review_below.source() == "im-carried");
  CHECK(im.dose.stop_above.source() == "judgement");
  CHECK(im.ladder.size() == 4);  // 0.5, 0.6, 0.7 and 0.75: the rungs above are gone
  const auto none_left = loaded(head + "[routes.im]\ndose = { review_below = \"none\" }\n");
  CHECK_FALSE(find_route(none_left.protocol(), "im")->dose.review_below);
  const auto ordered =
      loaded(head +
             "[conditions.zebra]\naliases = \"none\"\nlevel = \"note\"\nsentence = \"Ask.\"\n"
             "source = \"judgement\"\n[conditions.ant]\naliases = \"none\"\n"
             "level = \"note\"\nsentence = \"Ask.\"\nsource = \"judgement\"\n");
  const auto rows = ordered.protocol().conditions;  // new rows last, as they stand in the file
  CHECK(rows[rows.size() - 2].code == "zebra");
  CHECK(rows.back().code == "ant");
}

TEST_CASE("protocol files: the owner may be moved, and the view stays") {
  auto file = loaded(contents(folder / "routes.toml"));
  const auto* const route = find_route(file.protocol(), "intranasal");
  const ProtocolFile moved{std::move(file)};
  CHECK(find_route(moved.protocol(), "intranasal") == route);
  CHECK(route->title == "intranasal");
  CHECK(well_formed(moved.protocol()));
}

TEST_CASE("protocol files: line ends, byte-order marks and what is no text") {
  auto text = contents(folder / "routes.toml");
  std::string crlf;
  for (const char c : text) crlf += c == '\n' ? std::string{"\r\n"} : std::string{c};
  CHECK(loaded(crlf).protocol().routes.size() == 5);
  CHECK(loaded("\xEF\xBB\xBF" + text).protocol().routes.size() == 5);
  CHECK(has(faults("\xEF\xBB\xBFnane = \"x\"\r\n"),
            "test.toml:1:1: there is no key 'nane'\n"
            "  nane = \"x\"\n  ^ did you mean name?\n"));
  CHECK(has(faults(head + '\0'), "test.toml:4:1: a NUL byte\n"));
  CHECK(has(faults(head + "# \xC3"), "test.toml:4:3: a byte that is not UTF-8\n"));
  CHECK(has(faults(std::string((1U << 20) + 1, '#')), "test.toml: the file is larger than 1 MB\n"));
  CHECK(loaded(head + "# caf\xC3\xA9, in a comment\n").protocol().name == "clinic");
  for (const auto* const fault :
       {"a = 1\na = 2\n", "[", "a = [[[[[", "= 1", "a = \"\\q\"", "a.b.c = "})
    CHECK(has(faults(fault), "test.toml:"));
}

TEST_CASE("protocol files: nobody approves nothing, and no day before the year 2000 does") {
  const auto by = [](const std::string& name, const std::string& day) {
    return head + "approved_by = \"" + name + "\"\napproved_on = \"" + day + "\"\n";
  };
  const std::string looser = "[routes.im]\ndose = { stop_above = \"1.2mg/kg\"" + judged;
  for (const auto* const name : {"none", "None", "NOBODY", "nobody yet", "n/a", "N.A.", "-", "--",
                                 "no one", "No-one", "?", "1", "TBD", "unknown"}) {
    CAPTURE(name);
    CHECK(has(faults(by(name, "2026-03-02")), "is no approver\n"));
    CHECK(has(faults(by(name, "2026-03-02") + looser), "of 1.2 mg/kg is looser"));
  }
  for (const auto* const name : {"No", "L. T.", "N. Okafor", "Nona Oneill", "Nobody, A."})
    CHECK(loaded(by(name, "2026-03-02") + looser).protocol().approved_by == name);
  CHECK(has(faults(by("A. Tester", "1999-12-31") + looser),
            "test.toml:5:15: '1999-12-31' is no date of an approval\n"));
  CHECK(has(faults(by("A. Tester", "0001-01-01")), "is no date of an approval\n"));
  CHECK(loaded(by("A. Tester", "2000-01-01")).protocol().approved_on == "2000-01-01");
}

TEST_CASE("protocol files: what nests too deep is refused before it is read") {
  const auto times = [](std::string_view part, std::size_t bytes) {
    std::string text;
    while (text.size() + part.size() <= bytes) text += part;
    return text;
  };
  constexpr std::size_t most = (std::size_t{1} << 20) - 100;
  const auto parts = times("a.", most);
  for (const auto& deep :
       {parts + "a = 1\n", "[" + parts + "a]\n", "[[" + parts + "a]]\n",
        "b = {" + parts + "a = 1}\n", "b = [{" + parts + "a = 1}]\n",
        "\"#\" = 1\n'\"' = 1\n" + parts + "a = 1\n", "c = \"\"\"\n#\"\"\"\n" + parts + "a = 1\n",
        "c = [\"\"\"a\"\"\"\", {" + parts + "a = 1}]\n"})
    CHECK(has(faults(deep), "this is not TOML: a key has more than 64 dots\n"));
  const auto sixty = times("a.", 120) + "a";
  CHECK(has(faults("b = " + times("{" + sixty + " = [", most)), "more than 64 dots"));
  for (const auto* const part :
       {"[", "{a=", "[[", "{a.b=", "[{a=", "{\"", "a=[\n", "[a.b]\n", "a."})
    CHECK(has(faults("x = " + times(part, most)), "test.toml:"));
  for (const auto* const header : {"[[[", "[[", "[[ [", "[.a]", "[[.a]]", "[ .a]", "[#",
                                   "[=", "  [[\n", "a = 1\n[", "a = [\n1]\n[["})
    CHECK(has(faults(std::string{header} + "\n"), "this is not TOML: "));
  // Dots in quotes and comments, and of one key after another, are no depth.
  const auto dots = "# " + times(".", 200) + "\n";
  CHECK(loaded(dots + head + "[sources]\npolicy-12 = \"" + times(".", 200) + "\"\n")
            .protocol()
            .name == "clinic");
  std::string keys = head;
  for (int i = 0; i < 100; ++i) keys += "sources.policy-" + std::to_string(i) + " = \"Policy.\"\n";
  CHECK(loaded(keys).protocol().name == "clinic");
}

TEST_CASE("protocol files: from the option, else the environment, never a fall-back") {
  const std::string minimal = (folder / "minimal.toml").string();
  const std::string routes = (folder / "routes.toml").string();
  const auto rules = [](const Args& more, const Args& env) {
    return run(order("im", "41mg", more), "", env);
  };
  CHECK(has(rules({}, {"KETADOSE_PROTOCOL=" + minimal}).out, "Rules: minimal 1"));
  CHECK(has(rules({"--protocol", routes}, {"KETADOSE_PROTOCOL=" + minimal}).out,
            "Rules: riverside 2026-03"));
  CHECK(has(rules({}, {"KETADOSE_PROTOCOL="}).out, "Rules: published 2026.1\n"));
  CHECK(has(run({"--version"}, "", {"KETADOSE_PROTOCOL=" + minimal}).out, "rules: minimal 1"));
  for (const Args& args : {order("im", "41mg"), table("im"), Args{"batch"},
                           Args{"explain", "opioid"}, Args{"--version"}}) {
    const auto missing = run(args, "", {"KETADOSE_PROTOCOL=no/such.toml"});
    CHECK(missing.code == 2);
    CHECK(missing.out.empty());
    CHECK(missing.err ==
          "no/such.toml: cannot be read: No such file or directory\n"
          "  name a protocol file that can be read\n");
  }
  CHECK(run({"completion", "bash"}, "", {"KETADOSE_PROTOCOL=no/such.toml"}).code == 0);
  const auto directory = rules({"--protocol", folder.string()}, {});
  CHECK(directory.code == 2);
  CHECK(has(directory.err, "cannot be read: Is a directory\n"));
  const auto empty = rules({"--protocol", ""}, {});
  CHECK(empty.code == 2);
  const auto refused =
      rules(with({"--protocol", (folder / "broken/many.toml").string()}, json), {});
  CHECK(refused.code == 2);
  CHECK(refused.err.empty());
  CHECK(has(refused.out,
            "{\"schema\":\"ketadose/refusal/1\",\"code\":\"out-of-domain\",\"option\":\"protocol\","
            "\"text\":\""));
  CHECK(has(refused.out,
            "broken/many.toml:5:51: '0.75' has no unit (and 10 more); write it in "
            "quotes, with its unit: \\\"0.75mg/kg\\\""));
}

TEST_CASE("protocol lint: one line when clean, all that is wrong when not") {
  const std::string riverside = KETADOSE_SOURCE_DIR "/examples/protocols/riverside.toml";
  const auto clean = run({"protocol", "lint", riverside});
  CHECK(clean.code == 0);
  CHECK(clean.out ==
        "OK     riverside 2026-03, approved by N. Okafor, pharmacist, 2026-03-02;\n"
        "       3 routes\n");
  CHECK(run({"protocol", "lint", "--protocol", riverside}).out == clean.out);
  CHECK(run({"protocol", "lint"}, "", {"KETADOSE_PROTOCOL=" + riverside}).out == clean.out);
  const OwnFile unapproved{head};
  CHECK(run({"protocol", "lint", unapproved.path()}).out ==
        "OK     clinic 7, approved by nobody yet; 3 routes\n");
  const auto broken = run({"protocol", "lint", (folder / "broken/no-site.toml").string()});
  CHECK(broken.code == 2);
  CHECK(broken.out.empty());
  CHECK(has(broken.err, "^ write [sites.NAME] with its volume\n"));
  const auto nothing = run({"protocol", "lint"});
  CHECK(nothing.code == 2);
  CHECK(has(nothing.err, "FILE is missing\n"));
  CHECK(has(run({"protocol", "lnit", riverside}).err, "did you mean lint?"));
  CHECK(run({"protocol"}).code == 2);
  CHECK(run({"protocol", "lint", riverside, "--protocol", riverside}).code == 2);
}

TEST_CASE("protocol files: judgement reads as it does in the published rules") {
  const auto result =
      run(order("im", "41mg", {"--protocol", (folder / "minimal.toml").string(), "--explain"}));
  CHECK(has(result.out, "judgement: confirm locally"));
}
