// SPDX-License-Identifier: Apache-2.0
// `batch` and `check` agree on every order. Expected values: what `check` prints, made by the same
// functions for 100,000 orders, and by the program itself for some of them.
#include <doctest/doctest.h>

#include <cstdint>
#include <ketadose/published.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "formats/json.hpp"
#include "run_binary.hpp"

namespace {

using namespace ketadose;           // NOLINT(google-build-using-namespace)
using namespace ketadose::program;  // NOLINT(google-build-using-namespace)

/// The same numbers on every run.
class Dice {
 public:
  std::size_t below(std::size_t n) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state_ >> 33U) % n;
  }
  std::string pick(const std::vector<std::string>& from) { return from[below(from.size())]; }
  bool once_in(std::size_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_ = 20'261;
};

/// What each part of an order may be, good and bad. An empty text is absent.
struct Part {
  Field field;
  std::size_t once_in;  ///< how seldom it is given
  std::vector<std::string> texts;
};
const std::vector<Part> parts{
    {Field::weight,
     1,
     {"82.5kg", "60kg", "181.9lb", "45 kg", "120.4kg", "19kg", "151kg", "70,5kg"}},
    {Field::last_weight, 4, {"82.5kg", "60kg", "37.4kg", "182lb"}},
    {Field::route, 1, {"iv", "iv", "iv", "im", "im", "lozenge", "oral"}},
    {Field::session, 1, {"1", "3", "4", "7", "12", "0"}},
    {Field::dose, 1, {"41mg", "0.5mg/kg", "0.75mg/kg", "1mg/kg", "60mg", "410mg", "41mcg", "41"}},
    {Field::over, 2, {"40min", "45min", "1h", "39min", "40h", "4min"}},
    {Field::vial, 2, {"50mg/mL", "10mg/mL", "100mg/mL", "500mg/10mL", "75mg/mL", "50%"}},
    {Field::bag, 4, {"100mL", "50mL", "250 ml", "1000mL", "100.05mL"}},
    {Field::fill, 8, {"50mL", "60mL", "10mL", "61mL"}},
    {Field::concentration, 5, {"1mg/mL", "2mg/mL", "0.5mg/mL", "60mg/mL"}},
    {Field::drip_set, 9, {"20gtt/mL", "60gtt/mL", "13gtt/mL"}},
    {Field::site, 6, {"deltoid", "ventrogluteal", "vastus-lateralis", "buttock"}},
    {Field::lozenge, 6, {"100mg", "30mg", "12.5mg"}},
    {Field::height, 5, {"178cm", "70in", "150cm"}},
    {Field::sex, 5, {"female", "male", "f"}},
    {Field::age, 5, {"17", "18", "64", "65", "54", "151"}},
    {Field::dosing_weight, 7, {"actual", "ideal", "adjusted"}},
    {Field::bp, 5, {"135/85", "150/95", "185/90", "80/50", "85/135"}},
    {Field::has, 6, {"none", "pregnancy", "glaucoma", "cystitis, mania", "nothing"}},
    {Field::takes, 6, {"none", "lorazepam", "tramadol lamotrigine", "opoid"}},
    {Field::draw, 9, {"0.82mL", "8.2mL", "1mL"}},
    {Field::rate, 9, {"150mL/h", "2.5mL/h", "100mL/h"}},
    {Field::volume, 9, {"100mL", "41mL", "99.18mL"}},
    {Field::drops, 15, {"38gtt/min", "20gtt/min"}},
    {Field::pieces, 15, {"0.5", "5", "41"}},
};

/// Whether this part of an order is for another route: mostly left out, else few could be judged.
bool is_foreign(Field field, std::string_view route) {
  const auto* const row = find_route(published, route);
  const auto any = ketadose::detail::applicable(Form::infusion) |
                   ketadose::detail::applicable(Form::injection) |
                   ketadose::detail::applicable(Form::lozenge);
  const auto fits = row == nullptr ? any : ketadose::detail::applicable(row->form);
  return (any & ~fits & ketadose::detail::bit(field)) != 0;
}

