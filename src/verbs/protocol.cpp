// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/protocol.hpp"
#include "formats/text.hpp"
#include "formats/text_parts.hpp"
#include "output.hpp"
#include "verbs/verbs.hpp"

namespace ketadose::program {
namespace {

int refuse_without_file(const CommandLine& line, std::string_view remedy) {
  return refuse({.code = name(Refuse::required_missing),
                 .option = "FILE",
                 .text = {},
                 .what = "is missing",
                 .remedy = std::string{remedy},
                 .place = Place::absent,
                 .said_of_option = true},
                line.format);
}

int run_show(const CommandLine& line) {
  const auto& protocol = line.rules();
  std::string out;
  switch (line.format) {
    case Format::json:
      append_protocol_json(out, protocol);
      out += '\n';
      break;
    case Format::markdown:
      append_protocol_markdown(out, protocol);
      break;
    case Format::toml:
      append_protocol_toml(out, protocol);
      break;
    case Format::text:
    case Format::csv:
    case Format::jsonl:
    case Format::html:
      append_protocol_text(out, protocol);
      break;
  }
  write_all(1, out);
  return exit_ok;
}

/// A file with errors was refused when it was read, so that what is here is in order.
int run_lint(const CommandLine& line) {
  if (!line.file) return refuse_without_file(line, "name the protocol file to check");
  if (line.format == Format::json) return run_show(line);
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

int run_diff(const CommandLine& line) {
  if (!line.file) return refuse_without_file(line, "name the protocol file to compare");
  const auto found = differences(published, line.rules());
  std::string out;
  if (line.format == Format::json) {
    append_diff_json(out, published, line.rules(), found);
    out += '\n';
  } else {
    append_diff_text(out, published, line.rules(), found);
  }
  write_all(1, out);
  return found.empty() ? exit_ok : exit_stop;
}

/// What can be done with a protocol, by its word, and the formats of the answer.
struct Task {
  std::string_view word;
  std::string_view formats;  ///< separated by one space
  int (*run)(const CommandLine&);
};
constexpr std::array tasks{Task{"lint", "text json", run_lint},
                           Task{"show", "text markdown json toml", run_show},
                           Task{"diff", "text json", run_diff}};

/// A format that another task has.
std::optional<Complaint> wrong_format(const Task& task, std::string_view typed) {
  std::vector<std::string_view> words;
  Words all{task.formats};
  for (auto word = all.next(); !word.empty(); word = all.next()) words.push_back(word);
  if (typed.empty() || std::find(words.begin(), words.end(), typed) != words.end()) return {};
  return Complaint{.code = name(Refuse::not_applicable),
                   .option = "format",
                   .text = std::string{typed},
                   .what = in_quotes(typed) + " does not apply to " + std::string{task.word},
                   .remedy = "write " + listed(words)};
}

}  // namespace

int run_protocol(const CommandLine& line) {
  for (const auto& task : tasks) {
    if (task.word != line.words.front()) continue;
    if (const auto wrong = wrong_format(task, line.value("format")))
      return refuse(*wrong, line.format);
    return task.run(line);
  }
  return exit_internal;
}

}  // namespace ketadose::program
