// SPDX-License-Identifier: Apache-2.0
// What a person reads, held to the interface (section 3) and to how numbers are printed (rules,
// section 4): a grid of tables and checks, and the transcripts in examples/, are scanned as a
// careful reader would.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <ketadose/published.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "formats/text.hpp"
#include "formats/words.hpp"
#include "own_file.hpp"
#include "run_binary.hpp"
#include "texts.hpp"

namespace {

constexpr std::size_t width = 80;
constexpr std::array<std::string_view, 17> units{
    "kg", "lb",   "mg",      "mcg",    "mg/kg", "mg/kg/h", "mcg/kg/min", "mg/min", "mg/mL",
    "mL", "mL/h", "gtt/min", "gtt/mL", "min",   "h",       "cm",         "kg/m2"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_unit(std::string_view word) {
  return std::find(units.begin(), units.end(), word) != units.end();
}

/// A word without the marks around it, so that it begins and ends as it is read.
std::string_view bare(std::string_view word) {
  while (!word.empty() && (word.front() == '(' || word.front() == '[' || word.front() == '\''))
    word.remove_prefix(1);
  constexpr std::string_view marks = ",;:.)]*'?";
  while (!word.empty() && marks.find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  return word;
}

/// Why a word is not how a number is to be printed; empty when it is.
std::string_view number_fault(std::string_view word) {
  const auto end = std::min(word.find_first_not_of("0123456789.,"), word.size());
  const auto number = word.substr(0, end);
  const auto point = number.find('.');
  if (number.starts_with('.')) return "no zero before the point";
  if (!is_digit(word.empty() ? ' ' : word.front())) return "";
  const bool one_point = point != std::string_view::npos && number.rfind('.') == point;
  if (one_point && number.back() == '0') return "a zero at the end";
  const auto whole = number.substr(0, point);
  if (whole.find(',') == std::string_view::npos && whole.size() > 4 && number.size() == word.size())
    return "no comma between thousands";
  const auto unit = word.substr(end, word.find('/') - end);
  return is_unit(unit) ? "no space before the unit" : "";
}

std::string_view unsafe(std::string_view word) {
  for (const std::string_view bad : {"ug", "cc", "mcgs", "mgs", "IU", "QD"})
    if (word == bad) return bad;
  return "";
}

/// What `line` would say wrong, a typed option and its value aside.
std::string_view fault_in(const std::string& line) {
  bool typed = false;
  for (const auto& word : words_of(line)) {
    const bool was_typed = typed;
    typed = word.starts_with("--");
    if (typed || was_typed) continue;
    const auto plain = bare(word);
    if (const auto fault = number_fault(plain); !fault.empty()) return fault;
    if (!unsafe(plain).empty()) return "an unsafe abbreviation";
  }
  return "";
}

/// Whether a wrapped line ends with a number and the next begins with its unit. In a row of numbers
/// the last stands two spaces apart.
bool parts_number(const std::string& line, const std::string& next) {
  const auto words = words_of(next);
  if (line.empty() || words.empty()) return false;
  if (line.ends_with(" session")) return true;
  const auto at = line.find_last_of(' ');
  const bool in_row = at != std::string::npos && at > 0 && line[at - 1] == ' ';
  return is_digit(line.back()) && !in_row && is_unit(bare(words.front()));
}

void scan_width(const std::string& line) {
  CHECK_MESSAGE(line.size() <= width, line);
  const bool ascii =
      std::all_of(line.begin(), line.end(), [](char c) { return c >= 32 && c < 127; });
  CHECK_MESSAGE(ascii, line);
  CHECK_MESSAGE(!line.ends_with(' '), line);
}

void scan(const Lines& lines) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    scan_width(lines[i]);
    CHECK_MESSAGE(fault_in(lines[i]).empty(), lines[i]);
    if (i + 1 < lines.size()) CHECK_MESSAGE(!parts_number(lines[i], lines[i + 1]), lines[i]);
  }
}

unsigned scanned = 0;

/// Runs one command line that must be answered.
void scan_run(const Args& args) {
  std::string shown;
  for (const auto& arg : args) shown += arg + ' ';
  CAPTURE(shown);
  const Result result = run(args);
  CHECK(result.err.empty());
  CHECK((result.code == 0 || result.code == 1 || result.code == 3));
  CHECK(result.out.find("\nRules: published 2026.1\n") != std::string::npos);
  scan(lines_of(result.out));
  ++scanned;
}

Args joined(Args args, const Args& more) {
  args.insert(args.end(), more.begin(), more.end());
  return args;
}

const std::vector<Args> patients{{"--weight", "35.125kg", "--session", "1"},
                                 {"--weight", "181.9lb", "--session", "3"},
                                 {"--weight", "151.25kg", "--session", "5"},
                                 {"--weight", "300kg", "--session", "999"},
                                 {"--weight", "19kg", "--session", "4"}};
const std::vector<Args> durations{
    {}, {"--over", "30min"}, {"--over", "40min"}, {"--over", "40.05min"}, {"--over", "90min"}};
const Args vials{"10mg/mL", "50mg/mL", "100mg/mL", "12.345mg/mL", "500mg/10mL"};
const Args strengths{"0.05mg/mL", "0.999mg/mL", "1mg/mL", "2.5mg/mL", "60mg/mL"};
const Args lozenges{"100mg", "12.5mg", "400mg", "1000mg"};
const Args sites{"deltoid", "ventrogluteal", "vastus-lateralis"};

/// Every set-up of an infusion: ready-made, a vial into bags and syringes, by pump and by drops.
std::vector<Args> infusions() {
  std::vector<Args> all{{}, {"--drip-set", "20gtt/mL"}};
  for (const auto& strength : strengths)
    for (const Args& set : {Args{}, Args{"--drip-set", "10gtt/mL"}})
      all.push_back(joined({"--concentration", strength}, set));
  for (const auto& vial : vials)
    for (const Args& into : std::vector<Args>{{},
                                              {"--bag", "50.5mL"},
                                              {"--bag", "1000mL"},
                                              {"--bag", "100mL", "--drip-set", "60gtt/mL"},
                                              {"--fill", "10mL"},
                                              {"--fill", "60mL"}})
      all.push_back(joined({"--vial", vial}, into));
  return all;
}

std::vector<Args> injections() {
  std::vector<Args> all{{}, {"--site", "deltoid"}};
  for (const auto& vial : vials) {
    all.push_back({"--vial", vial});
    for (const auto& site : sites) all.push_back({"--vial", vial, "--site", site});
  }
  return all;
}

std::vector<Args> lozenge_setups() {
  std::vector<Args> all{{}};
  for (const auto& lozenge : lozenges) all.push_back({"--lozenge", lozenge});
  return all;
}

/// Calls `each` with every order but its dose.
template <class Each>
void for_each_order(Each each) {
  for (const auto& patient : patients) {
    for (const auto& setup : infusions())
      for (const auto& over : durations)
        each(joined(joined(joined({"--route", "iv"}, patient), setup), over));
    for (const auto& setup : injections()) each(joined(joined({"--route", "im"}, patient), setup));
    for (const auto& setup : lozenge_setups())
      each(joined(joined({"--route", "lozenge"}, patient), setup));
  }
}

}  // namespace

