// SPDX-License-Identifier: Apache-2.0
#include "cli.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <ketadose/published.hpp>
#include <optional>
#include <system_error>
#include <utility>

#include "conversation.hpp"
#include "formats/json.hpp"
#include "options.hpp"
#include "output.hpp"
#include "verbs/verbs.hpp"

namespace ketadose::program {
namespace {

constexpr std::array all_verbs{
    Verb{"table", "ketadose [table] --weight W --route R --session N [options]",
         "dose and rate table for a patient; the default", run_table},
    Verb{"check", "ketadose check --weight W --route R --session N --dose D [options]",
         "is this order right? what to draw and dial", run_check},
    Verb{"batch", "ketadose batch [FILE] [options]", "judge a file or stream of orders", run_batch},
    Verb{"card", "ketadose card --route R [--from W --to W --step W] [options]",
         "reference card: dose, volume and rate by weight", run_card},
    Verb{"checklist", "ketadose checklist --weight W --route R --session N --dose D [options]",
         "a sheet for the chart: from screening to record", run_checklist},
    Verb{"quiz", "ketadose quiz [options]", "practice problems, marked", run_quiz},
    Verb{"explain", "ketadose explain CODE", "what a finding, condition or medicine means",
         run_explain},
    Verb{"protocol", "ketadose protocol lint|show|diff [FILE]",
         "check, show or compare a clinic's rules", run_protocol},
    Verb{"completion", "ketadose completion bash|zsh|fish", "shell completion", run_completion},
};
constexpr std::string_view default_verb = all_verbs.front().name;

/// How many words a verb takes that belong to no option, and what they are.
struct WordCount {
  std::string_view verb;
  std::size_t least;
  std::size_t most;
  std::string_view kind;
  std::string_view remedy;
};
constexpr std::array word_counts{
    WordCount{"table", 0, 0, "", "it takes options only: ketadose --help"},
    WordCount{"check", 0, 0, "", "it takes options only: ketadose check --help"},
    WordCount{"batch", 0, 1, "file", "give one file, or - for standard input"},
    WordCount{"card", 0, 0, "", "it takes options only: ketadose card --help"},
    WordCount{"checklist", 0, 0, "", "it takes options only: ketadose checklist --help"},
    WordCount{"quiz", 0, 0, "", "it takes options only: ketadose quiz --help"},
    WordCount{"explain", 1, 100, "code", "name a code, or list them: ketadose explain codes"},
    WordCount{"protocol", 1, 2, "word", "say what to do with the file: lint, show or diff"},
    WordCount{"completion", 1, 1, "shell", "name one shell: bash, zsh or fish"},
};

// Codes that only a command line can raise.
constexpr std::string_view option_unknown = "option-unknown";
constexpr std::string_view option_repeated = "option-repeated";

/// What is wrong with a command line, the worst first; only the first is reported.
enum class Rank : std::uint8_t { unknown, repeated, no_value, foreign, none };

bool is_option(std::string_view word) { return word.size() > 1 && word.front() == '-'; }

Complaint about_word(std::string_view code, std::string_view word, std::string what,
                     std::string remedy) {
  return {.code = code,
          .option = {},
          .text = std::string{word},
          .position = 0,
          .what = std::move(what),
          .remedy = std::move(remedy),
          .place = Place::word};
}

Complaint unknown_verb(std::string_view word) {
  std::vector<std::string_view> names;
  names.reserve(all_verbs.size());
  for (const auto& verb : all_verbs) names.push_back(verb.name);
  auto guess = did_you_mean(word, names);
  if (guess.empty()) guess = "the verbs are " + listed(names);
  return about_word(option_unknown, word, "there is no verb " + in_quotes(word), guess);
}

/// A unit that the shell parted from its number, as in: --weight 82.5 kg
Complaint parted_unit(std::string_view number, std::string_view unit) {
  return about_word(option_unknown, unit,
                    fmt::format("the unit {} stands apart from its number", in_quotes(unit)),
                    fmt::format("write {0}{1}, or \"{0} {1}\" in quotes", escaped(number), unit));
}

/// The middle of a label that the shell parted, as in: --vial 500 mg/10 mL
Complaint parted_label(std::string_view number, std::string_view middle) {
  return about_word(option_unknown, middle,
                    fmt::format("the label {} is parted by its spaces", in_quotes(middle)),
                    fmt::format("write it in quotes: \"{} {} mL\"", escaped(number), middle));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "mg/10"
bool is_middle_of_label(std::string_view word) {
  const auto slash = std::min(word.find('/'), word.size());
  return is_unit(word.substr(0, slash)) && slash + 1 < word.size() && is_digit(word[slash + 1]);
}

bool takes_words(std::string_view verb) {
  for (const auto& row : word_counts)
    if (row.verb == verb) return row.most > 0;
  return false;
}

Complaint unknown_option(std::string_view name) {
  std::string bare{name};
  bare.erase(0, bare.find_first_not_of('-'));
  std::vector<std::string> names;
  for (const auto& option : options()) names.push_back("--" + std::string{option.name});
  auto guess = did_you_mean("--" + bare, {names.begin(), names.end()});
  if (guess.empty()) guess = "see: ketadose --help";
  auto complaint = about_word(option_unknown, name, "there is no option " + in_quotes(name), guess);
  complaint.option = bare;
  return complaint;
}

Complaint without_value(const Option& option) {
  return about_option(name(Refuse::required_missing), option.name, {}, "has no value",
                      fmt::format("write it behind the option: --{} {}", option.name, option.value),
                      Place::option);
}

Complaint flag_with_value(const Option& option, std::string_view word, std::size_t equals) {
  auto complaint =
      about_word(name(Refuse::word_unknown), word, fmt::format("--{} takes no value", option.name),
                 fmt::format("write --{} alone", option.name));
  complaint.option = option.name;
  complaint.position = equals;
  return complaint;
}

Complaint repeated(const Option& option) {
  return about_option(option_repeated, option.name, {}, "is given twice",
                      "keep the one that is meant", Place::option);
}

Complaint foreign(const Option& option, std::string_view value, std::string_view verb) {
  std::vector<std::string_view> names;
  for (const auto& row : all_verbs)
    if (option.is_for(row.name)) names.push_back(row.name);
  return about_option(name(Refuse::not_applicable), option.name, value,
                      fmt::format("does not apply to {}", verb),
                      fmt::format("it is for {}: leave it out", listed(names)), Place::option);
}

/// The first walk over argv. It finds the verb, and hands on each value in a form that CLI11
/// takes as it stands: joined by '=' so that "-5kg" is a value, apart when it is empty.
class Scan {
 public:
  explicit Scan(std::span<char* const> typed) {
    for (std::size_t i = 0; i < typed.size(); ++i) {
      const std::string_view word = typed[i];
      const bool has_next = i + 1 < typed.size();
      if (ended_ || !is_option(word))
        take_word(word, i > 0 ? std::string_view{typed[i - 1]} : std::string_view{});
      else if (take_option(word, has_next ? typed[i + 1] : std::string_view{}, has_next))
        ++i;
    }
  }

  std::vector<std::string> args;   // for CLI11: options only
  std::vector<std::string> words;  // what belongs to no option
  std::string_view verb = default_verb;
  bool help = false;
  bool version = false;
  Rank rank = Rank::none;
  std::optional<Complaint> complaint;

  bool verb_seen() const { return verb_seen_; }

  void complain(Rank how, Complaint about) {
    if (how >= rank) return;
    rank = how;
    complaint = std::move(about);
  }

 private:
  void take_word(std::string_view word, std::string_view before) {
    const auto value = before.substr(before.find('=') + 1);
    const bool number = !value.empty() && is_digit(value.front()) && !takes_words(verb);
    if (number && is_unit(word)) {
      complain(Rank::unknown, parted_unit(value, word));
    } else if (number && is_middle_of_label(word)) {
      complain(Rank::unknown, parted_label(value, word));
    } else if (std::exchange(verb_seen_, true)) {
      words.emplace_back(word);
    } else if (const auto* const row = find_verb(word)) {
      verb = row->name;
    } else {
      complain(Rank::unknown, unknown_verb(word));
    }
  }

  /// Whether the next word was taken as the option's value.
  bool take_option(std::string_view word, std::string_view next, bool has_next) {
    if (word == "--") {
      ended_ = true;
      return false;
    }
    const auto equals = word.find('=');
    const auto* const option = word == "-h" ? find_option("help") : named(word.substr(0, equals));
    if (option == nullptr) {
      complain(Rank::unknown, unknown_option(word.substr(0, equals)));
      return false;
    }
    if (option->is_flag()) {
      take_flag(*option, word, equals);
      return false;
    }
    if (equals != std::string_view::npos) {
      take_value(*option, word.substr(equals + 1));
      return false;
    }
    if (!has_next || next.starts_with("--") || next == "-h") {
      complain(Rank::no_value, without_value(*option));
      return false;
    }
    take_value(*option, next);
    return true;
  }

  void take_flag(const Option& option, std::string_view word, std::size_t equals) {
    help = help || option.name == "help";
    version = version || option.name == "version";
    args.push_back(fmt::format("--{}", option.name));
    if (equals != std::string_view::npos)
      complain(Rank::no_value, flag_with_value(option, word, equals));
  }

  void take_value(const Option& option, std::string_view value) {
    if (value.empty()) {  // CLI11 takes "--weight=" for an option without a value
      args.push_back(fmt::format("--{}", option.name));
      args.emplace_back();
    } else {
      args.push_back(fmt::format("--{}={}", option.name, value));
    }
  }

  static const Option* named(std::string_view word) {
    return word.starts_with("--") ? find_option(word.substr(2)) : nullptr;
  }

  bool verb_seen_ = false;
  bool ended_ = false;
};

/// What CLI11 reads: strings, whatever they mean, by the row of their option.
struct Parsed {
  std::shared_ptr<std::array<std::string, field_count>> order =
      std::make_shared<std::array<std::string, field_count>>();
  std::vector<std::string> others = std::vector<std::string>(options().size() - field_count);

  std::string& text(std::size_t row) {
    return row < field_count ? (*order)[row] : others[row - field_count];
  }
};

/// The options as CLI11 knows them, by their row; null where the verb does not have one.
using Known = std::vector<const CLI::Option*>;

/// Every option is bound to strings and may be repeated, so that CLI11 neither converts nor counts.
Known declare(CLI::App& app, Parsed& parsed) {
  Known known;
  for (std::size_t i = 0; i < options().size(); ++i) {
    const auto& option = options()[i];
    const auto typed = fmt::format("--{}", option.name);
    if (option.is_flag()) {
      known.push_back(app.add_flag(typed));
      continue;
    }
    known.push_back(app.add_option(typed, parsed.text(i))
                        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast));
  }
  return known;
}

void find_misuse(Scan& scan, const Known& known) {
  for (std::size_t i = 0; i < known.size(); ++i) {
    const auto& option = options()[i];
    if (known[i]->count() > 1) scan.complain(Rank::repeated, repeated(option));
    if (known[i]->count() > 0 && !is_understood(option, scan.verb)) {
      const auto& value = known[i]->results().front();
      scan.complain(Rank::foreign,
                    foreign(option, option.is_flag() ? std::string_view{} : value, scan.verb));
    }
  }
}

/// A word that must be one of a list.
template <class Value>
struct Choice {
  std::string_view word;
  Value value;
};
template <class Value>
Choice(const char*, Value) -> Choice<Value>;
constexpr std::array format_words{
    Choice{"text", Format::text},         Choice{"json", Format::json},
    Choice{"csv", Format::csv},           Choice{"jsonl", Format::jsonl},
    Choice{"markdown", Format::markdown}, Choice{"html", Format::html},
    Choice{"toml", Format::toml}};
constexpr std::array color_words{Choice{"auto", ColorWhen::automatic},
                                 Choice{"always", ColorWhen::always},
                                 Choice{"never", ColorWhen::never}};

/// The value behind a word that `wrong_choice` let pass.
template <class Value, std::size_t Count>
Value chosen(const std::array<Choice<Value>, Count>& words, std::string_view word) {
  for (const auto& row : words)
    if (row.word == word) return row.value;
  return words.front().value;
}

/// What is wrong with the words of the options that are not parts of an order.
std::optional<Complaint> wrong_choice(Parsed& parsed, const Known& known, std::string_view verb) {
  for (std::size_t i = field_count; i < known.size(); ++i) {
    const auto& option = options()[i];
    const auto words = choices(option, verb);
    if (known[i]->count() == 0 || words.empty()) continue;
    const std::string_view typed = parsed.text(i);
    if (std::find(words.begin(), words.end(), typed) != words.end()) continue;
    auto remedy = did_you_mean(typed, words);
    if (remedy.empty()) remedy = "write " + listed(words);
    return about_option(name(Refuse::word_unknown), option.name, typed,
                        in_quotes(typed) + " is not one of its words", remedy);
  }
  return {};
}

/// A word behind `protocol` that says nothing it can do.
std::optional<Complaint> wrong_task(std::string_view word) {
  const auto words = protocol_words();
  if (std::find(words.begin(), words.end(), word) != words.end()) return {};
  auto remedy = did_you_mean(word, words);
  if (remedy.empty()) remedy = "write " + listed(words);
  return about_word(name(Refuse::word_unknown), word,
                    fmt::format("protocol cannot {}", in_quotes(word)), remedy);
}

std::optional<Complaint> wrong_words(const std::vector<std::string>& words, std::string_view verb) {
  for (const auto& row : word_counts) {
    if (row.verb != verb) continue;
    if (words.size() > row.most)
      return about_word(option_unknown, words[row.most],
                        fmt::format("{} does not take {}", verb, in_quotes(words[row.most])),
                        std::string{row.remedy});
    if (words.size() >= row.least)
      return row.verb == "protocol" ? wrong_task(words.front()) : std::nullopt;
    auto complaint =
        about_word(name(Refuse::required_missing), {}, fmt::format("{} needs a {}", verb, row.kind),
                   std::string{row.remedy});
    complaint.place = Place::absent;
    return complaint;
  }
  return {};
}

CommandLine command_line(Parsed& parsed, const Known& known, std::string_view verb) {
  CommandLine line;
  line.verb = verb;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i]->count() == 0) continue;
    if (i < field_count)
      line.texts.set(static_cast<Field>(i), (*parsed.order)[i]);
    else
      line.others[options()[i].name] = std::move(parsed.text(i));
  }
  line.typed = parsed.order;
  line.format = chosen(format_words, line.value("format"));
  line.color = chosen(color_words, line.value("color"));
  line.explain = line.has("explain");
  return line;
}

