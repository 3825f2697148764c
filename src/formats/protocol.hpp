// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "files/protocol_diff.hpp"
#include "files/protocol_rules.hpp"

/// A protocol, and how one differs from another, as it is shown.
namespace ketadose::program {

/// What a person checks the rules with: 80 columns.
void append_protocol_text(std::string& out, const Protocol& protocol);
void append_protocol_markdown(std::string& out, const Protocol& protocol);
/// Appends a `ketadose/protocol/1` object without a newline.
void append_protocol_json(std::string& out, const Protocol& protocol);
/// A file that stands alone and loads back to the same protocol.
void append_protocol_toml(std::string& out, const Protocol& protocol);

void append_diff_text(std::string& out, const Protocol& from, const Protocol& to,
                      const std::vector<Difference>& differences);
/// Appends a `ketadose/protocol-diff/1` object without a newline.
void append_diff_json(std::string& out, const Protocol& from, const Protocol& to,
                      const std::vector<Difference>& differences);

/// A line of a protocol as a person reads it.
struct Shown {
  std::string what;    ///< the rule; empty where it is that of the line before
  std::string value;   ///< "review below 0.5 mg/kg", "not set"
  std::string source;  ///< empty where nothing is set, or where the rule has none
};
std::vector<Shown> shown(const Rule& rule);

/// "0.5 mg/kg", "10, 50, 100 mg/mL", "not set".
std::string in_words(const Entry& entry);
/// The words of a key: "stop below".
std::string spaced(std::string_view key);
/// "by N. Okafor, pharmacist, on 2026-03-02", or that nobody is named.
std::string approval_words(const Protocol& protocol);
/// The heading of a group: "Medicines".
std::string heading(Group group);

}  // namespace ketadose::program
