// SPDX-License-Identifier: Apache-2.0
// Where a block of a CSV stream may be cut. Expected values are RFC 4180: line ends inside quotes
// belong to the cell.
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "files/csv.hpp"
#include "run_binary.hpp"

using namespace ketadose::program;

TEST_CASE("csv: a record that a read cuts short is left for the next read") {
  const std::string header = "note,id,weight\n";
  const std::string record = "\"held; see:\nx,B,70kg\nend \"\"q\"\"\",A,\"82.5kg\"\r\n";
  for (std::size_t n = 0; n <= record.size(); ++n) {
    CAPTURE(record.substr(0, n));
    const std::string data = header + record.substr(0, n) + '\n';  // the reader's sentinel
    CsvCut cut;
    CHECK(cut(std::string_view{data}.substr(0, header.size() + n)) ==
          (n == record.size() ? header.size() + n : header.size()));
  }
}

TEST_CASE("csv: records with line ends inside quotes stay whole in a large file") {
  std::string input = "id,weight,route,session,dose,over\n";
  for (int i = 0; i < 20000; ++i)
    input +=
        '"' + std::string(static_cast<std::size_t>(i % 17), 'a') + "\nx\",82.5kg,iv,3,41mg,40min\n";
  const auto result = run({"batch", "--columns", "verdict"}, input);
  CHECK(result.code == 0);
  std::string expected = "verdict\n";
  for (int i = 0; i < 20000; ++i) expected += "ok\n";
  CHECK(result.out == expected);
}

TEST_CASE("csv: a block's marks are the bytes below '-' and above ASCII, on every machine") {
  std::string block(scan_block, 'a');
  for (std::size_t at = 0; at < scan_block; ++at) {
    for (unsigned byte = 0; byte < 0x100; ++byte) {
      block[at] = static_cast<char>(byte);
      const std::uint64_t marked = byte < '-' || byte >= 0x80 ? 1 : 0;
      REQUIRE(marks_of_block(block.data()) == marked << at);
      REQUIRE(portable_marks_of_block(block.data()) == marked << at);
    }
    block[at] = 'a';
  }
}

TEST_CASE("csv: the reader that looks at blocks reads as the one that looks at bytes") {
  const std::string usual{"aaa-b,,,,"};
  const std::string seldom{"\"\"\"\",\n\r +\xC3\xA9\0", 12};
  std::uint64_t dice = 1;
  int plain = 0, careful = 0, damaged = 0;
  for (int round = 0; round < 20000; ++round) {
    const std::string line_end = round % 2 == 0 ? "\n" : "\r\n";
    std::string data;
    while (data.size() < 90) {
      dice = dice * 6364136223846793005U + 1442695040888963407U;
      const auto n = (dice >> 32U) % 16;
      if (dice >> 60U == 0)
        data += seldom[n % seldom.size()];
      else
        data += n < usual.size() ? std::string{usual[n]} : n < 12 ? line_end : "";
    }
    const std::string memory = data + '\n' + std::string(scan_block, ',');
    const char* const end = memory.data() + data.size();
    std::array<std::string_view, 3> cells;
    std::array<std::string_view, 3> expected_cells;
    CsvReader reader{{memory.data(), end}, end};
    for (const char* at = memory.data(); at != end;) {
      REQUIRE_FALSE(reader.done());
      const auto expected = next_record(at, end, cells.size(), expected_cells.data());
      if (reader.next_plain(cells.size(), cells.data())) {
        ++plain;
        REQUIRE(expected.fault == Fault::none);
        REQUIRE(expected.lines == 1);
        REQUIRE(expected.bytes.find('"') == std::string_view::npos);
      } else {
        const auto record = reader.next(cells.size(), cells.data());
        ++(record.fault == Fault::none ? careful : damaged);
        REQUIRE(record.fault == expected.fault);
        REQUIRE(record.next == expected.next);
      }
      if (expected.fault == Fault::none) REQUIRE(cells == expected_cells);
      at = expected.next;
    }
    REQUIRE(reader.done());
  }
  CHECK(plain > 1000);
  CHECK(careful > 1000);
  CHECK(damaged > 1000);
}

