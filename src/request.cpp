// SPDX-License-Identifier: Apache-2.0
#include "request.hpp"

#include <bit>
#include <new>
#include <span>

namespace ketadose::program {
namespace {

constexpr std::array all_spellings{
    Spelling{"weight", Field::weight, Reading::as_typed},
    Spelling{"last_weight", Field::last_weight, Reading::as_typed},
    Spelling{"route", Field::route, Reading::as_typed},
    Spelling{"session", Field::session, Reading::as_typed},
    Spelling{"dose", Field::dose, Reading::as_typed},
    Spelling{"over", Field::over, Reading::as_typed},
    Spelling{"vial", Field::vial, Reading::as_typed},
    Spelling{"bag", Field::bag, Reading::as_typed},
    Spelling{"fill", Field::fill, Reading::as_typed},
    Spelling{"concentration", Field::concentration, Reading::as_typed},
    Spelling{"drip_set", Field::drip_set, Reading::as_typed},
    Spelling{"site", Field::site, Reading::as_typed},
    Spelling{"lozenge", Field::lozenge, Reading::as_typed},
    Spelling{"height", Field::height, Reading::as_typed},
    Spelling{"sex", Field::sex, Reading::as_typed},
    Spelling{"age", Field::age, Reading::as_typed},
    Spelling{"dosing_weight", Field::dosing_weight, Reading::as_typed},
    Spelling{"bp", Field::bp, Reading::as_typed},
    Spelling{"has", Field::has, Reading::as_typed},
    Spelling{"takes", Field::takes, Reading::as_typed},
    Spelling{"draw", Field::draw, Reading::as_typed},
    Spelling{"rate", Field::rate, Reading::as_typed},
    Spelling{"volume", Field::volume, Reading::as_typed},
    Spelling{"drops", Field::drops, Reading::as_typed},
    Spelling{"pieces", Field::pieces, Reading::as_typed},
    Spelling{"weight_kg", Field::weight, Reading::kg},
    Spelling{"weight_lb", Field::weight, Reading::lb},
    Spelling{"last_weight_kg", Field::last_weight, Reading::kg},
    Spelling{"dose_mg", Field::dose, Reading::mg},
    Spelling{"dose_mg_per_kg", Field::dose, Reading::mg_per_kg},
    Spelling{"over_min", Field::over, Reading::min},
    Spelling{"vial_mg_per_ml", Field::vial, Reading::mg_per_ml},
    Spelling{"bag_ml", Field::bag, Reading::ml},
    Spelling{"fill_ml", Field::fill, Reading::ml},
    Spelling{"concentration_mg_per_ml", Field::concentration, Reading::mg_per_ml},
    Spelling{"drip_set_gtt_per_ml", Field::drip_set, Reading::gtt_per_ml},
    Spelling{"lozenge_mg", Field::lozenge, Reading::mg},
    Spelling{"height_cm", Field::height, Reading::cm},
};

/// A number with nothing behind it.
Read<Number> read_bare_number(std::string_view text) {
  const auto number = read_number(text);
  if (number && number->length != text.size()) return Refusal{Refuse::unit_unknown, number->length};
  return number;
}

/// The same, counted in a unit of `scale` base units.
Read<std::int64_t> read_bare(std::string_view text, std::int64_t scale) {
  const auto number = read_bare_number(text);
  if (!number) return number.refusal();
  return count_of(*number, scale);
}

template <class Dim>
Read<Quantity<Dim>> read_quantity(std::string_view text, Reading how,
                                  std::span<const Unit<Dim>> units, Unit<Dim> bare) {
  if (how == Reading::as_typed) return read<Dim>(text, units);
  const auto count = read_bare(text, bare.scale);
  if (!count) return count.refusal();
  return Unit<Dim>{"", 1}(*count);
}

template <class N, class D, std::size_t Count>
Read<Ratio<N, D>> read_ratio(std::string_view text, Reading how,
                           const std::array<PerUnit<N, D>, Count>& units) {
  if (how == Reading::as_typed) return read_per(text, units);
  const auto number = read_bare_number(text);
  if (!number) return number.refusal();
  return units.front().of(*number);
}

Read<BodyWeight> in_pounds(const Read<Pounds>& pounds) {
  if (!pounds) return pounds.refusal();
  return kilograms(*pounds);
}

Read<BodyWeight> body_weight(std::string_view text, Reading how) {
  if (how == Reading::lb) {
    const auto count = read_bare(text, unit::lb.scale);
    if (!count) return count.refusal();
    return in_pounds(Unit<PoundsDim>{"", 1}(*count));
  }
  if (how == Reading::as_typed && (text.ends_with("lb") || text.ends_with("lbs")))
    return in_pounds(read<PoundsDim>(text, pound_units));
  const auto weight = read_quantity<BodyWeightDim>(text, how, body_weight_units, unit::kg);
  if (weight || how != Reading::as_typed || weight.refusal().code != Refuse::unit_unknown)
    return weight;
  const auto at = weight.refusal().position;
  return text.substr(at) == "g" ? Refusal{Refuse::unit_not_allowed, at} : weight.refusal();
}

/// Reads one text into its part of the order.
class Reader {
 public:
  Reader(Order& order, const Protocol& protocol) : order_{order}, protocol_{protocol} {}

