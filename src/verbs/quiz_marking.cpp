// SPDX-License-Identifier: Apache-2.0
#include "verbs/quiz_marking.hpp"

#include <algorithm>
#include <array>

namespace ketadose::program {
namespace {

using ketadose::detail::Case;

constexpr Unit<BodyWeightDim> gram{"", 1};
constexpr std::size_t most_named = 2;

// ---- Reading ----

/// A number as it was answered, whatever it counts: base units of its measure.
Fraction number_of(const Amount& a) { return Fraction::of_base(a.num, a.den); }

template <class T>
Read<Amount> as_amount(const Read<T>& read) {
  if (!read) return read.refusal();
  return amount(*read);
}

template <class Dim>
Read<Amount> as_amount(const Read<Quantity<Dim>>& read) {
  if (!read) return read.refusal();
  return amount(Exact<Dim>{*read});
}

/// A number with nothing behind it but, perhaps, the word.
Read<Amount> read_pieces(std::string_view text) {
  for (const std::string_view word : {" lozenges", " lozenge"})
    if (text.ends_with(word)) {
      text.remove_suffix(word.size());
      break;
    }
  const auto number = read_number(text);
  if (!number) return number.refusal();
  if (number->length != text.size()) return Refusal{Refuse::unit_unknown, number->length};
  const auto count = count_of(*number, unit::piece.scale);
  if (!count) return count.refusal();
  return amount(Exact<PiecesDim>{Unit<PiecesDim>{"", 1}(*count)});
}

Read<Amount> read_as(Measure measure, std::string_view text) {
  switch (measure) {
    case Measure::kg:
      return as_amount(read<BodyWeightDim>(text, body_weight_units));
    case Measure::mg:
      return as_amount(read<DrugMassDim>(text, drug_mass_units));
    case Measure::mg_per_kg:
      return as_amount(read_per(text, weight_dose_units));
    case Measure::mg_per_ml:
      return as_amount(read_per(text, concentration_units));
    case Measure::ml:
      return as_amount(read<VolumeDim>(text, volume_units));
    case Measure::ml_per_h:
      return as_amount(read_per(text, rate_units));
    case Measure::drops_per_min:
      return as_amount(read_per(text, drop_rate_units));
    case Measure::min:
      return as_amount(read<DurationDim>(text, duration_units));
    default:
      return read_pieces(text);
  }
}

/// Whether the text is a quantity of a kind that was not asked for.
bool is_other_quantity(std::string_view text) {
  using enum Measure;
  for (const auto measure : {kg, mg, mg_per_kg, mg_per_ml, ml, ml_per_h, drops_per_min, min})
    if (read_as(measure, text)) return true;
  return static_cast<bool>(read<PoundsDim>(text, pound_units)) ||
         (text.find("lozenge") != std::string_view::npos && read_pieces(text));
}

/// The option whose reader an answer has.
Field field_of(Asked asked) {
  switch (asked) {
    case Asked::weight:
      return Field::weight;
    case Asked::dose:
    case Asked::dose_per_kg:
    case Asked::left_mass:
      return Field::dose;
    case Asked::draw:
      return Field::draw;
    case Asked::diluent:
    case Asked::left:
      return Field::volume;
    case Asked::rate:
      return Field::rate;
    case Asked::drops:
      return Field::drops;
    case Asked::pieces:
    case Asked::verdict:
      break;
  }
  return Field::pieces;
}

// ---- The ways to a number ----

template <class P>
Fraction plain(const P& p) {
  return Fraction::of_base(p.num(), p.den());
}

template <class P>
Way way(const P& exact, const P& step, const P& value) {
  return {plain(exact), plain(step), plain(value)};
}

template <class P>
Way to_step(const P& exact, const P& step) {
  return way(exact, step, step.scaled(exact.steps(step, Rounding::nearest)));
}

template <class P>
Way way(const Rounded<P>& r) {
  return way(r.exact, r.step, r.value());
}

constexpr auto weight_step = Exact<BodyWeightDim>{gram(100)};
constexpr auto dose_step = Exact<DrugMassDim>{unit::mcg(100)};
constexpr auto per_kg_step = Per<DrugMassDim, BodyWeightDim>{unit::mcg(10), unit::kg(1)};

Way left_way(const Plan& p, const Order& order, bool as_mass) {
  const auto all = Exact<VolumeDim>{*order.vial->content}.scaled(p.waste->vials);
  const auto exact = gap(all, p.draw->exact);
  if (!as_mass) return way(exact, p.draw->step, p.waste->left);
  const Per strength{order.vial->strength};
  return way(strength * exact, strength * p.draw->step, p.waste->left_mass);
}

/// The number that the plan of an order gives; nothing when it gives none.
std::optional<Way> way_of(Asked asked, const Order& order, const Plan& p) {
  switch (asked) {
    case Asked::weight:
      return to_step(Exact<BodyWeightDim>{p.dosing_weight}, weight_step);
    case Asked::dose:
      return to_step(p.target, dose_step);
    case Asked::dose_per_kg:
      return to_step(per_kilogram(p.target, p.dosing_weight), per_kg_step);
    case Asked::draw:
      if (p.draw) return way(*p.draw);
      return {};
    case Asked::diluent:
      if (!p.draw || !p.diluent) return {};
      return way(gap(*p.diluent + p.draw->value(), p.draw->exact), p.draw->step, *p.diluent);
    case Asked::rate:
      if (p.rate) return way(*p.rate);
      return {};
    case Asked::drops:
      if (p.drops) return way(*p.drops);
      return {};
    case Asked::pieces:
      if (p.pieces) return way(*p.pieces);
      return {};
    case Asked::left:
    case Asked::left_mass:
      if (p.waste) return left_way(p, order, asked == Asked::left_mass);
      return {};
    case Asked::verdict:
      return {};
  }
  return {};
}

/// The same from the volume before it was rounded for the pump.
std::optional<Way> unrounded_volume_way(Asked asked, const Order& order, const Plan& p) {
  if (!p.vtbi || !order.over) return {};
  const Exact<DurationDim> over{*order.over};
  if (asked == Asked::rate && p.rate)
    return way(p.vtbi->exact / over, p.rate->step, p.rate->value());
  if (asked == Asked::drops && p.drops)
    return way((Per{*order.drip_set} * p.vtbi->exact) / over, p.drops->step, p.drops->value());
  return {};
}

/// All that different ways of rounding on the way give: a number between the least and the most
/// of them, or within half a step of one, is right.
class Ways {
 public:
  void add(const Way& w) { all_.push_back(w); }
  void add(const std::optional<Way>& w) {
    if (w) add(*w);
  }
  bool empty() const { return all_.empty(); }
  const std::vector<Way>& all() const { return all_; }

