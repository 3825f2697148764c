// SPDX-License-Identifier: Apache-2.0
#include "output.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace ketadose::program {

int exit_code(Level verdict) {
  switch (verdict) {
    case Level::ok:
    case Level::note:
      return exit_ok;
    case Level::review:
      return exit_review;
    case Level::stop:
      return exit_stop;
  }
  return exit_internal;
}

void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto n = ::write(descriptor, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw std::system_error{errno, std::generic_category()};
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace ketadose::program
