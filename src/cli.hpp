// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "complaint.hpp"
#include "request.hpp"

/// argv -> what was asked of the program. Texts stay texts here.
namespace ketadose::program {

enum class Format : std::uint8_t { text, json, csv, jsonl };
enum class ColorWhen : std::uint8_t { automatic, always, never };

struct CommandLine {
  std::string_view verb;  ///< "table" when none was typed
  Texts texts;            ///< order options as typed, in `typed`
  Format format = Format::text;
  ColorWhen color = ColorWhen::automatic;
  bool explain = false;
  std::vector<std::string> words;  ///< positional: FILE of batch, CODE of explain, a shell's name

  // of batch
  bool format_given = false;
  std::string input;  ///< "csv", "jsonl" or empty: by the file's name
  std::string keep;   ///< comma-separated columns to pass through
  bool keep_all = false;
  std::string columns;  ///< comma-separated output columns, empty: all
  bool quiet = false;
  int jobs = 1;

  std::shared_ptr<const std::array<std::string, field_count>> typed;
};

/// The program's answer to argv itself: help, version. Printed as it is; exit 0.
struct Answer {
  std::string text;
};

struct Misuse {
  Complaint complaint;
  Format format;  ///< how the refusal is to be shown
};

/// One verb: help, lookup, completion and dispatch come from this row.
struct Verb {
  std::string_view name;
  std::string_view synopsis;
  std::string_view summary;
  int (*run)(const CommandLine&);
};
std::span<const Verb> verbs();
const Verb* find_verb(std::string_view name);

std::variant<CommandLine, Answer, Misuse> read_command_line(int argc, char** argv);

/// Shows a refusal on the stream where its format belongs; the exit code of a usage error.
int refuse(const Complaint& complaint, Format format);

}  // namespace ketadose::program
