// SPDX-License-Identifier: Apache-2.0
// Cards. Every line of a card's CSV is put to `check`, which must give the same numbers; single
// cells come from the arithmetic beside them; the rest is how a page has to look.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <ketadose/published.hpp>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "formats/card.hpp"
#include "formats/json.hpp"
#include "run_binary.hpp"
#include "texts.hpp"
#include "verbs/card.hpp"

namespace {

using namespace ketadose;            // NOLINT(google-build-using-namespace)
using namespace ketadose::literals;  // NOLINT(google-build-using-namespace)
using namespace ketadose::program;   // NOLINT(google-build-using-namespace)

Args card_of(const Args& more) {
  Args args{"card"};
  args.insert(args.end(), more.begin(), more.end());
  return args;
}

Lines cells_of(const std::string& line) {
  Lines cells(1);
  bool quoted = false;
  for (const char c : line)
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back() += c;
  return cells;
}

using Record = std::map<std::string, std::string>;

/// The lines of a card as CSV, by the names of their columns.
std::vector<Record> records_of(const Args& args) {
  const Result result = run(with(card_of(args), {"--format", "csv"}));
  REQUIRE_MESSAGE(result.err.empty(), result.err);
  const auto lines = lines_of(result.out);
  const auto names = cells_of(lines.front());
  std::vector<Record> records;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto cells = cells_of(lines[i]);
    REQUIRE(cells.size() == names.size());
    for (std::size_t k = 0; k < names.size(); ++k) {
      if (k == 0) records.emplace_back();
      records.back()[names[k]] = cells[k];
    }
  }
  REQUIRE_FALSE(records.empty());
  return records;
}

/// The line of a card for this weight and dose, and for this time when the form has one.
Record cell(const Args& args, const std::string& kg, const std::string& dose,
            const std::string& over = {}) {
  for (auto& record : records_of(args))
    if (record["weight_kg"] == kg && record["dose_mg_per_kg"] + record["dose_mg"] == dose &&
        record["over_min"] == over)
      return record;
  FAIL_CHECK("no line for " << kg << " kg, " << dose);
  return {};
}

// ---- The same answer as check gives ----

/// The value of a key in an object of `check`'s JSON; empty when it is absent.
std::string value_of(std::string_view json, const std::string& object, const std::string& key) {
  const auto start = json.find("\"" + object + "\":{");
  if (start == std::string_view::npos) return {};
  const auto body = json.substr(start, json.find('}', start) - start);
  const auto at = body.find("\"" + key + "\":");
  if (at == std::string_view::npos) return {};
  const auto value = body.substr(at + key.size() + 3);
  if (!value.starts_with('[')) return std::string{value.substr(0, value.find_first_of(",}"))};
  std::string list{value.substr(1, value.find(']') - 1)};
  std::replace(list.begin(), list.end(), ',', ' ');
  return list;
}

/// The codes of the findings but for slips, which a card does not try.
std::string codes_of(std::string_view json) {
  constexpr std::string_view key = "{\"code\":\"";
  std::string codes;
  for (auto at = json.find(key); at != std::string_view::npos; at = json.find(key, at)) {
    at += key.size();
    const auto code = json.substr(at, json.find('"', at) - at);
    if (code == "possible-slip") continue;
    codes += (codes.empty() ? "" : " ") + std::string{code};
  }
  return codes;
}

std::string verdict_of(std::string_view json) {
  constexpr std::string_view key = "\"verdict\":\"";
  const auto at = json.find(key) + key.size();
  return std::string{json.substr(at, json.find('"', at) - at)};
}

