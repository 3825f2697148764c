// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "files/records.hpp"
#include "verbs/batch_progress.hpp"
#include "verbs/batch_rows.hpp"

namespace ketadose::program {

/// Judges all rows of `first` and of what follows it, and writes them in order: what one read
/// brought before the next is waited for. The bytes are the same whatever the number of threads.
Counts work(const Batch& batch, Stream& stream, Chunk first, int threads, Progress& progress);

}  // namespace ketadose::program