/// The format of a refusal of a command line that may not be readable.
Format format_of(std::span<char* const> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--") break;
    if (word == "--format=json") return Format::json;
    if (word == "--format" && i + 1 < words.size() && std::string_view{words[i + 1]} == "json")
      return Format::json;
  }
  return Format::text;
}

Complaint nothing_typed() {
  auto complaint = complain({Refuse::required_missing}, {}, name(Field::weight), published);
  complaint.remedy += "; or try: ketadose --help";
  return complaint;
}

/// The last value that was typed for --protocol, whatever else is wrong with the command line.
std::optional<std::string> typed_protocol(const Scan& scan) {
  constexpr std::string_view option = "--protocol";
  std::optional<std::string> path;
  for (const std::string_view word : scan.args)
    if (word.starts_with(option)) path = word.substr(std::min(option.size() + 1, word.size()));
  return path;
}

/// The file that the environment names; an empty name is none.
std::optional<std::string> protocol_of_environment() {
  const char* const path = std::getenv("KETADOSE_PROTOCOL");
  if (path == nullptr || *path == '\0') return {};
  return path;
}

/// The file that the command line names, else the environment.
std::optional<std::string> protocol_named(const CommandLine& line) {
  if (line.verb == "protocol" && line.words.size() > 1) return line.words.back();
  if (line.has("protocol")) return std::string{line.value("protocol")};
  return protocol_of_environment();
}

