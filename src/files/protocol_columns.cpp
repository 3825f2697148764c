// SPDX-License-Identifier: Apache-2.0
#include "files/protocol_columns.hpp"

#include <limits>

#include "complaint.hpp"

namespace ketadose::program {
namespace {

constexpr int last_session = ketadose::detail::most_sessions;

/// "4-6", or "7-" to the end of the course.
struct Sessions {
  int from;
  int to;
};

std::optional<Sessions> read_sessions(Draft& draft, const TomlEntry& entry) {
  constexpr Manner as{"", "4-6", "the first and the last session"};
  const auto* const text = text_of(draft, entry.value, entry.key, as);
  if (text == nullptr) return {};
  const std::string_view all{*text};
  const auto dash = std::min(all.find('-'), all.size());
  const auto from = read_whole(all.substr(0, dash));
  const auto rest = all.substr(std::min(dash + 1, all.size()));
  const bool open = dash + 1 == all.size();
  const auto to = open ? Read<int>{last_session} : read_whole(rest);
  if (dash < all.size() && from && to && *from >= 1 && *from <= *to && *to <= last_session)
    return Sessions{*from, open ? std::numeric_limits<int>::max() : *to};
  draft.fault(entry.value.at, fmt::format("{} are no sessions", in_quotes(all)),
              "write the first and the last, as \"1-3\", or \"7-\" for all from the seventh");
  return {};
}

/// Reports a gap before these sessions, or that they overlap with those before.
void check_follows(Draft& draft, Spot at, const Sessions& now, int expected) {
  if (now.from == expected) return;
  if (now.from > expected)
    draft.fault(at, fmt::format("session {} has no ceiling: a gap", expected),
                fmt::format("go on from session {}", expected));
  else
    draft.fault(at, fmt::format("session {} has two ceilings: they overlap", now.from),
                expected > last_session ? "end the ceiling before it with its last session"
                                        : fmt::format("go on from session {}", expected));
}

/// Reports a ceiling below the one before: a table says "from session 4" of the doses above one.
void check_rises(Draft& draft, Spot at, std::string_view sessions, const SessionCeiling& before,
                 const SessionCeiling& now) {
  if (!now.review_above || (before.review_above && *now.review_above >= *before.review_above))
    return;
  draft.fault(
      at,
      fmt::format("the ceiling falls from {} to {}",
                  before.review_above ? words_of(*before.review_above) : std::string{none_word},
                  words_of(*now.review_above)),
      fmt::format("a ceiling rises with the session: write {} at or above the one before",
                  sessions));
}

}  // namespace

const std::vector<TomlNode>* items_of(Draft& draft, const TomlEntry& entry,
                                      std::string_view example) {
  if (is_none(entry.value)) return nullptr;
  if (entry.value.kind != TomlNode::Kind::list) {
    draft.fault(entry.value.at, fmt::format("{} is a list", entry.key),
                fmt::format("write it as {} = {}", entry.key, example));
    return nullptr;
  }
  const auto count = entry.value.items.size();
  if (count > 0 && count <= most_rows) return &entry.value.items;
  if (count == 0)
    draft.fault(entry.value.at, fmt::format("{} is an empty list", entry.key),
                fmt::format("write {} = \"none\" if that is meant", entry.key));
  else
    draft.fault(entry.value.at, fmt::format("{} has {} items", entry.key, count),
                fmt::format("write at most {}", most_rows));
  return nullptr;
}

void read_column(Section& in, const TomlEntry& entry, std::span<const SessionCeiling>& column) {
  auto& draft = in.draft();
  column = {};
  const auto* const items = items_of(
      draft, entry, "[{ sessions = \"1-\", review_above = \"0.5mg/kg\", source = \"...\" }]");
  if (items == nullptr) return;
  std::vector<SessionCeiling> rows;
  bool last_failed = false;
  int expected = 1;
  for (const auto& item : *items) {
    const auto errors = draft.errors.size();
    const auto* const table =
        table_of(draft, entry.key, item, "{ sessions = \"1-\", review_above = ... }");
    if (table == nullptr) continue;
    Section row{draft, table, item.at, in.path_of(entry.key), true};
    const auto* const which = row.demand("sessions");
    const auto* const bound = row.demand("review_above");
    const auto* const own = row.take("source");
    const auto source = own == nullptr ? std::string_view{} : read_source(draft, *own);
    SessionCeiling ceiling{expected, none};
    if (bound != nullptr) read_bound(row, *bound, source, ceiling.review_above);
    row.close();
    const auto sessions = which == nullptr ? std::nullopt : read_sessions(draft, *which);
    if (!sessions) continue;
    check_follows(draft, which->value.at, *sessions, expected);
    ceiling.from = sessions->from;
    const bool failed = draft.errors.size() != errors;
    if (!rows.empty() && !failed && !last_failed)
      check_rises(draft, bound->value.at, which->value.text, rows.back(), ceiling);
    last_failed = failed;
    expected = sessions->to == std::numeric_limits<int>::max() ? sessions->to : sessions->to + 1;
    rows.push_back(ceiling);
  }
  if (!rows.empty() && rows.size() == items->size() && expected <= last_session)
    draft.fault(items->back().at, fmt::format("session {} has no ceiling: a gap", expected),
                fmt::format("end with sessions = \"{}-\"", rows.back().from));
  column = draft.storage.keep(std::move(rows));
}

void read_column(Section& in, const TomlEntry& entry, std::span<const Point>& column) {
  auto& draft = in.draft();
  column = {};
  constexpr std::string_view example = "{ text = \"...\", source = \"...\" }";
  const auto* const items = items_of(draft, entry, fmt::format("[{}]", example));
  if (items == nullptr) return;
  std::vector<Point> rows;
  for (const auto& item : *items) {
    const auto* const table = table_of(draft, entry.key, item, example);
    if (table == nullptr) continue;
    Section row{draft, table, item.at, in.path_of(entry.key), true};
    const auto* const text = row.demand("text");
    const auto* const source = row.demand("source");
    row.close();
    if (text == nullptr || source == nullptr) continue;
    rows.push_back({read_words(draft, *text, longest_text), read_source(draft, *source)});
  }
  column = draft.storage.keep(std::move(rows));
}

void read_column(Section& in, const TomlEntry& entry, std::string_view& column) {
  constexpr std::string_view key_of_source = "_source";
  column = {};
  if (is_none(entry.value)) return;
  column = entry.key.ends_with(key_of_source) ? read_source(in.draft(), entry)
                                              : read_words(in.draft(), entry, longest_words);
}

}  // namespace ketadose::program
