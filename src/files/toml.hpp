// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A TOML file as a tree that remembers where everything stands.
namespace ketadose::program {

/// A place in a file, from 1; line 0 is the file as a whole.
struct Spot {
  std::size_t line = 0;
  std::size_t column = 0;  ///< in characters

  friend auto operator<=>(const Spot&, const Spot&) = default;
};

/// The place of a byte of a text.
Spot spot_of(std::string_view text, std::size_t at);

struct TomlEntry;

struct TomlNode {
  enum class Kind : std::uint8_t { text, number, other, list, table };

  Kind kind;
  Spot at;
  std::string text;                ///< of a text; of anything else but lists and tables as written
  std::vector<TomlEntry> entries;  ///< of a table, in the order of the file
  std::vector<TomlNode> items;     ///< of a list
};

struct TomlEntry {
  std::string key;
  Spot at;
  TomlNode value;
};

struct TomlFault {
  Spot at;
  std::string what;
};

/// The text with every character that is not ASCII replaced by '?', so that nothing moves; `places`
/// takes the first one of each line that stands outside a comment.
std::string in_ascii(std::string_view text, std::vector<Spot>& places);

/// The table at the root of a file of ASCII, or the first place where it is no TOML.
std::variant<TomlNode, TomlFault> read_toml(std::string_view text);

/// The lines of a text, by their number.
class Lines {
 public:
  explicit Lines(std::string_view text);
  /// The line with that number, from 1, without its end; empty when there is none.
  std::string_view operator[](std::size_t number) const;

 private:
  std::vector<std::string_view> lines_;
};

/// How many bytes of `line` stand before the character in `column`.
std::size_t bytes_before(std::string_view line, std::size_t column);

}  // namespace ketadose::program