/// Why a protocol file cannot be used: all of it for a person, in JSON the first of it.
Misuse about_protocol(const std::vector<ProtocolError>& errors, std::string_view path,
                      Format format) {
  std::string text;
  for (const auto& error : errors) text += for_a_person(error, path);
  auto what = heading(errors.front(), path);
  if (errors.size() > 1) what += fmt::format(" (and {} more)", errors.size() - 1);
  return {about_option(name(Refuse::out_of_domain), "protocol", path, std::move(what),
                       errors.front().remedy),
          format, std::move(text)};
}

/// The protocol at `path`, or why it cannot be used.
std::variant<std::shared_ptr<const ProtocolFile>, Misuse> protocol_at(
    const std::optional<std::string>& path, Format format) {
  if (!path) return std::shared_ptr<const ProtocolFile>{};
  auto read = load_protocol(*path);
  if (const auto* const errors = std::get_if<std::vector<ProtocolError>>(&read))
    return about_protocol(*errors, *path, format);
  return std::make_shared<const ProtocolFile>(std::get<ProtocolFile>(std::move(read)));
}

/// The program's version and the rules in force.
std::variant<CommandLine, Answer, Misuse> answer_version(const Scan& scan, Format format) {
  const auto typed = typed_protocol(scan);
  auto file = protocol_at(typed ? typed : protocol_of_environment(), format);
  if (auto* const misuse = std::get_if<Misuse>(&file)) return std::move(*misuse);
  const auto& protocol = std::get<0>(file);
  return Answer{version(protocol ? protocol->protocol() : published)};
}