  bool hold(const Fraction& x) const {
    bool above = false;
    bool below = false;
    for (const auto& w : all_) {
      if (gap(x, w.exact) <= w.step.scaled(1, 2) || x == w.value) return true;
      above = above || x > w.exact;
      below = below || x < w.exact;
    }
    return above && below;
  }

 private:
  std::vector<Way> all_;
};

/// The weight that was typed in pounds at `num` / `den` grams a pound, down to a whole gram.
BodyWeight weighed(const Problem& problem, ketadose::detail::wide num, ketadose::detail::wide den) {
  const auto number = read_number(problem.texts[Field::weight]);
  const auto grams = ketadose::detail::divide(
      ketadose::detail::times(number->digits, num),
      ketadose::detail::times(powers_of_ten[number->decimals], den), Rounding::down);
  return gram(static_cast<std::int64_t>(grams));
}

BodyWeight a_gram_more(BodyWeight weight) { return gram(weight.in(gram) + 1); }

BodyWeight to_tenth(BodyWeight weight) {
  constexpr std::int64_t step = 100;
  return gram((weight.in(gram) + step / 2) / step * step);
}

/// The weights that a careful hand could have gone on with: not rounded, or 1 kg taken as 2.2 lb
/// or 2.205 lb.
void add_weights(std::vector<Order>& orders, const Problem& problem) {
  constexpr std::int64_t ten_kilograms = 10'000;  // grams, for 22 lb
  constexpr std::int64_t tenths_of_2_2 = 22;
  constexpr std::int64_t two_hundred_kilograms = 200'000;  // grams, for 441 lb: 2.205 lb each
  constexpr std::int64_t pounds_of_two_hundred = 441;
  const auto first = orders.front();
  if (!problem.weighed_in_pounds() || first.weight != problem.order().weight) return;
  const auto rough = weighed(problem, ten_kilograms, tenths_of_2_2);
  const auto by_table = weighed(problem, two_hundred_kilograms, pounds_of_two_hundred);
  const auto exact = weighed(problem, grams_in_those_pounds, pounds_for_grams);
  // Between two whole grams lies the weight; what hangs on which of them it is, is allowed.
  for (const auto weight : {exact, a_gram_more(exact), rough, a_gram_more(rough), to_tenth(rough),
                            by_table, a_gram_more(by_table), to_tenth(by_table)}) {
    orders.push_back(first);
    orders.back().weight = weight;
  }
}

/// Ideal weight may be rounded on the way to the adjusted: a step to either side of what each of
/// the weights so far comes to.
void add_dosing_weights(std::vector<Order>& orders, const Protocol& protocol) {
  constexpr std::int64_t step = 100;
  for (std::size_t i = orders.size(); i-- > 0;) {
    const auto weight = dosing_weight(orders[i], protocol);
    if (weight == orders[i].weight) continue;
    for (const auto by : {-step, step}) {
      orders.push_back(orders[i]);
      orders.back().weight = gram(weight.in(gram) + by);
      orders.back().dosing_weight = DosingWeight::actual;
    }
  }
}

/// The order, and as it stands after what may be rounded on the way.
std::vector<Order> roundings_of(const Problem& problem, const Order& order,
                                const Protocol& protocol) {
  std::vector<Order> orders{order};
  add_weights(orders, problem);
  add_dosing_weights(orders, protocol);
  if (order.dose->is_mass() || problem.asked == Asked::dose || problem.asked == Asked::weight)
    return orders;
  for (std::size_t i = orders.size(); i-- > 0;) {
    orders.push_back(orders[i]);
    const auto target = orders[i].dose->for_weight(dosing_weight(orders[i], protocol));
    orders.back().dose = Dose{dose_step.scaled(target.steps(dose_step, Rounding::nearest))};
  }
  return orders;
}

/// The route without the limits that turn a rounding: a hand that works out a number rounds it to
/// the nearest, and a slip may lead anywhere.
Route without_limits(Route route) {
  route.dose = Guardrail<WeightDose>::unset();
  route.dose_cap = Guardrail<DrugMass>::unset();
  route.duration = Guardrail<Duration>::unset();
  return route;
}

/// What is drawn does not hang on where it goes: a bag that holds whatever a slip makes of it.
void into_any_bag(Order& order) {
  constexpr std::int64_t large_bag = 10'000;
  if (!order.bag && !order.fill) return;
  order.fill.reset();
  order.bag = unit::mL(large_bag);
}

bool is_of_waste(Asked asked) { return asked == Asked::left || asked == Asked::left_mass; }

bool is_of_the_vial(Asked asked) { return asked == Asked::draw || is_of_waste(asked); }

Ways ways_of(const Problem& problem, const Order& order, const Protocol& protocol) {
  const Route route = without_limits(problem.route());
  Protocol anywhere = protocol;
  anywhere.sites = {};  // and undivided, wherever it is injected
  Ways ways;
  for (auto one : roundings_of(problem, order, protocol)) {
    one.site = {};
    if (is_of_the_vial(problem.asked)) into_any_bag(one);
    const Plan made = plan(one, route, anywhere);
    ways.add(way_of(problem.asked, one, made));
    ways.add(unrounded_volume_way(problem.asked, one, made));
  }
  return ways;
}

// ---- Slips ----

struct Opposites {
  std::string_view one;
  std::string_view other;
};
constexpr std::array opposites{
    Opposites{"pounds-as-kilograms", "kilograms-as-pounds"},
    Opposites{"mg-as-mg-per-kg", "mg-per-kg-as-mg"},
    Opposites{"mcg-as-mg", "mg-as-mcg"},
    Opposites{"minutes-as-hours", "hours-as-minutes"},
};

/// The slip that this one undoes: what makes of a mistaken order what was meant makes, the other
/// way round, of a good order what a student mistook it for.
std::string_view undone_by(std::string_view slip) {
  for (const auto& [one, other] : opposites) {
    if (slip == one) return other;
    if (slip == other) return one;
  }
  return slip;
}

/// Whether the text of this problem can be mistaken so.
bool can_slip(std::string_view slip, const Problem& problem) {
  const bool pounds = problem.weighed_in_pounds();
  if (slip == "pounds-as-kilograms") return pounds;
  if (slip == "kilograms-as-pounds") return !pounds || problem.asked == Asked::weight;
  if (slip == "mcg-as-mg") return false;  // no order is written in mcg
  if (slip == "minutes-as-hours") return problem.texts[Field::over].ends_with(unit::min.symbol);
  if (slip == "hours-as-minutes") return problem.texts[Field::over].ends_with(unit::h.symbol);
  return true;
}

/// The order as a student who slips takes it; false when it cannot come to that.
bool slip_into(Order& order, const Slip& undo, std::string_view slip, const Problem& problem) {
  constexpr std::int64_t grams_a_kilogram = 1000;
  if (problem.weighed_in_pounds() &&
      (slip == "pounds-as-kilograms" || slip == "kilograms-as-pounds")) {
    order.weight = weighed(problem, grams_a_kilogram, 1);
    if (slip == "pounds-as-kilograms") return true;
    return ketadose::detail::mean_kilograms(order, problem.route());
  }
  return undo.mean(order, problem.route());
}

class Suspects {
 public:
  void name(std::string_view slip) {
    if (std::find(names_.begin(), names_.end(), slip) == names_.end()) names_.push_back(slip);
  }
  bool has(std::string_view slip) const {
    return std::find(names_.begin(), names_.end(), slip) != names_.end();
  }
  std::vector<std::string_view> likeliest() const {
    return {names_.begin(),
            names_.begin() + static_cast<std::ptrdiff_t>(std::min(names_.size(), most_named))};
  }

