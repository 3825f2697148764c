// SPDX-License-Identifier: Apache-2.0
#include "files/protocol_diff.hpp"

#include <algorithm>
#include <ketadose/assess.hpp>
#include <utility>

namespace ketadose::program {
namespace {

bool same_value(const Entry& a, const Entry& b) {
  return a.items.size() == b.items.size() &&
         (a.is_number() ? a.values == b.values : a.items == b.items);
}

Change of_presence(const Entry& before, const Entry& after) {
  if (!before.is_set()) return Change::added;
  return after.is_set() ? Change::changed : Change::removed;
}

/// For a bound above: what lies higher, or is not there, lets more pass. Below it is the other way.
Change of_bound(const Entry& before, const Entry& after, bool above) {
  if (same_value(before, after)) return Change::changed;
  if (!before.is_set()) return Change::tighter;
  if (!after.is_set()) return Change::looser;
  const bool raised = after.values.front() > before.values.front();
  return raised == above ? Change::looser : Change::tighter;
}

/// The items of `a` that `b` does not have, with a's unit and source.
Entry without(const Entry& a, const Entry& b) {
  Entry left{.items = {}, .unit = a.unit, .values = {}, .source = a.source};
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    const bool kept =
        a.is_number() ? std::find(b.values.begin(), b.values.end(), a.values[i]) != b.values.end()
                      : std::find(b.items.begin(), b.items.end(), a.items[i]) != b.items.end();
    if (kept) continue;
    left.items.push_back(a.items[i]);
    if (a.is_number()) left.values.push_back(a.values[i]);
  }
  return left;
}

class Comparison {
 public:
  std::vector<Difference> found;

  void protocols(const Protocol& from, const Protocol& to) {
    const auto before = rule_sets(from);
    const auto after = rule_sets(to);
    for (std::size_t i = 0; i < group_count; ++i) group(static_cast<Group>(i), before, after);
  }

 private:
  void group(Group which, const std::vector<RuleSet>& from, const std::vector<RuleSet>& to) {
    for (const auto& set : from) {
      if (set.group != which) continue;
      const auto* const other = find(to, set);
      if (other == nullptr)
        whole(Change::removed, set);
      else
        rules(path(set), set.rules, other->rules);
    }
    for (const auto& set : to)
      if (set.group == which && find(from, set) == nullptr) whole(Change::added, set);
  }

  static const RuleSet* find(const std::vector<RuleSet>& all, const RuleSet& wanted) {
    for (const auto& set : all)
      if (set.group == wanted.group && set.name == wanted.name) return &set;
    return nullptr;
  }

  static std::string path(const RuleSet& set) {
    std::string words{key(set.group)};
    if (!set.name.empty()) (words += '.') += set.name;
    return words;
  }

  /// A set that only one side has. What has a level is a bound: without it more passes.
  void whole(Change change, const RuleSet& set) {
    for (const auto& rule : set.rules) {
      if (rule.shape != Shape::level) continue;
      const auto levels = path(set) + '.' + std::string{rule.key};
      if (change == Change::removed) return bound(levels, rule.entries.front(), {}, false);
      return bound(levels, {}, rule.entries.front(), false);
    }
    add(change, path(set), {}, {});
  }

  /// A rule that only one side has is compared with one in which nothing is set.
  void rules(const std::string& path, const std::vector<Rule>& from, const std::vector<Rule>& to) {
    for (const auto& rule : from) {
      const auto* const other = find(to, rule.key);
      compare(path + '.' + std::string{rule.key}, rule, other ? *other : unset(rule));
    }
    for (const auto& rule : to)
      if (find(from, rule.key) == nullptr)
        compare(path + '.' + std::string{rule.key}, unset(rule), rule);
  }

  static const Rule* find(const std::vector<Rule>& all, std::string_view key) {
    for (const auto& rule : all)
      if (rule.key == key) return &rule;
    return nullptr;
  }

