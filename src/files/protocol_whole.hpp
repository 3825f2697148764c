// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/protocol.hpp>

#include "files/protocol_draft.hpp"

/// What only a protocol as a whole can show.
namespace ketadose::program {

/// Reports what its rows, each right by itself, make wrong together.
void check_whole(Section& file, const Protocol& protocol);

/// Whether two protocols have the same rows, whatever they are called and whoever approved them.
bool same_rules(const Protocol& a, const Protocol& b);

}  // namespace ketadose::program