struct Twin {
  std::string column;
  std::string key;
  std::vector<std::string> objects;  ///< where a form has it
};
const std::vector<Twin> twins{
    {"target_mg", "mg", {"target"}},
    {"target_mg_per_kg", "mg_per_kg", {"target"}},
    {"syringe_ml", "syringe_ml", {"prepare", "inject"}},
    {"draw_ml", "draw_ml", {"prepare", "inject"}},
    {"diluent_ml", "diluent_ml", {"prepare"}},
    {"infusate_mg_per_ml", "infusate_mg_per_ml", {"prepare"}},
    {"vtbi_ml", "vtbi_ml", {"infuse"}},
    {"rate_ml_per_h", "rate_ml_per_h", {"infuse"}},
    {"drops_per_min", "drops_per_min", {"infuse"}},
    {"minutes", "minutes", {"infuse"}},
    {"take_pieces", "pieces", {"take"}},
    {"delivered_mg", "mg", {"delivered"}},
    {"delivered_mg_per_kg", "mg_per_kg", {"delivered"}},
};

void agrees(Record record, std::string_view json) {
  CAPTURE(json);
  for (const auto& twin : twins) {
    CAPTURE(twin.column);
    std::string expected;
    for (const auto& object : twin.objects) expected += value_of(json, object, twin.key);
    CHECK(record[twin.column] == expected);
  }
  if (const auto each = value_of(json, "inject", "each_ml"); !each.empty())
    CHECK(record["each_ml"] == each);
  CHECK(record["verdict"] == verdict_of(json));
  CHECK(record["findings"] == codes_of(json));
}

/// The order of a line, in the columns and readings that `batch` has for it.
Texts texts_of(const Record& record) {
  Texts texts;
  for (const auto& spelling : spellings()) {
    const std::string column{spelling.column};
    const auto at = record.find(column);
    if (at == record.end() || at->second.empty()) continue;
    texts.set(spelling.field, at->second, spelling.reading);
  }
  return texts;
}

std::string checked(const Record& record) {
  const auto texts = texts_of(record);
  Request request{.order = {.weight = unit::kg(0), .route = {}, .session = 0}, .route = nullptr};
  REQUIRE_FALSE(read_request(texts, published, Purpose::check, request));
  const auto assessment = assess(request.order, published);
  REQUIRE(assessment);
  std::string json;
  append_check(json, texts, {}, request, published, *assessment);
  return json;
}

/// Whether the line is one of a weight alone.
bool is_bare(const Record& record) {
  return record.at("dose_mg_per_kg").empty() && record.at("dose_mg").empty();
}

const std::vector<Args> cards{
    {"--route", "iv"},
    {"--route", "iv", "--session", "3", "--over", "40min"},
    {"--route", "iv", "--session", "7", "--vial", "50mg/mL", "--bag", "100mL"},
    {"--route", "iv", "--vial", "50mg/mL"},
    {"--route", "iv", "--vial", "20mg/mL", "--fill", "50mL", "--over", "90min"},
    {"--route", "iv", "--vial", "100mg/mL", "--bag", "800mL"},
    {"--route", "iv", "--concentration", "2mg/mL", "--from", "90lb", "--to", "330lb"},
    {"--route", "iv", "--concentration", "60mg/mL", "--to", "60kg"},
    {"--route", "iv", "--vial", "50mg/mL", "--bag", "100mL", "--drip-set", "20gtt/mL"},
    {"--route", "iv", "--over", "30min", "--from", "60kg", "--to", "70kg"},
    {"--route", "im"},
    {"--route", "im", "--vial", "50mg/mL"},
    {"--route", "im", "--vial", "10mg/mL", "--from", "10kg", "--to", "130kg"},
    {"--route", "im", "--vial", "50mg/mL", "--site", "deltoid", "--session", "4"},
    {"--route", "im", "--vial", "10mg/mL", "--site", "ventrogluteal", "--step", "10kg"},
    {"--route", "lozenge"},
    {"--route", "lozenge", "--lozenge", "100mg"},
    {"--route", "lozenge", "--lozenge", "50mg", "--session", "2", "--from", "35kg", "--to", "80kg"},
    {"--route", "lozenge", "--lozenge", "400mg", "--from", "280kg", "--to", "310kg"},
};

}  // namespace