 private:
  std::vector<std::string_view> names_;
};

template <class P>
unsigned explained(const Case& c, Field field, const Fraction& x,
                   const std::optional<Rounded<P>>& planned) {
  if (!planned) return 0;
  return ketadose::detail::explain_claim(c, field, P::of_base(x.num(), x.den()), *planned);
}

/// The slips of a claim, as `check` tries them; a neighbouring vial is tried as an order's.
unsigned claim_slips_of(const Problem& problem, const Order& order, const Fraction& x,
                        const Protocol& protocol) {
  const Plan made = plan(order, problem.route(), protocol);
  const Case c{order, problem.route(), protocol, made};
  switch (problem.asked) {
    case Asked::draw:
      return explained(c, Field::draw, x, made.draw);
    case Asked::rate:
      return explained(c, Field::rate, x, made.rate);
    case Asked::drops:
      return explained(c, Field::drops, x, made.drops);
    case Asked::pieces:
      return explained(c, Field::pieces, x, made.pieces);
    default:
      return 0;
  }
}

std::string_view claim_name(ClaimSlip slip) {
  return claim_slip_names[static_cast<std::size_t>(slip)];
}

/// Whether x is ten times too much or too little; at the device's step, too.
bool is_tenfold(const Fraction& x, const Ways& ways) {
  constexpr int ten = 10;
  if (ways.hold(x.scaled(ten)) || ways.hold(x.scaled(1, ten))) return true;
  const auto is_at_step = [&x](const Fraction& slipped, const Fraction& step) {
    return x == step.scaled(slipped.steps(step, Rounding::nearest));
  };
  return std::any_of(ways.all().begin(), ways.all().end(), [&](const Way& w) {
    return is_at_step(w.exact.scaled(ten), w.step) || is_at_step(w.exact.scaled(1, ten), w.step) ||
           is_at_step(w.value.scaled(1, ten), w.step);
  });
}

/// Whether x is what is drawn from the vials, in place of what is left in them.
bool is_what_is_drawn(const Problem& problem, const Fraction& x) {
  const auto& draw = *problem.plan().draw;
  const auto near = [&x](const Way& w) {
    return x == w.value || gap(x, w.exact) <= w.step.scaled(1, 2);
  };
  if (problem.asked == Asked::left) return near(way(draw));
  const Per strength{problem.order().vial->strength};
  return near(way(strength * draw.exact, strength * draw.step, strength * draw.value()));
}

void suspect_claims(Suspects& suspects, const Problem& problem, const Fraction& x, const Ways& ways,
                    const Protocol& protocol) {
  unsigned named = 0;
  for (const auto& order : roundings_of(problem, problem.order(), protocol))
    named |= claim_slips_of(problem, order, x, protocol);
  if (is_tenfold(x, ways)) named |= 1U << static_cast<unsigned>(ClaimSlip::tenfold);
  if (problem.asked == Asked::diluent) {
    const auto whole = *problem.plan().diluent + problem.plan().draw->value();
    if (gap(x, plain(whole)) <= plain(problem.plan().draw->step).scaled(1, 2))
      named |= 1U << static_cast<unsigned>(ClaimSlip::diluent_alone);
  }
  // Where two come to the same number: mL/h is what a 60 gtt/mL set gives, too, and a decimal
  // point can be anywhere.
  using enum ClaimSlip;
  for (const auto slip : {mg_as_ml, factor_60, volume_as_rate, diluent_alone, ml_per_h_as_drops,
                          other_drip_set, mg_as_pieces, tenfold})
    if ((named >> static_cast<unsigned>(slip) & 1U) != 0) suspects.name(claim_name(slip));
}

/// A slip of the order that says no more than a slip of the claim that was named.
bool is_said(const Suspects& suspects, std::string_view slip) {
  if (slip.starts_with("tenfold-")) return suspects.has(claim_name(ClaimSlip::tenfold));
  if (slip == "minutes-as-hours" || slip == "hours-as-minutes")
    return suspects.has(claim_name(ClaimSlip::factor_60));
  return false;
}

void suspect_order(Suspects& suspects, const Problem& problem, const Fraction& x,
                   const Protocol& protocol) {
  for (const bool tenfold : {false, true})
    for (const auto& undo : slips) {
      const auto slip = undone_by(undo.name);
      if (slip.starts_with("tenfold-") != tenfold || is_said(suspects, slip)) continue;
      Order order = problem.order();
      if (!can_slip(slip, problem) || !slip_into(order, undo, slip, problem)) continue;
      if (ways_of(problem, order, protocol).hold(x)) suspects.name(slip);
    }
}

/// Half a step can be as large as the answer; no rounding makes a tenth or ten times of it.
bool is_far(const Fraction& x, const Way& key) {
  constexpr int far = 5;
  const auto& least = std::min(key.exact, key.value);
  const auto& most = std::max(key.exact, key.value);
  return x.scaled(far) < least || x > most.scaled(far);
}

Mark mark_number(const Problem& problem, const Fraction& x, const Protocol& protocol) {
  const Way key = key_of(problem);
  if (x == key.value || x == key.exact) return {.outcome = Outcome::right};
  Ways ways = ways_of(problem, problem.order(), protocol);
  ways.add(key);
  const bool is_near = gap(x, key.exact) <= key.step.scaled(1, 2);
  if (ways.hold(x) && !is_far(x, key))
    return {.outcome = Outcome::within_rounding, .is_near = is_near};
  Suspects suspects;
  if (is_of_waste(problem.asked) && is_what_is_drawn(problem, x)) suspects.name(drawn_as_left);
  suspect_claims(suspects, problem, x, ways, protocol);
  // What is left in the last of many vials may come of nearly any order.
  if (!is_of_waste(problem.asked)) suspect_order(suspects, problem, x, protocol);
  return {.outcome = Outcome::wrong, .slips = suspects.likeliest()};
}

// ---- Verdicts ----

constexpr std::array verdict_words{std::pair{Level::ok, std::string_view{"give"}},
                                   std::pair{Level::review, std::string_view{"query"}},
                                   std::pair{Level::stop, std::string_view{"stop"}}};

Complaint unknown_word(std::string_view word, std::string what, std::string remedy,
                       Refuse code = Refuse::word_unknown) {
  return {.code = name(code),
          .option = {},
          .text = std::string{word},
          .position = 0,
          .what = std::move(what),
          .remedy = std::move(remedy),
          .place = Place::word};
}

bool is_reason(std::string_view word, const Protocol& protocol) {
  return std::find(code_names.begin(), code_names.end(), word) != code_names.end() ||
         find_screening(protocol.conditions, word) != nullptr ||
         find_screening(protocol.medicines, word) != nullptr;
}

/// Whether a finding that decides has this code, or is about this condition or medicine. Beside
/// `give` a note may be named: it is no reason, but true.
bool decides(const Problem& problem, std::string_view word, const Protocol& protocol) {
  for (const auto& f : problem.assessment.findings) {
    if (!is_deciding(f, problem) && problem.assessment.verdict() != Level::ok) continue;
    if (name(f.code) == word) return true;
    const auto rows = f.code == Code::condition ? protocol.conditions : protocol.medicines;
    const auto* const row = find_screening(rows, word);
    if (row != nullptr && row->code == f.subject) return true;
  }
  return false;
}

/// In lower case and without the colons that it is printed with: "query: condition:delirium".
std::string plainly(std::string_view verdict) {
  auto text = in_lower_case(verdict);
  for (std::size_t at = text.find(':'); at != std::string::npos; at = text.find(':', at)) {
    text[at] = ' ';
    if (text.substr(at + 1).starts_with(' ')) text.erase(at, 1);
  }
  return text;
}

std::variant<Mark, Complaint> mark_verdict(const Problem& problem, std::string_view answer,
                                           const Protocol& protocol) {
  const std::string plain_answer = plainly(answer);
  const std::string_view text = plain_answer;
  const auto first = text.substr(0, text.find_first_of(", "));
  std::optional<Level> said;
  for (const auto& [level, word] : verdict_words)
    if (word == first) said = level;
  if (!said)
    return unknown_word(first, in_quotes(first) + " is none of the three answers",
                        "write give, query or stop; the code of a finding may follow");
  Mark made{.outcome = *said == problem.assessment.verdict() ? Outcome::right : Outcome::wrong};
  std::optional<Complaint> complaint;
  auto rest = text.substr(first.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(", "), rest.size()));
  if (rest.empty()) return made;
  for_each_code(rest, [&](std::string_view word, std::size_t) {
    if (!is_reason(word, protocol)) {
      auto guess = did_you_mean(word, {code_names.begin(), code_names.end()});
      if (guess.empty()) guess = "for the codes: ketadose explain codes";
      complaint = unknown_word(word, in_quotes(word) + " is no code of a finding", guess,
                               Refuse::code_unknown);
      return false;
    }
    made.other_reason = made.other_reason || !decides(problem, word, protocol);
    return true;
  });
  if (complaint) return *complaint;
  made.other_reason = made.other_reason && made.is_right();
  if (made.other_reason) made.outcome = Outcome::wrong;
  return made;
}

}  // namespace

