// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <ketadose/published.hpp>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "complaint.hpp"
#include "files/protocol_file.hpp"
#include "request.hpp"

/// argv -> what was asked of the program. Texts stay texts here.
namespace ketadose::program {

enum class Format : std::uint8_t { text, json, csv, jsonl, markdown, html, toml };
enum class ColorWhen : std::uint8_t { automatic, always, never };

struct CommandLine {
  std::string_view verb;  ///< "table" when none was typed
  Texts texts;            ///< order options as typed, in `typed`
  Format format = Format::text;
  ColorWhen color = ColorWhen::automatic;
  bool explain = false;
  std::vector<std::string> words;  ///< positional: FILE of batch, CODE of explain, a shell's name

  /// Whether an option that is no part of an order was given.
  bool has(std::string_view option) const { return others.contains(option); }
  /// Its value; empty for a flag and when it was not given.
  std::string_view value(std::string_view option) const {
    const auto at = others.find(option);
    return at == others.end() ? std::string_view{} : at->second;
  }
  /// The protocol in force.
  const Protocol& rules() const { return file ? file->protocol() : published; }

  std::map<std::string_view, std::string> others;  ///< by the name in the table of options
  std::shared_ptr<const std::array<std::string, field_count>> typed;
  std::shared_ptr<const ProtocolFile> file;  ///< the clinic's protocol; null: the published one
};

/// The program's answer to argv itself: help, version. Printed as it is; exit 0.
struct Answer {
  std::string text;
};

struct Misuse {
  Complaint complaint;
  Format format;     ///< how the refusal is to be shown
  std::string text;  ///< what a person is shown, when that is more than the complaint
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

/// Reads the whole number that `option` gives, if it gives one, into `value`; refuses what is not
/// from `least` to `most`. `kind` says what it counts: "a number of threads".
std::optional<Complaint> read_count(const CommandLine& line, std::string_view option, int least,
                                    int most, std::string_view kind, int& value);

/// Shows a refusal on the stream where its format belongs; the exit code of a usage error.
int refuse(const Complaint& complaint, Format format);
int refuse(const Misuse& misuse);

}  // namespace ketadose::program