TEST_CASE("card: every line has the numbers that check gives for its order") {
  std::size_t compared = 0;
  for (const auto& card : cards)
    for (const auto& record : records_of(card)) {
      if (is_bare(record)) continue;
      agrees(record, checked(record));
      ++compared;
    }
  CHECK(compared > 2'000);  // 17 weights, 7 doses and 5 durations are 595
}

TEST_CASE("card: its lines, put to the program itself") {
  for (const Args& card : {Args{"--route", "iv", "--vial", "50mg/mL", "--bag", "100mL"},
                           Args{"--route", "im", "--vial", "50mg/mL", "--site", "deltoid"}})
    for (const auto& record :
         records_of(with(card, {"--from", "70kg", "--to", "110kg", "--step", "40kg"}))) {
      Args order{"check", "--weight", record.at("weight_kg") + "kg",         "--session",
                 "1",     "--dose",   record.at("dose_mg_per_kg") + "mg/kg", "--format",
                 "json"};
      order = with(order, card);
      if (const auto& over = record.at("over_min"); !over.empty())
        order = with(order, {"--over", over + "min"});
      agrees(record, run(order).out);
    }
}

TEST_CASE("card: one line for every weight, dose and duration") {
  // 40 to 120 kg by 5 kg, 7 rungs, 5 durations.
  CHECK(records_of({"--route", "iv"}).size() == 17 * 7 * 5);
  CHECK(records_of({"--route", "iv", "--over", "45min"}).size() == 17 * 7);
  CHECK(records_of({"--route", "im"}).size() == 17 * 7);
  // 25 mg to 100 mg by a quarter of 100 mg: the least dose of 40 kg is 20 mg, the most of 120 kg
  // is 120 mg.
  CHECK(records_of({"--route", "lozenge", "--lozenge", "100mg"}).size() == 17 * 4);
  // 10 kg and 15 kg are below 20 kg: one line each.
  const auto low = records_of({"--route", "im", "--from", "10kg", "--to", "20kg"});
  CHECK(low.size() == 2 + 7);
  CHECK(std::count_if(low.begin(), low.end(), is_bare) == 2);
}

TEST_CASE("card: cells that were worked out by hand") {
  SUBCASE("a bag of 1 mg/mL is assumed") {
    // 70 kg x 0.5 mg/kg = 35 mg = 35 mL; 35 mL in 40 min = 52.5 mL/h.
    auto at = cell({"--route", "iv"}, "70", "0.5", "40");
    CHECK(at["target_mg"] == "35");
    CHECK(at["vtbi_ml"] == "35");
    CHECK(at["rate_ml_per_h"] == "52.5");
    CHECK(at["concentration_mg_per_ml"] == "1");
    CHECK(at["assumed"] == "concentration");
    // 45 kg: 22.5 mL in 40 min = 33.75 mL/h; 33.8 would end after 39.94 min.
    at = cell({"--route", "iv"}, "45", "0.5", "40");
    CHECK(at["rate_ml_per_h"] == "33.7");
  }
  SUBCASE("an injection") {
    // 55 kg x 0.75 mg/kg = 41.25 mg; / 50 mg/mL = 0.825 mL: 0.83 in a syringe marked in 0.01.
    auto at = cell({"--route", "im", "--vial", "50mg/mL"}, "55", "0.75");
    CHECK(at["draw_ml"] == "0.83");
    CHECK(at["delivered_mg"] == "41.5");
    // 85 kg x 1 mg/kg / 50 mg/mL = 1.7 mL, over the deltoid's 1 mL: two of 0.85 mL.
    at = cell({"--route", "im", "--vial", "50mg/mL", "--site", "deltoid"}, "85", "1");
    CHECK(at["each_ml"] == "0.85 0.85");
    CHECK(at["injections"] == "2");
  }
  SUBCASE("a lozenge") {
    // 0.5 x 100 mg for 70 kg = 0.714286 mg/kg.
    auto at = cell({"--route", "lozenge", "--lozenge", "100mg"}, "70", "50");
    CHECK(at["take_pieces"] == "0.5");
    CHECK(at["delivered_mg_per_kg"] == "0.714286");
  }
  SUBCASE("sessions: up to 0.5 from 1, to 0.75 from 4, to 1 from 7") {
    CHECK(cell({"--route", "im"}, "70", "0.5")["from_session"] == "1");
    CHECK(cell({"--route", "im"}, "70", "0.75")["from_session"] == "4");
    CHECK(cell({"--route", "im"}, "70", "0.8")["from_session"] == "7");
    CHECK(cell({"--route", "im"}, "70", "0.75")["verdict"] == "review");
    CHECK(cell({"--route", "im", "--session", "4"}, "70", "0.75")["verdict"] == "ok");
  }
}

TEST_CASE("card: pounds are rounded once to 0.1 kg") {
  // 180 lb = 81.6466266 kg; 0.5 mg/kg of 81.6 kg is 40.8 mg.
  auto at = cell({"--route", "im", "--from", "180lb", "--to", "200lb"}, "81.6", "0.5");
  CHECK(at["weight_lb"] == "180");
  CHECK(at["target_mg"] == "40.8");
  const auto out = run(card_of({"--route", "im", "--from", "180lb", "--to", "200lb"})).out;
  CHECK(has(out, "  lb    kg "));
  CHECK(has(out, "  180  81.6   40.8 "));
}

TEST_CASE("card: where it begins and ends when nothing is said") {
  const auto first_and_last = [](const Args& args) {
    const auto records = records_of(args);
    return records.front().at("weight_lb") + " " + records.front().at("weight_kg") + " to " +
           records.back().at("weight_lb") + " " + records.back().at("weight_kg");
  };
  // The published bounds are 40 kg and 150 kg; 17 rows of 5 kg end at 120 kg.
  CHECK(first_and_last({"--route", "im"}) == "88.184905 40 to 264.554715 120");
  CHECK(first_and_last({"--route", "im", "--from", "100kg"}).ends_with(" 150"));
  CHECK(first_and_last({"--route", "im", "--step", "10kg"}).ends_with(" 150"));
  // 88.18 lb is 40 kg: the first ten is 90 lb = 40.8 kg; 17 rows end at 250 lb = 113.4 kg.
  CHECK(first_and_last({"--route", "im", "--step", "10lb"}) == "90 40.8 to 250 113.4");
  // Beyond 150 kg only the stop bound of 300 kg is left.
  CHECK(first_and_last({"--route", "im", "--from", "280kg"}).ends_with(" 300"));
}

TEST_CASE("card: a stop shows nothing to draw, dial or take") {
  constexpr std::array to_do{
      "syringe_ml",    "draw_ml",      "diluent_ml",         "infusate_mg_per_ml", "vtbi_ml",
      "rate_ml_per_h", "minutes",      "drops_per_min",      "injections",         "each_ml",
      "take_pieces",   "delivered_mg", "delivered_mg_per_kg"};
  std::size_t stops = 0;
  for (const auto& card : cards)
    for (const auto& record : records_of(card)) {
      if (record.at("verdict") != "stop") continue;
      ++stops;
      CHECK_FALSE(record.at("findings").empty());
      CHECK_FALSE(record.at("message").empty());
      for (const auto* const column : to_do) CHECK(record.at(column).empty());
      if (is_bare(record)) CHECK(record.at("target_mg").empty());
    }
  CHECK(stops > 100);
}

TEST_CASE("card: a cell that a limit forbids says why, in every format") {
  // 130 kg x 1 mg/kg / 50 mg/mL = 2.6 mL: the deltoid takes 2 mL at most.
  const Args card{"--route", "im",    "--vial", "50mg/mL", "--site", "deltoid",
                  "--from",  "100kg", "--to",   "130kg",   "--step", "30kg"};
  const auto text = run(card_of(card)).out;
  const auto lines = lines_of(text);
  const Lines doses{"130", "286.6", "65", "78", "91", "97.5", "-d", "-d", "-d"};
  CHECK(std::any_of(lines.begin(), lines.end(),
                    [&](const auto& line) { return words_of(line) == doses; }));
  CHECK(has(text, "\nd  stop: above 2 mL\n"));
  const auto markdown = run(with(card_of(card), {"--format", "markdown"})).out;
  CHECK(has(markdown, "| 97.5 | stop: above 2 mL | stop: above 2 mL | stop: above 2 mL |\n"));
  const auto html = run(with(card_of(card), {"--format", "html"})).out;
  CHECK(has(html, "<td class=\"no group\" colspan=\"2\">stop: above 2 mL</td></tr>"));
  CHECK_FALSE(has(html, "1.3+1.3"));
}

TEST_CASE("card: a weight outside the stop bounds has no numbers") {
  const Args card{"--route", "iv", "--from", "10kg", "--to", "30kg", "--step", "10kg"};
  const Result result = run(card_of(card));
  CHECK(result.code == 1);
  std::size_t rows = 0;
  for (const auto& line : lines_of(result.out)) {
    const auto words = words_of(line);
    if (words.empty() || words.front() != "10") continue;
    ++rows;
    CHECK(words.at(1) == "22");
    CHECK(std::all_of(words.begin() + 2, words.end(), [](const auto& w) { return w == "-"; }));
  }
  CHECK(rows == 3);  // doses, volumes, rates
  CHECK(has(result.out, "\n-  10 kg: stop: below 20 kg\n"));
  const auto html = run(with(card_of(card), {"--format", "html"})).out;
  CHECK(has(html,
            "<tr><th scope=\"row\">10</th><td class=\"minor\">22</td><td class=\"no group\" "
            "colspan=\"19\">stop: below 20 kg</td></tr>"));  // 7 doses x 2, 5 durations
}

TEST_CASE("card: it exits by the weights alone") {
  const auto code = [](const Args& args) { return run(card_of(args)).code; };
  CHECK(code({"--route", "iv"}) == 0);
  CHECK(code({"--route", "iv", "--from", "40kg", "--to", "150kg"}) == 0);
  CHECK(code({"--route", "iv", "--from", "35kg", "--to", "45kg"}) == 3);
  CHECK(code({"--route", "iv", "--from", "150kg", "--to", "155kg"}) == 3);
  CHECK(code({"--route", "iv", "--from", "15kg", "--to", "45kg"}) == 1);
  CHECK(code({"--route", "iv", "--from", "300kg", "--to", "305kg"}) == 1);
  CHECK(code({"--route", "iv", "--over", "30min"}) == 0);  // the table does so, too
}

TEST_CASE("card: text is ASCII in 80 columns, with no space at the end of a line") {
  for (const auto& card : cards) {
    std::string shown;
    for (const auto& word : card) shown += word + ' ';
    CAPTURE(shown);
    for (const auto& line : lines_of(run(card_of(card)).out)) {
      CAPTURE(line);
      CHECK(line.size() <= 80);
      CHECK_FALSE(line.ends_with(' '));
      CHECK(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; }));
    }
  }
}

