// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <array>
#include <ketadose/protocol.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "files/protocol_draft.hpp"
#include "files/protocol_keys.hpp"
#include "formats/text_parts.hpp"

/// Reading one column of a protocol: an overload for every type of column, none for a name.
namespace ketadose::program {

inline constexpr std::array<std::string_view, 4> edge_keys{"stop_below", "review_below",
                                                           "review_above", "stop_above"};

template <class T>
std::array<Bound<T>*, 4> edges_of(Guardrail<T>& g) {
  return {&g.stop_below, &g.review_below, &g.review_above, &g.stop_above};
}
template <class T>
std::array<const Bound<T>*, 4> edges_of(const Guardrail<T>& g) {
  return {&g.stop_below, &g.review_below, &g.review_above, &g.stop_above};
}

/// A value of a rule for a person: "0.75 mg/kg".
template <class T>
std::string words_of(const T& value) {
  return in_words(amount(value), machine_places);
}
inline std::string words_of(const Pressure& value) {
  return fmt::format("{} {}", value.in(unit::mmHg), unit::mmHg.symbol);
}

/// The value and the source of a bound: a text, or a table with both.
template <class T>
void read_bound(Section& in, const TomlEntry& entry, std::string_view source, Bound<T>& bound) {
  const auto* value = &entry.value;
  if (is_none(*value)) {
    bound = none;
    return;
  }
  if (value->kind == TomlNode::Kind::table) {
    Section pair{in.draft(), value, entry.at, in.path_of(entry.key), true};
    const auto* const given = pair.demand("value");
    if (const auto* const own = source.empty() ? pair.demand("source") : pair.take("source"))
      source = read_source(in.draft(), *own);
    pair.close();
    if (given == nullptr) return;
    value = &given->value;
    if (is_none(*value)) {
      bound = none;
      return;
    }
  } else if (value->kind == TomlNode::Kind::text && source.empty()) {
    in.draft().fault(entry.at, fmt::format("{} has no source", in.path_of(entry.key)),
                     fmt::format("write {} = {{ value = \"{}\", source = \"...\" }}", entry.key,
                                 manner(As<T>{}).example));
    source = judgement;
  }
  if (const auto read = read_quantity<T>(in.draft(), entry.key, *value))
    bound = Bound<T>{*read, source.empty() ? judgement : source};
}

template <class T>
void read_column(Section& in, const TomlEntry& entry, Bound<T>& column) {
  read_bound(in, entry, {}, column);
}

/// Reports bounds that are not in the order of the edges, at one that is written.
template <class T>
void check_order(const Section& bounds, const Guardrail<T>& column) {
  const auto edges = edges_of(column);
  for (std::size_t high = 1; high < edges.size(); ++high)
    for (std::size_t low = 0; low < high; ++low) {
      if (!*edges[low] || !*edges[high] || **edges[low] <= **edges[high]) continue;
      const bool by_high = bounds.find(edge_keys[high]) != nullptr;
      const auto at = by_high ? high : low;
      const auto other = by_high ? low : high;
      bounds.draft().fault(
          bounds.at(edge_keys[at]),
          fmt::format("{} of {} lies {} {} of {}", edge_keys[at], words_of(**edges[at]),
                      by_high ? "below" : "above", edge_keys[other], words_of(**edges[other])),
          fmt::format("from low to high they are {}", fmt::join(edge_keys, ", ")));
      return;
    }
}

/// Reports a bound below that nothing would judge.
template <class T>
void check_below(const Section& bounds, std::string_view key, const Guardrail<T>& column) {
  if (std::find(judged_from_above.begin(), judged_from_above.end(), key) == judged_from_above.end())
    return;
  for (std::size_t i = 0; i < 2; ++i)
    if (*edges_of(column)[i])
      bounds.draft().fault(bounds.at(edge_keys[i]),
                           fmt::format("{} is judged from above alone", bounds.path()),
                           "leave this bound out, or write \"none\"");
}

template <class T>
void read_column(Section& in, const TomlEntry& entry, Guardrail<T>& column) {
  if (is_none(entry.value)) {
    column = Guardrail<T>::unset();
    return;
  }
  const auto example = fmt::format("{} = {{ review_above = \"{}\", source = \"...\" }}", entry.key,
                                   manner(As<T>{}).example);
  const auto* const table = table_of(in.draft(), entry, example);
  if (table == nullptr) return;
  const auto errors = in.draft().errors.size();
  Section bounds{in.draft(), table, entry.at, in.path_of(entry.key), in.whole()};
  const auto* const own = bounds.take("source");
  const auto source = own == nullptr ? std::string_view{} : read_source(in.draft(), *own);
  const auto edges = edges_of(column);
  bool any = false;
  for (std::size_t i = 0; i < edges.size(); ++i)
    if (const auto* const edge = bounds.need(edge_keys[i])) {
      read_bound(bounds, *edge, source, *edges[i]);
      any = true;
    }
  bounds.close();
  check_below(bounds, entry.key, column);
  if (in.draft().errors.size() != errors) return;
  if (!any)
    in.draft().fault(entry.at, fmt::format("{} names no bound", in.path_of(entry.key)),
                     "write " + example);
  check_order(bounds, column);
}

/// The items of a list; none after an error, and when the list is "none".
const std::vector<TomlNode>* items_of(Draft& draft, const TomlEntry& entry,
                                      std::string_view example);

template <class T>
void read_column(Section& in, const TomlEntry& entry, std::span<const T>& column) {
  const auto as = manner(As<T>{});
  column = {};
  const auto* const items = items_of(in.draft(), entry, fmt::format("[\"{}\"]", as.example));
  if (items == nullptr) return;
  std::vector<T> values;
  for (const auto& item : *items) {
    const auto value = read_quantity<T>(in.draft(), entry.key, item);
    if (!value) continue;
    if (!values.empty() && *value <= values.back())
      in.draft().fault(item.at, fmt::format("{} does not ascend", in.path_of(entry.key)),
                       "write each value once, from low to high");
    values.push_back(*value);
  }
  column = in.draft().storage.keep(std::move(values));
}

void read_column(Section& in, const TomlEntry& entry, std::span<const SessionCeiling>& column);
void read_column(Section& in, const TomlEntry& entry, std::span<const Point>& column);
void read_column(Section& in, const TomlEntry& entry, std::string_view& column);

/// A word from a short list.
template <class Choice>
requires std::is_enum_v<Choice>
void read_column(Section& in, const TomlEntry& entry, Choice& column) {
  if (const auto read = read_quantity<Choice>(in.draft(), entry.key, entry.value)) column = *read;
}

/// Where each column of a row lies, by its key, so that another row can be held against it.
class Columns {
 public:
  template <class T>
  void add(std::string_view key, const T& column) {
    rows_.emplace_back(key, &column);
  }
  /// The column of that key; the caller's has the same type.
  template <class T>
  const T* find(std::string_view key, const T& /*alike*/) const {
    for (const auto& [name, column] : rows_)
      if (name == key) return static_cast<const T*>(column);
    return nullptr;
  }

