// SPDX-License-Identifier: Apache-2.0
// Nothing is no quantity.
#include <ketadose/units.hpp>

using namespace ketadose;
using namespace ketadose::literals;

#ifdef REFUSE
constexpr DrugMass dose = 0_mg;
#else
constexpr DrugMass dose = 0.5_mg;
#endif