TEST_CASE("card: every mark is in the legend, every line of the legend is marked") {
  for (const auto& card : cards) {
    const auto out = run(card_of(card)).out;
    std::string marks;
    std::string legend;
    for (const auto& line : lines_of(out)) {
      const bool of_legend = line.size() > 3 && line.substr(1, 2) == "  " && line.front() != ' ';
      if (of_legend) legend += line.front();
      if (of_legend || !line.starts_with("  ")) continue;
      for (const auto& word : words_of(line)) {
        const auto digit = word.find_last_of("0123456789-");
        if (digit == std::string::npos || word.find_first_of("0123456789-") != 0) continue;
        for (const char c : word.substr(digit + 1))
          if (!has(marks, {&c, 1})) marks += c;
        if (word == "-" && !has(marks, "-")) marks += '-';
      }
    }
    std::string of_legend = legend;
    of_legend.erase(std::unique(of_legend.begin(), of_legend.end()), of_legend.end());
    std::sort(marks.begin(), marks.end());
    std::sort(of_legend.begin(), of_legend.end());
    of_legend.erase(std::unique(of_legend.begin(), of_legend.end()), of_legend.end());
    CAPTURE(out);
    CHECK(marks == of_legend);
  }
}

TEST_CASE("card: a rate that is always the same is said once") {
  // 100 mL in 40 min = 150 mL/h, whatever the dose.
  const auto bag = run(card_of({"--route", "iv", "--vial", "50mg/mL", "--bag", "100mL"})).out;
  CHECK(has(bag,
            "\nRate in mL/h, for every weight and dose\n"
            "  40 min  45 min  50 min  55 min  60 min\n"
            "     150   133.3     120   109.1     100\n"));
  const auto drops = run(card_of({"--route", "iv", "--vial", "50mg/mL", "--bag", "100mL", "--over",
                                  "40min", "--drip-set", "20gtt/mL"}))
                         .out;
  CHECK(has(drops, "\nDrops in gtt/min, for every weight and dose\n  40 min\n      50\n"));
}

