// SPDX-License-Identifier: Apache-2.0
// Where a block of a CSV stream may be cut. Expected values are RFC 4180: line ends inside quotes
// belong to the cell.
#include <doctest/doctest.h>

#include <string>

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
