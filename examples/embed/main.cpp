// SPDX-License-Identifier: Apache-2.0
// The published rules inside another program: one order, judged while this file is compiled.
#include <cstdio>
#include <ketadose/ketadose.hpp>

using namespace ketadose::literals;

constexpr ketadose::Order order{
    .weight = 82.5_kg, .route = "iv", .session = 3, .dose = 41_mg, .over = 40_min};
constexpr auto assessment = ketadose::assess(order, ketadose::published);
static_assert(assessment->verdict() == ketadose::Level::ok);

int main() { std::puts("41 mg over 40 min for 82.5 kg, session 3: ok"); }
