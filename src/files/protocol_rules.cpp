// SPDX-License-Identifier: Apache-2.0
#include "files/protocol_rules.hpp"

#include <array>
#include <span>
#include <stdexcept>
#include <utility>

#include "files/protocol_keys.hpp"
#include "files/protocol_values.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

using ketadose::detail::wide;

// ---- Units ----

/// One of its units is so many base units above for every so many below.
struct Scale {
  std::string_view symbol;
  wide above;
  wide below;
};

template <class Dim>
constexpr Scale of(Unit<Dim> unit) {
  return {unit.symbol, unit.scale, 1};
}
constexpr Scale of(Measure measure) {
  const auto as = row(measure);
  return {as.symbol, as.above, as.below};
}

/// The units that each kind of value is written in: the first that writes it exactly.
template <class T>
struct Units;
template <>
struct Units<DrugMass> {
  static constexpr std::array all{of(unit::mg), of(unit::mcg)};
};
template <>
struct Units<Duration> {
  static constexpr std::array all{of(unit::min)};
};
template <>
struct Units<BodyWeight> {
  static constexpr std::array all{of(unit::kg)};
};
template <>
struct Units<Volume> {
  static constexpr std::array all{of(unit::mL)};
};
template <>
struct Units<Years> {
  static constexpr std::array all{of(unit::year)};
};
template <>
struct Units<Pressure> {
  static constexpr std::array all{of(unit::mmHg)};
};
template <>
struct Units<Exact<PiecesDim>> {
  static constexpr std::array all{of(Measure::pieces)};
};
template <>
struct Units<Fraction> {
  static constexpr std::array all{of(Measure::percent)};
};
template <>
struct Units<WeightDose> {
  static constexpr std::array all{of(Measure::mg_per_kg)};
};
template <>
struct Units<Concentration> {
  static constexpr std::array all{of(Measure::mg_per_ml)};
};
template <>
struct Units<Rate> {
  static constexpr std::array all{of(Measure::ml_per_h)};
};
template <>
struct Units<Intensity> {
  static constexpr std::array all{of(Measure::mg_per_kg_per_h)};
};
template <>
struct Units<DropFactor> {
  static constexpr std::array all{
      Scale{drop_factor_units.front().symbol, unit::gtt.scale, unit::mL.scale}};
};
template <>
struct Units<BodyMassIndex> {
  static constexpr std::array all{of(Measure::kg_per_m2)};
};

// ---- Exact numbers ----

constexpr wide most_counted = 1'000'000'000'000;  // millionths: six digits before the point

/// The number with at most six digits before the point and six after it; empty when it has more.
std::string exactly(const Fraction& value, const Scale& unit) {
  auto scaled = value.scaled(unit.below, unit.above);
  const wide common = ketadose::detail::common_divisor(scaled.num(), scaled.den());
  scaled = Fraction::of_base(scaled.num() / common, scaled.den() / common);
  const wide million = powers_of_ten.back();
  if (million % scaled.den() != 0) return {};
  if (ketadose::detail::times(scaled.num(), million / scaled.den()) >= most_counted) return {};
  std::array<char, longest_number> text{};
  char* const end = write_number(text.data(), scaled.num(), scaled.den(), machine_places);
  return {text.data(), end};
}

/// Whether the unit writes all values; they then stand in the entry.
bool write_in(Entry& entry, const Scale& unit) {
  entry.unit = unit.symbol;
  entry.items.clear();
  for (const auto& value : entry.values) {
    entry.items.push_back(exactly(value, unit));
    if (entry.items.back().empty()) return false;
  }
  return true;
}

Entry number_entry(std::vector<Fraction> values, std::span<const Scale> units) {
  Entry entry{.items = {}, .unit = {}, .values = std::move(values), .source = {}};
  for (const auto& unit : units)
    if (write_in(entry, unit)) return entry;
  throw std::logic_error{"a number of the protocol cannot be written exactly"};
}

template <class Dim>
Fraction in_base_units(Quantity<Dim> value) {
  return Fraction::of_base(value.in(Unit<Dim>{"", 1}), 1);
}
template <class N, class D>
Fraction in_base_units(const Ratio<N, D>& value) {
  return Fraction::of_base(value.num(), value.den());
}
template <class Dim>
Fraction in_base_units(const Exact<Dim>& value) {
  return Fraction::of_base(value.num(), value.den());
}

// ---- Entries ----

Entry word_entry(std::string_view word, std::string_view source = {}) {
  Entry entry{.items = {}, .unit = {}, .values = {}, .source = source};
  if (!word.empty()) entry.items.emplace_back(word);
  return entry;
}

template <class T>
Entry entry(const T& value, std::string_view source) {
  auto entry = number_entry({in_base_units(value)}, Units<T>::all);
  entry.source = source;
  return entry;
}
Entry entry(BagVolume value, std::string_view source) {
  return word_entry(bag_volume_words.at(static_cast<std::size_t>(value)), source);
}

template <class T>
Entry entry(const Bound<T>& bound) {
  return bound ? entry(*bound, bound.source()) : Entry{};
}

Entry words_entry(std::string_view list) {
  Entry entry{};
  Words words{list};
  for (auto word = words.next(); !word.empty(); word = words.next()) entry.items.emplace_back(word);
  return entry;
}

// ---- Rules: an overload for each type of one ----

