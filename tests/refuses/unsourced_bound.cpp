// SPDX-License-Identifier: Apache-2.0
// A bound says whose it is.
#include <ketadose/units.hpp>

using namespace ketadose;
using namespace ketadose::literals;

#ifdef REFUSE
constexpr Bound<Volume> bound{5_mL};
#else
constexpr Bound<Volume> bound{5_mL, "label"};
#endif
