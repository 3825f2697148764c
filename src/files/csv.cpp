// SPDX-License-Identifier: Apache-2.0
#include "files/csv.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include "files/bytes.hpp"

namespace ketadose::program {
namespace {

/// What a byte means to the reader outside quotes.
enum class Kind : std::uint8_t { plain, separator, line_feed, carriage_return, quote, suspect };

constexpr std::array<Kind, 256> kinds = [] {
  std::array<Kind, 256> k{};
  k[','] = Kind::separator;
  k['\n'] = Kind::line_feed;
  k['\r'] = Kind::carriage_return;
  k['"'] = Kind::quote;
  k[0] = Kind::suspect;
  for (std::size_t byte = 0x80; byte < k.size(); ++byte) k[byte] = Kind::suspect;
  return k;
}();

Kind kind_of(char c) { return kinds[static_cast<unsigned char>(c)]; }

const char* find(const char* at, const char* end, char c) {
  const auto* const found = std::memchr(at, c, static_cast<std::size_t>(end - at));
  return found == nullptr ? end : static_cast<const char*>(found);
}

/// Reads one record.
class Splitter {
 public:
  Splitter(const char* at, const char* end, std::size_t columns, std::string_view* cells)
      : start_{at}, end_{end}, cell_{at}, columns_{columns}, cells_{cells} {}

  CsvRecord record() {
    const char* p = start_;
    for (;;) {
      while (kind_of(*p) == Kind::plain) ++p;
      switch (kind_of(*p)) {
        case Kind::plain:
          break;
        case Kind::separator:
          take(p);
          cell_ = ++p;
          break;
        case Kind::line_feed:
          return ended(p);
        case Kind::carriage_return:
          if (p[1] == '\n') return ended(p);
          return damaged(Fault::lone_return, p);
        case Kind::suspect:
          suspect_ = true;
          ++p;
          break;
        case Kind::quote:
          p = closed(p);
          if (fault_ != Fault::none) return damaged(fault_, p);
          break;
      }
    }
  }

 private:
  void take(const char* cell_end) {
    if (fields_ < columns_ && cells_ != nullptr)
      cells_[fields_] = {cell_, static_cast<std::size_t>(cell_end - cell_)};
    ++fields_;
  }

  /// Behind the quote that closes the one at `p`, or where the fault shows; a quote that does not
  /// close is at fault where the record starts.
  const char* closed(const char* p) {
    quoted_ = true;
    if (p != cell_) fault_ = Fault::quote_inside;
    if (fault_ != Fault::none) return p;
    const auto window = std::min(static_cast<std::size_t>(end_ - start_), most_record + 1);
    for (const char* const stop = start_ + window;;) {
      p = find(std::min(p + 1, stop), stop, '"');  // a doubled quote may reach to the stop
      if (p == stop) {
        fault_ = Fault::quote_open;
        at_end_ = stop == end_;
        return start_;
      }
      if (p[1] != '"') break;
      ++p;
    }
    const Kind after = kind_of(*++p);
    if (after != Kind::plain && after != Kind::suspect) return p;
    // A quote that closes lines later, before other text, is one that was torn and is not closed.
    fault_ = find(start_, p, '\n') == p ? Fault::quote_followed : Fault::quote_open;
    return p;
  }

  CsvRecord ended(const char* p) {
    take(p);
    const char* const feed = *p == '\r' ? p + 1 : p;
    const auto size = static_cast<std::size_t>(p - start_);
    at_end_ = feed == end_ && size <= most_record;
    const std::string_view bytes{start_, size};
    if (size > most_record) return damaged(Fault::too_long, p);
    if (size == 0) return damaged(Fault::blank_line, p);
    if (suspect_ || quoted_) {
      if (bytes.find('\0') != std::string_view::npos) return damaged(Fault::nul_byte, p);
      if (!is_utf8(bytes)) return damaged(Fault::not_utf8, p);
    }
    if (columns_ != 0 && fields_ != columns_) return damaged(Fault::field_count, p);
    const auto inside = quoted_ ? std::count(start_, p, '\n') : 0;
    return {bytes,
            std::min(feed + 1, end_),
            static_cast<std::size_t>(inside) + 1,
            fields_,
            Fault::none,
            at_end_};
  }

