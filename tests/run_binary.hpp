// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

/// What one run of the program left behind. `code` is its exit code, or 128 + n for signal n.
struct Result {
  std::string out;
  std::string err;
  int code;
};

using Args = std::vector<std::string>;

/// Some arguments, and more behind them.
inline Args with(Args args, const Args& more) {
  args.insert(args.end(), more.begin(), more.end());
  return args;
}

/// Where the program's standard output goes.
enum class Stdout {
  captured,
  closed,                   // no descriptor 1 at all
  full,                     // /dev/full: every write fails
  broken_pipe,              // a pipe whose reader has gone before the start
  broken_pipe_unsignalled,  // the same with SIGPIPE ignored, as some services start programs
};

/// Runs the program that was built with `args`, `input` on its standard input, and an environment
/// of PATH, TERM=dumb and `env` ("NAME=value"), so that nothing of the caller's changes an answer.
Result run(Args args, std::string input = "", std::vector<std::string> env = {});

/// The same with standard output elsewhere; `out` is then empty unless captured.
Result run_with(Stdout where, Args args, std::string input = "", std::vector<std::string> env = {});
