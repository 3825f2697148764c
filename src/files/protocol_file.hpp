// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <ketadose/protocol.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A clinic's protocol from a file.
namespace ketadose::program {

/// What is wrong at one place of a protocol file.
struct ProtocolError {
  std::size_t line = 0;    ///< from 1; 0: the file as a whole
  std::size_t column = 0;  ///< in characters, from 1
  std::string text;        ///< the line
  std::string what;        ///< without a full stop
  std::string remedy;      ///< what to write instead
};

struct ProtocolStorage;

/// Owns what a protocol file says and hands out the view of it. It may be moved.
class ProtocolFile {
 public:
  explicit ProtocolFile(std::unique_ptr<const ProtocolStorage> storage);
  ProtocolFile(ProtocolFile&& other) noexcept;
  ProtocolFile& operator=(ProtocolFile&& other) noexcept;
  ProtocolFile(const ProtocolFile&) = delete;
  ProtocolFile& operator=(const ProtocolFile&) = delete;
  ~ProtocolFile();

  const Protocol& protocol() const;

 private:
  std::unique_ptr<const ProtocolStorage> storage_;
};

/// A protocol that is well formed, or all that is wrong with it in the order of the file; then
/// there is at least one error.
using ProtocolRead = std::variant<ProtocolFile, std::vector<ProtocolError>>;

/// Reads the text of a protocol file.
ProtocolRead read_protocol(std::string_view toml);
/// Reads the file at `path`; what cannot be opened is an error, too.
ProtocolRead load_protocol(const std::string& path);

/// "riverside.toml:5:12: what is wrong".
std::string heading(const ProtocolError& error, std::string_view file);
/// The same for a person, with the line, a caret and the remedy.
std::string for_a_person(const ProtocolError& error, std::string_view file);

}  // namespace ketadose::program
