// SPDX-License-Identifier: Apache-2.0
// A number becomes a quantity only by naming a unit.
#include <ketadose/units.hpp>

using namespace ketadose;
using namespace ketadose::literals;

#ifdef REFUSE
constexpr DrugMass dose{41};
#else
constexpr DrugMass dose = unit::mg(41);
#endif
