// SPDX-License-Identifier: Apache-2.0
// A line is the same to the reader of plain lines and to RapidJSON, which reads all that do not
// begin with a brace.
#include "files/jsonl.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace ketadose::program;

namespace {

struct Member {
  std::string key;
  std::string text;
  JsonMember::Kind kind;
  friend bool operator==(const Member&, const Member&) = default;
};

struct Result {
  Fault fault;
  std::vector<Member> members;
  friend bool operator==(const Result&, const Result&) = default;
};

Result read(JsonReader& reader, const std::string& line) {
  Result result{reader.read(line), {}};
  if (result.fault != Fault::none) return result;
  for (const auto& [key, text, kind] : reader.members())
    result.members.push_back({std::string{key}, std::string{text}, kind});
  return result;
}

constexpr std::array<std::string_view, 24> pieces{
    "{",    "}",  "\"", ":",  ",",  " ",   "\t",   "a",   "\"dose\"", "\"\"",     "0",   "7", "1.5",
    "0.50", "01", "1.", ".5", "-1", "2e3", "null", "nul", "\\u0041",  "\xC3\xA9", "\x1f"};

/// A flat object, mostly with a piece put in, taken out or put in another's place.
std::string random_line(std::mt19937& random) {
  const auto below = [&random](std::size_t n) { return random() % n; };
  constexpr std::array<std::string_view, 9> values{
      "\"82.5kg\"", "\"\"", "0.5", "41", "0", "null", "\"a long text with blanks\"", "100", "7.25"};
  std::vector<std::string> line{"{"};
  const auto members = 1 + below(4);
  for (std::size_t i = 0; i < members; ++i) {
    line.push_back("\"key" + std::string(below(12), 'x') + std::to_string(i) + "\"");
    line.emplace_back(below(3) == 0 ? ": " : ":");
    line.emplace_back(values[below(values.size())]);
    line.emplace_back(i + 1 == members ? "}" : below(3) == 0 ? ", " : ",");
  }
  const auto edits = below(3);
  for (std::size_t i = 0; i < edits; ++i) {
    const auto at = below(line.size());
    const std::string piece{pieces[below(pieces.size())]};
    if (below(3) == 0)
      line[at].clear();
    else if (below(2) == 0)
      line[at] = piece;
    else
      line[at].insert(below(line[at].size() + 1), piece);
  }
  std::string whole;
  for (const auto& part : line) whole += part;
  return whole;
}

}  // namespace

TEST_CASE("jsonl: a plain line is read as RapidJSON reads it") {
  std::mt19937 random{20261125};
  JsonReader reader;
  int good = 0, bad = 0;
  for (int i = 0; i < 200'000; ++i) {
    const auto line = random_line(random);
    if (line.empty()) continue;
    const auto mine = read(reader, line);
    const auto theirs = read(reader, '\t' + line);
    if (mine != theirs) FAIL(line);
    ++(mine.fault == Fault::none ? good : bad);
  }
  CHECK(good > 50'000);
  CHECK(bad > 50'000);
}

TEST_CASE("jsonl: a number is as long as RapidJSON lets it be") {
  JsonReader reader;
  for (const char digit : {'1', '9'})
    for (std::size_t length = 1; length <= 400; ++length)
      for (const char* const decimals : {"", ".5", ".123456789012345678901234567890"}) {
        const auto line = "{\"id\":" + std::string(length, digit) + decimals + "}";
        if (read(reader, line) != read(reader, '\t' + line)) FAIL(line);
      }
  CHECK(read(reader, "{\"id\":" + std::string(308, '1') + "}").fault == Fault::none);
  CHECK(read(reader, "{\"id\":" + std::string(310, '1') + "}").fault == Fault::not_json);
}
