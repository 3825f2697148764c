// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <ketadose/protocol.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "files/protocol_file.hpp"
#include "files/protocol_values.hpp"
#include "files/toml.hpp"

/// A protocol while it is read from a file.
namespace ketadose::program {

/// The words and rows of a protocol, and the view of them.
struct ProtocolStorage {
  explicit ProtocolStorage(const Protocol& begin_with) : protocol{begin_with} {}

  std::string_view keep(std::string word) { return words.emplace_back(std::move(word)); }

  template <class Row>
  std::span<const Row> keep(std::vector<Row> list) {
    const auto kept = std::make_shared<const std::vector<Row>>(std::move(list));
    rows.push_back(kept);
    return *kept;
  }

  Protocol protocol;
  std::deque<std::string> words;
  std::vector<std::shared_ptr<const void>> rows;
};

/// The key of a source, where it was written.
struct SourceUse {
  std::string_view key;
  Spot at;
};

struct Draft {
  ProtocolStorage& storage;
  std::vector<ProtocolError> errors{};
  std::vector<SourceUse> uses{};
  bool approved = false;

  void fault(Spot at, std::string what, std::string remedy) {
    errors.push_back({at.line, at.column, {}, std::move(what), std::move(remedy)});
  }
};

/// The word that stands for nothing at all.
inline constexpr std::string_view none_word = "none";
inline bool is_none(const TomlNode& node) {
  return node.kind == TomlNode::Kind::text && node.text == none_word;
}

inline constexpr std::string_view needs_approval =
    "keep the published bound, or say who approved it: approved_by and approved_on";

/// Longest list and most rows of a kind: more is a slip, and the engine counts on it for sites.
inline constexpr std::size_t most_rows = 64;
inline constexpr std::size_t most_sources = 512;

/// One table of the file: says what stands there, what does not belong there and what is missing.
class Section {
 public:
  /// `table` may be null: nothing is written. `whole`: every key must be.
  Section(Draft& draft, const TomlNode* table, Spot head, std::string path, bool whole)
      : draft_{draft}, table_{table}, head_{head}, path_{std::move(path)}, whole_{whole} {}

  Draft& draft() const { return draft_; }
  bool whole() const { return whole_; }
  Spot head() const { return head_; }
  const std::string& path() const { return path_; }
  /// "routes.im.dose"
  std::string path_of(std::string_view key) const;

  /// What stands at a key, or null.
  const TomlEntry* find(std::string_view key) const;
  /// The same for a key that belongs here.
  const TomlEntry* take(std::string_view key);
  /// The same for one that a whole section must have.
  const TomlEntry* need(std::string_view key);
  /// The same for one that must always be there.
  const TomlEntry* demand(std::string_view key);
  /// Where a key's value stands; the section when nothing is written.
  Spot at(std::string_view key) const;
  /// Where a bound stands in the table at `key`, as near as what is written allows.
  Spot at_edge(std::string_view key, std::string_view edge) const;
  /// Reports unknown and missing keys.
  void close();

 private:
  Draft& draft_;
  const TomlNode* table_;
  Spot head_;
  std::string path_;
  bool whole_;
  std::vector<std::string_view> known_;
  std::vector<std::string_view> missing_;
};

/// The text of a node that must be one; reports what it is instead.
const std::string* text_of(Draft& draft, const TomlNode& node, std::string_view key,
                           const Manner& manner);

/// A name or a code: [a-z0-9-]+, and not `none`.
bool check_name(Draft& draft, std::string_view name, Spot at);
/// Printable ASCII, neither empty nor with spaces around it.
bool check_words(Draft& draft, std::string_view words, const TomlNode& node, std::size_t longest);
/// Whether words name nobody and nothing: "none", "n/a", "-", in any case.
bool says_nothing(std::string_view words);
/// The text of an entry as words that were checked and kept; empty after an error.
std::string_view read_words(Draft& draft, const TomlEntry& entry, std::size_t longest);
/// The key of a source, kept.
std::string_view read_source(Draft& draft, const TomlEntry& entry);

/// A table at an entry, or null after an error.
const TomlNode* table_of(Draft& draft, const TomlEntry& entry, std::string_view example);
/// The same for an item of the list at `key`.
const TomlNode* table_of(Draft& draft, std::string_view key, const TomlNode& node,
                         std::string_view example);

inline constexpr std::size_t longest_name = 40;
inline constexpr std::size_t longest_words = 80;
inline constexpr std::size_t longest_text = 1'000;

template <class T>
std::optional<T> read_quantity(Draft& draft, std::string_view key, const TomlNode& node) {
  const auto as = manner(As<T>{});
  const auto* const text = text_of(draft, node, key, as);
  if (text == nullptr) return {};
  const auto read = read_value(*text, As<T>{});
  if (read) return *read;
  const auto advice = advise(read.refusal(), *text, as);
  const auto inside = as.words.empty() ? 1 + read.refusal().position : 0;
  draft.fault({node.at.line, node.at.column + inside}, advice.what, advice.remedy);
  return {};
}

}  // namespace ketadose::program
