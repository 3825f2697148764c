// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "formats/protocol.hpp"

namespace ketadose::program {
namespace {

constexpr std::size_t line_width = 100;

/// A file's words are printable ASCII, so only two characters need an escape.
std::string quoted(std::string_view text) {
  std::string out{'"'};
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

constexpr std::string_view none_word = R"("none")";

/// A part of a lozenge is the one number that is written without its unit.
std::string item_of(const Entry& entry, std::size_t i) {
  const bool bare = entry.unit == row(Measure::pieces).symbol;
  return quoted(entry.items[i] + (bare ? std::string{} : std::string{entry.unit}));
}

std::string value_of(const Entry& entry) {
  return entry.is_set() ? item_of(entry, 0) : std::string{none_word};
}

std::string with_source(std::string_view key, const Entry& entry) {
  return "{ " + std::string{key} + " = " + value_of(entry) + ", source = " + quoted(entry.source) +
         " }";
}

/// A value, and its source where it has one.
std::string bound_of(const Entry& entry) {
  return entry.source.empty() ? value_of(entry) : with_source("value", entry);
}

/// The source that all bounds of a guardrail share, or nothing.
std::string_view common_source(const std::vector<Entry>& bounds) {
  std::string_view shared;
  for (const auto& bound : bounds) {
    if (!bound.is_set()) continue;
    if (!shared.empty() && shared != bound.source) return {};
    shared = bound.source;
  }
  return shared;
}

std::string guardrail_of(const std::vector<Entry>& bounds) {
  if (std::none_of(bounds.begin(), bounds.end(), [](const Entry& b) { return b.is_set(); }))
    return std::string{none_word};
  const auto shared = common_source(bounds);
  std::string out = "{ ";
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    if (i > 0) out += ", ";
    (out += key(static_cast<Edge>(i))) += " = ";
    out += shared.empty() ? bound_of(bounds[i]) : value_of(bounds[i]);
  }
  if (!shared.empty()) out += ", source = " + quoted(shared);
  return out + " }";
}

/// A list on one line, or on as many as it fills.
std::string list_of(std::string_view key, const Entry& entry) {
  if (!entry.is_set()) return std::string{none_word};
  std::string line;
  std::string lines;
  std::size_t used = line_width;
  for (std::size_t i = 0; i < entry.items.size(); ++i) {
    const auto item = item_of(entry, i);
    line += (i == 0 ? "" : ", ") + item;
    const bool fits = used + item.size() + 2 <= line_width;
    lines += (fits ? " " : "\n  ") + item + ',';
    used = (fits ? used : 1) + item.size() + 2;
  }
  const bool short_enough = key.size() + line.size() + 5 <= line_width;
  return '[' + (short_enough ? line : lines + '\n') + ']';
}

std::string sessions_of(const Rule& rule, std::size_t row) {
  const int last = last_session(rule, row);
  return quoted(std::to_string(rule.sessions[row]) + '-' +
                (last == 0 ? std::string{} : std::to_string(last)));
}

std::string ceilings_of(const Rule& rule) {
  if (rule.entries.empty()) return std::string{none_word};
  std::string out = "[\n";
  for (std::size_t i = 0; i < rule.entries.size(); ++i) {
    const auto& entry = rule.entries[i];
    out += "  { sessions = " + sessions_of(rule, i) + ", " + std::string{key(Edge::review_above)} +
           " = " + value_of(entry);
    if (entry.is_set()) out += ", source = " + quoted(entry.source);
    out += " },\n";
  }
  return out + ']';
}

std::string points_of(const std::vector<Entry>& points) {
  if (points.empty()) return std::string{none_word};
  std::string out = "[\n";
  for (const auto& point : points) out += "  " + with_source("text", point) + ",\n";
  return out + ']';
}

std::string right_side(const Rule& rule) {
  switch (rule.shape) {
    case Shape::guardrail:
      return guardrail_of(rule.entries);
    case Shape::ceilings:
      return ceilings_of(rule);
    case Shape::bound:
    case Shape::allowance:
      return bound_of(rule.entries.front());
    case Shape::list:
      return list_of(rule.key, rule.entries.front());
    case Shape::word:
    case Shape::level:
      return value_of(rule.entries.front());
    case Shape::points:
      return points_of(rule.entries);
  }
  return {};
}

void append_pair(std::string& out, std::string_view key, const std::string& value) {
  ((out += key) += " = ") += value;
  out += '\n';
}

void append_heading(std::string& out, const RuleSet& set) {
  const std::string group{key(set.group)};
  if (set.group == Group::syringes)
    out += "\n[[" + group + "]]\n";
  else
    out += "\n[" + group + (set.name.empty() ? "" : '.' + set.name) + "]\n";
}

/// What stands before the first table: who speaks, and which groups have no row.
void append_head(std::string& out, const Protocol& protocol, const std::vector<RuleSet>& all) {
  out += "# Each key is explained in: man ketadose-protocol\n";
  append_pair(out, "name", quoted(protocol.name));
  append_pair(out, "version", quoted(protocol.version));
  if (!protocol.approved_by.empty()) append_pair(out, "approved_by", quoted(protocol.approved_by));
  if (!protocol.approved_on.empty()) append_pair(out, "approved_on", quoted(protocol.approved_on));
  for (std::size_t i = 0; i < group_count; ++i) {
    const auto group = static_cast<Group>(i);
    if (std::none_of(all.begin(), all.end(),
                     [group](const RuleSet& s) { return s.group == group; }))
      append_pair(out, key(group), std::string{none_word});
  }
}

}  // namespace

void append_protocol_toml(std::string& out, const Protocol& protocol) {
  const auto all = rule_sets(protocol);
  append_head(out, protocol, all);
  for (const auto& set : all) {
    append_heading(out, set);
    for (const auto& rule : set.rules) append_pair(out, rule.key, right_side(rule));
  }
}

}  // namespace ketadose::program
