// SPDX-License-Identifier: Apache-2.0
// The command line as a user meets it: options, verbs, help, version, streams, exit codes.
// Expected values are the interface's rule (sections 1, 2, 4 and 6), texts are compared whole.
#include <doctest/doctest.h>

#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "cli.hpp"
#include "options.hpp"
#include "own_file.hpp"
#include "run_binary.hpp"
#include "texts.hpp"

namespace {

const Args good_table{"--weight", "82.5kg", "--route", "iv", "--session", "3"};

void says(const Args& args, const std::string& text) {
  const Result result = run(args);
  CHECK(result.err == text);
  CHECK(result.out.empty());
  CHECK(result.code == 2);
}

void refuses(const Args& args, const std::string& code) {
  const Result result = run(with(args, {"--format", "json"}));
  CHECK(result.code == 2);
  CHECK(result.err.empty());
  CHECK_MESSAGE(result.out.find("\"code\":\"" + code + "\",") != std::string::npos, result.out);
}

std::size_t longest_line(const std::string& text) {
  std::istringstream lines{text};
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  return longest;
}

}  // namespace

TEST_CASE("options: a misspelt one is refused with what was meant") {
  says({"check", "--wieght", "70kg"},
       "ketadose: there is no option '--wieght'\n"
       "  --wieght\n"
       "  ^ did you mean --weight?\n");
  says({"--colour", "never"},
       "ketadose: there is no option '--colour'\n"
       "  --colour\n"
       "  ^ did you mean --color?\n");
  says({"-w", "70"},
       "ketadose: there is no option '-w'\n"
       "  -w\n"
       "  ^ see: ketadose --help\n");
  // One edit of any long option's name leads back to it.
  for (const auto& option : ketadose::program::options()) {
    const std::string name{option.name};
    if (name.size() < 5) continue;
    const Result result = run({"check", "--" + name.substr(0, 2) + 'q' + name.substr(2), "1"});
    CHECK(result.code == 2);
    CHECK_MESSAGE(has(result.err, "did you mean --" + name + "?\n"), result.err);
  }
}

TEST_CASE("options: no abbreviations, no single dash, no other case") {
  for (const char* typed :
       {"--weigh", "--sess", "--w", "-weight", "--Weight", "--WEIGHT", "--drip_set"})
    refuses({typed, "70kg"}, "option-unknown");
  refuses({"--config", "x"}, "option-unknown");
}

TEST_CASE("options: a repeated one is refused, whatever its values") {
  says(with(good_table, {"--weight", "82.5kg"}),
       "ketadose: --weight is given twice\n"
       "  --weight\n"
       "  ^ keep the one that is meant\n");
  for (const auto& option : ketadose::program::options()) {
    if (option.name == "help" || option.name == "version" || option.name == "format") continue;
    const bool plain = option.is_for("check");
    Args args{plain                    ? "check"
              : option.is_for("batch") ? "batch"
              : option.is_for("quiz")  ? "quiz"
                                       : "card"};
    for (int i = 0; i < 2; ++i) {
      args.push_back("--" + std::string{option.name});
      if (!option.is_flag()) args.emplace_back("x");
    }
    refuses(args, "option-repeated");
  }
  refuses(with(good_table, {"--explain", "--explain"}), "option-repeated");
}

TEST_CASE("options: a value that is missing, empty or looks like an option") {
  says({"--weight", "82.5kg", "--route", "iv", "--session"},
       "ketadose: --session has no value\n"
       "  --session\n"
       "  ^ write it behind the option: --session N\n");
  refuses({"--weight", "--route", "iv"}, "required-missing");
  says({"--weight", "", "--route", "iv", "--session", "3"},
       "ketadose: --weight: the value is empty\n"
       "  --weight ''\n"
       "           ^ write it, as 82.5kg\n");
  refuses({"--weight=", "--route", "iv", "--session", "3"}, "number-empty");
  const std::string sign =
      "ketadose: --weight: '-5kg' is not a plain number\n"
      "  --weight -5kg\n"
      "           ^ leave the sign out: 5kg\n";
  says({"--weight", "-5kg", "--route", "iv", "--session", "3"}, sign);
  says({"--weight=-5kg", "--route", "iv", "--session", "3"}, sign);
}