Measure measure_of(Asked asked) {
  switch (asked) {
    case Asked::weight:
      return Measure::kg;
    case Asked::dose:
    case Asked::left_mass:
      return Measure::mg;
    case Asked::dose_per_kg:
      return Measure::mg_per_kg;
    case Asked::draw:
    case Asked::diluent:
    case Asked::left:
      return Measure::ml;
    case Asked::rate:
      return Measure::ml_per_h;
    case Asked::drops:
      return Measure::drops_per_min;
    case Asked::pieces:
      return Measure::pieces;
    case Asked::verdict:
      return Measure::nothing;
  }
  return Measure::nothing;
}

Way key_of(const Problem& problem) {
  return *way_of(problem.asked, problem.order(), problem.plan());
}

std::variant<Mark, Complaint> mark(const Problem& problem, std::string_view answer,
                                   const Protocol& protocol) {
  if (problem.asked == Asked::verdict) return mark_verdict(problem, answer, protocol);
  const auto read = read_as(measure_of(problem.asked), answer);
  if (read) return mark_number(problem, number_of(*read), protocol);
  if (read.refusal().code == Refuse::unit_unknown && is_other_quantity(answer))
    return Mark{.outcome = Outcome::wrong, .other_unit = true};
  Refusal refusal = read.refusal();
  refusal.field = refusal.other = field_of(problem.asked);
  auto complaint =
      complain(refusal, answer, name(refusal.field), protocol, {.route = &problem.route()});
  if (refusal.code == Refuse::unit_missing)
    complaint.remedy = "say the unit: " + std::string{answer} + ' ' +
                       std::string{row(measure_of(problem.asked)).symbol};
  return complaint;
}

std::string in_lower_case(std::string_view text) {
  std::string low{text};
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return low;
}

bool is_deciding(const Finding& finding, const Problem& problem) {
  return finding.level != Level::note && finding.level == problem.assessment.verdict();
}

std::string_view verdict_word(Level verdict) {
  for (const auto& [level, word] : verdict_words)
    if (level == verdict) return word;
  return verdict_words.back().second;
}

}  // namespace ketadose::program
