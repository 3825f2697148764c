// SPDX-License-Identifier: Apache-2.0
#include "verbs/batch_progress.hpp"

#include <unistd.h>

#include <string>
#include <system_error>

#include "formats/words.hpp"
#include "output.hpp"

namespace ketadose::program {
namespace {

constexpr std::chrono::milliseconds pause{500};
constexpr std::string_view to_line_start = "\r\033[K";

void append_count(std::string& out, std::uint64_t count, std::string_view of) {
  append_plain(out, static_cast<ketadose::detail::wide>(count), 1, 0);
  out += of;
}

/// What cannot be shown is not worth an error: the rows are the answer.
void show(std::string_view text) {
  try {
    write_all(STDERR_FILENO, text);
  } catch (const std::system_error&) {
    return;
  }
}

}  // namespace

Progress::Progress(bool quiet)
    : shown_{!quiet && ::isatty(STDERR_FILENO) == 1}, in_the_way_{::isatty(STDOUT_FILENO) == 1} {}

void Progress::tell(const Counts& counts) {
  if (!shown_) return;
  const auto now = Clock::now();
  if (now < due_) return;
  due_ = now + pause;
  told_ = true;
  const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(now - start_).count();
  std::string line{to_line_start};
  append_count(line, counts.all(), " rows, ");
  append_count(line, counts.all() * 1000 / static_cast<std::uint64_t>(spent), " a second");
  show(line);
}

void Progress::make_way() {
  if (!told_ || !in_the_way_) return;
  told_ = false;
  show(to_line_start);
}

void Progress::end(const Counts& counts) {
  if (!shown_) return;
  std::string line{told_ ? to_line_start : ""};
  append_count(line, counts.all(), counts.all() == 1 ? " row: " : " rows: ");
  append_count(line, counts.ok, " ok, ");
  append_count(line, counts.review, " review, ");
  append_count(line, counts.stop, " stop, ");
  append_count(line, counts.refused, " refused\n");
  show(line);
}

}  // namespace ketadose::program