TEST_CASE("text: every table is 80 columns wide and prints its numbers as numbers are printed") {
  scanned = 0;
  for_each_order([](const Args& order) { scan_run(order); });
  // 5 patients x ((2 + 5 x 2 + 5 x 6) x 5 + (2 + 5 x 4) + 5)
  CHECK(scanned == 1185);
}

namespace grid {

using namespace ketadose;
using namespace ketadose::program;

/// What `check` prints for these texts, without starting the program.
std::string answer(const std::vector<std::pair<Field, std::string>>& given) {
  CommandLine line;
  line.verb = "check";
  for (const auto& [field, text] : given) line.texts.set(field, text);
  Request request{.order = {.weight = unit::kg(0), .route = {}, .session = 0}, .route = nullptr};
  REQUIRE_FALSE(read_request(line.texts, published, Purpose::check, request));
  Assessment assessment = judge(request.order, *request.route, published);
  explain(request.order, *request.route, published, assessment);
  std::string out;
  append_check_text(out, line, request, published, assessment);
  return out;
}

std::string tenths(int n) {
  return std::to_string(n / 10) + (n % 10 == 0 ? "" : '.' + std::to_string(n % 10));
}

}  // namespace grid

TEST_CASE("text: checks over the whole grid of weights and rungs") {
  using ketadose::Field;
  const std::vector<std::vector<std::pair<Field, std::string>>> setups{
      {{Field::route, "iv"}, {Field::over, "40min"}, {Field::concentration, "1mg/mL"}},
      {{Field::route, "iv"},
       {Field::over, "47min"},
       {Field::vial, "50mg/mL"},
       {Field::bag, "100mL"}},
      {{Field::route, "iv"},
       {Field::over, "60min"},
       {Field::vial, "500mg/5mL"},
       {Field::fill, "50mL"}},
      {{Field::route, "im"}, {Field::vial, "50mg/mL"}, {Field::site, "deltoid"}},
      {{Field::route, "im"}, {Field::vial, "100mg/mL"}},
      {{Field::route, "lozenge"}, {Field::lozenge, "100mg"}}};
  unsigned answers = 0;
  for (int weight = 300; weight <= 2000; ++weight)
    for (const std::string rung : {"0.5", "0.6", "0.7", "0.75", "0.8", "0.9", "1"}) {
      auto given = setups[(answers + answers / 7) % setups.size()];
      given.insert(given.end(), {{Field::weight, grid::tenths(weight) + "kg"},
                                 {Field::session, weight % 3 == 0 ? "1" : "7"},
                                 {Field::dose, rung + "mg/kg"}});
      const auto lines = lines_of(grid::answer(given));
      for (const auto& line : lines)
        if (line.size() > width || !fault_in(line).empty()) FAIL_CHECK(line);
      ++answers;
    }
  CHECK(answers == 1701 * 7);
}