TEST_CASE("card: a dose that may run over some of the times is shown, and which times stop it") {
  // 800 mL in 45 min = 1,066.7 mL/h, above the pump's 999; in 50 min 960 mL/h.
  const auto out = run(card_of({"--route", "iv", "--vial", "100mg/mL", "--bag", "800mL"})).out;
  CHECK(has(out,
            "\nRate in mL/h, for every weight and dose\n"
            "  40 min  45 min  50 min  55 min  60 min\n"
            "    stop    stop     960   872.7     800\n"));
  CHECK(has(out, "\na  stop over 40 min, 45 min: above 999 mL/h\n"));
  // 60 kg x 0.5 mg/kg / 0.05 mg/mL = 600 mL, in 40 min 900 mL/h; 70 kg: 700 mL, 1,050 mL/h.
  const auto weak = run(card_of({"--route", "iv", "--concentration", "0.05mg/mL", "--from", "60kg",
                                 "--to", "70kg", "--step", "10kg"}))
                        .out;
  const auto lines = lines_of(weak);
  const auto shown = [&](const Lines& words) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const auto& line) { return words_of(line) == words; });
  };
  CHECK(shown({"60", "132.3", "900", "800", "720", "654.5", "600"}));
  CHECK(shown({"70", "154.3", "stop", "933.3", "840", "763.6", "700"}));
}