/// Everything after the walk over argv.
std::variant<CommandLine, Complaint> parse(Scan& scan) {
  CLI::App app;
  Parsed parsed;
  app.set_help_flag();
  const auto known = declare(app, parsed);
  std::reverse(scan.args.begin(), scan.args.end());  // as CLI11 wants them
  app.parse(std::move(scan.args));
  find_misuse(scan, known);
  if (scan.complaint) return *scan.complaint;
  if (auto wrong = wrong_choice(parsed, known, scan.verb)) return *wrong;
  auto line = command_line(parsed, known, scan.verb);
  line.words = std::move(scan.words);
  if (auto wrong = wrong_words(line.words, scan.verb)) return *wrong;
  return line;
}

}  // namespace

std::span<const Verb> verbs() { return all_verbs; }

const Verb* find_verb(std::string_view name) {
  for (const auto& verb : all_verbs)
    if (verb.name == name) return &verb;
  return nullptr;
}

std::variant<CommandLine, Answer, Misuse> read_command_line(int argc, char** argv) {
  const std::span<char* const> words{argv + std::min(argc, 1),
                                     static_cast<std::size_t>(std::max(argc - 1, 0))};
  const Format format = format_of(words);
  if (words.empty() && !somebody_answers()) return Misuse{nothing_typed(), format, {}};
  Scan scan{words};
  if (scan.help) return Answer{scan.verb_seen() ? help(scan.verb) : help()};
  if (scan.version) return answer_version(scan, format);
  if (scan.rank == Rank::unknown) return Misuse{*scan.complaint, format, {}};
  auto parsed = parse(scan);
  if (auto* const complaint = std::get_if<Complaint>(&parsed))
    return Misuse{std::move(*complaint), format, {}};
  auto line = std::get<CommandLine>(std::move(parsed));
  if (!find_option("protocol")->is_for(line.verb)) return line;
  if (line.words.size() > 1 && line.has("protocol") && line.verb == "protocol")
    return Misuse{
        about_option(name(Refuse::contradicts), "protocol", line.value("protocol"),
                     "contradicts the file named", "keep the one that is meant", Place::option),
        format,
        {}};
  auto file = protocol_at(protocol_named(line), format);
  if (auto* const misuse = std::get_if<Misuse>(&file)) return std::move(*misuse);
  line.file = std::get<0>(std::move(file));
  return line;
}