  const Route* route = nullptr;
  Refusal why{Refuse::number_other};  ///< the last text was refused

  /// False when the text is refused.
  bool read_field(Field field, std::string_view text, Reading how) {
    switch (field) {
      case Field::weight:
        return take(order_.weight, body_weight(text, how));
      case Field::last_weight:
        return take(order_.last_weight, body_weight(text, how));
      case Field::route:
        return named_route(text);
      case Field::session:
        return session(text);
      case Field::dose:
        return dose(text, how);
      case Field::over:
        return take(order_.over, read_quantity<DurationDim>(text, how, duration_units, unit::min));
      case Field::vial:
        return vial(text, how);
      case Field::bag:
        return take(order_.bag, volume(text, how));
      case Field::fill:
        return take(order_.fill, volume(text, how));
      case Field::concentration:
        return concentration(text, how);
      case Field::drip_set:
        return take(order_.drip_set, read_ratio(text, how, drop_factor_units));
      case Field::site:
        return site(text);
      case Field::lozenge:
        return take(order_.lozenge,
                    read_quantity<DrugMassDim>(text, how, drug_mass_units, unit::mg));
      case Field::height:
        return take(order_.height, read_quantity<HeightDim>(text, how, height_units, unit::cm));
      case Field::sex:
        return sex(text);
      case Field::age:
        return take(order_.age, read_whole(text));
      case Field::dosing_weight:
        return dosing_weight(text);
      case Field::bp:
        return blood_pressure(text);
      case Field::has:
        return codes(text, protocol_.conditions, order_.has);
      case Field::takes:
        return codes(text, protocol_.medicines, order_.takes);
      case Field::draw:
        return take(order_.draw_claim, volume(text, how));
      case Field::rate:
        return take(order_.rate_claim, read_ratio(text, how, rate_units));
      case Field::volume:
        return take(order_.volume_claim, volume(text, how));
      case Field::drops:
        return take(order_.drops_claim, read_ratio(text, how, drop_rate_units));
      case Field::pieces:
        return pieces(text);
    }
    return false;
  }

 private:
  bool refuse(const Refusal& refusal) {
    why = refusal;
    return false;
  }

  template <class To, class T>
  bool take(To& to, const Read<T>& read) {
    if (!read) return refuse(read.refusal());
    to = *read;
    return true;
  }

  static Read<Volume> volume(std::string_view text, Reading how) {
    return read_quantity<VolumeDim>(text, how, volume_units, unit::mL);
  }

  bool named_route(std::string_view text) {
    route = find_route(protocol_, text);
    if (route == nullptr) return refuse({Refuse::route_unknown});
    order_.route = route->name;
    return true;
  }

  bool session(std::string_view text) {
    const auto number = read_whole(text);
    if (!number) return refuse(number.refusal());
    if (*number == 0) return refuse({Refuse::number_zero});
    order_.session = *number;
    return true;
  }

  bool dose(std::string_view text, Reading how) {
    const bool per_weight = how == Reading::as_typed && text.ends_with("/kg");
    if (per_weight || how == Reading::mg_per_kg)
      return take(order_.dose, read_ratio(text, how, weight_dose_units));
    return take(order_.dose, read_quantity<DrugMassDim>(text, how, drug_mass_units, unit::mg));
  }

  /// A strength as "50mg/mL" or as "500mg/10mL"; the latter also says what the vial holds.
  static Read<Vial> strength(std::string_view text, Reading how) {
    const auto plain = read_ratio(text, how, concentration_units);
    if (plain) return Vial{*plain, {}};
    const auto& why = plain.refusal();
    if (how != Reading::as_typed || why.code != Refuse::unit_unknown) return why;
    const auto content = read_content(text);
    if (!content) return content.refusal();
    return Vial{Concentration{content->mass, content->volume}, content->volume};
  }

