// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "cli.hpp"
#include "complaint.hpp"
#include "request.hpp"

/// What is missing from an order, asked for at a terminal. Questions go to standard error, so that
/// standard output holds the answer alone.
namespace ketadose::program {

/// Whether standard input and standard error are terminals.
bool somebody_answers();

/// Reads the order of `line` into `request`, or says why not. When something that the verb needs
/// is missing and somebody can be asked, it is asked for and added to `line`.
std::optional<Complaint> read_order(CommandLine& line, Purpose purpose, Request& request);

}  // namespace ketadose::program