std::optional<Complaint> read_count(const CommandLine& line, std::string_view option, int least,
                                    int most, std::string_view kind, int& value) {
  if (!line.has(option)) return {};
  const auto text = line.value(option);
  const auto number = read_whole(text);
  if (number && *number >= least && *number <= most) {
    value = *number;
    return {};
  }
  const bool zero = number && *number == 0;
  const auto code = !number ? number.refusal().code
                    : zero  ? Refuse::number_zero
                            : Refuse::out_of_domain;
  auto complaint =
      about_option(name(code), option, text, fmt::format("{} is not {}", in_quotes(text), kind),
                   fmt::format("write a whole number from {} to {}", least, most));
  complaint.position = number ? 0 : number.refusal().position;
  return complaint;
}

int refuse(const Complaint& complaint, Format format) { return refuse({complaint, format, {}}); }

int refuse(const Misuse& misuse) {
  if (misuse.format == Format::json) {
    std::string out;
    append_refusal(out, misuse.complaint);
    write_all(STDOUT_FILENO, out + '\n');
    return exit_misuse;
  }
  try {
    write_all(STDERR_FILENO, misuse.text.empty() ? for_a_person(misuse.complaint) : misuse.text);
  } catch (const std::system_error&) {
    // Nobody listens; the exit code says it all the same.
  }
  return exit_misuse;
}

}  // namespace ketadose::program
