// SPDX-License-Identifier: Apache-2.0
#include "files/protocol_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ketadose/published.hpp>
#include <optional>
#include <tuple>
#include <utility>

#include "complaint.hpp"
#include "files/protocol_draft.hpp"
#include "files/protocol_keys.hpp"
#include "files/protocol_rows.hpp"
#include "files/protocol_whole.hpp"
#include "formats/text.hpp"

namespace ketadose::program {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20;

/// "published 2026.1"
std::string published_version() { return fmt::format("{} {}", published.name, published.version); }

// ---- What every protocol says about itself ----

void read_version(Draft& draft, const TomlEntry& entry, std::string_view& version) {
  version = read_words(draft, entry, longest_name);
  if (version.find(' ') != std::string_view::npos)
    draft.fault(entry.value.at, fmt::format("{} has a space", in_quotes(version)),
                "write the version in one piece, as \"2026-03\"");
}

std::optional<int> digits_of(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  return value;
}

/// A day of the calendar, YYYY-MM-DD.
bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = digits_of(text.substr(0, 4));
  const auto month = digits_of(text.substr(5, 2));
  const auto day = digits_of(text.substr(8, 2));
  return year && month && day &&
         std::chrono::year_month_day{std::chrono::year{*year},
                                     std::chrono::month{static_cast<unsigned>(*month)},
                                     std::chrono::day{static_cast<unsigned>(*day)}}
             .ok();
}

/// Any day before is a slip: these rules are younger.
constexpr std::string_view earliest_approval = "2000-01-01";

void read_approver(Draft& draft, const TomlEntry& entry, std::string_view& name) {
  name = read_words(draft, entry, longest_words);
  if (!name.empty() && says_nothing(name))
    draft.fault(entry.value.at, fmt::format("{} is no approver", in_quotes(name)),
                "write the name of who approved it, or leave out approved_by and approved_on");
}

void read_date(Draft& draft, const TomlEntry& entry, std::string_view& date) {
  constexpr Manner as{"", "2026-03-02", "a date"};
  const auto* const text = text_of(draft, entry.value, entry.key, as);
  if (text == nullptr) return;
  date = draft.storage.keep(*text);
  if (!is_date(date))
    draft.fault(entry.value.at, fmt::format("{} is not a date", in_quotes(date)),
                "write year, month and day, as \"2026-03-02\"");
  else if (date < earliest_approval)
    draft.fault(entry.value.at, fmt::format("{} is no date of an approval", in_quotes(date)),
                "write the day on which it was approved, as \"2026-03-02\"");
}

/// Both or neither: an approval without its day cannot be looked up.
void read_approval(Section& file, Protocol& protocol) {
  auto& draft = file.draft();
  constexpr std::string_view half = "say both who approved it and when, or neither";
  const auto* const by = file.take("approved_by");
  const auto* const on = file.take("approved_on");
  const auto errors = draft.errors.size();
  if (by != nullptr) read_approver(draft, *by, protocol.approved_by);
  if (on != nullptr) read_date(draft, *on, protocol.approved_on);
  if ((by == nullptr) != (on == nullptr))
    draft.fault(
        (by == nullptr ? on : by)->at,
        by == nullptr ? "approved_on without approved_by" : "approved_by without approved_on",
        std::string{half});
  draft.approved = by != nullptr && on != nullptr && draft.errors.size() == errors;
}

/// Whether the file goes on from the published protocol; it must be this version of it.
bool read_extends(Section& file) {
  const auto* const entry = file.take("extends");
  if (entry == nullptr) return false;
  const auto now = published_version();
  const Manner as{"", now, "the rules it goes on from"};
  const auto* const text = text_of(file.draft(), entry->value, entry->key, as);
  if (text != nullptr && *text != now)
    file.draft().fault(
        entry->value.at, fmt::format("there are no rules {} here", in_quotes(*text)),
        fmt::format("compare your rules with \"{0}\", then write extends = \"{0}\"", now));
  return true;
}

// ---- Its tables ----

