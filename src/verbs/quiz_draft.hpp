// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/assess.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "verbs/quiz_problems.hpp"

namespace ketadose::program {

/// An order in the making: options as they would be typed, drawn from what the protocol lists.
/// Nothing here is judged; who makes a problem of it throws away what the rules object to.
class ProblemDraft {
 public:
  ProblemDraft(Dice& dice, const Route& route, const Protocol& protocol);

  const Route& route() const { return *route_; }
  const Typed& typed() const { return typed_; }

  /// The session as asked for, or one under any of the route's ceilings when 0.
  void session(int wanted);
  void weight(bool in_pounds, bool whole);
  /// By ideal or adjusted weight, with what these need.
  void other_dosing_weight();
  void dose(bool in_mg);
  void over();  ///< for infusions only
  void vial(bool whole_label);
  void bag();
  void fill();
  void fill_to(const Exact<VolumeDim>& volume);
  void ready_made();
  void drip_set();
  void site();
  void lozenge();
  /// Age and blood pressure within bounds; with `asked` also conditions and medicines: none.
  void patient(bool asked);

  /// Makes one thing of a good order wrong, in a way that may give this level; false when the
  /// protocol has no such bound.
  bool make_wrong(const Request& good, Level wanted, bool order_only);

 private:
  void set(Field field, std::string text);
  void set(Field field, const Amount& amount);
  template <class T>
  const T& one_of(std::span<const T> list) {
    return list[dice_->below(list.size())];
  }
  void by_slip(const Request& good);
  bool past_bound(Level wanted, bool order_only);
  bool wrong_dose(Level wanted);
  bool wrong_time(Level wanted);
  bool wrong_session();
  bool wrong_vial();
  bool wrong_age(Level wanted);
  bool wrong_pressure(Level wanted);
  bool wrong_screening(Level wanted, bool medicine);
  bool wrong_last_weight();
  std::string_view code_of(std::span<const Screening> rows, Level wanted);

  Dice* dice_;
  const Route* route_;
  const Protocol* protocol_;
  Typed typed_{};
  std::int64_t grams_ = 0;  ///< the weight as it will be read
};

}  // namespace ketadose::program
