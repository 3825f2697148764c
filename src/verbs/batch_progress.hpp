// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "verbs/batch_rows.hpp"

namespace ketadose::program {

/// Tells a terminal on standard error how far long work has come, and at the end what it came to.
class Progress {
 public:
  explicit Progress(bool quiet);
  void tell(const Counts& counts);
  /// Clears the line for rows that go to the same terminal.
  void make_way();
  void end(const Counts& counts);

 private:
  using Clock = std::chrono::steady_clock;

  bool shown_;
  bool in_the_way_;  ///< of rows, when there is a line
  bool told_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point due_ = start_ + std::chrono::seconds{1};
};

}  // namespace ketadose::program