TEST_CASE("text: every check, too, in range, far outside and with all digits") {
  unsigned turn = 0;
  for_each_order([&turn](const Args& order) {
    const Args doses{"0.5mg/kg", "41.123456mg", "0.041mg", "0.98765mg/kg", "410mg", "3mg"};
    scan_run(joined(joined({"check"}, order), {"--dose", doses[turn++ % doses.size()]}));
  });
}

TEST_CASE("text: findings about the patient, slips and claims") {
  const Args order{"--weight", "120.5kg", "--session", "3", "--route", "iv"};
  const Args patient{"--last-weight", "82kg",
                     "--height",      "178.5cm",
                     "--sex",         "male",
                     "--age",         "70",
                     "--bp",          "150/95",
                     "--has",         "glaucoma",
                     "--takes",       "lorazepam, lamotrigine"};
  for (const Args& kind :
       {Args{}, Args{"--dosing-weight", "ideal"}, Args{"--dosing-weight", "adjusted"}})
    for (const Args& more : {Args{}, Args{"--explain"}}) {
      const auto all = joined(joined(joined(order, patient), kind), more);
      scan_run(all);
      scan_run(joined(joined({"check"}, all),
                      {"--dose", "0.5mg/kg", "--over", "45min", "--vial", "500mg/10mL", "--bag",
                       "100mL", "--draw", "8.2mL", "--rate", "2.5mL/h", "--volume", "133.3mL"}));
      scan_run(joined(joined({"check"}, all),
                      {"--dose", "0.5mg/kg", "--over", "4min", "--concentration", "2.5mg/mL",
                       "--drip-set", "20gtt/mL", "--drops", "7gtt/min"}));
    }
}

