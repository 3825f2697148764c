// SPDX-License-Identifier: Apache-2.0
#include "formats/json.hpp"
#include "formats/protocol.hpp"

namespace ketadose::program {
namespace {

/// Writes members with their commas.
class Json {
 public:
  explicit Json(std::string& out) : out_{out} {}

  Json& key(std::string_view name) {
    comma();
    append_json_string(out_, name);
    out_ += ':';
    return *this;
  }
  void open(char bracket) {
    if (out_.empty() || out_.back() != ':') comma();
    out_ += bracket;
  }
  void close(char bracket) { out_ += bracket; }
  void text(std::string_view text) {
    if (out_.back() != ':') comma();
    append_json_string(out_, text);
  }
  void text(std::string_view name, std::string_view words) { key(name).text(words); }
  /// A plain decimal as it stands.
  void number(std::string_view number) {
    if (out_.back() != ':') comma();
    out_ += number;
  }

 private:
  void comma() {
    if (!out_.empty() && out_.back() != '{' && out_.back() != '[') out_ += ',';
  }

  std::string& out_;
};

void append_item(Json& json, const Entry& entry, std::size_t i) {
  if (entry.is_number())
    json.number(entry.items[i]);
  else
    json.text(entry.items[i]);
}

/// The unit and the source of a entry, where it has them, and the end of its object.
void end_entry(Json& json, const Entry& entry) {
  if (entry.is_number()) json.text("unit", entry.unit);
  if (!entry.source.empty()) json.text("source", entry.source);
  json.close('}');
}

/// {} where nothing is set.
void append_value(Json& json, const Entry& entry) {
  json.open('{');
  if (entry.is_set()) append_item(json.key("value"), entry, 0);
  end_entry(json, entry);
}

void append_items(Json& json, const Entry& entry) {
  json.open('[');
  for (std::size_t i = 0; i < entry.items.size(); ++i) append_item(json, entry, i);
  json.close(']');
}

void append_values(Json& json, const Entry& entry) {
  json.open('{');
  append_items(json.key("values"), entry);
  end_entry(json, entry);
}

void append_ceilings(Json& json, const Rule& rule) {
  json.open('[');
  for (std::size_t i = 0; i < rule.entries.size(); ++i) {
    json.open('{');
    json.key("from").number(std::to_string(rule.sessions[i]));
    const int last = last_session(rule, i);
    if (last != 0) json.key("to").number(std::to_string(last));
    if (rule.entries[i].is_set()) append_value(json.key(key(Edge::review_above)), rule.entries[i]);
    json.close('}');
  }
  json.close(']');
}

void append_points(Json& json, const Rule& rule) {
  json.open('[');
  for (const auto& entry : rule.entries) {
    json.open('{');
    json.text("text", entry.items.front());
    json.text("source", entry.source);
    json.close('}');
  }
  json.close(']');
}

void append_guardrail(Json& json, const Rule& rule) {
  json.open('{');
  for (std::size_t i = 0; i < rule.entries.size(); ++i)
    if (rule.entries[i].is_set())
      append_value(json.key(key(static_cast<Edge>(i))), rule.entries[i]);
  json.close('}');
}

void append_rule(Json& json, const Rule& rule) {
  const auto* const entry = rule.entries.empty() ? nullptr : &rule.entries.front();
  switch (rule.shape) {
    case Shape::guardrail:
      return append_guardrail(json.key(rule.key), rule);
    case Shape::ceilings:
      return append_ceilings(json.key(rule.key), rule);
    case Shape::points:
      return append_points(json.key(rule.key), rule);
    case Shape::bound:
    case Shape::allowance:
      return append_value(json.key(rule.key), *entry);
    case Shape::list:
      return entry->is_number() ? append_values(json.key(rule.key), *entry)
                                : append_items(json.key(rule.key), *entry);
    case Shape::word:
    case Shape::level:
      if (entry->is_set()) json.text(rule.key, entry->items.front());
  }
}

void append_who(Json& json, const Protocol& protocol) {
  json.open('{');
  json.text("name", protocol.name);
  json.text("version", protocol.version);
  if (!protocol.approved_by.empty()) json.text("approved_by", protocol.approved_by);
  if (!protocol.approved_on.empty()) json.text("approved_on", protocol.approved_on);
  json.close('}');
}

/// Groups that are one set hold its rules; the others hold a set under each name.
bool is_named(Group group) {
  return group != Group::patient && group != Group::care && group != Group::sources;
}

void append_group(Json& json, Group group, const std::vector<RuleSet>& all) {
  json.key(key(group)).open('{');
  for (const auto& set : all) {
    if (set.group != group) continue;
    if (is_named(group)) json.key(set.name).open('{');
    for (const auto& rule : set.rules) append_rule(json, rule);
    if (is_named(group)) json.close('}');
  }
  json.close('}');
}

void append_side(Json& json, std::string_view name, const Entry& entry) {
  if (!entry.is_set()) return;
  if (entry.items.size() == 1)
    append_value(json.key(name), entry);
  else
    append_values(json.key(name), entry);
}

}  // namespace

void append_protocol_json(std::string& out, const Protocol& protocol) {
  const auto all = rule_sets(protocol);
  std::string text;
  Json json{text};
  json.open('{');
  json.text("schema", "ketadose/protocol/1");
  json.text("program", KETADOSE_VERSION);
  append_who(json.key("protocol"), protocol);
  for (std::size_t i = 0; i < group_count; ++i) append_group(json, static_cast<Group>(i), all);
  json.close('}');
  out += text;
}

void append_diff_json(std::string& out, const Protocol& from, const Protocol& to,
                      const std::vector<Difference>& differences) {
  std::string text;
  Json json{text};
  json.open('{');
  json.text("schema", "ketadose/protocol-diff/1");
  json.text("program", KETADOSE_VERSION);
  append_who(json.key("from"), from);
  append_who(json.key("to"), to);
  json.key("differences").open('[');
  for (const auto& d : differences) {
    json.open('{');
    json.text("change", change_names.at(static_cast<std::size_t>(d.change)));
    json.text("key", d.key);
    append_side(json, "before", d.before);
    append_side(json, "after", d.after);
    json.close('}');
  }
  json.close(']');
  json.close('}');
  out += text;
}

}  // namespace ketadose::program
