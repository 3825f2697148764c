// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "files/records.hpp"

/// JSON Lines: one flat object a line; numbers stay the text that they were written as.
namespace ketadose::program {

struct JsonMember {
  enum class Kind : std::uint8_t { text, number, null };

  std::string_view key;
  std::string_view text;  ///< of a text without its escapes; empty for null
  Kind kind;
};

/// Reads line after line; what it hands out is good until the next.
class JsonReader {
 public:
  JsonReader();
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;
  ~JsonReader();

  /// Reads one object; `line` is without its line end. Repeated keys are the caller's to see.
  Fault read(std::string_view line);
  std::span<const JsonMember> members() const;
  /// The key whose value is at fault, or empty.
  std::string_view key_at_fault() const;

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace ketadose::program