TEST_CASE("text: a finding that every row would repeat is said once, above the rows") {
  const Args table{"--weight", "82.5kg", "--route", "iv", "--session", "3"};
  const auto count = [](const std::string& text, const std::string& part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
    return n;
  };
  const auto late = run(joined(table, {"--over", "90min"}));
  CHECK(count(late.out, "duration-above-range") == 1);
  CHECK(has(late.out, "\nRate, mL/h\n"));
  const auto early = run(joined(table, {"--over", "30min"}));
  CHECK(early.code == 0);  // a table exits by the findings about the patient
  CHECK(has(early.out, "\nStop   30 min is shorter than 40 min: infuse over 40 min or more.\n"));
  CHECK(count(early.out, "duration-below-range") == 1);
  CHECK(!has(early.out, "mL/h"));
  CHECK(!has(early.out, "--vial"));
}

TEST_CASE("text: one heading, with the verdict about the patient in front of it") {
  const Args table{"--weight", "82.5kg", "--route", "iv", "--session", "3"};
  const auto review = run(joined(table, {"--age", "70"}));
  CHECK(review.code == 3);
  CHECK(
      review.out.starts_with("REVIEW ketamine IV, 82.5 kg (181.9 lb), session 3, rules published "
                             "2026.1\nSet-up: "));
  CHECK(review.out.find("ketamine") == review.out.rfind("ketamine"));
  CHECK(has(review.out, "(age-out-of-bounds; label-geriatric)\n\n  mg/kg "));
  const auto stop = run(joined(table, {"--age", "17"}));
  CHECK(stop.code == 1);
  CHECK(
      stop.out.starts_with("STOP   ketamine IV, 82.5 kg (181.9 lb), session 3, rules "
                           "published 2026.1\n\nStop   "));
  CHECK(!has(stop.out, "mg/kg"));
}

TEST_CASE("text: an order is echoed with all its digits") {
  const auto said = [](const Args& more) {
    return run(joined({"check", "--weight", "82.5kg", "--session", "3"}, more)).out;
  };
  CHECK(has(said({"--route", "iv", "--over", "40.05min", "--dose", "41.304mg"}),
            " 41.304 mg over 40.05 min: 0.501 mg/kg,"));
  CHECK(has(said({"--route", "iv", "--over", "40min", "--dose", "0.041mg"}), " IV 0.041 mg over "));
  CHECK(has(said({"--route", "iv", "--over", "40min", "--dose", "0.50064mg/kg"}),
            " IV 41.3 mg over 40 min: 0.50064 mg/kg,"));  // 41.3028 mg, shortened
}

TEST_CASE("text: a lozenge too weak to count is refused before it fills the screen") {
  const Args table{"--weight", "82.5kg", "--route", "lozenge", "--session", "3", "--lozenge"};
  const auto tiny = run(joined(table, {"1mcg"}));
  CHECK(tiny.code == 2);
  CHECK(tiny.out.empty());
  CHECK(tiny.err ==
        "ketadose: --lozenge: more than 100 fractions lie between the dose bounds\n"
        "  --lozenge 1mcg\n"
        "            ^ name the strength of the whole lozenge\n");
  const auto json = run(joined(table, {"1mcg", "--format", "json"}));
  CHECK(json.code == 2);
  CHECK(has(json.out, "\"code\":\"out-of-domain\",\"option\":\"lozenge\",\"text\":\"1mcg\""));
  // Quarters between 41.25 and 82.5 mg: of 1.64 mg 101 (101 to 201), of 1.66 mg 99 (100 to 198).
  CHECK(run(joined(table, {"1.64mg"})).code == 2);
  CHECK(run(joined(table, {"1.66mg"})).code == 0);
}

namespace {

/// One command of a transcript and what it printed.
struct Block {
  std::string command;
  Lines output;
};

std::vector<Block> blocks_of(const std::filesystem::path& path) {
  std::ifstream file{path};
  std::vector<Block> blocks;
  bool in_command = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("$ ")) blocks.push_back({});
    in_command = line.starts_with("$ ") || in_command;
    if (in_command)
      blocks.back().command += line;
    else
      blocks.back().output.push_back(line);
    in_command = in_command && line.ends_with('\\');
  }
  return blocks;
}

}  // namespace