template <class Row>
void read_table(Section& file, std::string_view key, std::span<const Row>& rows) {
  if (const auto* const entry = file.need(key)) read_rows(file, *entry, rows);
}

/// A table of the file's own keys; what it lacks is reported where it begins.
template <class ReadSection>
void read_section(Section& file, std::string_view key, ReadSection read) {
  const auto* const entry = file.need(key);
  if (entry == nullptr && file.whole()) return;
  const auto* const table =
      entry == nullptr ? nullptr : table_of(file.draft(), *entry, fmt::format("[{}]", key));
  if (entry != nullptr && table == nullptr) return;
  Section section{file.draft(), table, entry == nullptr ? file.head() : entry->at, std::string{key},
                  file.whole()};
  read(section, file.draft().storage.protocol);
}

void read_tables(Section& file, Protocol& protocol) {
  read_table(file, "routes", protocol.routes);
  read_section(file, "patient", read_patient);
  read_table(file, "sites", protocol.sites);
  read_table(file, "syringes", protocol.syringes);
  read_table(file, "conditions", protocol.conditions);
  read_table(file, "medicines", protocol.medicines);
  read_section(file, "care", read_care);
  read_table(file, "sources", protocol.sources);
}

void read_all(Draft& draft, const TomlNode& root, bool extends) {
  auto& protocol = draft.storage.protocol;
  Section file{draft, &root, {1, 1}, {}, !extends};
  if (const auto* const entry = file.demand("name")) {
    protocol.name = read_words(draft, *entry, longest_name);
    if (!protocol.name.empty()) check_name(draft, protocol.name, entry->value.at);
  }
  if (const auto* const entry = file.demand("version"))
    read_version(draft, *entry, protocol.version);
  read_extends(file);
  read_approval(file, protocol);
  read_tables(file, protocol);
  file.close();
  check_whole(file, protocol);
}

// ---- The file ----

ProtocolError whole_file(std::string what, std::string remedy) {
  return {0, 0, {}, std::move(what), std::move(remedy)};
}

/// The length of the UTF-8 character at the start of `text`; 0 when there is none.
std::size_t length_of_character(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first < 0xC2   ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  return length;
}

/// The first byte that no text file holds: a NUL, or what is not UTF-8.
std::optional<std::size_t> bad_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto length = text[at] == '\0' ? 0 : length_of_character(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return {};
}

/// What is mostly meant where the TOML library stops.
std::string_view remedy_for(std::string_view what) {
  const auto says = [what](std::string_view part) { return what.find(part) != what.npos; };
  if (says("inline table")) return "write { ... } on one line, its keys parted by commas";
  for (const std::string_view part : {"integer", "float", "value type", "date", "time", "bool"})
    if (says(part)) return "write texts and quantities in quotes, as \"60mg\"";
  return "write a table as [table], and key = \"text\" in it";
}

/// The library's words for a fault, in ours; a key that is written twice is no fault of form.
ProtocolError error_of(const TomlFault& fault, std::string_view text) {
  constexpr std::string_view lead = "Error while parsing ";
  std::string_view what = fault.what;
  if (what.starts_with(lead)) what.remove_prefix(lead.size());
  const auto quote = what.find('\'');
  if (what.find("cannot redefine") == std::string_view::npos || quote == std::string_view::npos)
    return {fault.at.line,
            fault.at.column,
            {},
            fmt::format("this is not TOML: {}", escaped(what)),
            std::string{remedy_for(what)}};
  const auto name = what.substr(quote + 1, what.find('\'', quote + 1) - quote - 1);
  const auto line = Lines{text}[fault.at.line];
  const auto before = bytes_before(line, fault.at.column);
  const auto at = line.substr(0, before).rfind(name);  // the library points behind the key
  const auto column = at == std::string_view::npos ? fault.at.column : spot_of(line, at).column;
  return {fault.at.line,
          column,
          {},
          fmt::format("{} is written twice", in_quotes(name)),
          "keep the one that is meant"};
}