TEST_CASE("options: forms that CLI11 would read otherwise") {
  const auto refuses_weight = [](const std::string& text, const std::string& code) {
    refuses({"--weight=" + text, "--route", "iv", "--session", "3"}, code);
  };
  for (const char* text : {"[70kg]", "[70kg,80kg]", "a=b", "{}", "%%", "nan", "0x46"})
    refuses_weight(text, "number-other");
  refuses_weight("010kg", "number-padded");
  refuses_weight("++", "number-sign");
  refuses_weight("--", "number-sign");
}

TEST_CASE("options: a flag takes no value") {
  says(with(good_table, {"--explain=no"}),
       "ketadose: --explain takes no value\n"
       "  --explain=no\n"
       "           ^ write --explain alone\n");
  for (const char* flag : {"--keep-all=true", "--quiet=1"})
    refuses({"batch", flag}, "word-unknown");
}

TEST_CASE("options: before or after the verb, with a space or a sign, the same answer") {
  const Result usual = run({"check", "--weight", "82.5kg", "--route", "iv", "--session", "3",
                            "--dose", "41mg", "--over", "40min"});
  CHECK(usual.code == 0);
  for (const Args& args : {Args{"--weight", "82.5kg", "--route", "iv", "check", "--session", "3",
                                "--dose", "41mg", "--over", "40min"},
                           Args{"--weight=82.5kg", "--route=iv", "--session=3", "--dose=41mg",
                                "--over=40min", "check"},
                           Args{"check", "--over", "40min", "--dose", "41mg", "--session", "3",
                                "--route", "iv", "--weight", "82.5kg"}}) {
    const Result other = run(args);
    CHECK(other.code == usual.code);
    CHECK(other.out == usual.out);
  }
}

TEST_CASE("verbs: the table when none is typed, a misspelt one is refused") {
  CHECK(run(good_table).out == run(with({"table"}, good_table)).out);
  says({"chekc"},
       "ketadose: there is no verb 'chekc'\n"
       "  chekc\n"
       "  ^ did you mean check?\n");
  says({"82.5kg"},
       "ketadose: there is no verb '82.5kg'\n"
       "  82.5kg\n"
       "  ^ the verbs are table, check, batch, card, checklist, quiz, explain, protocol\n"
       "    or completion\n");
  refuses({"Check"}, "option-unknown");
  refuses({"che"}, "option-unknown");
  says({"--", "chekc"},
       "ketadose: there is no verb 'chekc'\n"
       "  chekc\n"
       "  ^ did you mean check?\n");
}

TEST_CASE("verbs: words that belong to no option") {
  says({"check", "82.5kg"},
       "ketadose: check does not take '82.5kg'\n"
       "  82.5kg\n"
       "  ^ it takes options only: ketadose check --help\n");
  says({"explain"},
       "ketadose: explain needs a code\n"
       "  name a code, or list them: ketadose explain codes\n");
  says({"completion"},
       "ketadose: completion needs a shell\n"
       "  name one shell: bash, zsh or fish\n");
  says({"completion", "bsh"},
       "ketadose: there is no completion for 'bsh'\n"
       "  bsh\n"
       "  ^ name one shell: bash, zsh or fish\n");
  says({"batch", "a.csv", "b.csv"},
       "ketadose: batch does not take 'b.csv'\n"
       "  b.csv\n"
       "  ^ give one file, or - for standard input\n");
  says({"check", "--", "--weight", "82.5kg"},
       "ketadose: check does not take '--weight'\n"
       "  --weight\n"
       "  ^ it takes options only: ketadose check --help\n");
}

