// SPDX-License-Identifier: Apache-2.0
// Drug is not the patient's weight.
#include <ketadose/order.hpp>

using namespace ketadose;
using namespace ketadose::literals;

#ifdef REFUSE
constexpr Order order{.weight = 82.5_mg, .route = "iv", .session = 3};
#else
constexpr Order order{.weight = 82.5_kg, .route = "iv", .session = 3};
#endif