  /// The fault shows at `at`: what is too long by then is that, whatever it may be besides.
  CsvRecord damaged(Fault fault, const char* at) const {
    const char* const feed = find(start_, end_, '\n');
    const bool returns = feed != start_ && feed[-1] == '\r';
    const auto line = static_cast<std::size_t>(feed - start_) - returns;
    if (std::max(line, static_cast<std::size_t>(at - start_)) > most_record)
      fault = Fault::too_long;
    return {{}, std::min(feed + 1, end_), 1, fields_, fault, at_end_};
  }

  const char* start_;
  const char* end_;
  const char* cell_;
  std::size_t columns_;
  std::string_view* cells_;
  std::size_t fields_ = 0;
  bool quoted_ = false;
  bool suspect_ = false;
  bool at_end_ = false;
  Fault fault_ = Fault::none;
};

/// Bytes from here to 0x7F are always part of a cell.
constexpr unsigned char least_plain = '-';

/// One bit for each byte of the word at `p` that is below `least_plain` or above ASCII.
std::uint64_t marks_in_word(const char* p) {
  constexpr std::uint64_t in_every_byte = 0x0101010101010101;
  std::uint64_t word = 0;
  std::memcpy(&word, p, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  constexpr auto high_bits = 0x80 * in_every_byte;
  const auto plain = (word & ~high_bits) + (0x80 - least_plain) * in_every_byte;
  const auto marked = (~plain | word) & high_bits;
  constexpr std::uint64_t gather = 0x0002040810204081;  // the high bit of byte i to bit 56 + i
  return marked * gather >> 56U;
}

/// Where cells may end, found for a block of bytes at once. The first block begins where a record
/// does, so that most records end within it.
class Marks {
 public:
  explicit Marks(const char* at) : block_{at}, bits_{marks_of_block(at)} {}

  /// The next byte that may end a cell or needs care; there must be one.
  const char* next() {
    while (bits_ == 0) [[unlikely]] {
        block_ += scan_block;
        bits_ = marks_of_block(block_);
      }
    const char* const mark = block_ + std::countr_zero(bits_);
    bits_ &= bits_ - 1;
    return mark;
  }

 private:
  const char* block_;
  std::uint64_t bits_;  ///< of the marks that are still to come
};

}  // namespace

std::uint64_t portable_marks_of_block(const char* block) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < scan_block; i += sizeof bits) bits |= marks_in_word(block + i) << i;
  return bits;
}

#ifdef __SSE2__
std::uint64_t marks_of_block(const char* block) {
  const auto least = _mm_set1_epi8(least_plain);
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < scan_block; i += sizeof least) {
    const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + i));
    const auto above = _mm_subs_epi8(bytes, least);  // signed: what is above ASCII stays negative
    bits |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(above))} << i;
  }
  return bits;
}
#else
std::uint64_t marks_of_block(const char* block) { return portable_marks_of_block(block); }
#endif

CsvRecord next_record(const char* at, const char* end, std::size_t columns,
                      std::string_view* cells) {
  return Splitter{at, end, columns, cells}.record();
}

