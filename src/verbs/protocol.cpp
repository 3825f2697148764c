// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <string>

#include "formats/text.hpp"
#include "formats/text_parts.hpp"
#include "output.hpp"
#include "verbs/verbs.hpp"

namespace ketadose::program {
namespace {

/// A file with errors was refused when it was read, so that what is here is in order.
int run_lint(const CommandLine& line) {
  if (!line.file)
    return refuse({.code = name(Refuse::required_missing),
                   .option = "FILE",
                   .text = {},
                   .what = "is missing",
                   .remedy = "name the protocol file to check",
                   .place = Place::absent,
                   .said_of_option = true},
                  line.format);
  const auto& protocol = line.rules();
  auto words = rules_words(protocol);
  if (protocol.approved_by.empty()) words += ", approved by nobody yet";
  words += "; " + std::to_string(protocol.routes.size());
  words += protocol.routes.size() == 1 ? " route" : " routes";
  std::string out;
  append_line(out, "OK", words);
  write_all(1, out);
  return exit_ok;
}

/// What can be done with a protocol, by its word.
struct Task {
  std::string_view word;
  int (*run)(const CommandLine&);
};
constexpr std::array tasks{Task{"lint", run_lint}};

}  // namespace

int run_protocol(const CommandLine& line) {
  for (const auto& task : tasks)
    if (task.word == line.words.front()) return task.run(line);
  return exit_internal;
}

}  // namespace ketadose::program
