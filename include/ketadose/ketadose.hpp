// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The whole library: dose rules for ketamine given under supervision.

#include <ketadose/assess.hpp>
#include <ketadose/guardrail.hpp>
#include <ketadose/order.hpp>
#include <ketadose/plan.hpp>
#include <ketadose/protocol.hpp>
#include <ketadose/published.hpp>
#include <ketadose/quantity.hpp>
#include <ketadose/slip.hpp>
#include <ketadose/text.hpp>
#include <ketadose/units.hpp>
