// SPDX-License-Identifier: Apache-2.0
#include "files/toml.hpp"

#include <algorithm>

#define TOML_EXCEPTIONS 0  // the library's own switch; this file alone includes it
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

}  // namespace

std::variant<TomlNode, TomlFault> read_toml(std::string_view text) {
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
