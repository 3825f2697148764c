// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace ketadose::program {

using Row = std::vector<std::string>;

enum class LastColumn { number, prose };

/// Appends rows in columns, two spaces apart. Numbers are set right; stars and letters behind them
/// have a column of their own, so that they stay aligned. Prose, the last column, wraps under
/// itself.
void append_grid(std::string& out, std::vector<Row> rows, LastColumn last);

}  // namespace ketadose::program
