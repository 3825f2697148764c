// SPDX-License-Identifier: Apache-2.0
#include "verbs/quiz_draft.hpp"

#include <algorithm>
#include <vector>

#include "formats/words.hpp"

namespace ketadose::program {
namespace {

using namespace ketadose::literals;  // NOLINT(google-build-using-namespace): a table of literals

// What wards stock and no protocol lists.
constexpr std::array bags{50_mL, 100_mL, 250_mL};
constexpr std::array fills{20_mL, 30_mL, 40_mL, 50_mL, 60_mL};
constexpr std::array contents{2_mL, 5_mL, 10_mL, 20_mL};
constexpr DrugMass least_in_a_vial = 50_mg;
constexpr DrugMass most_in_a_vial = 500_mg;
constexpr std::array lozenges{50_mg, 100_mg, 150_mg, 200_mg};
/// Strengths that are sold and that a protocol may not list.
constexpr std::array odd_vials{20_mg_per_mL, 25_mg_per_mL, 40_mg_per_mL};

constexpr Unit<BodyWeightDim> gram{"", 1};
constexpr std::int64_t tenth_of_kg = 100;  // grams

std::string text_of(const Amount& amount) {
  std::string text;
  append_number(text, amount);
  const auto symbol = row(amount.measure).symbol;
  return amount.measure == Measure::pieces ? text : text + std::string{symbol};
}

std::string tenths(std::uint64_t n) {
  std::string text = std::to_string(n / 10);
  if (n % 10 != 0) text += '.' + std::to_string(n % 10);
  return text;
}

/// Grams of so many tenths of a pound, as they are read.
std::int64_t grams_of_pounds(std::uint64_t n) {
  const auto base = static_cast<std::int64_t>(n) * (unit::lb.scale / 10);
  return kilograms(Unit<PoundsDim>{"", 1}(base))->in(gram);
}

/// The lowest bound that is set, or nothing.
template <class T>
std::optional<T> first_set(const Bound<T>& a, const Bound<T>& b) {
  if (a) return *a;
  if (b) return *b;
  return {};
}

/// Rungs to choose from where a protocol has no ladder: its bounds.
template <class T>
std::vector<T> rungs(std::span<const T> ladder, const Guardrail<T>& bounds) {
  std::vector<T> all{ladder.begin(), ladder.end()};
  if (!all.empty()) return all;
  if (const auto low = first_set(bounds.review_below, bounds.stop_below)) all.push_back(*low);
  if (const auto high = first_set(bounds.review_above, bounds.stop_above)) all.push_back(*high);
  return all;
}

}  // namespace

ProblemDraft::ProblemDraft(Dice& dice, const Route& route, const Protocol& protocol)
    : dice_{&dice}, route_{&route}, protocol_{&protocol} {
  set(Field::route, std::string{route.name});
}

void ProblemDraft::set(Field field, std::string text) {
  typed_[static_cast<std::size_t>(field)] = std::move(text);
}

void ProblemDraft::set(Field field, const Amount& amount) { set(field, text_of(amount)); }

void ProblemDraft::session(int wanted) {
  constexpr std::uint64_t sessions_of_the_last_row = 6;
  const auto rows = route_->ceilings;
  if (wanted == 0 && rows.empty()) wanted = 1 + static_cast<int>(dice_->below(8));
  if (wanted == 0) {
    const auto i = dice_->below(rows.size());
    const auto run = i + 1 < rows.size()
                         ? static_cast<std::uint64_t>(rows[i + 1].from - rows[i].from)
                         : sessions_of_the_last_row;
    wanted = rows[i].from + static_cast<int>(dice_->below(run));
  }
  set(Field::session, std::to_string(wanted));
}

void ProblemDraft::weight(bool in_pounds, bool whole) {
  const auto& bounds = protocol_->weight;
  const auto low = first_set(bounds.review_below, bounds.stop_below).value_or(40_kg).in(gram);
  const auto high = first_set(bounds.review_above, bounds.stop_above).value_or(150_kg).in(gram);
  const auto span = static_cast<std::uint64_t>(std::max<std::int64_t>(high - low, 0)) * 3 / 8;
  // Two throws, so that the middle comes more often than the ends.
  auto n = (static_cast<std::uint64_t>(low) + dice_->below(span + 1) + dice_->below(span + 1)) /
           tenth_of_kg;
  if (in_pounds)
    n = n * pounds_for_grams * 1000 / static_cast<std::uint64_t>(grams_in_those_pounds);
  if (whole) n = n / 10 * 10 + 10;
  grams_ = in_pounds ? grams_of_pounds(n) : static_cast<std::int64_t>(n) * tenth_of_kg;
  set(Field::weight, tenths(n) + std::string{in_pounds ? unit::lb.symbol : unit::kg.symbol});
  if (protocol_->dosing_weight == DosingWeight::actual) return;
  other_dosing_weight();
  set(Field::dosing_weight, "");
}

void ProblemDraft::other_dosing_weight() {
  constexpr std::uint64_t least_cm = 155;
  constexpr std::uint64_t span_cm = 35;
  constexpr std::uint64_t least_in = 61;
  constexpr std::uint64_t span_in = 14;
  const bool inches = dice_->one_in(2);
  const auto height = inches ? least_in + dice_->below(span_in) : least_cm + dice_->below(span_cm);
  set(Field::height,
      std::to_string(height) + std::string{inches ? unit::in.symbol : unit::cm.symbol});
  set(Field::sex, dice_->one_in(2) ? "female" : "male");
  set(Field::dosing_weight, dice_->one_in(2) ? "ideal" : "adjusted");
}

void ProblemDraft::dose(bool in_mg) {
  constexpr DrugMass usual_step = 1_mg;
  constexpr int round_step = 5;
  const auto all = rungs(route_->ladder, route_->dose);
  const auto rung = one_of<WeightDose>(all);
  if (!in_mg) return set(Field::dose, amount(rung));
  const auto target = Per{rung} * gram(grams_);
  Exact<DrugMassDim> step{route_->order_step ? *route_->order_step : usual_step};
  if (dice_->one_in(3)) step = step.scaled(round_step);
  auto count = target.steps(step, Rounding::nearest);
  if (count == 0) count = 1;
  set(Field::dose, amount(step.scaled(count)));
}

void ProblemDraft::over() {
  if (route_->form != Form::infusion) return;
  const auto all = rungs(route_->durations, route_->duration);
  const Duration over = all.empty() ? 40_min : one_of<Duration>(all);
  const bool hours = over.in(unit::s) % unit::h.scale == 0 && dice_->one_in(2);
  if (hours)
    return set(Field::over, std::to_string(over.in(unit::h)) + std::string{unit::h.symbol});
  set(Field::over, amount(Exact<DurationDim>{over}));
}

void ProblemDraft::vial(bool whole_label) {
  const Per strength{one_of(route_->vials)};
  std::vector<Volume> labels;
  for (const auto content : contents) {
    const auto mass = strength * content;
    if (mass >= Exact<DrugMassDim>{least_in_a_vial} && mass <= Exact<DrugMassDim>{most_in_a_vial})
      labels.push_back(content);
  }
  if (!whole_label || labels.empty()) return set(Field::vial, amount(strength));
  const auto content = one_of<Volume>(labels);
  set(Field::vial,
      text_of(amount(strength * content)) + '/' + text_of(amount(Exact<VolumeDim>{content})));
}

void ProblemDraft::bag() { set(Field::bag, amount(Exact<VolumeDim>{one_of<Volume>(bags)})); }

void ProblemDraft::fill() { fill_to(Exact<VolumeDim>{one_of<Volume>(fills)}); }

void ProblemDraft::fill_to(const Exact<VolumeDim>& volume) {
  set(Field::bag, "");
  set(Field::fill, amount(volume));
}

void ProblemDraft::ready_made() {
  constexpr std::array<int, 2> times{1, 2};
  const Per strength{*route_->standard_concentration};
  set(Field::concentration, amount(strength.scaled(one_of<int>(times))));
}

void ProblemDraft::drip_set() {
  set(Field::drip_set, drops_a_millilitre(one_of(route_->drip_sets)) +
                           std::string{drop_factor_units.front().symbol});
}

void ProblemDraft::site() {
  if (!protocol_->sites.empty()) set(Field::site, std::string{one_of(protocol_->sites).name});
}

void ProblemDraft::lozenge() {
  set(Field::lozenge, amount(Exact<DrugMassDim>{one_of<DrugMass>(lozenges)}));
}

void ProblemDraft::patient(bool asked) {
  constexpr std::uint64_t least_age = 22;
  constexpr std::uint64_t ages = 40;
  constexpr std::uint64_t least_systolic = 104;
  constexpr std::uint64_t systolics = 34;
  constexpr std::uint64_t least_diastolic = 62;
  constexpr std::uint64_t diastolics = 26;
  set(Field::age, std::to_string(least_age + dice_->below(ages)));
  const auto systolic = std::to_string(least_systolic + dice_->below(systolics));
  set(Field::bp, systolic + '/' + std::to_string(least_diastolic + dice_->below(diastolics)));
  if (!asked) return;
  set(Field::has, std::string{asked_none});
  set(Field::takes, std::string{asked_none});
}

// ---- One thing wrong ----

bool ProblemDraft::make_wrong(const Request& good, Level wanted, bool order_only) {
  if (dice_->one_in(4)) {
    by_slip(good);
    return true;
  }
  return past_bound(wanted, order_only);
}

/// The order as it would stand if someone had slipped: a slip of the table undoes another one.
void ProblemDraft::by_slip(const Request& good) {
  Order order = good.order;
  const auto& slip = one_of<Slip>(slips);
  if (!slip.mean(order, *route_)) return;
  if (order.weight != good.order.weight)
    set(Field::weight, amount(Exact<BodyWeightDim>{order.weight}));
  if (order.over != good.order.over) set(Field::over, amount(Exact<DurationDim>{*order.over}));
  if (order.vial && order.vial->strength != good.order.vial->strength)
    set(Field::vial, amount(order.vial->strength));
  const auto mass = order.dose->for_weight(order.weight);
  if (order.dose->is_mass())
    set(Field::dose, amount(mass));
  else
    set(Field::dose, amount(per_kilogram(mass, order.weight)));
}

bool ProblemDraft::past_bound(Level wanted, bool order_only) {
  constexpr std::uint64_t of_the_order = 3;
  constexpr std::uint64_t all = 9;
  switch (dice_->below(order_only ? of_the_order : all)) {
    case 0:
      return wrong_dose(wanted);
    case 1:
      return wrong_time(wanted);
    case 2:
      return wanted == Level::review && wrong_session();
    case 3:
      return wanted == Level::review && wrong_vial();
    case 4:
      return wrong_age(wanted);
    case 5:
      return wrong_pressure(wanted);
    case 6:
      return wrong_screening(wanted, false);
    case 7:
      return wrong_screening(wanted, true);
    default:
      return wanted == Level::review && wrong_last_weight();
  }
}

bool ProblemDraft::wrong_dose(Level wanted) {
  constexpr std::uint64_t choices = 5;
  const auto& bounds = route_->dose;
  const bool above = wanted == Level::stop || dice_->one_in(2);
  const auto& edge = wanted == Level::stop ? bounds.stop_above
                     : above               ? bounds.review_above
                                           : bounds.review_below;
  if (!edge) return false;
  const auto tenths = 1 + static_cast<int>(dice_->below(choices));
  const auto dose = Per{*edge}.scaled(above ? 10 + tenths : 10 - tenths, 10);
  if (typed_[static_cast<std::size_t>(Field::dose)].ends_with(weight_dose_units.front().symbol))
    set(Field::dose, amount(dose));
  else
    set(Field::dose,
        amount(Exact<DrugMassDim>{1_mg}.scaled(
            (dose * gram(grams_)).steps(Exact<DrugMassDim>{1_mg}, Rounding::nearest))));
  return true;
}

bool ProblemDraft::wrong_time(Level wanted) {
  constexpr std::int64_t five_minutes = 5;
  const auto& bounds = route_->duration;
  const auto& low = wanted == Level::stop ? bounds.stop_below : bounds.review_below;
  const auto& high = wanted == Level::stop ? bounds.stop_above : bounds.review_above;
  if (!low && !high) return false;
  const bool above = high && (!low || dice_->one_in(2));
  const auto by = five_minutes * (2 + static_cast<std::int64_t>(dice_->below(4)));
  const auto edge = (above ? *high : *low).in(unit::min);
  const auto minutes = above ? edge + by : edge - by;
  if (minutes <= 0) return false;
  set(Field::over, amount(Exact<DurationDim>{unit::min(minutes)}));
  return true;
}

/// A dose that a later session would allow.
bool ProblemDraft::wrong_session() {
  if (route_->ceilings.size() < 2) return false;
  set(Field::session, std::to_string(route_->ceilings.front().from +
                                     static_cast<int>(dice_->below(static_cast<std::uint64_t>(
                                         route_->ceilings[1].from - route_->ceilings[0].from)))));
  return true;
}

bool ProblemDraft::wrong_vial() {
  if (typed_[static_cast<std::size_t>(Field::vial)].empty()) return false;
  set(Field::vial, amount(one_of<Concentration>(odd_vials)));
  return true;
}

bool ProblemDraft::wrong_age(Level wanted) {
  const auto& low = wanted == Level::stop ? protocol_->age.stop_below : protocol_->age.review_below;
  const auto& high =
      wanted == Level::stop ? protocol_->age.stop_above : protocol_->age.review_above;
  if (!low && !high) return false;
  const bool above = high && (!low || dice_->one_in(2));
  const auto by = 1 + static_cast<std::int64_t>(dice_->below(above ? 15 : 3));
  const auto edge = (above ? *high : *low).in(unit::year);
  if (!above && edge < by) return false;
  set(Field::age, std::to_string(above ? edge + by : edge - by));
  return true;
}

bool ProblemDraft::wrong_pressure(Level wanted) {
  constexpr std::int64_t usual_systolic = 136;
  constexpr std::int64_t usual_diastolic = 84;
  const bool stop = wanted == Level::stop;
  const auto& systolic = stop ? protocol_->systolic.stop_above : protocol_->systolic.review_above;
  const auto& diastolic =
      stop ? protocol_->diastolic.stop_above : protocol_->diastolic.review_above;
  const auto by = 2 + 2 * static_cast<std::int64_t>(dice_->below(7));
  const bool of_systole = systolic && (!diastolic || dice_->one_in(2));
  if (!of_systole && !diastolic) return false;
  const auto high = of_systole ? systolic->in(unit::mmHg) + by : usual_systolic;
  const auto low = of_systole ? usual_diastolic : diastolic->in(unit::mmHg) + by;
  set(Field::bp, std::to_string(high) + '/' + std::to_string(low));
  return true;
}

std::string_view ProblemDraft::code_of(std::span<const Screening> rows, Level wanted) {
  std::vector<std::string_view> codes;
  for (const auto& row : rows)
    if (row.level == wanted) codes.push_back(row.code);
  return codes.empty() ? std::string_view{} : one_of<std::string_view>(codes);
}

bool ProblemDraft::wrong_screening(Level wanted, bool medicine) {
  const auto code = code_of(medicine ? protocol_->medicines : protocol_->conditions, wanted);
  if (code.empty()) return false;
  set(medicine ? Field::takes : Field::has, std::string{code});
  return true;
}

bool ProblemDraft::wrong_last_weight() {
  constexpr std::uint64_t percents = 25;
  constexpr std::int64_t least_percent = 12;
  const auto percent = least_percent + static_cast<std::int64_t>(dice_->below(percents));
  const auto last = grams_ * (dice_->one_in(2) ? 100 + percent : 100 - percent) / 100;
  set(Field::last_weight, amount(Exact<BodyWeightDim>{gram(last / tenth_of_kg * tenth_of_kg)}));
  return true;
}

}  // namespace ketadose::program