template <class T>
Rule rule(std::string_view key, const Guardrail<T>& g) {
  return {key,
          Shape::guardrail,
          {entry(g.stop_below), entry(g.review_below), entry(g.review_above), entry(g.stop_above)},
          {}};
}
template <class T>
Rule rule(std::string_view key, const Bound<T>& bound) {
  return {key, Shape::bound, {entry(bound)}, {}};
}
/// An order may lie half of its step beyond every review bound.
Rule rule(std::string_view key, const Bound<DrugMass>& step) {
  return {key, Shape::allowance, {entry(step)}, {}};
}
template <class T>
Rule rule(std::string_view key, std::span<const T> values) {
  std::vector<Fraction> numbers;
  for (const auto& value : values) numbers.push_back(in_base_units(value));
  return {key, Shape::list, {number_entry(std::move(numbers), Units<T>::all)}, {}};
}
Rule rule(std::string_view key, std::span<const SessionCeiling> rows) {
  Rule rule{key, Shape::ceilings, {}, {}};
  for (const auto& row : rows) {
    rule.entries.push_back(entry(row.review_above));
    rule.sessions.push_back(row.from);
  }
  return rule;
}
Rule rule(std::string_view key, std::span<const Point> points) {
  Rule rule{key, Shape::points, {}, {}};
  for (const auto& point : points) rule.entries.push_back(word_entry(point.text, point.source));
  return rule;
}
Rule rule(std::string_view key, std::string_view text) {
  return {key, Shape::word, {word_entry(text)}, {}};
}
Rule rule(std::string_view key, Form form) {
  return rule(key, form_words.at(static_cast<std::size_t>(form)));
}
Rule rule(std::string_view key, DosingWeight weight) {
  return rule(key, dosing_weight_words.at(static_cast<std::size_t>(weight)));
}
Rule rule(std::string_view key, Volume volume) {
  return {key, Shape::bound, {entry(volume, {})}, {}};
}
Rule rule(std::string_view key, Level level) {
  auto word = word_entry(name(level));
  word.values.push_back(Fraction::of_base(static_cast<int>(level), 1));
  return {key, Shape::level, {std::move(word)}, {}};
}

// ---- Sections ----

RuleSet route_set(const Route& route) {
  RuleSet set{Group::routes, std::string{route.name}, {}};
  const unsigned form = 1U << static_cast<unsigned>(route.form);
  each_key_of_route(route, [&](std::string_view key, const auto& value, unsigned forms) {
    if ((forms & form) != 0) set.rules.push_back(rule(key, value));
  });
  return set;
}

RuleSet patient_set(const Protocol& protocol) {
  RuleSet set{Group::patient, {}, {}};
  each_key_of_patient(protocol, [&set](std::string_view key, const auto& value) {
    set.rules.push_back(rule(key, value));
  });
  return set;
}

RuleSet syringe_set(const Syringe& row) {
  auto capacity = rule("capacity", row.capacity);
  auto name = capacity.entries.front().items.front() + std::string{capacity.entries.front().unit};
  return {Group::syringes,
          std::move(name),
          {std::move(capacity), rule("mark", row.mark), rule("source", row.source)}};
}

RuleSet screening_set(Group group, const Screening& row) {
  return {group,
          std::string{row.code},
          {Rule{"aliases", Shape::list, {words_entry(row.aliases)}, {}}, rule("level", row.level),
           rule("sentence", row.sentence), rule("source", row.source)}};
}

RuleSet care_set(const Protocol& protocol) {
  RuleSet set{Group::care, {}, {}};
  each_key_of_care(protocol, [&set](std::string_view key, const auto& points) {
    set.rules.push_back(rule(key, points));
  });
  return set;
}

RuleSet sources_set(const Protocol& protocol) {
  RuleSet set{Group::sources, {}, {}};
  for (const auto& source : protocol.sources) set.rules.push_back(rule(source.key, source.text));
  return set;
}

constexpr std::array<std::string_view, group_count> group_keys{
    "routes", "patient", "sites", "syringes", "conditions", "medicines", "care", "sources"};
constexpr std::array<std::string_view, 5> edge_keys{"stop_below", "review_below", "review_above",
                                                    "stop_above", "note_from"};

}  // namespace

std::string_view key(Group group) { return group_keys.at(static_cast<std::size_t>(group)); }
std::string_view key(Edge edge) { return edge_keys.at(static_cast<std::size_t>(edge)); }

std::vector<RuleSet> rule_sets(const Protocol& protocol) {
  std::vector<RuleSet> all;
  for (const auto& route : protocol.routes) all.push_back(route_set(route));
  all.push_back(patient_set(protocol));
  for (const auto& site : protocol.sites)
    all.push_back({Group::sites, std::string{site.name}, {rule("volume", site.volume)}});
  for (const auto& syringe : protocol.syringes) all.push_back(syringe_set(syringe));
  for (const auto& row : protocol.conditions) all.push_back(screening_set(Group::conditions, row));
  for (const auto& row : protocol.medicines) all.push_back(screening_set(Group::medicines, row));
  all.push_back(care_set(protocol));
  all.push_back(sources_set(protocol));
  return all;
}

int last_session(const Rule& ceilings, std::size_t row) {
  return row + 1 < ceilings.sessions.size() ? ceilings.sessions[row + 1] - 1 : 0;
}

}  // namespace ketadose::program
