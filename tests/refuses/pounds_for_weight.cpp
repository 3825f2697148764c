// SPDX-License-Identifier: Apache-2.0
// A weight in pounds is converted where it is read, never by being passed on.
#include <ketadose/order.hpp>

using namespace ketadose;
using namespace ketadose::literals;

#ifdef REFUSE
constexpr Order order{.weight = 181.9_lb, .route = "iv", .session = 3};
#else
constexpr Order order{.weight = *kilograms(181.9_lb), .route = "iv", .session = 3};
#endif
