// SPDX-License-Identifier: Apache-2.0
// `batch` with JSON Lines, in and out. Expected values are the interface's rules (sections 6, 7).
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "run_binary.hpp"
#include "texts.hpp"

namespace {

Result jsonl(const std::string& input, const Args& more = {}) {
  Args args{"batch", "--input", "jsonl"};
  args.insert(args.end(), more.begin(), more.end());
  return run(args, input);
}

/// What one line that is refused says: "code option".
std::string refusal(const std::string& line, const Args& more = {}) {
  const auto out = jsonl(line + "\n", more).out;
  const auto value = [&out](const std::string& key) {
    const auto at = out.find("\"" + key + "\":\"");
    if (at == std::string::npos) return std::string{};
    const auto start = at + key.size() + 4;
    return out.substr(start, out.find('"', start) - start);
  };
  CHECK(value("verdict") == "refused");
  CHECK(std::count(out.begin(), out.end(), '\n') == 1);
  return value("code") + " " + value("option");
}

const std::string good =
    R"({"id":"P1","weight":"82.5kg","route":"im","session":3,"dose":"41mg","vial":"50mg/mL"})";

std::string with(const std::string& member) {
  return good.substr(0, good.size() - 1) + "," + member + "}";
}

}  // namespace

TEST_CASE("batch json: the answer is that of check, with the input under input") {
  auto out = jsonl(good + "\n").out;
  const auto checked = run({"check", "--weight", "82.5kg", "--route", "im", "--session", "3",
                            "--dose", "41mg", "--vial", "50mg/mL", "--format", "json"})
                           .out;
  const auto input = out.find("\"input\":"), order = checked.find("\"order\":");
  REQUIRE(input != std::string::npos);
  REQUIRE(order != std::string::npos);
  CHECK(out.substr(0, input) == checked.substr(0, order));
  CHECK(out.substr(input + 8, good.size()) == good);
  CHECK(out.substr(input + 8 + good.size()) == checked.substr(checked.find('}', order) + 1));
}

TEST_CASE("batch json: a text, a number, null and a missing key") {
  const auto plain = jsonl(good + "\n").out;
  const auto answer = [](const std::string& out) {
    return out.substr(out.find("},\"weight_kg\""));
  };
  CHECK(answer(jsonl(with(R"("over":null,"bag":"")") + "\n").out) == answer(plain));
  const std::string bare =
      R"({ "weight_kg" : 82.50, "route":"\u0069m","session":"3","dose_mg":41,"vial_mg_per_ml":50})";
  CHECK(answer(jsonl(bare + "\r\n").out) == answer(plain));
}

TEST_CASE("batch json: numbers are read from their text") {
  const auto dose = [](const std::string& number) {
    return R"({"weight_kg":70,"route":"im","session":3,"dose_mg":)" + number + "}";
  };
  CHECK(refusal(dose("3.5e1")) == "number-exponent dose_mg");
  CHECK(refusal(dose("-35")) == "number-sign dose_mg");
  CHECK(refusal(dose("0")) == "number-zero dose_mg");
  CHECK(refusal(dose("35.0000001")) == "number-too-long dose_mg");
  CHECK(refusal(dose("035")) == "json-invalid ");
  CHECK(refusal(R"({"weight":70,"route":"im","session":3,"dose":"35mg"})") ==
        "unit-missing weight");
}