// ---- Refusals ----

namespace {

void refuses(const Args& args, const std::string& words) {
  const Result result = run(card_of(args));
  CHECK(result.code == 2);
  CHECK(result.out.empty());
  CHECK(result.err == words);
}

}  // namespace

TEST_CASE("card: what it refuses, and what to type") {
  refuses({},
          "ketadose: --route is missing\n"
          "  say it: --route iv, im or lozenge\n");
  refuses({"--route", "iv", "--from", "70"},
          "ketadose: --from: '70' has no unit\n"
          "  --from 70\n"
          "           ^ say the unit: 70kg or 70lb\n");
  refuses({"--route", "iv", "--to", "70,5kg"},
          "ketadose: --to: '70,5kg' is not a plain number\n"
          "  --to 70,5kg\n"
          "         ^ use a point: 70.5kg\n");
  refuses({"--route", "iv", "--step", "0kg"},
          "ketadose: --step: '0kg' is zero\n"
          "  --step 0kg\n"
          "         ^ write a number above zero, as 5kg\n");
  refuses({"--route", "iv", "--from", "80kg", "--to", "70kg"},
          "ketadose: --to is less than --from, which is 80kg\n"
          "  --to 70kg\n"
          "  ^ write the lower weight behind --from\n");
  refuses({"--route", "iv", "--to", "30kg"},
          "ketadose: --to is less than --from, which is 40kg\n"
          "  --to 30kg\n"
          "  ^ name both ends: --from\n");
  // 40 to 120 kg by 1 kg are 81 rows; 24 steps of 4 kg are 96 kg; 24 of 1 kg end at 64 kg.
  refuses({"--route", "iv", "--from", "40kg", "--to", "120kg", "--step", "1kg"},
          "ketadose: --step makes 81 rows, and a page has room for 25\n"
          "  --step 1kg\n"
          "  ^ write --step 4kg, or --to 64kg\n");
  refuses({"--route", "iv", "--from", "40kg", "--to", "200lb"},
          "ketadose: --to is in another unit than --from\n"
          "  --to 200lb\n"
          "  ^ write all weights of a card in kg, or all in lb\n");
  refuses({"--route", "iv", "--from", "999999lb"},
          "ketadose: --from makes a row of 1000009lb, which cannot be read\n"
          "  --from 999999lb\n"
          "  ^ write lower weights, as --from 40kg --to 120kg\n");
  refuses({"--route", "iv", "--from", "301kg"},
          "ketadose: --from leaves no weight that may have a dose, 301kg to 381kg\n"
          "  --from 301kg\n"
          "  ^ name weights that the rules allow: 20 kg to 300 kg\n");
  // 5 mg in quarters from 20 mg to 120 mg.
  refuses({"--route", "lozenge", "--lozenge", "5mg"},
          "ketadose: --lozenge has more than 12 fractions between the dose bounds\n"
          "  --lozenge 5mg\n"
          "  ^ name a stronger lozenge, or fewer weights\n");
  // A quarter is 1,250 mg.
  refuses({"--route", "lozenge", "--lozenge", "5000mg"},
          "ketadose: --lozenge has no fraction between the dose bounds of these weights\n"
          "  --lozenge 5000mg\n"
          "  ^ name another strength\n");
  refuses({"--route", "iv", "--weight", "70kg"},
          "ketadose: --weight does not apply to card\n"
          "  --weight 70kg\n"
          "  ^ it is for table, check or checklist: leave it out\n");
  refuses({"--route", "im", "--bag", "100mL"},
          "ketadose: --bag does not apply to the route im\n"
          "  --bag 100mL\n"
          "  ^ it is for iv: leave it out, or check the route\n");
}

