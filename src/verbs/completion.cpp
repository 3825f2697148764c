// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "complaint.hpp"
#include "options.hpp"
#include "output.hpp"
#include "verbs/verbs.hpp"

namespace ketadose::program {
namespace {

std::string joined(const std::vector<std::string_view>& words, std::string_view by) {
  std::string list;
  for (const auto word : words) {
    if (!list.empty()) list += by;
    list += word;
  }
  return list;
}

std::vector<std::string_view> verb_names() {
  std::vector<std::string_view> names;
  for (const auto& verb : verbs()) names.push_back(verb.name);
  return names;
}

/// Whether a file's name may stand behind the verb, or behind its first word.
bool takes_file(std::string_view verb) { return verb == "batch" || verb == "protocol"; }

/// The words that stand behind a verb without an option; a file's name is not among them.
std::vector<std::string_view> words_of(std::string_view verb) {
  if (verb == "explain") return explained_words();
  if (verb == "protocol") return protocol_words();
  if (verb == "completion") return shells();
  return {};
}

bool is_file(const Option& option) { return option.value == "FILE"; }

/// Codes are given as a list, so that the last one of it is completed.
bool is_list(const Option& option) { return option.name == "has" || option.name == "takes"; }

// ---- bash ----

constexpr std::string_view bash_begin = R"(# bash completion for ketadose
_ketadose() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} verb= i
  # The shell splits --route=iv at the sign.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ ${COMP_WORDS[i + 1]} == = ]] && ((i += 2)) && continue
    case ${COMP_WORDS[i]} in
)";

constexpr std::string_view bash_verb_found = R"(        verb=${COMP_WORDS[i]}
        break
        ;;
    esac
  done
  case ${verb:-table}$prev in
)";

constexpr std::string_view bash_word_or_file = R"(    *,{0})
      if [[ $prev == {0} ]]; then
        {1}
      else
        COMPREPLY=($(compgen -f -- "$cur"))
      fi
      ;;
)";

constexpr std::string_view bash_end = R"(  esac
}
complete -F _ketadose ketadose
)";

/// One value of a choice, or the last code of a list.
std::string bash_choice(const Option& option, const std::vector<std::string_view>& words) {
  if (!is_list(option))
    return fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$cur\"))", joined(words, " "));
  return fmt::format(
      "COMPREPLY=($(compgen -P \"${{cur%\"${{cur##*,}}\"}}\" -W '{}' -- \"${{cur##*,}}\"))",
      joined(words, " "));
}

void append_bash_values(std::string& out) {
  for (const auto& verb : verbs())
    for (const auto& option : options()) {
      if (option.is_flag() || !option.is_for(verb.name)) continue;
      const auto words = choices(option, verb.name);
      out += fmt::format("    {}--{})\n", verb.name, option.name);
      if (is_file(option)) out += "      COMPREPLY=($(compgen -f -- \"$cur\"))\n";
      if (!words.empty()) out += fmt::format("      {}\n", bash_choice(option, words));
      out += "      return\n      ;;\n";
    }
}

void append_bash_words(std::string& out) {
  out += "  case $cur,$verb in\n";
  for (const auto& verb : verbs()) {
    std::string list;
    for (const auto& option : options())
      if (option.is_for(verb.name)) list += fmt::format("--{} ", option.name);
    const auto pattern = verb.name == verbs().front().name ? fmt::format("-*,{} | -*,", verb.name)
                                                           : fmt::format("-*,{}", verb.name);
    list.pop_back();
    out += fmt::format("    {}) COMPREPLY=($(compgen -W '{}' -- \"$cur\")) ;;\n", pattern, list);
  }
  out += fmt::format("    *,) COMPREPLY=($(compgen -W '{}' -- \"$cur\")) ;;\n",
                     joined(verb_names(), " "));
  for (const auto& verb : verbs())
    if (const auto words = words_of(verb.name); !words.empty()) {
      const auto choice =
          fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$cur\"))", joined(words, " "));
      if (takes_file(verb.name))
        out += fmt::format(bash_word_or_file, verb.name, choice);
      else
        out += fmt::format("    *,{}) {} ;;\n", verb.name, choice);
    }
  out += "    *,batch) COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n";
}

std::string bash_script() {
  std::string out{bash_begin};
  std::vector<std::string> with_value;
  for (const auto& option : options())
    if (!option.is_flag()) with_value.push_back(fmt::format("--{}", option.name));
  out += fmt::format("      {}) ((i++)) ;;\n      {})\n",
                     joined({with_value.begin(), with_value.end()}, " | "),
                     joined(verb_names(), " | "));
  out += bash_verb_found;
  append_bash_values(out);
  out += "  esac\n";
  append_bash_words(out);
  return out + std::string{bash_end};
}

// ---- zsh ----

constexpr std::string_view zsh_begin = R"(#compdef ketadose
# zsh completion for ketadose

_ketadose() {
  local curcontext=$curcontext context state state_descr line i verb=
  typeset -A opt_args
  for ((i = 2; i < CURRENT; i++)); do
    case $words[i] in
)";

constexpr std::string_view zsh_verb_found = R"(        verb=$words[i]
        words[i]=()
        ((CURRENT--))
        break
        ;;
    esac
  done
  case $verb in
)";

constexpr std::string_view zsh_end = R"(  esac
}

