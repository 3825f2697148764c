// SPDX-License-Identifier: Apache-2.0
// Drug and patient do not add up.
#include <ketadose/units.hpp>

using namespace ketadose;
using namespace ketadose::literals;

#ifdef REFUSE
constexpr auto sum = Exact<DrugMassDim>{1_mg} + Exact<BodyWeightDim>{2_kg};
#else
constexpr auto sum = Exact<DrugMassDim>{1_mg} + Exact<DrugMassDim>{2_mg};
#endif
