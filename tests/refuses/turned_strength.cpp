// SPDX-License-Identifier: Apache-2.0
// A strength is drug in volume, not volume in drug.
#include <ketadose/units.hpp>

using namespace ketadose;
using namespace ketadose::literals;

#ifdef REFUSE
constexpr Concentration strength = 1_mL / 50_mg;
#else
constexpr Concentration strength = 50_mg / 1_mL;
#endif
