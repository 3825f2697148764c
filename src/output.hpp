// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/guardrail.hpp>
#include <string_view>

namespace ketadose::program {

/// Exit codes as documented; scripts must treat any other as a hold.
inline constexpr int exit_ok = 0;
inline constexpr int exit_stop = 1;
inline constexpr int exit_misuse = 2;
inline constexpr int exit_review = 3;
inline constexpr int exit_refused_rows = 4;
inline constexpr int exit_internal = 70;
inline constexpr int exit_not_written = 74;

int exit_code(Level verdict);

/// Writes all of `text` to a descriptor. Throws std::system_error when it cannot.
void write_all(int descriptor, std::string_view text);

}  // namespace ketadose::program
