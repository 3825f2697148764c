// SPDX-License-Identifier: Apache-2.0
#include "files/jsonl.hpp"

#include <rapidjson/reader.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <ketadose/text.hpp>
#include <string>
#include <vector>

namespace ketadose::program {
namespace {

using Word = std::uint64_t;

/// From `text` on, the first byte that a JSON string does not hold as it is: a quote, a backslash
/// or a control character. There must be one, and a word to be read behind it.
char* skip_plain(char* text) {
  constexpr Word every = 0x0101010101010101;
  const auto below = [](Word bytes, Word least) { return (bytes - least * every) & ~bytes; };
  for (;; text += sizeof(Word)) {
    Word word = 0;
    std::memcpy(&word, text, sizeof word);
    if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    const auto marks =
        (below(word, 0x20) | below(word ^ '"' * every, 1) | below(word ^ '\\' * every, 1)) &
        0x80 * every;
    if (marks != 0) return text + std::countr_zero(marks) / 8;  // the lowest mark is always right
  }
}

/// Past the blanks that `text` begins with.
char* skip_blanks(char* text) {
  while (*text == ' ') ++text;
  return text;
}

/// Past digits and perhaps a point and more digits; where it stands when they are no JSON number.
char* skip_number(char* text) {
  using ketadose::detail::is_digit;
  char* at = text;
  if (!is_digit(*at) || (*at == '0' && is_digit(at[1]))) return text;
  while (is_digit(*at)) ++at;
  if (*at != '.') return at;
  if (!is_digit(*++at)) return text;
  while (is_digit(*at)) ++at;
  return at;
}

/// Reads a value into `member`, which is blank, and returns its end: null when it is none that
/// `read_plain` takes.
char* read_plain_value(char* value, JsonMember& member) {
  constexpr std::string_view null = "null";
  if (*value == '"') {
    char* const end = skip_plain(value + 1);
    member.text = {value + 1, end};
    member.kind = JsonMember::Kind::text;
    return *end == '"' ? end + 1 : nullptr;
  }
  constexpr std::ptrdiff_t longest = 64;  // RapidJSON decides how long a number may be
  if (char* const end = skip_number(value); end != value && end - value <= longest) {
    member.text = {value, end};
    member.kind = JsonMember::Kind::number;
    return end;
  }
  member.kind = JsonMember::Kind::null;
  return std::memcmp(value, null.data(), null.size()) == 0 ? value + null.size() : nullptr;
}

/// Reads one object as programs mostly write it: texts without escapes, numbers without sign or
/// exponent, `null`, and no space but blanks between them. False for any other line, which is for
/// RapidJSON to read. `line` ends with a NUL, and a word may be read behind it.
bool read_plain(char* line, std::vector<JsonMember>& members) {
  char* at = line;
  if (*at != '{') return false;
  do {
    char* const key = skip_blanks(at + 1) + 1;
    if (key[-1] != '"') return false;
    char* const key_end = skip_plain(key);
    if (*key_end != '"') return false;
    at = skip_blanks(key_end + 1);
    if (*at != ':') return false;
    // Filled where it stays: a copy would load as a whole what was just stored in parts, and wait.
    auto& member = members.emplace_back();
    member.key = {key, key_end};
    at = read_plain_value(skip_blanks(at + 1), member);
    if (at == nullptr) return false;
    at = skip_blanks(at);
  } while (*at == ',');
  return at[0] == '}' && at[1] == '\0';
}

}  // namespace

/// Takes the events of one line; it parses in a copy, so that the texts stay where they are.
struct JsonReader::Parser {
  std::vector<char> copy = std::vector<char>(most_record + 1 + sizeof(Word));
  std::vector<JsonMember> members;
  rapidjson::Reader reader;
  std::string_view key;
  Fault fault = Fault::none;
  bool inside = false;

  bool refuse(Fault why) {
    fault = why;
    return false;
  }
  bool add(const char* text, std::size_t length, JsonMember::Kind kind) {
    if (!inside) return refuse(Fault::not_object);
    members.push_back({key, {text, length}, kind});
    return true;
  }

  /// Escapes may spell what the line itself may not hold: a NUL, or half of a surrogate pair.
  bool holds_text(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) return refuse(Fault::nul_byte);
    return is_utf8(text) || refuse(Fault::not_json);
  }

  // What RapidJSON calls; the names are its own. NOLINTBEGIN(readability-identifier-naming)
  bool Null() { return add("", 0, JsonMember::Kind::null); }
  bool Bool(bool) { return refuse(inside ? Fault::true_or_false : Fault::not_object); }
  bool Int(int) { return false; }  // numbers come as their text, so these are never called
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    return add(text, length, JsonMember::Kind::number);
  }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    return holds_text({text, length}) && add(text, length, JsonMember::Kind::text);
  }
  bool StartObject() {
    if (inside) return refuse(Fault::not_flat);
    inside = true;
    return true;
  }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    key = {};
    if (!holds_text({text, length})) return false;
    key = {text, length};
    return true;
  }
  bool EndObject(rapidjson::SizeType) { return true; }
  bool StartArray() { return refuse(inside ? Fault::not_flat : Fault::not_object); }
  bool EndArray(rapidjson::SizeType) { return true; }
  // NOLINTEND(readability-identifier-naming)

  Fault parse(std::string_view line) {
    constexpr unsigned flags = rapidjson::kParseInsituFlag | rapidjson::kParseNumbersAsStringsFlag;
    std::copy(line.begin(), line.end(), copy.begin());
    copy[line.size()] = '\0';
    members.clear();
    if (read_plain(copy.data(), members)) return Fault::none;
    members.clear();
    key = {};
    fault = Fault::none;
    inside = false;
    rapidjson::InsituStringStream stream{copy.data()};
    if (reader.Parse<flags>(stream, *this)) return Fault::none;
    if (fault != Fault::none) return fault;
    key = {};
    return Fault::not_json;
  }
};

JsonReader::JsonReader() : parser_{std::make_unique<Parser>()} {}
JsonReader::~JsonReader() = default;

Fault JsonReader::read(std::string_view line) {
  parser_->key = {};
  if (line.size() > most_record) return Fault::too_long;
  if (line.empty()) return Fault::blank_line;
  if (line.find('\0') != std::string_view::npos) return Fault::nul_byte;
  unsigned char bits = 0;
  for (const char c : line) bits |= static_cast<unsigned char>(c);
  if (bits >= 0x80 && !is_utf8(line)) return Fault::not_utf8;
  return parser_->parse(line);
}

std::span<const JsonMember> JsonReader::members() const { return parser_->members; }

std::string_view JsonReader::key_at_fault() const { return parser_->key; }

}  // namespace ketadose::program
