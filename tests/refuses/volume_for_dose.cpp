// SPDX-License-Identifier: Apache-2.0
// A volume is not a dose.
#include <ketadose/order.hpp>

using namespace ketadose;
using namespace ketadose::literals;

#ifdef REFUSE
constexpr Dose dose{0.82_mL};
#else
constexpr Dose dose{0.82_mg};
#endif
