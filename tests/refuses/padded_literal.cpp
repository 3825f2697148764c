// SPDX-License-Identifier: Apache-2.0
// A padded number has no reading; as a C++ number it would be octal.
#include <ketadose/units.hpp>

using namespace ketadose;
using namespace ketadose::literals;

#ifdef REFUSE
constexpr DrugMass dose = 010_mg;
#else
constexpr DrugMass dose = 10_mg;
#endif