TEST_CASE("verbs: a unit that the shell parted from its number") {
  const std::string kg =
      "ketadose: the unit 'kg' stands apart from its number\n"
      "  kg\n"
      "  ^ write 82.5kg, or \"82.5 kg\" in quotes\n";
  says({"--weight", "82.5", "kg", "--route", "iv", "--session", "3"}, kg);
  says({"check", "--weight=82.5", "kg", "--route", "iv"}, kg);
  says({"check", "--vial", "500", "mg/10", "mL"},
       "ketadose: the label 'mg/10' is parted by its spaces\n"
       "  mg/10\n"
       "  ^ write it in quotes: \"500 mg/10 mL\"\n");
  refuses({"--weight", "82.5", "kg"}, "option-unknown");
  CHECK(has(run({"kg"}).err, "there is no verb 'kg'"));
  CHECK(has(run({"batch", "--jobs", "2", "h"}).err, "'h' cannot be read"));  // the name of a file
}

TEST_CASE("verbs: an option of another verb does not apply") {
  says({"batch", "--weight", "82.5kg"},
       "ketadose: --weight does not apply to batch\n"
       "  --weight 82.5kg\n"
       "  ^ it is for table, check or checklist: leave it out\n");
  for (const auto& verb : ketadose::program::verbs())
    for (const auto& option : ketadose::program::options()) {
      if (is_understood(option, verb.name) || option.name == "format") continue;
      Args args{std::string{verb.name}, "--" + std::string{option.name}};
      if (!option.is_flag()) args.emplace_back("x");
      CAPTURE(args[0] + ' ' + args[1]);
      refuses(args, "not-applicable");
    }
}

TEST_CASE("choices: a word that is not offered") {
  says(with(good_table, {"--format", "foo"}),
       "ketadose: --format: 'foo' is not one of its words\n"
       "  --format foo\n"
       "           ^ write text or json\n");
  says(with(good_table, {"--color", "foo"}),
       "ketadose: --color: 'foo' is not one of its words\n"
       "  --color foo\n"
       "          ^ write auto, always or never\n");
  says({"batch", "--input", "foo"},
       "ketadose: --input: 'foo' is not one of its words\n"
       "  --input foo\n"
       "          ^ write csv or jsonl\n");
  for (const char* format : {"csv", "JSON", "", "html"})
    CHECK(run(with(good_table, {"--format", format})).code == 2);
  refuses({"explain", "condition"}, "word-unknown");  // explain --format json
}

TEST_CASE("jobs: a whole number of threads") {
  says({"batch", "--jobs", "foo"},
       "ketadose: --jobs: 'foo' is not a number of threads\n"
       "  --jobs foo\n"
       "         ^ write a whole number from 1 to 256\n");
  for (const char* jobs : {"0", "257", "1.5", "-1", "1e3", "", "01"})
    CHECK(run({"batch", "--jobs", jobs}).code == 2);
}

TEST_CASE("nothing typed: what is missing, and where help is") {
  says({},
       "ketadose: --weight is missing\n"
       "  say it, for example --weight 82.5kg; or try: ketadose --help\n");
}

TEST_CASE("refusals as JSON: also of a command line that cannot be read") {
  const Result result = run({"chekc", "--format=json"});
  CHECK(result.code == 2);
  CHECK(result.err.empty());
  CHECK(has(result.out, "\"code\":\"option-unknown\""));
  CHECK(run({"chekc", "--", "--format=json"}).out.empty());
  CHECK(run(with({"--weight", "70,5kg", "--format", "json"}, {"--route", "iv", "--session", "1"}))
            .out ==
        "{\"schema\":\"ketadose/refusal/1\",\"code\":\"number-comma\",\"option\":\"weight\","
        "\"text\":\"70,5kg\",\"message\":\"--weight: '70,5kg' is not a plain number; "
        "use a point: 70.5kg\"}\n");
}

TEST_CASE("version: the program's, then the rules'") {
  for (const Args& args :
       {Args{"--version"}, Args{"check", "--version"}, Args{"--version", "batch"}}) {
    const Result result = run(args);
    CHECK(result.out == "ketadose 0.1.0\nrules: published 2026.1\n");
    CHECK(result.err.empty());
    CHECK(result.code == 0);
  }
}