TEST_CASE("card: 25 rows are a page, 26 are not") {
  CHECK(run(card_of({"--route", "iv", "--from", "40kg", "--to", "64kg", "--step", "1kg"})).code ==
        0);
  CHECK(run(card_of({"--route", "iv", "--from", "40kg", "--to", "65kg", "--step", "1kg"})).code ==
        2);
}

TEST_CASE("card: a full disk is told") {
  CHECK(run_with(Stdout::full, card_of({"--route", "iv"})).code == 74);
}

// ---- With a clinic's rules ----

namespace {

/// A command line as the program reads it; its texts are literals.
CommandLine line_of(std::string_view route) {
  CommandLine line;
  line.verb = "card";
  line.texts.set(Field::route, route);
  return line;
}

std::string refusal_of(const CommandLine& line, const Protocol& protocol) {
  const auto made = make_card(line, protocol);
  const auto* const complaint = std::get_if<Complaint>(&made);
  return complaint == nullptr ? std::string{} : message(*complaint);
}

}  // namespace

TEST_CASE("card: rules that no card can follow") {
  Protocol rules = published;
  rules.dosing_weight = DosingWeight::ideal;
  CHECK(refusal_of(line_of("iv"), rules) ==
        "these rules dose by a weight that needs the height and the sex, which a card does not "
        "have; use: ketadose table ... --height 178cm --sex female");
  std::array<Route, 3> routes{published.routes[0], published.routes[1], published.routes[2]};
  routes[0].ladder = {};
  rules = published;
  rules.routes = routes;
  CHECK(refusal_of(line_of("iv"), rules) ==
        "--route has no ladder of doses; give it a ladder in the rules");
  rules = published;
  rules.weight = Guardrail<BodyWeight>::unset();
  CHECK(refusal_of(line_of("iv"), rules) ==
        "--from is missing: the rules set no least; say it, for example --from 40kg");
}

