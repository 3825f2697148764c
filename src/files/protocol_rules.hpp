// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <ketadose/protocol.hpp>
#include <string>
#include <string_view>
#include <vector>

/// A protocol as plain rules, by set: what its writers print and its comparison compares. They
/// know shapes, and no column of a route or of the patient by its name.
namespace ketadose::program {

/// What stands in a rule, or in one part of it: words, or numbers of one unit. Empty: not set.
struct Entry {
  std::vector<std::string> items;  ///< a number is exact, as a file writes it
  std::string_view unit;           ///< of numbers; empty for words
  std::vector<Fraction> values;    ///< of numbers and levels, in base units: for comparing
  std::string_view source;         ///< empty where the rule has none

  bool is_set() const { return !items.empty(); }
  bool is_number() const { return !unit.empty(); }
};

enum class Shape : std::uint8_t {
  guardrail,  ///< four entries, in the order of `Edge`
  ceilings,   ///< an entry for every row, which `sessions` says the first session of
  bound,      ///< one entry
  allowance,  ///< one entry, and the larger the value the more passes; not set is nothing
  list,       ///< one entry of any number of items
  word,       ///< one entry of one word, name or sentence
  level,      ///< a word, and the higher the value the more it forbids
  points,     ///< an entry of one sentence for every point
};

struct Rule {
  std::string_view key;
  Shape shape;
  std::vector<Entry> entries;
  std::vector<int> sessions;
};

/// The kinds of sets, in the order in which they are shown.
enum class Group : std::uint8_t {
  routes,
  patient,
  sites,
  syringes,
  conditions,
  medicines,
  care,
  sources,
};
inline constexpr std::size_t group_count = 8;

struct RuleSet {
  Group group;
  std::string name;  ///< of the row; empty for a group that is one set
  std::vector<Rule> rules;
};

/// The key of a group: "routes".
std::string_view key(Group group);
/// The key of a bound of a guardrail: "stop_below".
std::string_view key(Edge edge);

/// All rules that apply. Throws std::logic_error when a number cannot be written exactly: a
/// protocol is shown as it is in force or not at all.
std::vector<RuleSet> rule_sets(const Protocol& protocol);

/// The last session of a row of ceilings; 0 for all that follow.
int last_session(const Rule& ceilings, std::size_t row);

}  // namespace ketadose::program
