// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "request.hpp"

namespace ketadose::program {

/// What of a refused input a person is shown, and where the caret stands.
enum class Place : std::uint8_t {
  value,   ///< the option and its value; the caret in the value
  option,  ///< the same; the caret under the option
  word,    ///< a word that belongs to no option: a verb, a code, a column
  absent,  ///< nothing was typed, so there is nothing to show
};

/// One clear refusal: what, where, and what to type instead. Both the command line and the order
/// stream make their refusals into this.
struct Complaint {
  std::string_view code;  ///< as documented, e.g. "number-comma"
  std::string option;     ///< without dashes: "weight"; in capitals: a word; in a stream: a column
  std::string text;       ///< what was typed; empty when nothing was
  std::size_t position = 0;  ///< of the offending part in `text`
  std::string what;          ///< without a full stop: "'70,5kg' is not a plain number"
  std::string remedy;        ///< what to type instead: "use a point: 70.5kg"
  Place place = Place::value;
  bool in_stream = false;       ///< `option` is a column
  bool said_of_option = false;  ///< `what` goes on from the option: "is missing"
};

std::string_view name(Refuse code);

/// A refusal of what an option says, or of the option itself: unless `place` is the value, `what`
/// goes on from the option's name.
Complaint about_option(std::string_view code, std::string_view option, std::string_view text,
                       std::string what, std::string remedy, Place place = Place::value);

/// Whether this is how a unit is written, or what people write for one.
bool is_unit(std::string_view word);

/// What a refusal does not say itself and its words depend on.
struct Context {
  const Route* route = nullptr;      ///< of the order, once it is known
  Purpose purpose = Purpose::check;  ///< a table has no claims
  bool in_stream = false;            ///< parts of an order are columns, not options
};

/// The words for a refusal of `text`, which was given as the option or column `option`.
Complaint complain(const Refusal& refusal, std::string_view text, std::string_view option,
                   const Protocol& protocol, const Context& context = {});

/// The same for a part of an order that `read_request` refused.
Complaint complain(const Refusal& refusal, const Texts& texts, const Request& request,
                   Purpose purpose, const Protocol& protocol);

/// What and remedy as one line, as the JSON refusal and the order stream give it.
std::string message(const Complaint& complaint);

/// What and where for a person: three lines with a caret under the offending part.
std::string for_a_person(const Complaint& complaint);

/// A line of a file with a caret under the byte `at`, and the remedy; a long line is cut around it.
void append_excerpt(std::string& out, std::string_view line, std::size_t at,
                    std::string_view remedy);

/// The text with control characters and all that is not ASCII written as \xNN.
std::string escaped(std::string_view text);
/// The same in quotes, shortened when it is long.
std::string in_quotes(std::string_view text);

/// Text in single quotes; one inside it stands outside them, as each of the shells reads it.
std::string shell_quoted(std::string_view text);
/// An option as it may be typed in each of the shells: `--keep 'Patient name'`.
std::string option_with_value(std::string_view option, std::string_view value);

/// "did you mean A?", "did you mean A or B?", or nothing when no candidate is close.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);

/// "a, b or c"
std::string listed(const std::vector<std::string_view>& words);

/// How many edits a misspelt word may be away from what is suggested for it.
constexpr std::size_t most_edits(std::string_view word) { return word.size() < 6 ? 1 : 2; }

/// The distance behind `closest`: insertions, deletions, replacements and swaps of neighbours
/// (optimal string alignment). Letters of either case are alike.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The closest of `candidates` to a misspelt word, or empty when none is close.
template <class Words>
std::string_view closest(std::string_view word, const Words& candidates) {
  std::string_view best;
  std::size_t least = most_edits(word);
  for (const std::string_view candidate : candidates)
    if (const auto distance = edit_distance(word, candidate); distance <= least) {
      if (distance == least && !best.empty()) continue;
      least = distance;
      best = candidate;
    }
  return best;
}

}  // namespace ketadose::program
