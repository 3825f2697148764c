// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "complaint.hpp"
#include "formats/meanings.hpp"
#include "formats/text.hpp"
#include "formats/text_parts.hpp"
#include "formats/words.hpp"
#include "output.hpp"
#include "verbs/verbs.hpp"

namespace ketadose::program {
namespace {

constexpr std::size_t indent = 2;

void append_screening(std::string& out, std::string_view kind, const Screening& row) {
  std::string head{row.code};
  ((head += " (") += kind) += ", ";
  (head += name(row.level)) += ')';
  append_wrapped(out, "", head, 0);
  append_wrapped(out, "", row.sentence, indent);
  if (!row.aliases.empty()) {
    std::string aliases{row.aliases};
    for (std::size_t at = 0; (at = aliases.find(' ', at)) != std::string::npos; at += 2)
      aliases.replace(at, 1, ", ");
    append_wrapped(out, "", "Also typed as: " + aliases + '.', indent);
  }
  append_wrapped(out, "", "Source: " + source_words(row.source), indent);
}

std::string_view kind_of(CodeKind kind) {
  switch (kind) {
    case CodeKind::finding:
      return "finding";
    case CodeKind::slip:
      return "slip";
    case CodeKind::refusal:
      return "refusal";
  }
  return "";
}

void append_meaning(std::string& out, const Meaning& meaning) {
  append_wrapped(out, "",
                 std::string{meaning.code} + " (" + std::string{kind_of(meaning.kind)} + ')', 0);
  append_wrapped(out, "", meaning.text, indent);
}

void append_source(std::string& out, const Source& source) {
  append_wrapped(out, "", std::string{source.key} + " (source)", 0);
  append_wrapped(out, "", source.text, indent);
}

/// Everything that `word` names; nothing when it names nothing.
std::string explained(std::string_view word, const Protocol& protocol) {
  std::string out;
  for (const auto& meaning : meanings())
    if (meaning.code == word) append_meaning(out, meaning);
  if (const auto* const row = find_screening(protocol.conditions, word))
    append_screening(out, "condition", *row);
  if (const auto* const row = find_screening(protocol.medicines, word))
    append_screening(out, "medicine", *row);
  if (const auto* const source = find_source(protocol, word)) append_source(out, *source);
  return out;
}

/// A code and its first sentence, aligned; a long code has a line of its own.
void append_entry(std::string& out, std::string_view code, std::string_view text) {
  constexpr std::size_t column = 30;
  const bool beside = code.size() < column;
  if (!beside) (out += code) += '\n';
  append_wrapped(out, beside ? code : "", text, column);
}

std::string_view first_sentence(std::string_view text) {
  const auto end = text.find(". ");
  return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

void append_screenings(std::string& out, std::span<const Screening> rows) {
  for (const auto& row : rows)
    append_entry(out, std::string{row.code} + " (" + std::string{name(row.level)} + ')',
                 row.sentence);
}

std::string_view heading_of(CodeKind kind) {
  switch (kind) {
    case CodeKind::finding:
      return "Findings";
    case CodeKind::slip:
      return "Slips";
    case CodeKind::refusal:
      return "Refusals";
  }
  return "";
}

void append_codes(std::string& out) {
  std::string_view last;
  for (const auto& meaning : meanings()) {
    const auto heading = heading_of(meaning.kind);
    if (heading != last) {
      if (!last.empty()) out += '\n';
      (out += heading) += '\n';
    }
    last = heading;
    append_entry(out, meaning.code, first_sentence(meaning.text));
  }
}

std::string listed(std::string_view list, const Protocol& protocol) {
  std::string out;
  if (list == "codes") append_codes(out);
  if (list == "conditions") append_screenings(out, protocol.conditions);
  if (list == "medicines") append_screenings(out, protocol.medicines);
  if (list == "sources")
    for (const auto& source : protocol.sources) append_entry(out, source.key, source.text);
  return out;
}

Complaint no_such_code(std::string_view word, const Protocol& protocol) {
  std::vector<std::string_view> known{"codes", "conditions", "medicines", "sources"};
  for (const auto& meaning : meanings()) known.push_back(meaning.code);
  for (const auto rows : {protocol.conditions, protocol.medicines})
    for (const auto& row : rows) {
      known.push_back(row.code);
      Words aliases{row.aliases};
      for (auto alias = aliases.next(); !alias.empty(); alias = aliases.next())
        known.push_back(alias);
    }
  for (const auto& source : protocol.sources) known.push_back(source.key);
  const auto close = closest(word, known);
  return {.code = name(Refuse::code_unknown),
          .option = "CODE",
          .text = std::string{word},
          .position = 0,
          .what = "there is no code " + in_quotes(word),
          .remedy = close.empty() ? "list them: ketadose explain codes"
                                  : "did you mean " + std::string{close} + '?',
          .place = Place::word};
}

}  // namespace

int run_explain(const CommandLine& line) {
  const Protocol& protocol = line.rules();
  if (line.words.empty())
    return refuse({.code = name(Refuse::required_missing),
                   .option = "CODE",
                   .text = {},
                   .position = 0,
                   .what = "a code is missing",
                   .remedy = "name one, or list them: ketadose explain codes"},
                  line.format);
  std::string out;
  for (const std::string_view word : line.words) {
    auto text = listed(word, protocol);
    if (text.empty()) text = explained(word, protocol);
    if (text.empty()) return refuse(no_such_code(word, protocol), line.format);
    if (!out.empty()) out += '\n';
    out += text;
  }
  write_all(1, out);
  return exit_ok;
}

}  // namespace ketadose::program