TEST_CASE("batch json: damaged lines") {
  CHECK(refusal("{") == "json-invalid ");
  CHECK(refusal("nonsense") == "json-invalid ");
  CHECK(refusal("[1]") == "json-invalid ");
  CHECK(refusal("7") == "json-invalid ");
  CHECK(refusal("\"text\"") == "json-invalid ");
  CHECK(refusal("null") == "json-invalid ");
  CHECK(refusal("  ") == "json-invalid ");
  CHECK(refusal(good + good) == "json-invalid ");
  CHECK(refusal(with(R"("bag":["100mL"])")) == "json-invalid ");
  CHECK(refusal(with(R"("bag":{"ml":100})")) == "json-invalid ");
  CHECK(refusal(with(R"("has":true)")) == "json-invalid ");
  // Half of a surrogate pair is no character: RFC 8259, section 8.2, and UTF-8 cannot hold it.
  CHECK(refusal(with(R"("note":"\ud800")"), {"--keep", "note"}) == "json-invalid ");
  CHECK(refusal(with(R"("note":"\ude00")"), {"--keep", "note"}) == "json-invalid ");
  CHECK(refusal(with(R"("\ude00":1)"), {"--keep-all"}) == "json-invalid ");
  CHECK(jsonl(with(R"("note":"\ud83d\ude00")") + "\n", {"--keep", "note"}).code == 0);
  CHECK(refusal(with(R"("dose":"42mg")")) == "key-repeated ");
  CHECK(refusal(with(R"("x":1,"y":2,"x":1)"), {"--keep-all"}) == "key-repeated ");
  CHECK(refusal(with("\"note\":\"\xFF\""), {"--keep", "note"}) == "encoding ");
  CHECK(refusal(with(R"("note":"\u0000")"), {"--keep", "note"}) == "encoding ");
  CHECK(refusal(with(R"("no\u0000te":1)"), {"--keep-all"}) == "encoding ");
  CHECK(refusal(std::string(70'000, ' ')) == "record-too-long ");
  CHECK(refusal(std::string(60'000, '[')) == "json-invalid ");
}

TEST_CASE("batch json: a key without a column is refused where a value would be lost") {
  const auto second = [](const std::string& key) {
    const auto out = jsonl(good + "\n" + with(key) + "\n", {"--format", "csv"}).out;
    return out.substr(out.find('\n', out.find('\n') + 1) + 1);
  };
  CHECK(has(second(R"("height":null)"), ",ok,"));
  CHECK(has(second(R"("height":"")"), ",ok,"));
  CHECK(has(second(R"("height":"178cm")"), ",refused,fields-mismatch,height,"));
}

TEST_CASE("batch json: keys") {
  CHECK(refusal(with(R"("wieght":1)")) == "option-unknown wieght");
  CHECK(refusal(with(R"("weight_kg":82.5)")) == "contradicts weight_kg");
  CHECK(jsonl(with(R"("weight_kg":null)") + "\n").code == 0);
  CHECK(jsonl(with(R"("ward":7)") + "\n", {"--keep", "ward"}).code == 0);
  CHECK(jsonl(with(R"("ward":7,"bed":"B")") + "\n", {"--keep-all"}).code == 0);
  CHECK(has(jsonl(with(R"("ward": 7)") + "\n", {"--keep", "ward"}).out, R"("ward": 7})"));
}

TEST_CASE("batch json: lines in order, whatever happens, and where it happened") {
  const auto out = jsonl(good + "\n{\n" + good + "\n\n" + good + "\n\n");
  CHECK(std::count(out.out.begin(), out.out.end(), '\n') == 5);
  CHECK(has(out.out, R"("input":{},"verdict":"refused","code":"json-invalid")"));
  CHECK(has(out.out, "line 2 is not JSON"));
  CHECK(has(out.out, "line 4 is blank"));
  CHECK(out.code == 4);
  CHECK(jsonl("").code == 2);
  CHECK(jsonl(good).code == 0);
}

TEST_CASE("batch json: between the formats") {
  const std::string csv = "id,weight,route,session,dose\n\"P \"\"1\"\"\",82.5kg,im,3,41mg\n";
  CHECK(has(
      run({"batch", "--format", "jsonl"}, csv).out,
      R"("input":{"id":"P \"1\"","weight":"82.5kg","route":"im","session":"3","dose":"41mg"},)"));
  const auto out = jsonl(R"({"id":"a,b","weight_kg":82.5,"route":"im","session":3,"dose":"41mg"})"
                         "\n"
                         R"({"weight_kg":82.5,"route":"im","session":3,"dose":null})"
                         "\n"
                         R"({"id":"c","route":"im","vial":"50mg/mL"})"
                         "\n{\n",
                         {"--format", "csv"});
  CHECK(has(out.out, "id,weight_kg,route,session,dose,dosing_weight_kg,"));
  CHECK(has(out.out, "\n\"a,b\",82.5,im,3,41mg,82.5,41,"));
  CHECK(has(out.out, "\n,82.5,im,3,,,,,,,,,,,,,,,,,,refused,required-missing,dose,"));
  CHECK(has(out.out, "\nc,,im,,,,,,,,,,,,,,,,,,,refused,fields-mismatch,vial,"));
  CHECK(has(out.out, "\n,,,,,,,,,,,,,,,,,,,,,refused,json-invalid,,"));
  const auto chosen = jsonl(good + "\n{\"id\":\"c\",\"bag\":\"1mL\"}\n",
                            {"--format", "csv", "--columns", "verdict,id"});
  CHECK(chosen.out == "verdict,id\nok,P1\nrefused,c\n");
  CHECK(jsonl(good + "\n", {"--columns", "id"}).code == 2);
  CHECK(jsonl("{\n", {"--format", "csv"}).code == 2);
}

TEST_CASE("batch json: a refusal of the whole is JSON, too") {
  const auto out = run({"batch", "--format", "jsonl"}, "id,wieght\n");
  CHECK(out.code == 2);
  CHECK(out.err.empty());
  CHECK(
      has(out.out, R"({"schema":"ketadose/refusal/1","code":"option-unknown","option":"wieght")"));
}

TEST_CASE("batch json: a character that ends the plain part of a text does so wherever it stands") {
  const std::string letters = "abcdefghijklmnopqrst";  // more than two words of a machine
  const auto rest = good.substr(good.find(",\"weight\""));
  std::string raw, escaped, decoded;
  for (std::size_t at = 0; at < letters.size(); ++at) {
    const auto before = letters.substr(0, at), after = letters.substr(at + 1);
    for (const char c : {'\x01', '\x1a', '\x1f'})
      raw += R"({"id":")" + before + c + after + '"' + rest + '\n';
    escaped += R"({"id":")" + before + R"(\u0041\/\u00e9)" + after + '"' + rest + '\n';
    decoded += before + "A/\u00e9" + after + ",82.5kg\n";
  }
  const auto refused = jsonl(raw).out;
  std::size_t count = 0;
  for (auto from = refused.find("\"refused\""); from != std::string::npos; ++count)
    from = refused.find("\"refused\"", from + 1);
  CHECK(count == 3 * letters.size());
  CHECK(jsonl(escaped, {"--format", "csv", "--columns", "id,weight"}).out ==
        "id,weight\n" + decoded);
}