Texts random_order(Dice& dice, std::vector<std::string>& store) {
  store.clear();
  store.reserve(parts.size());  // so that the views into it stay
  Texts texts;
  for (const auto& part : parts) {
    if (!dice.once_in(part.once_in)) continue;
    if (is_foreign(part.field, texts[Field::route]) && !dice.once_in(20)) continue;
    store.push_back(dice.pick(part.texts));
    texts.set(part.field, store.back());
  }
  return texts;
}

std::string header() {
  std::string line;
  for (const auto& part : parts) {
    if (!line.empty()) line += ',';
    line += spellings()[static_cast<std::size_t>(part.field)].column;
  }
  return line + '\n';
}

void append_row(std::string& out, const Texts& texts) {
  for (const auto& part : parts) {
    if (part.field != parts.front().field) out += ',';
    const bool quotes = texts[part.field].find(',') != std::string_view::npos;
    if (quotes) out += '"';
    out += texts[part.field];
    if (quotes) out += '"';
  }
  out += '\n';
}

/// What `check --format json` prints for an order, from "weight_kg" or "code" on.
std::string checked(const Texts& texts) {
  Request request{.order = {.weight = unit::kg(0), .route = {}, .session = 0}, .route = nullptr};
  std::string out;
  if (const auto refusal = read_request(texts, published, Purpose::check, request)) {
    out += "refused ";
    out += name(refusal->code);
    out += ' ';
    out += spellings()[static_cast<std::size_t>(refusal->field)].column;
    return out;
  }
  auto assessment = judge(request.order, *request.route, published);
  explain(request.order, *request.route, published, assessment);
  append_check(out, texts, "{}", request, published, assessment);
  return out.substr(out.find("},\"weight_kg\""));
}

std::string value(const std::string& json, const std::string& key) {
  const auto at = json.find("\"" + key + "\":\"");
  if (at == std::string::npos) return {};
  const auto start = at + key.size() + 4;
  return json.substr(start, json.find('"', start) - start);
}

/// The same part of what `batch` answered.
std::string batched(const std::string& line) {
  const auto at = line.find("},\"weight_kg\"");
  if (at != std::string::npos) return line.substr(at);
  return value(line, "verdict") + ' ' + value(line, "code") + ' ' + value(line, "option");
}

std::vector<std::string> options(const Texts& texts) {
  std::vector<std::string> args{"check", "--format", "json"};
  for (const auto& part : parts)
    if (texts.has(part.field)) {
      args.push_back("--" + std::string{name(part.field)});
      args.emplace_back(texts[part.field]);
    }
  return args;
}

}  // namespace

TEST_CASE("batch agrees with check on 100,000 orders") {
  constexpr int count = 100'000;
  Dice dice;
  std::vector<std::string> store;
  std::string in = header();
  std::vector<std::string> expected;
  for (int i = 0; i < count; ++i) {
    const auto texts = random_order(dice, store);
    append_row(in, texts);
    expected.push_back(checked(texts));
  }
  std::istringstream out{run({"batch", "--format", "jsonl"}, in).out};
  std::size_t rows = 0, judged = 0;
  for (std::string line; std::getline(out, line); ++rows) {
    REQUIRE(rows < expected.size());
    if (batched(line) != expected[rows]) {
      CHECK(batched(line) == expected[rows]);
      CHECK(line.empty());
      return;
    }
    if (expected[rows].front() == '}') ++judged;
  }
  CHECK(rows == count);
  CHECK(judged > count / 8);
}

TEST_CASE("batch agrees with the program's own check") {
  Dice dice;
  std::vector<std::string> store;
  for (int i = 0; i < 200; ++i) {
    const auto texts = random_order(dice, store);
    const auto one = run(options(texts));
    std::string in = header();
    append_row(in, texts);
    auto line = run({"batch", "--format", "jsonl"}, in).out;
    const auto at = one.out.find("},\"weight_kg\"");
    if (at != std::string::npos)
      CHECK(one.out.substr(at) == batched(line));
    else
      CHECK(value(one.out, "code") == value(line, "code"));
  }
}
