// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli.hpp"

namespace ketadose::program {

// One function per verb, in the file of its name. Each prints its answer and returns the exit code.
int run_table(const CommandLine& line);
int run_check(const CommandLine& line);
int run_card(const CommandLine& line);
int run_batch(const CommandLine& line);
int run_explain(const CommandLine& line);
int run_checklist(const CommandLine& line);
int run_protocol(const CommandLine& line);
int run_quiz(const CommandLine& line);
int run_completion(const CommandLine& line);

}  // namespace ketadose::program
