// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "formats/protocol.hpp"
#include "formats/text.hpp"
#include "formats/text_parts.hpp"

namespace ketadose::program {
namespace {

constexpr std::string_view not_set = "not set";

/// Commas from 1,000 up.
std::string grouped(std::string number) {
  const auto whole = std::min(number.find('.'), number.size());
  for (std::size_t i = 3; i < whole; i += 3) number.insert(whole - i, 1, ',');
  return number;
}

std::string spelled_source(std::string_view source) {
  return source.empty() ? std::string{} : source_words(source);
}

// ---- Rules as lines ----

/// A line for each bound that is set, and one for all that are not.
std::vector<Shown> shown_guardrail(const Rule& rule) {
  std::vector<Shown> lines;
  std::vector<std::string> unset;
  for (std::size_t i = 0; i < rule.entries.size(); ++i) {
    const auto& entry = rule.entries[i];
    const auto edge = spaced(key(static_cast<Edge>(i)));
    if (entry.is_set())
      lines.push_back({{}, edge + ' ' + in_words(entry), spelled_source(entry.source)});
    else
      unset.push_back(edge);
  }
  std::string rest{not_set};
  if (!lines.empty()) rest += ": " + joined(unset, ", ");
  if (!unset.empty()) lines.push_back({{}, rest, {}});
  return lines;
}

std::vector<Shown> shown_ceilings(const Rule& rule) {
  std::vector<Shown> lines;
  for (std::size_t i = 0; i < rule.entries.size(); ++i) {
    const auto& entry = rule.entries[i];
    const int first = rule.sessions[i];
    const int last = last_session(rule, i);
    auto words = spaced(rule.key) + ", session " + std::to_string(first);
    if (last != first) words += last == 0 ? " on" : '-' + std::to_string(last);
    lines.push_back({words, (entry.is_set() ? "review above " : "") + in_words(entry),
                     spelled_source(entry.source)});
  }
  if (lines.empty()) lines.push_back({spaced(rule.key), std::string{not_set}, {}});
  return lines;
}

std::vector<Shown> shown_points(const Rule& rule) {
  std::vector<Shown> lines;
  for (const auto& entry : rule.entries)
    lines.push_back({{}, in_words(entry), spelled_source(entry.source)});
  if (lines.empty()) lines.push_back({{}, std::string{not_set}, {}});
  return lines;
}

std::vector<Shown> shown_lines(const Rule& rule) {
  switch (rule.shape) {
    case Shape::guardrail:
      return shown_guardrail(rule);
    case Shape::ceilings:
      return shown_ceilings(rule);
    case Shape::points:
      return shown_points(rule);
    case Shape::bound:
    case Shape::allowance:
    case Shape::list:
    case Shape::word:
    case Shape::level:
      break;
  }
  const auto& entry = rule.entries.front();
  return {{{}, in_words(entry), spelled_source(entry.source)}};
}

// ---- The text ----

constexpr std::size_t value_column = 26;
constexpr std::size_t source_column = 54;

/// Three columns; a source that finds no room behind the value has the next line.
void append_shown(std::string& out, const Shown& line) {
  std::string text = "  " + line.what;
  if (text.size() + 1 > value_column && !line.what.empty()) {
    (out += text) += '\n';
    text.clear();
  }
  text.append(value_column - text.size(), ' ');
  const bool room = line.value.size() < source_column - value_column;
  const bool one_line = room && source_column + line.source.size() <= text_width;
  if (line.source.empty() || !one_line) {
    append_wrapped(out, text, line.value, value_column);
    if (!line.source.empty())
      append_wrapped(out, "", line.source,
                     std::min(source_column, text_width - line.source.size()));
    return;
  }
  text += line.value;
  text.append(source_column - text.size(), ' ');
  ((out += text) += line.source) += '\n';
}

void append_rules(std::string& out, const std::vector<Rule>& rules) {
  for (const auto& rule : rules)
    for (const auto& line : shown(rule)) append_shown(out, line);
}

/// Wrapped, with all lines but the first indented.
void append_hanging(std::string& out, std::string_view text, std::size_t indent) {
  append_wrapped(out, text.substr(0, indent), text.substr(indent), indent);
}

std::string bracketed(std::string_view source) { return " [" + source_words(source) + ']'; }

const Entry& entry_of(const RuleSet& set, std::string_view key) {
  const auto at = std::find_if(set.rules.begin(), set.rules.end(),
                               [key](const Rule& rule) { return rule.key == key; });
  return at->entries.front();
}

void append_syringe(std::string& out, const RuleSet& s) {
  append_shown(out, {in_words(entry_of(s, "capacity")), "marks of " + in_words(entry_of(s, "mark")),
                     source_words(entry_of(s, "source").items.front())});
}

void append_screening(std::string& out, const RuleSet& s) {
  out += "  " + s.name + ": " + in_words(entry_of(s, "level")) +
         bracketed(entry_of(s, "source").items.front()) + '\n';
  append_wrapped(out, "", in_words(entry_of(s, "sentence")), 4);
  if (entry_of(s, "aliases").is_set())
    append_wrapped(out, "    Also: ", in_words(entry_of(s, "aliases")), 10);
}

void append_care(std::string& out, const RuleSet& set) {
  for (const auto& rule : set.rules) {
    out += "  " + spaced(rule.key) + (rule.entries.empty() ? ": not set\n" : "\n");
    for (const auto& entry : rule.entries)
      append_wrapped(out, "  - ", in_words(entry) + bracketed(entry.source), 4);
  }
}

void append_sources(std::string& out, const RuleSet& set) {
  for (const auto& rule : set.rules) {
    const auto label = std::string{rule.key} + ": ";
    const auto text = in_words(rule.entries.front());
    append_hanging(out, "  " + (text.starts_with(label) ? "" : label) + text, 4);
  }
}

void append_set(std::string& out, const RuleSet& set) {
  switch (set.group) {
    case Group::routes:
    case Group::patient:
      return append_rules(out, set.rules);
    case Group::sites: {
      auto lines = shown(set.rules.front());
      lines.front().what = set.name;
      for (const auto& line : lines) append_shown(out, line);
      return;
    }
    case Group::syringes:
      return append_syringe(out, set);
    case Group::conditions:
    case Group::medicines:
      return append_screening(out, set);
    case Group::care:
      return append_care(out, set);
    case Group::sources:
      return append_sources(out, set);
  }
}

std::string side_words(const Entry& entry) {
  return in_words(entry) + (entry.source.empty() ? "" : " [" + std::string{entry.source} + ']');
}

/// What came or went; else both sides.
std::string change_words(const Difference& d) {
  switch (d.change) {
    case Change::removed:
      return d.before.is_set() ? side_words(d.before) : std::string{};
    case Change::added:
      return d.after.is_set() ? side_words(d.after) : std::string{};
    case Change::looser:
    case Change::changed:
    case Change::tighter:
      break;
  }
  return side_words(d.before) + " -> " + side_words(d.after);
}

void append_difference(std::string& out, const Difference& d) {
  const auto words = change_words(d);
  append_hanging(out, "  " + d.key + (words.empty() ? "" : ": ") + words, 6);
}

}  // namespace

std::vector<Shown> shown(const Rule& rule) {
  auto lines = shown_lines(rule);
  if (lines.front().what.empty()) lines.front().what = spaced(rule.key);
  return lines;
}

std::string in_words(const Entry& entry) {
  if (!entry.is_set()) return std::string{not_set};
  auto items = entry.items;
  if (entry.is_number()) std::transform(items.begin(), items.end(), items.begin(), grouped);
  auto words = joined(items, ", ");
  if (entry.is_number()) (words += ' ') += entry.unit;
  return words;
}

std::string spaced(std::string_view key) {
  std::string words{key};
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string approval_words(const Protocol& protocol) {
  if (protocol.approved_by.empty()) return "nobody is named";
  std::string words = "by " + std::string{protocol.approved_by};
  if (!protocol.approved_on.empty()) words += ", on " + std::string{protocol.approved_on};
  return words;
}

std::string heading(Group group) {
  std::string words{key(group)};
  words.front() = static_cast<char>(words.front() - 'a' + 'A');
  return words;
}

void append_protocol_text(std::string& out, const Protocol& protocol) {
  append_wrapped(out, "Rules: ", rules_name(protocol), 7);
  append_wrapped(out, "Approved: ", approval_words(protocol), 10);
  out += "What each rule means: man ketadose-protocol\n";
  const RuleSet* before = nullptr;
  const auto all = rule_sets(protocol);
  for (const auto& set : all) {
    if (set.group == Group::routes)
      out += "\nRoute " + set.name + '\n';
    else if (before->group != set.group)
      out += '\n' + heading(set.group) + '\n';
    append_set(out, set);
    before = &set;
  }
}

void append_diff_text(std::string& out, const Protocol& from, const Protocol& to,
                      const std::vector<Difference>& differences) {
  append_wrapped(out, "Rules: ", rules_name(from) + " -> " + rules_name(to), 7);
  append_wrapped(out, "Approved: ", approval_words(to), 10);
  if (differences.empty()) out += "\nNo difference.\n";
  const Difference* before = nullptr;
  for (const auto& difference : differences) {
    if (before == nullptr || before->change != difference.change) {
      std::string word{change_names.at(static_cast<std::size_t>(difference.change))};
      word.front() = static_cast<char>(word.front() - 'a' + 'A');
      out += '\n' + word + '\n';
    }
    append_difference(out, difference);
    before = &difference;
  }
}

}  // namespace ketadose::program
