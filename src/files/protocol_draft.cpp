// SPDX-License-Identifier: Apache-2.0
#include "files/protocol_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "complaint.hpp"

namespace ketadose::program {
namespace {

/// A key that long is not misspelt, and comparing it would take long.
constexpr std::size_t longest_guess = 64;

bool is_printable(char c) { return c >= ' ' && c <= '~'; }

bool is_of_name(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

std::string joined(const std::vector<std::string_view>& words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) list += i + 1 == words.size() ? " and " : ", ";
    list += words[i];
  }
  return list;
}

}  // namespace

std::string Section::path_of(std::string_view key) const {
  return path_.empty() ? std::string{key} : fmt::format("{}.{}", path_, key);
}

const TomlEntry* Section::find(std::string_view key) const {
  if (table_ == nullptr) return nullptr;
  for (const auto& entry : table_->entries)
    if (entry.key == key) return &entry;
  return nullptr;
}

const TomlEntry* Section::take(std::string_view key) {
  known_.push_back(key);
  return find(key);
}

const TomlEntry* Section::need(std::string_view key) { return whole_ ? demand(key) : take(key); }

const TomlEntry* Section::demand(std::string_view key) {
  const auto* const entry = take(key);
  if (entry == nullptr) missing_.push_back(key);
  return entry;
}

Spot Section::at(std::string_view key) const {
  const auto* const entry = find(key);
  return entry == nullptr ? head_ : entry->value.at;
}

Spot Section::at_edge(std::string_view key, std::string_view edge) const {
  const auto* const entry = find(key);
  if (entry == nullptr) return head_;
  for (const auto& bound : entry->value.entries)
    if (bound.key == edge) return bound.value.at;
  return entry->at;
}

void Section::close() {
  if (!missing_.empty())
    draft_.fault(
        head_, fmt::format("{} lacks {}", path_.empty() ? "the file" : path_, joined(missing_)),
        whole_ ? "nothing is assumed: write each, or \"none\" where there is none" : "write it");
  if (table_ == nullptr) return;
  for (const auto& entry : table_->entries) {
    if (std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
    auto guess = entry.key.size() > longest_guess ? std::string{} : did_you_mean(entry.key, known_);
    if (guess.empty()) guess = "the keys here are " + joined(known_);
    draft_.fault(entry.at,
                 fmt::format("there is no key {}{}", in_quotes(entry.key),
                             path_.empty() ? std::string{} : " in " + path_),
                 guess);
  }
}

const std::string* text_of(Draft& draft, const TomlNode& node, std::string_view key,
                           const Manner& as) {
  switch (node.kind) {
    case TomlNode::Kind::text:
      return &node.text;
    case TomlNode::Kind::number:
      if (as.unit.empty())
        draft.fault(node.at, fmt::format("{} is a text", key),
                    fmt::format("write it in quotes, as \"{}\"", as.example));
      else
        draft.fault(node.at, fmt::format("{} has no unit", in_quotes(node.text)),
                    fmt::format("write it in quotes, with its unit: \"{}{}\"",
                                read_number(node.text) ? node.text : std::string{"0.5"}, as.unit));
      return nullptr;
    case TomlNode::Kind::other:
    case TomlNode::Kind::list:
    case TomlNode::Kind::table:
      break;
  }
  draft.fault(node.at, fmt::format("{} is {}, written as a text", key, as.kind),
              fmt::format("write it in quotes, as \"{}\"", as.example));
  return nullptr;
}

bool check_name(Draft& draft, std::string_view name, Spot at) {
  if (name == none_word) {
    draft.fault(at, "'none' is no name", "it says that there is nothing: write another");
    return false;
  }
  if (!name.empty() && name.size() <= longest_name &&
      std::all_of(name.begin(), name.end(), is_of_name))
    return true;
  draft.fault(at, fmt::format("{} is not a name", in_quotes(name)),
              fmt::format("write at most {} of a to z, 0 to 9 and -", longest_name));
  return false;
}

bool check_words(Draft& draft, std::string_view words, const TomlNode& node, std::size_t longest) {
  const auto bad = std::find_if_not(words.begin(), words.end(), is_printable);
  if (bad != words.end()) {
    draft.fault(node.at, fmt::format("{} is not plain text", in_quotes(words)),
                "write it on one line, in printable ASCII");
    return false;
  }
  if (words.empty() || words.front() == ' ' || words.back() == ' ') {
    draft.fault(node.at, words.empty() ? "the text is empty" : "the text has a space at its end",
                "write words, and no space around them");
    return false;
  }
  if (words.size() <= longest) return true;
  draft.fault(node.at, fmt::format("the text is {} characters long", words.size()),
              fmt::format("write at most {}", longest));
  return false;
}

bool says_nothing(std::string_view words) {
  std::string letters;
  for (const char c : words)
    if (c >= 'a' && c <= 'z')
      letters += c;
    else if (c >= 'A' && c <= 'Z')
      letters += static_cast<char>(c - 'A' + 'a');
  constexpr std::array<std::string_view, 9> empty_words{
      "none", "nobody", "nobodyyet", "noone", "nothing", "na", "null", "tbd", "unknown"};
  return letters.size() < 2 ||
         std::find(empty_words.begin(), empty_words.end(), letters) != empty_words.end();
}

std::string_view read_words(Draft& draft, const TomlEntry& entry, std::size_t longest) {
  constexpr Manner as{"", "...", "words"};
  const auto* const text = text_of(draft, entry.value, entry.key, as);
  if (text == nullptr || !check_words(draft, *text, entry.value, longest)) return {};
  return draft.storage.keep(*text);
}

std::string_view read_source(Draft& draft, const TomlEntry& entry) {
  constexpr Manner as{"", "policy-12", "the key of a source"};
  const auto* const text = text_of(draft, entry.value, entry.key, as);
  if (text == nullptr || !check_name(draft, *text, entry.value.at)) return judgement;
  const auto key = draft.storage.keep(*text);
  draft.uses.push_back({key, entry.value.at});
  return key;
}

const TomlNode* table_of(Draft& draft, const TomlEntry& entry, std::string_view example) {
  return table_of(draft, entry.key, entry.value, example);
}

const TomlNode* table_of(Draft& draft, std::string_view key, const TomlNode& node,
                         std::string_view example) {
  if (node.kind == TomlNode::Kind::table) return &node;
  draft.fault(node.at, fmt::format("{} is a table", key), fmt::format("write it as {}", example));
  return nullptr;
}

}  // namespace ketadose::program