bool CsvReader::next_plain(std::size_t columns, std::string_view* cells) {
  Marks marks{at_};
  const char* cell = at_;
  std::string_view* const last = cells + columns - 1;
  const char* mark = marks.next();
  for (auto* to = cells; to != last; mark = marks.next()) {
    if (*mark == ',') [[likely]] {
      *to++ = {cell, static_cast<std::size_t>(mark - cell)};
      cell = mark + 1;
    } else if (kind_of(*mark) != Kind::plain) {
      return false;
    }
  }
  while (kind_of(*mark) == Kind::plain) mark = marks.next();
  const char* const feed = *mark == '\r' ? marks.next() : mark;
  if (*feed != '\n' || feed > mark + 1 || feed == limit_) return false;
  const auto size = static_cast<std::size_t>(mark - at_);
  if (size == 0 || size > most_record) return false;
  *last = {cell, static_cast<std::size_t>(mark - cell)};
  at_ = feed + 1;
  return true;
}

CsvRecord CsvReader::next(std::size_t columns, std::string_view* cells) {
  const auto record = next_record(at_, limit_, columns, cells);
  at_ = record.next;
  return record;
}

/// How many fields all records have when this is the first.
static std::size_t columns_of(const CsvRecord& first) {
  return std::max<std::size_t>(first.fields, 1);
}

std::size_t CsvCut::operator()(std::string_view data) {
  const char* const end = data.data() + data.size();
  if (data.find('"') == std::string_view::npos) {
    const auto whole = whole_lines(data);
    if (columns_ == 0 && whole != 0)
      columns_ = columns_of(next_record(data.data(), end, 0, nullptr));
    return whole;
  }
  const char* whole = data.data();
  for (const char* at = whole; at != end;) {
    const auto record = next_record(at, end, columns_, nullptr);
    // Whatever seems wrong with a record that the block's end cut short may come right with the
    // next block: lines inside its quotes must not be taken for records.
    const bool torn = record.at_end || (record.next == end && end[-1] != '\n');
    const bool last_blank = record.fault == Fault::blank_line && record.next == end;
    if (torn || last_blank) break;
    if (columns_ == 0) columns_ = columns_of(record);
    whole = at = record.next;
  }
  return static_cast<std::size_t>(whole - data.data());
}

std::string_view text_of(std::string_view cell, std::string& arena) {
  if (!cell.starts_with('"')) return cell;
  cell = cell.substr(1, cell.size() - 2);
  auto quote = cell.find('"');
  if (quote == std::string_view::npos) return cell;
  const auto start = arena.size();
  while (quote != std::string_view::npos) {
    arena += cell.substr(0, quote + 1);
    cell.remove_prefix(quote + 2);
    quote = cell.find('"');
  }
  arena += cell;
  return std::string_view{arena}.substr(start);
}

/// Whether a text must stand in quotes to be a cell.
static bool needs_quotes(std::string_view text) {
  return any_byte(text, [](auto c) { return (c == ',') | (c == '"') | (c == '\n') | (c == '\r'); });
}

template <class Out>
static void append_quoted(Out& out, std::string_view text) {
  constexpr std::string_view mark = "\"";
  out.append(mark);
  for (auto quote = text.find('"'); quote != std::string_view::npos; quote = text.find('"')) {
    out.append(text.substr(0, quote + 1));
    out.append(mark);
    text.remove_prefix(quote + 1);
  }
  out.append(text);
  out.append(mark);
}

void append_cell(std::string& out, std::string_view text) {
  if (needs_quotes(text))
    append_quoted(out, text);
  else
    out += text;
}

void append_cell(Buffer& out, std::string_view text) {
  if (needs_quotes(text))
    append_quoted(out, text);
  else
    out.append(text);
}

void put_in_quotes(Buffer& out, std::size_t start) {
  char* const end = out.room(2);
  const auto size = out.size() - start;
  char* const first = end - size;
  std::memmove(first + 1, first, size);
  *first = '"';
  end[1] = '"';
  out.end_at(end + 2);
}

void quote_cell(Buffer& out, std::size_t start) {
  const auto text = out.view().substr(start);
  if (!needs_quotes(text)) return;
  if (text.find('"') == std::string_view::npos) return put_in_quotes(out, start);
  const std::string whole{text};
  out.cut(start);
  append_quoted(out, whole);
}

}  // namespace ketadose::program
