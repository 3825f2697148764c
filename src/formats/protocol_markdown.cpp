// SPDX-License-Identifier: Apache-2.0
#include <span>

#include "formats/html.hpp"
#include "formats/protocol.hpp"
#include "formats/text_parts.hpp"

namespace ketadose::program {
namespace {

void append_row(std::string& out, std::span<const std::string> entries) {
  out += '|';
  for (const auto& entry : entries)
    out += ' ' + escaped_for_markdown(entry) + (entry.empty() ? "|" : " |");
  out += '\n';
}

void append_table_head(std::string& out, std::span<const std::string> heads) {
  out += '\n';
  append_row(out, heads);
  out += '|';
  for (std::size_t i = 0; i < heads.size(); ++i) out += "---|";
  out += '\n';
}

/// The heads of a group's table; a group of one set has those of its rules.
std::vector<std::string> heads_of(const RuleSet& set) {
  switch (set.group) {
    case Group::routes:
    case Group::patient:
      return {"rule", "value", "source"};
    case Group::sites:
      return {"site", "volume", "source"};
    case Group::syringes:
    case Group::conditions:
    case Group::medicines: {
      std::vector<std::string> heads;
      if (set.group != Group::syringes) heads.emplace_back("code");
      for (const auto& rule : set.rules) heads.push_back(spaced(rule.key));
      return heads;
    }
    case Group::care:
      return {"list", "point", "source"};
    case Group::sources:
      return {"key", "text"};
  }
  return {};
}

void append_lines(std::string& out, const std::vector<Shown>& lines) {
  for (const auto& line : lines) append_row(out, std::array{line.what, line.value, line.source});
}

void append_entries(std::string& out, const RuleSet& set) {
  std::vector<std::string> entries;
  if (set.group != Group::syringes) entries.push_back(set.name);
  for (const auto& rule : set.rules) {
    const auto words = in_words(rule.entries.front());
    entries.push_back(rule.key == "source" ? source_words(words) : words);
  }
  append_row(out, entries);
}

void append_rows(std::string& out, const RuleSet& set) {
  switch (set.group) {
    case Group::routes:
    case Group::patient:
    case Group::care:
      for (const auto& rule : set.rules) append_lines(out, shown(rule));
      return;
    case Group::sites: {
      auto lines = shown(set.rules.front());
      lines.front().what = set.name;
      return append_lines(out, lines);
    }
    case Group::syringes:
    case Group::conditions:
    case Group::medicines:
      return append_entries(out, set);
    case Group::sources:
      for (const auto& rule : set.rules)
        append_row(out, std::array{std::string{rule.key}, in_words(rule.entries.front())});
  }
}

}  // namespace

void append_protocol_markdown(std::string& out, const Protocol& protocol) {
  out += "# Rules: " + escaped_for_markdown(rules_name(protocol)) +
         "\n\nApproved: " + escaped_for_markdown(approval_words(protocol)) + '\n';
  const auto all = rule_sets(protocol);
  const RuleSet* before = nullptr;
  for (const auto& set : all) {
    if (set.group == Group::routes || before->group != set.group) {
      out +=
          "\n## " + (set.group == Group::routes ? "Route " + set.name : heading(set.group)) + '\n';
      append_table_head(out, heads_of(set));
    }
    append_rows(out, set);
    before = &set;
  }
}

}  // namespace ketadose::program
