// SPDX-License-Identifier: Apache-2.0
// A bound that a row forgets is not an absent bound.
#include <ketadose/units.hpp>

using namespace ketadose;
using namespace ketadose::literals;

#ifdef REFUSE
constexpr Guardrail<Volume> guardrail{none, none, none};
#else
constexpr Guardrail<Volume> guardrail{none, none, none, none};
#endif
