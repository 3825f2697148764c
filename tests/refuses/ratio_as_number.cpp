// SPDX-License-Identifier: Apache-2.0
// A dose for a weight is not a number.
#include <ketadose/units.hpp>

using namespace ketadose;
using namespace ketadose::literals;

#ifdef REFUSE
constexpr int ratio = 41_mg / 82_kg;
#else
constexpr WeightDose ratio = 41_mg / 82_kg;
#endif