_ketadose "$@"
)";

/// A help text inside [...] of a specification, where brackets and colons end it.
std::string zsh_help(const Option& option) {
  std::string text{option.help.empty() ? std::string_view{"one of the words"} : option.help};
  for (std::size_t at = 0; (at = text.find_first_of("[]:", at)) != text.npos; at += 2)
    text.insert(at, "\\");
  return text;
}

std::string zsh_spec(const Option& option, std::string_view verb) {
  const auto help = zsh_help(option);
  if (option.is_flag()) return shell_quoted(fmt::format("--{}[{}]", option.name, help));
  const auto words = joined(choices(option, verb), " ");
  std::string action = words.empty() ? " " : fmt::format("({})", words);
  if (is_file(option)) action = "_files";
  if (is_list(option)) action = fmt::format("_values -s , code {}", words);
  return shell_quoted(fmt::format("--{}=[{}]:{}:{}", option.name, help, option.value, action));
}

std::string zsh_words(std::string_view verb) {
  if (verb == "batch") return shell_quoted("1:file:_files");
  const auto words = words_of(verb);
  if (takes_file(verb))
    return shell_quoted(fmt::format("1:word:({})", joined(words, " "))) + " '2:file:_files'";
  return words.empty() ? std::string{}
                       : shell_quoted(fmt::format("*:word:({})", joined(words, " ")));
}

void append_zsh_verb(std::string& out, std::string_view pattern, std::string_view verb,
                     const std::string& positional) {
  out += fmt::format("    {})\n      _arguments", pattern);
  for (const auto& option : options())
    if (option.is_for(verb)) out += fmt::format(" \\\n        {}", zsh_spec(option, verb));
  if (!positional.empty()) out += fmt::format(" \\\n        {}", positional);
  out += "\n      ;;\n";
}

std::string zsh_script() {
  std::string out{zsh_begin};
  std::vector<std::string> with_value;
  for (const auto& option : options())
    if (!option.is_flag()) with_value.push_back(fmt::format("--{}", option.name));
  out += fmt::format("      {}) ((i++)) ;;\n      {})\n",
                     joined({with_value.begin(), with_value.end()}, " | "),
                     joined(verb_names(), " | "));
  out += zsh_verb_found;
  for (const auto& verb : verbs()) append_zsh_verb(out, verb.name, verb.name, zsh_words(verb.name));
  append_zsh_verb(out, "*", verbs().front().name,
                  shell_quoted(fmt::format("1:verb:({})", joined(verb_names(), " "))));
  return out + std::string{zsh_end};
}

// ---- fish ----

/// The verbs at which an option is offered; the first verb needs no word.
std::string fish_condition(std::string_view verb) {
  std::vector<std::string_view> others;
  for (const auto name : verb_names())
    if (name != verb) others.push_back(name);
  if (verb == verbs().front().name)
    return fmt::format("not __fish_seen_subcommand_from {}", joined(others, " "));
  return fmt::format("__fish_seen_subcommand_from {}", verb);
}

std::string fish_line(const Option& option, std::string_view verb) {
  auto line = fmt::format("complete -c ketadose -n {} -l {}", shell_quoted(fish_condition(verb)),
                          option.name);
  const auto words = joined(choices(option, verb), " ");
  if (!option.is_flag()) line += is_file(option) ? " -r -F" : " -x";
  if (is_list(option))
    line += fmt::format(" -a \"(__fish_complete_list , 'string split \\\" \\\" {}')\"", words);
  else if (!words.empty())
    line += fmt::format(" -a {}", shell_quoted(words));
  if (!option.help.empty()) line += fmt::format(" -d {}", shell_quoted(option.help));
  return line + '\n';
}

std::string fish_script() {
  std::string out{"# fish completion for ketadose\ncomplete -c ketadose -f\n"};
  const auto no_verb = fmt::format("not __fish_seen_subcommand_from {}", joined(verb_names(), " "));
  for (const auto& verb : verbs())
    out += fmt::format("complete -c ketadose -n {} -a {} -d {}\n", shell_quoted(no_verb), verb.name,
                       shell_quoted(verb.summary));
  for (const auto& verb : verbs()) {
    for (const auto& option : options())
      if (option.is_for(verb.name)) out += fish_line(option, verb.name);
    const auto condition = shell_quoted(fish_condition(verb.name));
    if (const auto words = words_of(verb.name); !words.empty())
      out += fmt::format("complete -c ketadose -n {} -a {}\n", condition,
                         shell_quoted(joined(words, " ")));
    if (takes_file(verb.name)) out += fmt::format("complete -c ketadose -n {} -F\n", condition);
  }
  return out;
}

}  // namespace

int run_completion(const CommandLine& line) {
  const std::string_view shell = line.words.front();
  std::string out;
  if (shell == "bash") out = bash_script();
  if (shell == "zsh") out = zsh_script();
  if (shell == "fish") out = fish_script();
  if (!out.empty()) {
    write_all(1, out);
    return exit_ok;
  }
  return refuse({.code = name(Refuse::word_unknown),
                 .option = {},
                 .text = std::string{shell},
                 .position = 0,
                 .what = "there is no completion for " + in_quotes(shell),
                 .remedy = "name one shell: " + listed(shells()),
                 .place = Place::word},
                line.format);
}

}  // namespace ketadose::program