/// The lines of the errors, in the order of the file; each once.
std::vector<ProtocolError> in_order(std::vector<ProtocolError> errors, std::string_view text) {
  const Lines lines{text};
  std::stable_sort(errors.begin(), errors.end(), [](const auto& a, const auto& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  for (auto& error : errors) error.text = lines[error.line];
  return errors;
}

}  // namespace

ProtocolFile::ProtocolFile(std::unique_ptr<const ProtocolStorage> storage)
    : storage_{std::move(storage)} {}
ProtocolFile::ProtocolFile(ProtocolFile&& other) noexcept = default;
ProtocolFile& ProtocolFile::operator=(ProtocolFile&& other) noexcept = default;
ProtocolFile::~ProtocolFile() = default;

const Protocol& ProtocolFile::protocol() const { return storage_->protocol; }

ProtocolRead read_protocol(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  if (text.size() > most_bytes)
    return std::vector{whole_file("the file is larger than 1 MB", "a protocol is a few pages")};
  if (const auto at = bad_byte(text)) {
    const auto spot = spot_of(text, *at);
    return in_order({{spot.line,
                      spot.column,
                      {},
                      text[*at] == '\0' ? "a NUL byte" : "a byte that is not UTF-8",
                      "save the file as plain text in UTF-8"}},
                    text);
  }
  // The TOML library takes letters outside ASCII for blanks here and there: it gets none.
  std::vector<Spot> places;
  auto read = read_toml(in_ascii(text, places));
  std::vector<ProtocolError> errors;
  errors.reserve(places.size());
  for (const auto& at : places)
    errors.push_back({at.line,
                      at.column,
                      {},
                      "this is not ASCII",
                      "write plain letters: others may stand in comments alone"});
  if (const auto* const fault = std::get_if<TomlFault>(&read)) {
    errors.push_back(error_of(*fault, text));
    return in_order(std::move(errors), text);
  }
  const auto& root = std::get<TomlNode>(read);
  if (root.entries.empty())
    return std::vector{whole_file("the file is empty", "begin with name, version and extends")};
  const bool extends = std::any_of(root.entries.begin(), root.entries.end(),
                                   [](const auto& entry) { return entry.key == "extends"; });
  auto storage = std::make_unique<ProtocolStorage>(extends ? published : blank_protocol());
  storage->protocol.name = storage->protocol.version = {};
  Draft draft{*storage};
  draft.errors = std::move(errors);
  read_all(draft, root, extends);
  if (!draft.errors.empty()) return in_order(std::move(draft.errors), text);
  return ProtocolFile{std::move(storage)};
}

ProtocolRead load_protocol(const std::string& path) {
  const auto unreadable = [] {
    return std::vector{whole_file(fmt::format("cannot be read: {}", std::strerror(errno)),
                                  "name a protocol file that can be read")};
  };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "rb"),
                                                             std::fclose};
  if (!file) return unreadable();
  std::string text;
  std::array<char, 16'384> part{};  // a file is small, and room for the largest costs time
  while (text.size() <= most_bytes) {
    const auto count = std::fread(part.data(), 1, part.size(), file.get());
    if (count == 0) break;
    text.append(part.data(), count);
  }
  if (std::ferror(file.get()) != 0) return unreadable();
  return read_protocol(text);
}

std::string heading(const ProtocolError& error, std::string_view file) {
  const auto name = file.empty() ? std::string{"''"} : escaped(file);
  if (error.line == 0) return fmt::format("{}: {}", name, error.what);
  return fmt::format("{}:{}:{}: {}", name, error.line, error.column, error.what);
}

std::string for_a_person(const ProtocolError& error, std::string_view file) {
  std::string out;
  append_wrapped(out, "", heading(error, file), 2);
  out.erase(0, 2);  // only what goes on is indented
  if (error.line == 0) {
    append_wrapped(out, "  ", error.remedy, 2);
    return out;
  }
  append_excerpt(out, error.text, bytes_before(error.text, error.column), error.remedy);
  return out;
}

}  // namespace ketadose::program
