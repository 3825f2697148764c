// SPDX-License-Identifier: Apache-2.0
#include "files/records.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace ketadose::program {
namespace {

/// What one read may bring.
constexpr std::size_t block = std::size_t{128} * 1024;
/// The rest of a record, its line end, and a block.
constexpr std::size_t capacity = most_record + 2 + block;

struct Words {
  Fault fault;
  std::string_view code;
  std::string_view what;  ///< behind "line 7 "
  std::string_view remedy;
};
constexpr std::string_view see_quotes =
    "put quotes around the whole field and write a quote inside it twice";
constexpr std::string_view one_object =
    "write one object a line, with a text or a number for each key";
constexpr std::array all_words{
    Words{Fault::blank_line, "fields-mismatch", "is blank", "leave no line out between records"},
    Words{Fault::field_count, "fields-mismatch", "has ",
          "give every column of the header one field"},
    Words{Fault::lone_return, "fields-mismatch", "has a carriage return that ends no line",
          "end lines with a line feed, or with both"},
    Words{Fault::quote_inside, "quote-unclosed", "has a quote inside a field without quotes",
          see_quotes},
    Words{Fault::quote_followed, "quote-unclosed", "has text behind a closing quote", see_quotes},
    Words{Fault::quote_open, "quote-unclosed", "opens a quote that is not closed", see_quotes},
    Words{Fault::too_long, "record-too-long", "is longer than 65536 bytes",
          "check where its line should end"},
    Words{Fault::not_utf8, "encoding", "is not UTF-8", "save the file as UTF-8"},
    Words{Fault::nul_byte, "encoding", "holds a NUL byte", "save the file as UTF-8 text"},
    Words{Fault::not_json, "json-invalid", "is not JSON", one_object},
    Words{Fault::not_object, "json-invalid", "is not a JSON object", one_object},
    Words{Fault::not_flat, "json-invalid", "holds a list or an object", one_object},
    Words{Fault::true_or_false, "json-invalid", "holds true or false", one_object},
    Words{Fault::key_repeated, "key-repeated", "repeats a key", "give each key once"},
};

std::string sentence(const Damage& damage, const Words& words) {
  std::string what{"line "};
  what.append(std::to_string(damage.line)).append(" ").append(words.what);
  if (damage.fault == Fault::field_count)
    what.append(std::to_string(damage.fields))
        .append(damage.fields == 1 ? " field" : " fields")
        .append(" where the header has ")
        .append(std::to_string(damage.columns));
  if (!damage.key.empty()) what.append(": '").append(damage.key).append("'");
  return what;
}

/// Bytes that the UTF-8 character at the start of `text` takes, 0 when it is none.
std::size_t character(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0U) != 0x80) return 0;
  const unsigned two = first << 8U | byte(1);  // what is overlong, a surrogate or beyond the last
  const bool bad = (two >= 0xE080 && two < 0xE0A0) || (two >= 0xEDA0 && two < 0xEE00) ||
                   (two >= 0xF080 && two < 0xF090) || (two >= 0xF490 && two < 0xF500);
  return bad ? 0 : length;
}

/// In runs that a byte can count, so that the compiler may count many bytes at once.
std::size_t count_lines(std::string_view text) {
  constexpr std::size_t run = 255;
  std::size_t lines = 0;
  while (!text.empty()) {
    unsigned char here = 0;
    for (const char c : text.substr(0, run)) here = static_cast<unsigned char>(here + (c == '\n'));
    lines += here;
    text.remove_prefix(std::min(run, text.size()));
  }
  return lines;
}

}  // namespace

Complaint complain(const Damage& damage) {
  for (const auto& words : all_words)
    if (words.fault == damage.fault)
      return {.code = words.code,
              .option = {},
              .text = {},
              .position = 0,
              .what = sentence(damage, words),
              .remedy = std::string{words.remedy}};
  return {};
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto length = character(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::size_t whole_lines(std::string_view data) {
  const auto last = data.rfind('\n');
  if (last == std::string_view::npos) return 0;
  data = data.substr(0, last);
  if (data.ends_with('\r')) data.remove_suffix(1);
  const bool blank = data.empty() || data.back() == '\n';
  return blank ? data.size() : last + 1;
}

std::size_t Stream::read_some(char* to, std::size_t room) {
  for (;;) {
    const auto n = ::read(descriptor_, to, room);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) error_ = errno;
    if (n <= 0) ended_ = true;
    return n > 0 ? static_cast<std::size_t>(n) : 0;
  }
}

/// Drops the rest of a line that was too long; returns how much of `data` is left.
std::size_t Stream::skip_line(char* data, std::size_t size) {
  const auto* const end = static_cast<const char*>(std::memchr(data, '\n', size));
  if (end == nullptr) return 0;
  skipping_ = false;
  ++line_;
  const auto left = size - static_cast<std::size_t>(end + 1 - data);
  std::memmove(data, end + 1, left);
  return left;
}

void Stream::hand_out(Chunk& chunk, std::size_t whole, std::size_t size) {
  char* const data = chunk.memory.get();
  rest_.assign(data + whole, size - whole);
  chunk.bytes = {data, whole};
  chunk.limit = data + size;
  chunk.first_line = line_;
  chunk.last = ended_;
  fresh_ = false;
  line_ += count_lines(chunk.bytes);
}

bool Stream::next(Chunk& chunk) {
  if (chunk.memory == nullptr) chunk.memory = std::make_unique<char[]>(capacity + 1 + scan_block);
  char* const data = chunk.memory.get();
  std::size_t size = rest_.size();
  std::memcpy(data, rest_.data(), size);
  while (!ended_) {
    size += read_some(data + size, std::min(block, capacity - size));
    if (fresh_ && std::string_view{data, size}.starts_with(byte_order_mark)) {
      size -= byte_order_mark.size();
      std::memmove(data, data + byte_order_mark.size(), size);
      fresh_ = false;
    }
    if (skipping_) size = skip_line(data, size);
    data[size] = '\n';
    std::size_t whole = ended_ ? size : cut_({data, size});
    if (size - whole > most_record + 1) {
      whole = size;
      skipping_ = true;
    }
    if (error_ != 0 || whole == 0) continue;
    hand_out(chunk, whole, size);
    return true;
  }
  return false;
}

}  // namespace ketadose::program
