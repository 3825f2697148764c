// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <exception>
#include <string>
#include <system_error>

#include "cli.hpp"
#include "output.hpp"

namespace {

using namespace ketadose::program;  // NOLINT(google-build-using-namespace)

/// What the shell reports for a program that a closed pipe ended.
constexpr int exit_pipe_closed = 128 + SIGPIPE;

int run(int argc, char** argv) {
  const auto read = read_command_line(argc, argv);
  if (const auto* const misuse = std::get_if<Misuse>(&read)) return refuse(*misuse);
  if (const auto* const answer = std::get_if<Answer>(&read)) {
    write_all(STDOUT_FILENO, answer->text);
    return exit_ok;
  }
  const auto& line = std::get<CommandLine>(read);
  return find_verb(line.verb)->run(line);
}

int fail(int code, const std::string& why) noexcept {
  try {
    write_all(STDERR_FILENO, "ketadose: " + why + '\n');
  } catch (...) {
    // Standard error is gone, too; the exit code remains.
  }
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::system_error& error) {
    if (error.code().value() == EPIPE) return exit_pipe_closed;
    return fail(exit_not_written, std::string{"the answer could not be written: "} + error.what());
  } catch (const std::exception& error) {
    return fail(exit_internal, std::string{"internal error, no answer: "} + error.what());
  } catch (...) {
    return fail(exit_internal, "internal error, no answer");
  }
}
