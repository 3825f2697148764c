// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "files/jsonl.hpp"
#include "files/records.hpp"
#include "formats/buffer.hpp"
#include "verbs/batch_layout.hpp"

/// One row of a stream: read, judged, written.
namespace ketadose::program {

/// What all rows of a stream share; it does not change once the first row is read.
struct Batch {
  const Protocol& protocol;
  Wishes wishes;
  Layout layout;
  bool json_in = false;
  bool json_out = false;
  std::string_view line_end = "\n";
};

/// How many rows came to what.
struct Counts {
  std::uint64_t ok = 0;
  std::uint64_t review = 0;
  std::uint64_t stop = 0;
  std::uint64_t refused = 0;

  std::uint64_t all() const { return ok + review + stop + refused; }
  Counts& operator+=(const Counts& more);
};

/// The cells of one row as they go out again.
struct RowCells {
  const std::string_view* cells;  ///< as CSV, one for each input column
  bool adjoining = false;         ///< they stand in one line, a comma between each two
  std::string_view object = {};   ///< the row as a JSON object, when it came as one
};

/// Judges orders and writes them behind their cells. Holds everything that is used again for every
/// row, so that no row allocates.
class RowWriter {
 public:
  explicit RowWriter(const Batch& batch);

  /// The texts of the next row, and the names of the columns that they stand in.
  Texts texts;
  std::array<std::string_view, field_count> names;

  void judge_row(const RowCells& cells);
  void refuse_row(const Complaint& complaint, const RowCells& cells);
  /// A record without cells.
  void refuse_record(const Damage& damage);

  Buffer out;
  Counts counts;

 private:
  void judge_object(const RowCells& cells);
  std::string_view object_of(const RowCells& cells);
  template <class Write>
  void append_row(const RowCells& cells, Write write);
  template <class Append>
  char* write_texts(char* to, Append append);
  void count(Level verdict);

  const Batch& batch_;
  std::size_t row_room_;           ///< more than the short cells of a row can take
  std::vector<std::string> keys_;  ///< of the input columns, as JSON
  std::string head_;               ///< of the answers in JSON
  std::string rules_;              ///< the cell that names the protocol
  std::vector<std::string_view> no_cells_;
  std::string object_;
  std::string arena_;
  Request request_;
  std::unique_ptr<Recall> recall_ =
      std::make_unique_for_overwrite<Recall>();  // too large for a stack
};

/// Output is written when it has grown to this, so that memory stays flat whatever the rows.
inline constexpr std::size_t most_output = std::size_t{512} * 1024;

/// Reads records of one format and hands them to a writer.
class RowReader {
 public:
  RowReader() = default;
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;
  virtual ~RowReader() = default;

  /// All rows of `chunk`. Calls `full` when there is more output than should be kept.
  virtual void read(const Chunk& chunk, RowWriter& writer, const std::function<void()>& full) = 0;
};

class CsvRows final : public RowReader {
 public:
  explicit CsvRows(const Batch& batch);
  void read(const Chunk& chunk, RowWriter& writer, const std::function<void()>& full) override;

 private:
  /// A column that holds a part of an order.
  struct Part {
    std::uint32_t cell;
    std::uint8_t field;
    Reading reading;
  };

  void take_texts(Texts& texts);
  void take_quoted_texts(Texts& texts);

  std::vector<Part> parts_;
  std::vector<std::string_view> cells_;
  std::array<std::string_view, field_count> names_;
  std::string arena_;
};

class JsonRows final : public RowReader {
 public:
  explicit JsonRows(const Batch& batch);
  void read(const Chunk& chunk, RowWriter& writer, const std::function<void()>& full) override;

 private:
  /// A key that may come.
  struct Known {
    std::string name;
    const Spelling* part;
    std::size_t cell;     ///< of the output, or `no_cell`
    std::size_t follows;  ///< which key came next the last time
    std::uint64_t row;    ///< in which it was last seen
  };
  static constexpr std::size_t no_cell = static_cast<std::size_t>(-1);

  void read_line(std::string_view line, std::size_t number, RowWriter& writer);
  Known* find(std::string_view key);
  Fault take_members(RowWriter& writer);
  void take_cell(const JsonMember& member, std::size_t cell);
  void take(const JsonMember& member, Known& known, RowWriter& writer);
  void take_unknown(const JsonMember& member);
  bool repeats_unknown();
  void complain_once(Complaint complaint);

  const Batch& batch_;
  JsonReader reader_;
  std::vector<Known> known_;
  std::size_t last_ = 0;
  std::uint64_t row_ = 0;
  std::vector<std::string_view> unknown_;  ///< the keys of this row that are not in `known_`
  std::vector<std::string_view> cells_;
  std::string arena_;
  std::optional<Complaint> complaint_;
  std::string_view repeated_;
};

}  // namespace ketadose::program