TEST_CASE("text: the transcripts read as the program's answers do") {
  unsigned blocks = 0;
  for (const auto& entry : std::filesystem::directory_iterator{KETADOSE_SOURCE_DIR "/examples"}) {
    if (entry.path().extension() != ".txt") continue;
    CAPTURE(entry.path().string());
    for (const auto& block : blocks_of(entry.path())) {
      if (has(block.command, " batch ") || has(block.command, "json")) continue;
      ++blocks;
      CAPTURE(block.command);
      const bool shows_typed =
          entry.path().filename() == "conversation.txt" ||
          std::find(block.output.begin(), block.output.end(), "[exit 2]") != block.output.end();
      if (shows_typed)
        for (const auto& line : block.output) scan_width(line);
      else
        scan(block.output);
    }
  }
  CHECK(blocks > 50);
}

TEST_CASE("a device with finer steps than usual is shown with all its decimals") {
  // 0.5 mg/kg x 82.5 kg = 41.25 mg: at 1 mg/mL 41.3 mL to the step of 0.1 mL; over 40 min that is
  // 41.3 x 60 / 40 = 61.95 mL/h, which a pump with steps of 0.01 mL/h can be set to.
  const OwnFile rules{
      "name = \"fine\"\nversion = \"1\"\nextends = \"published 2026.1\"\n"
      "[routes.iv]\n"
      "pump_rate_step = { value = \"0.01mL/h\", source = \"judgement\" }\n"
      "[routes.lozenge]\n"
      "fraction = { value = \"0.0625\", source = \"judgement\" }\n"};
  const auto infusion =
      run({"check", "--protocol", rules.path(), "--weight", "82.5kg", "--route", "iv", "--session",
           "3", "--dose", "0.5mg/kg", "--over", "40min", "--concentration", "1mg/mL"});
  CHECK(infusion.out.find("Dial   61.95 mL/h, volume 41.3 mL: 40 min\n") != std::string::npos);
  // 56.25 mg of 100 mg are 9/16 of a lozenge.
  const auto lozenge =
      run({"check", "--protocol", rules.path(), "--weight", "100kg", "--route", "lozenge",
           "--session", "5", "--dose", "56.25mg", "--lozenge", "100mg"});
  CHECK(lozenge.out.find("Take   0.5625 lozenge of 100 mg\n") != std::string::npos);
}

