// SPDX-License-Identifier: Apache-2.0
// Drug and volume do not compare.
#include <ketadose/units.hpp>

using namespace ketadose;
using namespace ketadose::literals;

#ifdef REFUSE
static_assert(1_mg < 2_mL);
#else
static_assert(1_mg < 2_mg);
#endif