 private:
  std::vector<std::pair<std::string_view, const void*>> rows_;
};

/// Reports what stops less than it does in `published`, unless somebody approved it. `whose` says
/// of what the published bound is, " for infusions"; empty: of the same row. After an error in the
/// column only what is written counts.
template <class T>
void hold_against(Section& in, std::string_view key, const Guardrail<T>& column,
                  const Guardrail<T>& published, std::string_view whose, bool failed) {
  if (in.draft().approved) return;
  const auto report = [&](std::string_view edge, const Bound<T>& now, const Bound<T>& then) {
    if (failed && !now) return;
    const auto path = in.path_of(key);
    const auto what =
        now ? fmt::format("{}.{} of {} is looser than the published {}{}", path, edge,
                          words_of(*now), words_of(*then), whose)
            : fmt::format("{} has no {}, published{} as {}", path, edge, whose, words_of(*then));
    in.draft().fault(in.at_edge(key, edge), what, std::string{needs_approval});
  };
  const auto& low = column.stop_below;
  const auto& high = column.stop_above;
  if (published.stop_below && (!low || *low < *published.stop_below))
    report(edge_keys.front(), low, published.stop_below);
  if (published.stop_above && (!high || *high > *published.stop_above))
    report(edge_keys.back(), high, published.stop_above);
}
/// The step of orders, half of which an order may lie beyond every review bound.
inline void hold_against(Section& in, std::string_view key, const Bound<DrugMass>& column,
                         const Bound<DrugMass>& published, std::string_view whose, bool failed) {
  if (in.draft().approved || failed || !column || (published && *column <= *published)) return;
  in.draft().fault(
      in.at(key),
      fmt::format("{} of {} is looser than the published {}{}", in.path_of(key), words_of(*column),
                  published ? words_of(*published) : std::string{none_word}, whose),
      std::string{needs_approval});
}
template <class Column>
void hold_against(Section& /*in*/, std::string_view /*key*/, const Column& /*column*/,
                  const Column& /*published*/, std::string_view /*whose*/, bool /*failed*/) {}

}  // namespace ketadose::program
