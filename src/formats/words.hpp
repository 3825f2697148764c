// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/assess.hpp>
#include <string>
#include <string_view>

#include "formats/buffer.hpp"

/// Words and numbers for people: the only place that chooses the sentences of findings.
namespace ketadose::program {

std::string_view name(Level level);
std::string_view name(Edge edge);  ///< "review-above", ...

/// Machine output: exact where it is exact in six decimals, no comma, never an exponent.
void append_number(std::string& out, const Amount& amount);
/// Human text: "1,234.5 mg", shortened to the measure's places.
void append_amount(std::string& out, const Amount& amount);
void append_amount(std::string& out, const Amount& amount, int places);

/// The number of a drip set: drops in one mL.
std::string drops_a_millilitre(const DropFactor& set);

/// num / den with at most `places` decimals, as a person reads it, without a unit.
void append_plain(std::string& out, ketadose::detail::wide num, ketadose::detail::wide den,
                  int places);

/// What is known of the signs in a text that a format may have to mark.
struct Signs {
  bool commas = false;
  bool unseen = false;  ///< it may hold any: a protocol's words, or a number that is not short
};

/// The sentence of a finding: what was measured, whose limit decided, and what to do.
Signs append_message(Buffer& out, const Finding& finding, const Order& order, const Route& route,
                     const Protocol& protocol, const PlanFrame& plan);
/// The sentences of all that a person must look at, and of the slips that may explain it.
Signs append_messages(Buffer& out, const Findings& findings, const Order& order, const Route& route,
                      const Protocol& protocol, const PlanFrame& plan);
void append_message(std::string& out, const Finding& finding, const Order& order,
                    const Route& route, const Protocol& protocol, const PlanFrame& plan);

}  // namespace ketadose::program
