// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/assess.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/text_grid.hpp"
#include "formats/text_parts.hpp"
#include "verbs/table.hpp"

/// What tables and cards say alike: the set-up, the figures of a rung, and why it is marked.
namespace ketadose::program {

/// The number of an amount alone, for a column whose head has the unit.
std::string bare(const Amount& amount);

/// A number for a device, with a star when a bound turned its rounding.
template <class P>
std::string starred(const Rounded<P>& rounded) {
  return bare(amount(rounded.value())) + (rounded.turned == Turn::not_turned ? "" : "*");
}

/// The preparation that the rows are for; empty when none was named.
std::string setup_words(const Table& table);

bool has(const Findings& findings, const Finding& wanted);
/// The findings of every cell of every row: those of the set-up and the duration alone. They are
/// said once, above the rows.
Findings shared_findings(std::span<const Table> tables);

/// The first session after `session` from which on no ceiling objects to the dose.
std::optional<int> allowed_after(int session, const Order& order, const Route& route,
                                 const Protocol& protocol);

/// A finding of one rung, in as few words as a row has room for.
struct Reason {
  Code code;
  std::string words;
};
/// What the rung alone has to say at this level, each once.
std::vector<Reason> reasons(const Table& table, const Rung& rung, const Findings& shared,
                            Level level, const Protocol& protocol);
/// "above 1 mg/kg": the bound that a finding crossed.
std::string bound_words(const Finding& finding);

/// The rung in mg/kg.
std::string dose_figure(const Rung& rung);
/// What is measured out, and so the head of its column; empty when the set-up yields nothing.
std::string_view measured_head(const Table& table);
std::string measured_figure(const Order& order, const Plan& plan);
/// What the pump or the drip set is set to; "-" without a set-up.
std::string dialled_figure(const Plan& plan);

/// The sites that may take it undivided, or those that may not when that is shorter.
std::string site_words(std::uint64_t sites, const Protocol& protocol);

/// Adds why the nearest step of what is measured, or of what is dialled, would not do.
void add_measured_turns(Row& words, const Plan& plan, const Route& route);
void add_dialled_turns(Row& words, const Plan& plan, const Route& route);
/// Why starred numbers are not the nearest; empty when there is no reason.
std::string star_words(const Row& turns);

/// How to get the volume that a table without a vial does not show.
std::string_view hint(const Table& table);

}  // namespace ketadose::program
