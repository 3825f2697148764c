// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/assess.hpp>
#include <string>
#include <string_view>

#include "cli.hpp"
#include "request.hpp"
#include "verbs/table.hpp"

/// What a person reads: 80 columns, ASCII, the same bytes piped or not but for colour.
namespace ketadose::program {

inline constexpr std::size_t text_width = 80;

/// Appends `text` behind `label`, wrapped to 80 columns and indented under itself; a number is
/// never parted from its unit.
void append_wrapped(std::string& out, std::string_view label, std::string_view text,
                    std::size_t indent);

void append_check_text(std::string& out, const CommandLine& line, const Request& request,
                       const Protocol& protocol, const Assessment& assessment);

void append_table_text(std::string& out, const CommandLine& line, const Table& table,
                       const Protocol& protocol);

/// The arithmetic, step by step, so that it can be followed by hand.
void append_working(std::string& out, const Texts& texts, const Request& request,
                    const Protocol& protocol, const Plan& plan, bool stops);

/// Every limit in force for the route and the patient, with its source in full.
void append_limits(std::string& out, const Route& route, const Protocol& protocol);

}  // namespace ketadose::program
