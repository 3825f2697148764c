// SPDX-License-Identifier: Apache-2.0
#include "files/jsonl.hpp"

#include <rapidjson/reader.h>

#include <algorithm>
#include <string>
#include <vector>

namespace ketadose::program {

/// Takes the events of one line; it parses in a copy, so that the texts stay where they are.
struct JsonReader::Parser {
  std::vector<char> copy = std::vector<char>(most_record + 1);
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
    if (std::find(text, text + length, '\0') != text + length) return refuse(Fault::nul_byte);
    return add(text, length, JsonMember::Kind::text);
  }
  bool StartObject() {
    if (inside) return refuse(Fault::not_flat);
    inside = true;
    return true;
  }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
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
  bool plain = true;
  for (const char c : line) plain &= static_cast<signed char>(c) > 0;
  if (!plain && line.find('\0') != std::string_view::npos) return Fault::nul_byte;
  if (!plain && !is_utf8(line)) return Fault::not_utf8;
  return parser_->parse(line);
}

std::span<const JsonMember> JsonReader::members() const { return parser_->members; }

std::string_view JsonReader::key_at_fault() const { return parser_->key; }

}  // namespace ketadose::program