TEST_CASE("a number is written alike by every size of its denominator") {
  using ketadose::detail::wide;
  const auto written = [](wide num, wide den, int places, bool grouped) {
    std::array<char, ketadose::longest_number> text{};
    return std::string{text.data(), ketadose::write_number(text.data(), num, den, places, grouped)};
  };
  for (int bits = 4; bits <= 90; ++bits)
    for (const int off : {-1, 0, 1}) {
      const wide den = ((wide{1} << bits) + off) * 3;
      CAPTURE(bits);
      CHECK(written(den / 3, den, 6, false) == "0.333333");
      CHECK(written(den / 3 * 2, den, 3, false) == "0.667");
      CHECK(written(den * 1'234 + den / 3, den, 2, true) == "1,234.33");
      CHECK(written(den * 999 + den / 3 * 2, den, 0, true) == "1,000");
      CHECK(written(den * 7, den, 3, false) == "7");
    }
  CHECK(written(9'999'995, 10'000'000, 6, false) == "1");
  CHECK(written(9'999'994, 10'000'000, 6, false) == "0.999999");
  CHECK(written(1, 2'000'000'000, 6, false) == "0.0000000005");
}

// Second source: half the last decimal is added, and what is then whole is kept, in 128 bits.
static std::string expected(ketadose::detail::wide num, ketadose::detail::wide den, int places) {
  const auto power = ketadose::powers_of_ten[static_cast<std::size_t>(places)];
  const auto steps = static_cast<std::int64_t>((2 * num * power + den) / (2 * den));
  auto text = std::to_string(steps / power) + '.' + std::to_string(power + steps % power).substr(1);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

TEST_CASE("an amount of every measure is written as its value in that measure is") {
  using ketadose::detail::wide;
  std::array<char, ketadose::longest_number> room{};
  for (std::size_t i = 0; i < ketadose::measure_count; ++i) {
    const auto measure = static_cast<ketadose::Measure>(i);
    if (measure == ketadose::Measure::mmhg) continue;  // two numbers
    const auto in = ketadose::row(measure);
    for (const std::int64_t den : {1, 7, 60, 1'000, 72'500, 3'600'000})
      for (std::int64_t thousandths = 1; thousandths < 2'000'000; thousandths += 24'989) {
        const auto num = thousandths * (in.above / 1'000 + 1) * den / in.below + 1;
        CAPTURE(i);
        CAPTURE(num);
        CAPTURE(den);
        const ketadose::Amount amount{measure, num, den};
        const auto machine = expected(wide{num} * in.below, wide{den} * in.above, 6);
        if (machine != "0") {
          CHECK(std::string{room.data(), write_number(room.data(), amount)} == machine);
          CHECK(std::string{room.data(), write_number(room.data(), amount, 6)} == machine);
        }
        const auto person = expected(wide{num} * in.below, wide{den} * in.above, 3);
        if (person != "0")
          CHECK(std::string{room.data(), write_number(room.data(), amount, 3)} == person);
      }
  }
}

/// The message of a dose above a cap of five: its own words have no comma.
static std::string above_five(const ketadose::Amount& measured) {
  using namespace ketadose;           // NOLINT(google-build-using-namespace)
  using namespace ketadose::program;  // NOLINT(google-build-using-namespace)
  const auto in = row(measured.measure);
  const Finding finding{.code = Code::dose_above_cap,
                        .level = Level::review,
                        .subject = {},
                        .measured = measured,
                        .bound = {measured.measure, 5 * in.above, in.below},
                        .edge = {},
                        .source = {},
                        .also = {},
                        .also_for = {}};
  const Order order{.weight = unit::kg(80), .route = "iv", .session = 1};
  Buffer out;
  const auto signs =
      append_message(out, finding, order, *find_route(published, "iv"), published, PlanFrame{});
  std::string said{out.view()};
  CHECK_FALSE(signs.commas);
  CHECK(signs.unseen >= (said.find(',') != said.npos));
  return said;
}

// Second source: `expected`, with a comma before the last three digits from 1,000 on.
TEST_CASE("a message shows its numbers with their usual decimals, however large or wide") {
  using ketadose::Measure;
  using ketadose::detail::wide;
  constexpr wide wider = wide{3} << 64;
  for (std::size_t i = 0; i < ketadose::measure_count; ++i) {
    const auto measure = static_cast<Measure>(i);
    const auto in = ketadose::row(measure);
    const bool of_device =
        measure == Measure::ml || measure == Measure::ml_per_h || measure == Measure::pieces;
    if (of_device || measure == Measure::mmhg) continue;
    const std::string unit = in.symbol.empty() ? "" : ' ' + std::string{in.symbol};
    const auto rest =
        unit + " is above the dose cap of 5" + unit + ": ask the prescriber to confirm it.";
    for (const std::int64_t thousandths : {6'000, 7'499, 7'500, 12'344, 12'345, 99'949, 99'950,
                                           999'499, 999'500, 999'999, 1'000'000, 1'234'567})
      for (const std::int64_t of : {1, 7, 72'500})
        for (const int off : {-1, 0, 1}) {
          const auto num = wide{thousandths} * in.above * of / 1'000 + off;
          const auto den = wide{of} * in.below;
          auto number = expected(num, wide{of} * in.above, in.places);
          if (number == "5") continue;
          const auto whole = std::min(number.find('.'), number.size());
          if (whole > 3) number.insert(whole - 3, ",");
          CAPTURE(number);
          CHECK(above_five({measure, num, den}) == number + rest);
          CHECK(above_five({measure, num * wider, den * wider}) == number + rest);
        }
  }
}
