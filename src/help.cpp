// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <string>

#include "cli.hpp"
#include "complaint.hpp"
#include "formats/text.hpp"
#include "formats/text_parts.hpp"
#include "options.hpp"

namespace ketadose::program {
namespace {

constexpr std::string_view program_examples =
    R"(ketadose works out and checks weight-based ketamine doses.

Dose and rate table for a patient:
  ketadose --weight 82.5kg --route iv --session 3

Is this order right? What to draw and dial:
  ketadose check --weight 82.5kg --route iv --session 3 --dose 41mg \
    --over 40min --vial 50mg/mL --bag 100mL

A file of orders:
  ketadose batch orders.csv > judged.csv

At a terminal, table and check ask for what is missing: type ketadose alone.

Practice problems:
  ketadose quiz --seed 7
)";

constexpr std::string_view table_examples =
    R"(Dose and rate table for a patient:
  ketadose --weight 82.5kg --route iv --session 3

For one duration, from a vial into a bag:
  ketadose --weight 82.5kg --route iv --session 3 --over 40min \
    --vial 50mg/mL --bag 100mL

At a terminal it asks for what is missing: type ketadose alone.
)";

constexpr std::string_view check_examples =
    R"(Is this order right? What to draw and dial:
  ketadose check --weight 82.5kg --route iv --session 3 --dose 41mg \
    --over 40min --vial 50mg/mL --bag 100mL

Is the rate that someone worked out right?
  ketadose check --weight 82.5kg --route iv --session 3 --dose 41mg \
    --over 40min --concentration 1mg/mL --rate 61.5mL/h

An injection, with what the patient has and takes:
  ketadose check --weight 82.5kg --route im --session 4 --dose 0.5mg/kg \
    --vial 50mg/mL --site deltoid --has none --takes lorazepam

At a terminal it asks for what is missing: type ketadose check alone.
)";

constexpr std::string_view batch_examples =
    R"(Judge a file of orders, one output row for every input row:
  ketadose batch orders.csv > judged.csv

JSON Lines from standard input, passing the column ward through:
  ketadose batch --input jsonl --keep ward < orders.jsonl

Columns are the order options, with _ for -: weight,route,session,dose,over
or with the unit in the name and a plain number in the cell: weight_kg
)";

constexpr std::string_view card_examples =
    R"(A page for the wall, for a bag and a time that are always the same:
  ketadose card --route iv --over 40min --vial 50mg/mL --bag 100mL

To print it, and for other weights:
  ketadose card --route im --vial 50mg/mL --from 100lb --to 180lb --step 20lb \
    --format html > card.html
)";

constexpr std::string_view checklist_examples =
    R"(A sheet for the chart, with the times of an infusion that starts at 14:00:
  ketadose checklist --weight 82.5kg --route iv --session 3 --dose 41mg \
    --over 40min --vial 500mg/10mL --bag 100mL --start 14:00

The same as a page to print, A4 or Letter:
  ketadose checklist --weight 82.5kg --route iv --session 3 --dose 41mg \
    --over 40min --vial 500mg/10mL --bag 100mL --format html > sheet.html
)";

constexpr std::string_view quiz_examples =
    R"(Ten problems, asked and marked here; without a seed always others:
  ketadose quiz --seed 7

Hard ones on infusion rates, with answers from a file, one a line:
  ketadose quiz --topic rate --difficulty hard --seed 7 --answers answers.txt

A worksheet, and its key:
  ketadose quiz --seed 7 --worksheet
  ketadose quiz --seed 7 --key

Topics: weight, dose, volume, dilution, rate, drops, lozenge, waste, judge, or
mixed. An answer is a number with its unit; for judge it is give, query or stop,
which may say why: stop dose-above-range. ? is a hint, skip goes on, quit ends.
)";

constexpr std::string_view explain_examples =
    R"(What a finding, condition, medicine or source means:
  ketadose explain dose-above-range
  ketadose explain lorazepam

What can be explained:
  ketadose explain codes
  ketadose explain conditions
  ketadose explain medicines
  ketadose explain sources
)";

constexpr std::string_view protocol_examples =
    R"(Is a clinic's protocol file in order? All that is wrong, in one run:
  ketadose protocol lint riverside.toml

The rules in force, each number with its source:
  ketadose protocol show

What is looser and tighter than the published rules:
  ketadose protocol diff riverside.toml
)";

constexpr std::string_view completion_examples =
    R"(For bash, zsh or fish:
  ketadose completion bash > ~/.local/share/bash-completion/completions/ketadose
  ketadose completion zsh > /usr/local/share/zsh/site-functions/_ketadose
  ketadose completion fish > ~/.config/fish/completions/ketadose.fish
)";

constexpr std::string_view exit_codes =
    R"(
Exit codes:
  0   ok: answered; nothing that was checked objects
  1   stop: a rule forbids it; protocol diff: the rules differ
  2   not understood: usage, or input that cannot be used
  3   review: inside the stop limits, a person must look
  4   batch only: answered, but at least one row was refused
  70  internal error, no answer
  74  the answer could not be written
Treat any other code as a hold.
)";

std::string_view examples(std::string_view verb) {
  if (verb == "check") return check_examples;
  if (verb == "batch") return batch_examples;
  if (verb == "card") return card_examples;
  if (verb == "checklist") return checklist_examples;
  if (verb == "quiz") return quiz_examples;
  if (verb == "explain") return explain_examples;
  if (verb == "protocol") return protocol_examples;
  if (verb == "completion") return completion_examples;
  return table_examples;
}

/// What the option takes: its help, or its choices unless these are too many to be listed.
std::string described(const Option& option, std::string_view verb) {
  if (!option.help.empty()) return std::string{option.help};
  return listed(choices(option, verb));
}

void append_options(std::string& out, std::string_view verb) {
  constexpr std::array groups{"Patient", "Order", "Preparation", "Claims",  "Weights",
                              "Input",   "Rules", "Problems",    "Marking", "Output"};
  for (const std::string_view group : groups) {
    std::string lines;
    for (const auto& option : options()) {
      if (option.group != group || !option.is_for(verb)) continue;
      if (choices(option, verb).size() == 1) continue;  // nothing to choose
      lines += fmt::format("  {:<24}{}\n", fmt::format("--{} {}", option.name, option.value),
                           described(option, verb));
    }
    if (!lines.empty()) out += fmt::format("\n{}:\n{}", group, lines);
  }
}

}  // namespace

std::string help() {
  std::string out{program_examples};
  out += "\nVerbs:\n";
  for (const auto& verb : verbs()) out += fmt::format("  {:<12}{}\n", verb.name, verb.summary);
  out += "\nEach has its own help, with its options: ketadose VERB --help\n";
  out += "\nThe options of check; table has the same without --dose and the claims.\n";
  append_options(out, "check");
  return out + std::string{exit_codes};
}

std::string help(std::string_view verb) {
  std::string out{examples(verb)};
  out += fmt::format("\nUsage: {}\n", find_verb(verb)->synopsis);
  append_options(out, verb);
  return out + std::string{exit_codes};
}

std::string version(const Protocol& rules) {
  std::string out = fmt::format("ketadose {}\n", KETADOSE_VERSION);
  append_wrapped(out, "rules: ", rules_words(rules), 7);
  return out;
}

}  // namespace ketadose::program
