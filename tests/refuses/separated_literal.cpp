// SPDX-License-Identifier: Apache-2.0
// Separators have no reading.
#include <ketadose/units.hpp>

using namespace ketadose;
using namespace ketadose::literals;

#ifdef REFUSE
constexpr DrugMass dose = 1'000_mg;
#else
constexpr DrugMass dose = 1000_mg;
#endif