  bool vial(std::string_view text, Reading how) { return take(order_.vial, strength(text, how)); }

  bool concentration(std::string_view text, Reading how) {
    const auto read = strength(text, how);
    if (!read) return refuse(read.refusal());
    order_.concentration = read->strength;
    return true;
  }

  bool site(std::string_view text) {
    const auto* const row = find_site(protocol_, text);
    if (row == nullptr) return refuse({Refuse::word_unknown});
    order_.site = row->name;
    return true;
  }

  bool sex(std::string_view text) {
    if (text != "female" && text != "male") return refuse({Refuse::word_unknown});
    order_.sex = text == "male" ? Sex::male : Sex::female;
    return true;
  }

  bool dosing_weight(std::string_view text) {
    if (text == "actual")
      order_.dosing_weight = DosingWeight::actual;
    else if (text == "ideal")
      order_.dosing_weight = DosingWeight::ideal;
    else if (text == "adjusted")
      order_.dosing_weight = DosingWeight::adjusted;
    else
      return refuse({Refuse::word_unknown});
    return true;
  }

  bool blood_pressure(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos)
      return refuse({text.empty() ? Refuse::number_empty : Refuse::number_other, text.size()});
    const auto systolic = read_whole(text.substr(0, slash));
    if (!systolic) return refuse(systolic.refusal());
    const auto diastolic = read_whole(text.substr(slash + 1));
    if (!diastolic)
      return refuse({diastolic.refusal().code, slash + 1 + diastolic.refusal().position});
    order_.bp = BloodPressure{*systolic, *diastolic};
    return true;
  }

  bool codes(std::string_view text, std::span<const Screening> rows, std::string_view& to) {
    if (text.empty()) return refuse({Refuse::code_unknown});
    to = text;
    const auto refusal = ketadose::detail::refuse_codes(text, rows, Field::has);
    return refusal ? refuse(*refusal) : true;
  }

  bool pieces(std::string_view text) {
    const auto count = read_bare(text, unit::piece.scale);
    if (!count) return refuse(count.refusal());
    order_.pieces_claim = Unit<PiecesDim>{"", 1}(*count);
    return true;
  }

  Order& order_;
  const Protocol& protocol_;
};

constexpr std::uint32_t bit(Field field) { return 1U << static_cast<unsigned>(field); }

/// The first bit of `fields`, as a refusal.
Refusal refusal_of(std::uint32_t fields, Refuse code) {
  const auto field = static_cast<Field>(std::countr_zero(fields));
  return {code, 0, field, field};
}

}  // namespace

std::span<const Spelling> spellings() { return all_spellings; }

Read<BodyWeight> read_weight(std::string_view text) { return body_weight(text, Reading::as_typed); }

std::optional<Refusal> read_texts(const Texts& texts, const Protocol& protocol, Purpose purpose,
                                  Request& request) {
  // In place: an order is large, and what is absent in it need not be copied.
  new (&request.order) Order{.weight = unit::kg(0), .route = {}, .session = 0};
  Reader reader{request.order, protocol};
  for (auto left = texts.given; left != 0; left &= left - 1) {
    const auto field = static_cast<Field>(std::countr_zero(left));
    const auto i = static_cast<std::size_t>(field);
    if (reader.read_field(field, texts.text[i], texts.reading[i])) continue;
    reader.why.field = reader.why.other = field;
    return reader.why;
  }
  request.route = reader.route;
  constexpr auto not_for_tables = ketadose::detail::claim_bits | bit(Field::dose);
  if (purpose == Purpose::table && (texts.given & not_for_tables) != 0)
    return refusal_of(texts.given & not_for_tables, Refuse::not_applicable);
  return {};
}

std::optional<Refusal> read_request(const Texts& texts, const Protocol& protocol, Purpose purpose,
                                    Request& request) {
  std::uint32_t needed = bit(Field::weight) | bit(Field::route) | bit(Field::session);
  if (purpose == Purpose::check) needed |= bit(Field::dose);
  if (const auto missing = needed & ~texts.given)
    return refusal_of(missing, Refuse::required_missing);
  if (const auto refusal = read_texts(texts, protocol, purpose, request)) return refusal;
  return refuse(request.order, *request.route, protocol);
}

}  // namespace ketadose::program
