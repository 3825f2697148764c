// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/assess.hpp>
#include <optional>
#include <span>
#include <vector>

#include "request.hpp"

namespace ketadose::program {

/// A rung at one duration; without a duration for forms that have none.
struct Cell {
  std::optional<Duration> over;
  Assessment assessment;
};

/// One dose of the ladder, judged at every duration.
struct Rung {
  Order order;  ///< the request with this rung's dose
  std::vector<Cell> cells;

  Level verdict() const;  ///< the worst of its cells
  bool stops() const { return verdict() == Level::stop; }
};

/// All rungs for one patient, and the findings about the patient alone.
struct Table {
  Request request;
  Findings patient;
  std::uint16_t unchecked;     ///< as in Assessment
  bool assumed_concentration;  ///< no vial was named: a ready-made bag at the standard strength
  std::vector<Rung> rungs;     ///< empty when the patient's findings stop, or when no fraction fits
};

Table make_table(const Request& request, const Protocol& protocol);
/// The same for doses that the caller chose.
Table make_table(const Request& request, std::span<const Dose> doses, const Protocol& protocol);

/// The doses between the bounds that whole fractions of one lozenge make: `step` times every
/// number from `first` to `last`, and none when `last` is less.
struct Fractions {
  Exact<DrugMassDim> step;
  ketadose::detail::wide first;
  ketadose::detail::wide last;

  std::vector<Dose> doses() const;
};
Fractions fractions(const Order& order, const Route& route, const Protocol& protocol);

}  // namespace ketadose::program