TEST_CASE("help: examples first, exit codes last, 80 columns, ASCII") {
  std::vector<Args> all{{"--help"}, {"-h"}};
  for (const auto& verb : ketadose::program::verbs()) {
    all.push_back({std::string{verb.name}, "--help"});
    all.push_back({"-h", std::string{verb.name}});
  }
  for (const auto& args : all) {
    const Result result = run(args);
    CHECK(result.code == 0);
    CHECK(result.err.empty());
    CHECK(longest_line(result.out) <= 80);
    CHECK(result.out.find_first_not_of(
              "\n ~!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"
              "[\\]^_`abcdefghijklmnopqrstuvwxyz{|}") == std::string::npos);
    CHECK(result.out.find("\n  ketadose ") < result.out.find("  --help"));
    CHECK(result.out.ends_with("Treat any other code as a hold.\n"));
  }
  CHECK(run({"--wieght", "70", "--help"}).code == 0);  // whoever asks for help gets it
}

TEST_CASE("help: every option of a verb that leaves a choice, and no other") {
  for (const auto& verb : ketadose::program::verbs()) {
    const auto text = run({std::string{verb.name}, "--help"}).out;
    for (const auto& option : ketadose::program::options()) {
      const auto line = "\n  --" + std::string{option.name} + ' ';
      const bool chosen = choices(option, verb.name).size() != 1;  // one word is no choice
      CHECK_MESSAGE(has(text, line) == (option.is_for(verb.name) && chosen), line);
    }
  }
}

TEST_CASE("streams: what cannot be written is said, and a closed pipe ends without a word") {
  const std::vector<Args> all{good_table,
                              {"--help"},
                              {"--version"},
                              {"completion", "bash"},
                              {"explain", "codes"},
                              with(good_table, {"--format", "json"}),
                              {"--weight", "70", "--format", "json"}};
  for (const auto& args : all) {
    for (const auto where : {Stdout::full, Stdout::closed}) {
      const Result result = run_with(where, args);
      CHECK(result.code == 74);
      CHECK(result.err.starts_with("ketadose: the answer could not be written: "));
    }
    for (const auto where : {Stdout::broken_pipe, Stdout::broken_pipe_unsignalled}) {
      const Result result = run_with(where, args);
      CHECK(result.code == 141);  // as the shell reports SIGPIPE
      CHECK(result.err.empty());
    }
  }
}

namespace {

OwnFile script_of(const std::string& shell) {
  return OwnFile{run({"completion", shell}).out, '.' + shell};
}

bool succeeds(const std::string& command) { return std::system(command.c_str()) == 0; }

}  // namespace

TEST_CASE("completion: each shell that is here can read its script") {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const auto script = script_of(shell);
    const std::string name{shell};
    if (!succeeds("command -v " + name + " >/dev/null")) continue;
    CHECK(succeeds(name + " -n " + script.path()));
  }
}

TEST_CASE("completion: bash offers what the verb takes") {
  const auto script = script_of("bash");
  const auto path = script.path();
  const auto offers = [&](const std::string& words, const std::string& expected) {
    CAPTURE(words);
    CHECK(succeeds("bash -c '. " + path + "; COMP_WORDS=(ketadose " + words +
                   "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _ketadose; " +
                   "[ \"${COMPREPLY[*]}\" = \"" + expected + "\" ]'"));
  };
  offers("ch", "check checklist");
  offers("\"\"", "table check batch card checklist quiz explain protocol completion");
  offers("--route \"\"", "iv im lozenge");
  offers("check --route l", "lozenge");
  offers("check --route = i", "iv im");
  offers("check --site v", "ventrogluteal vastus-lateralis");
  offers("check --weight \"\"", "");
  offers("check --wei", "--weight");
  offers("--dos", "--dosing-weight");
  offers("check --dos", "--dose --dosing-weight");
  offers("--weight 82.5kg check --dosing-weight a", "actual adjusted");
  offers("check --has pregnancy,glau", "pregnancy,glaucoma");
  offers("check --takes lam", "lamotrigine");
  offers("--format \"\"", "text json");
  offers("batch --format \"\"", "csv json jsonl");
  offers("quiz --topic d", "dose dilution drops");
  offers("explain dose-above-r", "dose-above-range");
  offers("completion \"\"", "bash zsh fish");
  offers("protocol \"\"", "lint show diff");
  offers("protocol lint " + path.substr(0, path.size() - 1), path);
  offers("check --protocol " + path.substr(0, path.size() - 1), path);
}