namespace {

/// What was found in a record, in words that can be compared.
std::string told(const CsvRecord& record) {
  const bool counted = record.fault == Fault::none || record.fault == Fault::field_count;
  return std::to_string(static_cast<int>(record.fault)) + ':' +
         std::to_string(counted ? record.fields : 0) + ':' + std::string{record.bytes} + '|';
}

/// The records of all the bytes.
std::string told_at_once(const std::string& data) {
  const std::string memory = data + '\n';
  const char* const end = memory.data() + data.size();
  std::string all;
  for (const char* at = memory.data(); at != end;) {
    const auto record = next_record(at, end, 3, nullptr);
    all += told(record);
    at = record.next;
  }
  return all;
}

/// The records of what comes in pieces of `size` bytes, one with each read.
std::string told_in_pieces(std::string_view data, std::size_t size) {
  std::array<int, 2> ends{};
  REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends.data()) == 0);
  std::thread writer{[data, size, to = ends[0]] {
    for (std::size_t at = 0; at < data.size(); at += size)
      if (::send(to, data.data() + at, std::min(size, data.size() - at), 0) < 0) break;
    ::close(to);
  }};
  Stream stream{ends[1], CsvCut{}};
  std::string all;
  for (Chunk chunk; stream.next(chunk);) {
    CsvReader reader{chunk.bytes, chunk.limit};
    while (!reader.done()) all += told(reader.next(3, nullptr));
  }
  writer.join();
  ::close(ends[1]);
  return all;
}

}  // namespace

TEST_CASE("csv: what is wrong with a record does not hang on how the bytes arrive") {
  // Expected: what one reading of all the bytes finds.
  std::vector<std::string> files{"a,b,c\n\"a\n\",c\n\"\n", "a,b,c\n\"a\n\",c\nx,y,z\n",
                                 "a,b,c\n\"a\xFF\n\",b,c\n", "a,b,c\n\"a,b,c\n\"x\",y,z\n"};
  std::uint64_t dice = 7;
  for (int i = 0; i < 1000; ++i) {
    std::string data{"a,b,c\n"};
    while (data.size() < 40) {
      dice = dice * 6364136223846793005U + 1442695040888963407U;
      data += "\"\"\",,\n\nab"[(dice >> 32U) % 9];
    }
    files.push_back(data + "x\n");
  }
  for (const auto& data : files) {
    const std::string expected = told_at_once(data);
    for (const std::size_t size : {1U, 2U, 3U, 7U, 11U, 100U}) {
      CAPTURE(data);
      CAPTURE(size);
      REQUIRE(told_in_pieces(data, size) == expected);
    }
  }
}

TEST_CASE("csv: nor does what is wrong with a record near the limit") {
  // Expected as above. Faults stand before the limit of 65,536 bytes, at it, and far behind it.
  for (const std::size_t n : {65'521U, 65'530U, 65'533U, 65'535U, 65'536U, 130'678U}) {
    const std::string q(n, 'q');
    for (const auto& record :
         {q + ",b,c", '"' + q + "\",b,c", '"' + q + "\"\",b,c", "\"\r\n\"\"a\"," + q + "b\"x",
          "\"x\n" + q + "\",b\"\"", q + "\r,b", q + "\r"}) {
      const std::string data = "a,b,c\n" + record + "\n\"x,y,z\n";
      for (const std::size_t size : {1'000U, 40'000U, 65'536U, 70'000U, 131'072U}) {
        CAPTURE(n);
        CAPTURE(size);
        REQUIRE(told_in_pieces(data, size) == told_at_once(data));
      }
    }
  }
}

TEST_CASE("csv: a text is quoted when it must be, wherever in it the reason stands") {
  // Expected after RFC 4180, section 2, rules 5 to 7.
  for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 33U, 200U}) {
    const std::string plain(size, 'a');
    for (std::size_t at = 0; at <= size; ++at) {
      const auto with = [&](const char* mark) { return std::string{plain}.insert(at, mark); };
      const auto cell = [](const std::string& text) {
        Buffer out;
        out.append("before");
        out.append(text);
        quote_cell(out, 6);
        std::string same;
        append_cell(same, text);
        CHECK(out.view().substr(6) == same);
        return same;
      };
      CHECK(cell(with("\xC3\xA9;\t ")) == with("\xC3\xA9;\t "));
      for (const char* const mark : {",", "\n", "\r"})
        CHECK(cell(with(mark)) == '"' + with(mark) + '"');
      CHECK(cell(with("\"")) == '"' + with("\"\"") + '"');
      CHECK(cell(with("\",\"")) == '"' + with("\"\",\"\"") + '"');
    }
  }
}