  static Rule unset(const Rule& like) {
    Rule rule{like.key, like.shape, {}, {}};
    if (like.shape != Shape::ceilings && like.shape != Shape::points)
      rule.entries.resize(like.entries.size());
    return rule;
  }

  void compare(const std::string& path, const Rule& from, const Rule& to) {
    switch (from.shape) {
      case Shape::guardrail:
        return guardrail(path, from, to);
      case Shape::ceilings:
        return ceilings(path, from, to);
      case Shape::bound:
      case Shape::word:
        return value(path, from.entries.front(), to.entries.front());
      case Shape::allowance:
        return allowance(path, from.entries.front(), to.entries.front());
      case Shape::list:
        return list(path, from.entries.front(), to.entries.front());
      case Shape::level:
        return bound(path, from.entries.front(), to.entries.front(), false);
      case Shape::points:
        return points(path, from.entries, to.entries);
    }
  }

  void list(const std::string& path, const Entry& from, const Entry& to) {
    const auto gone = without(from, to);
    const auto come = without(to, from);
    if (gone.is_set()) add(Change::removed, path, gone, {});
    if (come.is_set()) add(Change::added, path, {}, come);
  }

  void guardrail(const std::string& path, const Rule& from, const Rule& to) {
    for (std::size_t i = 0; i < from.entries.size(); ++i) {
      const auto edge = static_cast<Edge>(i);
      bound(path + '.' + std::string{key(edge)}, from.entries[i], to.entries[i],
            ketadose::detail::is_above(edge));
    }
  }

  /// Compared for every run of sessions in which neither side changes.
  void ceilings(const std::string& path, const Rule& from, const Rule& to) {
    std::vector<int> starts = from.sessions;
    starts.insert(starts.end(), to.sessions.begin(), to.sessions.end());
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    for (std::size_t i = 0; i < starts.size(); ++i) {
      auto words = path + '.' + std::to_string(starts[i]) + '-';
      if (i + 1 < starts.size()) words += std::to_string(starts[i + 1] - 1);
      bound(words, at_session(from, starts[i]), at_session(to, starts[i]), true);
    }
  }

  static Entry at_session(const Rule& ceilings, int session) {
    Entry entry{};
    for (std::size_t i = 0; i < ceilings.sessions.size(); ++i)
      if (ceilings.sessions[i] <= session) entry = ceilings.entries[i];
    return entry;
  }

  void points(const std::string& path, const std::vector<Entry>& from,
              const std::vector<Entry>& to) {
    for (const auto& point : from) value(path, point, same_point(point, to));
    for (const auto& point : to)
      if (!same_point(point, from).is_set()) value(path, {}, point);
  }

  static Entry same_point(const Entry& point, const std::vector<Entry>& in) {
    for (const auto& other : in)
      if (other.items == point.items) return other;
    return {};
  }

  void bound(const std::string& path, const Entry& before, const Entry& after, bool above) {
    if (alike(before, after)) return;
    add(of_bound(before, after, above), path, before, after);
  }

  /// What is not set allows nothing.
  void allowance(const std::string& path, const Entry& before, const Entry& after) {
    if (alike(before, after)) return;
    const bool both = before.is_set() && after.is_set();
    add(both              ? of_bound(before, after, true)
        : before.is_set() ? Change::tighter
                          : Change::looser,
        path, before, after);
  }

  void value(const std::string& path, const Entry& before, const Entry& after) {
    if (alike(before, after)) return;
    add(of_presence(before, after), path, before, after);
  }

  static bool alike(const Entry& a, const Entry& b) {
    return same_value(a, b) && a.source == b.source;
  }

  void add(Change change, std::string path, Entry before, Entry after) {
    found.push_back({change, std::move(path), std::move(before), std::move(after)});
  }
};

}  // namespace

std::vector<Difference> differences(const Protocol& from, const Protocol& to) {
  Comparison comparison;
  comparison.protocols(from, to);
  auto& found = comparison.found;
  std::stable_sort(found.begin(), found.end(),
                   [](const Difference& a, const Difference& b) { return a.change < b.change; });
  return std::move(found);
}

}  // namespace ketadose::program
