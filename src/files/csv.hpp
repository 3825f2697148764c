// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "files/records.hpp"
#include "formats/buffer.hpp"

/// CSV after RFC 4180: quoted fields, a line feed or both line ends, nothing repaired.
namespace ketadose::program {

/// One record and where the next begins. `fields` counts the cells, also those beyond the columns.
struct CsvRecord {
  std::string_view bytes;  ///< without its line end
  const char* next;
  std::size_t lines;  ///< from its start to `next`
  std::size_t fields;
  Fault fault;
  bool at_end = false;  ///< what ended it, or left it open, is the line feed at `end`
};

/// Reads the record at `at`; a line feed must stand at `end`. `cells`, when not null, takes up to
/// `columns` cells as they came. With 0 columns any number of fields is right. After a fault the
/// next record begins on the line after the one on which this one began.
CsvRecord next_record(const char* at, const char* end, std::size_t columns,
                      std::string_view* cells);

/// Which bytes of a block of memory may end a cell or need care: bit i is about the i-th.
std::uint64_t marks_of_block(const char* block);
/// The same on every machine.
std::uint64_t portable_marks_of_block(const char* block);

/// Reads record after record as `next_record` does, but faster where there are no quotes. Behind
/// the limit a block of memory must be readable.
class CsvReader {
 public:
  /// A record of `bytes` that is damaged may be looked at up to `limit`, where a line feed stands.
  CsvReader(std::string_view bytes, const char* limit)
      : at_{bytes.data()}, done_{at_ + bytes.size()}, limit_{limit} {}

  bool done() const { return at_ == done_; }
  /// Reads the next record if it is one line of cells without quotes, one for each of the
  /// `columns`, of which there is at least one. Otherwise false, and nothing was read.
  bool next_plain(std::size_t columns, std::string_view* cells);
  /// Reads the next record, whatever it is.
  CsvRecord next(std::size_t columns, std::string_view* cells);

 private:
  const char* at_;
  const char* done_;
  const char* limit_;
};

/// A `Stream::Cut`; it takes the number of columns from the first record that it sees.
class CsvCut {
 public:
  std::size_t operator()(std::string_view data);

 private:
  std::size_t columns_ = 0;
};

/// The text of a cell. A text with doubled quotes is put together in `arena`, which must have room
/// for it: it is not moved.
std::string_view text_of(std::string_view cell, std::string& arena);

/// A record of one empty cell: a blank line would be none.
inline constexpr std::string_view one_empty_cell = "\"\"";

/// Appends a text as a cell, in quotes when it needs them.
void append_cell(std::string& out, std::string_view text);
void append_cell(Buffer& out, std::string_view text);

/// Makes a cell of what was appended from `start` on.
void quote_cell(Buffer& out, std::size_t start);
/// The same where it is known to need quotes and to hold none.
void put_in_quotes(Buffer& out, std::size_t start);

}  // namespace ketadose::program
