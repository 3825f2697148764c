// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "files/protocol_rules.hpp"

/// How one protocol differs from another.
namespace ketadose::program {

/// In the order in which they are shown: what lets more pass comes first.
enum class Change : std::uint8_t { looser, removed, added, changed, tighter };
inline constexpr std::array<std::string_view, 5> change_names{"looser", "removed", "added",
                                                              "changed", "tighter"};

struct Difference {
  Change change;
  std::string key;  ///< "routes.im.dose.stop_above"
  Entry before;     ///< not set where there was nothing
  Entry after;      ///< not set where there is nothing
};

/// Every difference but of name, version and approval, by change and then in the protocol's order.
/// A bound is looser when more passes it. What has no such direction is changed, and so is a bound
/// whose source alone is another.
std::vector<Difference> differences(const Protocol& from, const Protocol& to);

}  // namespace ketadose::program
