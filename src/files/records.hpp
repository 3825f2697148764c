// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "complaint.hpp"

/// A stream of records, read in blocks, in memory that does not grow.
namespace ketadose::program {

/// Longest record that is read, in bytes, its line end not counted.
inline constexpr std::size_t most_record = std::size_t{64} * 1024;

/// Why a record is no row of cells.
enum class Fault : std::uint8_t {
  none,
  blank_line,
  field_count,
  lone_return,
  quote_inside,
  quote_followed,
  quote_open,
  too_long,
  not_utf8,
  nul_byte,
  not_json,
  not_object,
  not_flat,
  true_or_false,
  key_repeated,
};

/// A record that is no row, and where.
struct Damage {
  Fault fault;
  std::size_t line;           ///< on which the record begins, from 1
  std::size_t fields = 0;     ///< of a wrong number of fields: as they came
  std::size_t columns = 0;    ///< and as they should be
  std::string_view key = {};  ///< of a JSON member
};

/// What is wrong with the record and what to do, as one refusal.
Complaint complain(const Damage& damage);

/// Whether all of `text` is UTF-8.
bool is_utf8(std::string_view text);

/// Readers may look at so many bytes at once, and so beyond the end of a chunk.
inline constexpr std::size_t scan_block = 64;

/// Some whole records. What is wrong with a damaged one may show only in what was read behind them:
/// up to `limit`, where a line feed stands, and `scan_block` bytes more.
struct Chunk {
  std::unique_ptr<char[]> memory;
  std::string_view bytes;
  const char* limit = nullptr;
  std::size_t first_line = 1;
  bool last = false;  ///< nothing follows it
};

/// Reads a descriptor block by block and hands out whole records.
class Stream {
 public:
  /// How many bytes of `data`, which starts with a record and is followed by a line feed in
  /// memory, are whole records. A blank line at its end is left: it may be the last.
  using Cut = std::function<std::size_t(std::string_view data)>;

  Stream(int descriptor, Cut cut) : descriptor_{descriptor}, cut_{std::move(cut)} {}

  /// The records that one read completed; false at the end. A record that is too long is handed
  /// out in part, and the rest of its line is skipped.
  bool next(Chunk& chunk);

  /// Why reading ended early, as an errno; 0 when it did not.
  int error() const { return error_; }

 private:
  std::size_t read_some(char* to, std::size_t room);
  std::size_t skip_line(char* data, std::size_t size);
  void hand_out(Chunk& chunk, std::size_t whole, std::size_t size);

  int descriptor_;
  Cut cut_;
  std::string rest_;  ///< the start of a record that is not whole yet
  std::size_t line_ = 1;
  bool fresh_ = true;  ///< nothing was handed out: a byte-order mark may come
  bool skipping_ = false;
  bool ended_ = false;
  int error_ = 0;
};

/// A `Stream::Cut` for formats in which every line is a record.
std::size_t whole_lines(std::string_view data);

/// The byte-order mark that some programs write before UTF-8.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace ketadose::program