TEST_CASE("card: the words of a clinic's rules are written out in HTML") {
  Protocol rules = published;
  rules.name = "A & B <script>alert('x')</script>";
  rules.approved_by = "\"Dr <i>";
  rules.approved_on = "2026-11-01";
  const auto made = make_card(line_of("iv"), rules);
  REQUIRE(std::holds_alternative<Card>(made));
  std::string html;
  append_card_html(html, std::get<Card>(made), rules);
  CHECK_FALSE(has(html, "<script"));
  CHECK_FALSE(has(html, "<i>"));
  CHECK(has(html, "A &amp; B &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; 2026.1"));
  CHECK(has(html, "Approved by: &quot;Dr &lt;i&gt;, 2026-11-01"));
  std::string text;
  append_card_text(text, std::get<Card>(made), rules);
  CHECK(has(text, "Approved by: \"Dr <i>, 2026-11-01\n"));
}

TEST_CASE("card: a dose cap stops what is above it") {
  std::array<Route, 3> routes{published.routes[0], published.routes[1], published.routes[2]};
  routes[1].dose_cap = {none, none, none, {60_mg, judgement}};
  Protocol rules = published;
  rules.routes = routes;
  const auto made = make_card(line_of("im"), rules);
  REQUIRE(std::holds_alternative<Card>(made));
  std::string text;
  append_card_text(text, std::get<Card>(made), rules);
  // 120 kg x 0.5 mg/kg = 60 mg, which is inside; 0.6 mg/kg = 72 mg is not.
  CHECK(has(text, "  120  264.6    60    -c "));
  CHECK(has(text, "\nc  stop: above 60 mg\n"));
}

// ---- The chart ----

TEST_CASE("card: the chart's points are where the doses are") {
  // Across 70 to 540 for 50 to 100 kg; up 180 to 14 for 0 to 100 mg: 50 mg is at 180 - 83, and 25
  // mg at 180 - 41.5, which goes up to 42.
  const auto made = make_card(line_of("im"), published);
  REQUIRE(std::holds_alternative<Card>(made));
  const auto html = run(card_of({"--route", "im", "--from", "50kg", "--to", "100kg", "--step",
                                 "50kg", "--format", "html"}))
                        .out;
  CHECK(has(html, "<polygon points=\"70,97 540,14 540,97 70,138\""));
  CHECK(has(html, ">1 mg/kg</text>"));
  CHECK(has(html, ">0.5 mg/kg</text>"));
  const auto single =
      run(card_of({"--route", "im", "--from", "50kg", "--to", "50kg", "--format", "html"})).out;
  CHECK_FALSE(has(single, "<svg"));
}

TEST_CASE("card: the doses of a lozenge are bars") {
  // 50 kg: 25 mg (0.5 mg/kg) and 50 mg (1 mg/kg); 100 kg: 50, 75 and 100 mg. Bars are 4 beyond.
  const auto html = run(card_of({"--route", "lozenge", "--lozenge", "100mg", "--from", "50kg",
                                 "--to", "100kg", "--step", "50kg", "--format", "html"}))
                        .out;
  CHECK(has(html, "<rect x=\"66\" y=\"93\" width=\"8\" height=\"49\""));
  CHECK(has(html, "<rect x=\"536\" y=\"10\" width=\"8\" height=\"91\""));
}
