// SPDX-License-Identifier: Apache-2.0
#include "files/toml.hpp"

#include <algorithm>
#include <optional>

// The library's own switches; this file alone includes it. Its assertions do not hold for every
// text, as "[1, }": without them it reports an error, as assumptions they would be undefined.
#undef NDEBUG
#define TOML_ASSERT(expr) static_cast<void>(0)
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace ketadose::program {
namespace {

Spot spot(const toml::source_position& at) { return {at.line, at.column}; }

/// Copies the library's tree, whose tables are sorted by key, in the order of the file.
class Copy {
 public:
  explicit Copy(std::string_view text) : lines_{text} {}

  TomlNode of(const toml::node& node) const {
    TomlNode copy{TomlNode::Kind::other, spot(node.source().begin), {}, {}, {}};
    if (const auto* const table = node.as_table()) {
      copy.kind = TomlNode::Kind::table;
      copy.entries = entries(*table);
    } else if (const auto* const list = node.as_array()) {
      copy.kind = TomlNode::Kind::list;
      for (const auto& item : *list) copy.items.push_back(of(item));
    } else if (const auto* const text = node.as_string()) {
      copy.kind = TomlNode::Kind::text;
      copy.text = text->get();
    } else {
      if (node.is_number()) copy.kind = TomlNode::Kind::number;
      copy.text = as_written(node.source());
    }
    return copy;
  }

 private:
  std::vector<TomlEntry> entries(const toml::table& table) const {
    std::vector<TomlEntry> list;
    for (const auto& [key, value] : table)
      list.push_back({std::string{key.str()}, spot(key.source().begin), of(value)});
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    return list;
  }

  std::string as_written(const toml::source_region& region) const {
    const auto line = lines_[region.begin.line];
    const auto begin = bytes_before(line, region.begin.column);
    const auto end =
        region.end.line == region.begin.line ? bytes_before(line, region.end.column) : line.size();
    return std::string{line.substr(begin, std::max(begin, end) - begin)};
  }

  Lines lines_;
};

bool goes_on(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80U; }

/// Where the comment of a line begins; behind the line when it has none.
std::size_t comment_of(std::string_view line) {
  char quote = '\0';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == '"' && c == '\\')
      ++i;
    else if (quote != '\0')
      quote = c == quote ? '\0' : quote;
    else if (c == '#')
      return i;
    else if (c == '"' || c == '\'')
      quote = c;
  }
  return line.size();
}

/// The library goes as deep as a key has parts: a long one would overrun the stack. A protocol
/// nests five deep.
constexpr std::size_t most_dots = 64;

/// Looks for a place that nests too deep, with an eye for quotes, comments and brackets alone.
class Depth {
 public:
  explicit Depth(std::string_view text) : text_{text} {}

  std::optional<std::size_t> too_deep() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#')
        at_ = std::min(text_.find('\n', at_), text_.size());
      else if (c == '"' || c == '\'')
        skip_quoted(c);
      else if (count(c); dots_ > most_dots)
        return at_;
      else
        ++at_;
    }
    return {};
  }

 private:
  /// What is in brackets lies deeper than the key before them; an item, a value or a line ends a
  /// key.
  void count(char c) {
    if (c == '.')
      ++dots_;
    else if (c == '[' || c == '{')
      outside_.push_back(dots_);
    else if (c == ',' || c == '\n')
      dots_ = outside_.empty() ? 0 : outside_.back();
    else if ((c == ']' || c == '}') && !outside_.empty()) {
      dots_ = outside_.back();
      outside_.pop_back();
    }
  }

  void skip_quoted(char quote) {
    const std::string three(3, quote);
    const bool long_one = text_.substr(at_).starts_with(three);
    for (at_ += long_one ? 3 : 1; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\\' && quote == '"')
        ++at_;
      else if (c == '\n' && !long_one)
        return;
      else if (c == quote && (!long_one || text_.substr(at_).starts_with(three)))
        break;
    }
    at_ = std::min(at_ + (long_one ? 3 : 1), text_.size());
    for (int more = 0; long_one && more < 2 && text_.substr(at_).starts_with(quote); ++more)
      ++at_;  // a long text may end with quotes of its own
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t dots_ = 0;
  std::vector<std::size_t> outside_;  // of every open bracket, the dots before it
};

}  // namespace

Spot spot_of(std::string_view text, std::size_t at) {
  const auto before = text.substr(0, at);
  const auto line = before.rfind('\n');
  const auto start = line == std::string_view::npos ? 0 : line + 1;
  const auto is_first = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  const auto characters =
      std::count_if(before.begin() + static_cast<std::ptrdiff_t>(start), before.end(), is_first);
  return {1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')),
          1 + static_cast<std::size_t>(characters)};
}

std::string in_ascii(std::string_view text, std::vector<Spot>& places) {
  // A text of several lines may hold what looks like a comment.
  const bool long_texts =
      text.find("\"\"\"") != std::string_view::npos || text.find("'''") != std::string_view::npos;
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t line = 1; !text.empty(); ++line) {
    const auto row = text.substr(0, text.find('\n'));
    const auto comment = long_texts ? row.size() : comment_of(row);
    std::size_t column = 0;
    bool told = false;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (goes_on(row[i])) continue;
      ++column;
      plain += is_ascii(row[i]) ? row[i] : '?';
      if (is_ascii(row[i]) || i > comment || told) continue;
      places.push_back({line, column});
      told = true;
    }
    text.remove_prefix(row.size());
    if (text.empty()) break;
    plain += '\n';
    text.remove_prefix(1);
  }
  return plain;
}

std::variant<TomlNode, TomlFault> read_toml(std::string_view text) {
  if (const auto at = Depth{text}.too_deep())
    return TomlFault{spot_of(text, *at), "a key has more than 64 dots"};
  const auto read = toml::parse(text);
  if (!read)
    return TomlFault{spot(read.error().source().begin), std::string{read.error().description()}};
  return Copy{text}.of(read.table());
}

Lines::Lines(std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines_.push_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

std::string_view Lines::operator[](std::size_t number) const {
  return number == 0 || number > lines_.size() ? std::string_view{} : lines_[number - 1];
}

std::size_t bytes_before(std::string_view line, std::size_t column) {
  std::size_t at = 0;
  for (std::size_t seen = 1; at < line.size() && seen < column; ++seen) {
    ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U) ++at;
  }
  return at;
}

}  // namespace ketadose::program
