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

Read<BodyWeight> kilograms_of(const Read<std::int64_t>& count) {
  if (!count) return count.refusal();
  return Unit<BodyWeightDim>{"", 1}(*count);
}

Read<BodyWeight> kilograms_of_pounds(const Read<std::int64_t>& count) {
  if (!count) return count.refusal();
  return kilograms(Unit<PoundsDim>{"", 1}(*count));
}

Read<BodyWeight> body_weight(std::string_view text, Reading how) {
  if (how == Reading::kg) return kilograms_of(read_bare(text, unit::kg.scale));
  if (how == Reading::lb) return kilograms_of_pounds(read_bare(text, unit::lb.scale));
  const auto number = read_number(text);
  if (!number) return number.refusal();
  const auto at = find_unit(text, number->length);
  if (!at) return at.refusal();
  const auto word = text.substr(*at);
  if (word == unit::kg.symbol) return kilograms_of(count_of(*number, unit::kg.scale));
  if (word == unit::lb.symbol || word == unit::lbs.symbol)
    return kilograms_of_pounds(count_of(*number, unit::lb.scale));
  return word == "g" ? Refusal{Refuse::unit_not_allowed, *at} : no_such_unit(word, *at);
}

Read<Duration> duration(std::string_view text, Reading how) {
  return read_quantity<DurationDim>(text, how, duration_units, unit::min);
}

Read<Volume> volume(std::string_view text, Reading how) {
  return read_quantity<VolumeDim>(text, how, volume_units, unit::mL);
}

Read<DrugMass> drug_mass(std::string_view text, Reading how) {
  return read_quantity<DrugMassDim>(text, how, drug_mass_units, unit::mg);
}

Read<Height> height(std::string_view text, Reading how) {
  return read_quantity<HeightDim>(text, how, height_units, unit::cm);
}

Read<DropFactor> drop_factor(std::string_view text, Reading how) {
  return read_ratio(text, how, drop_factor_units);
}

Read<Dose> ordered_dose(std::string_view text, Reading how) {
  const bool per_weight = how == Reading::as_typed && text.ends_with("/kg");
  if (per_weight || how == Reading::mg_per_kg) {
    const auto dose = read_ratio(text, how, weight_dose_units);
    if (!dose) return dose.refusal();
    return Dose{*dose};
  }
  const auto mass = drug_mass(text, how);
  if (!mass) return mass.refusal();
  return Dose{*mass};
}

/// A strength as "50mg/mL" or as "500mg/10mL"; the latter also says what the vial holds.
Read<Vial> strength(std::string_view text, Reading how) {
  const auto plain = read_ratio(text, how, concentration_units);
  if (plain) return Vial{*plain, {}};
  const auto& why = plain.refusal();
  if (how != Reading::as_typed || why.code != Refuse::unit_unknown) return why;
  const auto content = read_content(text);
  if (!content) return content.refusal();
  return Vial{Concentration{content->mass, content->volume}, content->volume};
}

Read<Concentration> concentration(std::string_view text, Reading how) {
  const auto label = strength(text, how);
  if (!label) return label.refusal();
  return label->strength;
}

Read<int> whole_number(std::string_view text, Reading /*how*/) { return read_whole(text); }

/// Reads one text into its part of the order.
class Reader {
 public:
  Reader(Order& order, const Protocol& protocol, Recall* recall)
      : order_{order}, protocol_{protocol}, recall_{recall} {}

  const Route* route = nullptr;
  Refusal why{Refuse::number_other};  ///< the last text was refused

  /// False when the text is refused.
  [[gnu::always_inline]] bool read_field(Field field, std::string_view text, Reading how) {
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
        return recall(&Recall::doses, order_.dose, text, how, ordered_dose);
      case Field::over:
        return recall(&Recall::durations, order_.over, text, how, duration);
      case Field::vial:
        return recall(&Recall::strengths, order_.vial, text, how, strength);
      case Field::bag:
        return recall(&Recall::volumes, order_.bag, text, how, volume);
      case Field::fill:
        return recall(&Recall::volumes, order_.fill, text, how, volume);
      case Field::concentration:
        return recall(&Recall::concentrations, order_.concentration, text, how, concentration);
      case Field::drip_set:
        return recall(&Recall::drop_factors, order_.drip_set, text, how, drop_factor);
      case Field::site:
        return site(text);
      case Field::lozenge:
        return recall(&Recall::masses, order_.lozenge, text, how, drug_mass);
      case Field::height:
        return recall(&Recall::heights, order_.height, text, how, height);
      case Field::sex:
        return sex(text);
      case Field::age:
        return recall(&Recall::whole_numbers, order_.age, text, how, whole_number);
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
    __builtin_unreachable();  // not checked: this is done for every text
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

  /// The same for what `read` makes of a text, unless it is known.
  template <class T, class To, class Get>
  [[gnu::always_inline]] bool recall(Known<T> Recall::*known, To& to, std::string_view text,
                                     Reading how, Get read) {
    if (recall_ == nullptr) return take(to, read(text, how));
    const auto key = key_of(text, static_cast<unsigned>(how));
    auto& entry = (recall_->*known).at(key);
    if (entry.key != key) return learn(entry, key, to, text, how, read);
    to = *entry.value;
    return true;
  }

  // Not inline, so that a text that is known takes few steps.
  template <class Entry, class To, class Get>
  [[gnu::noinline]] bool learn(Entry& entry, std::uint64_t key, To& to, std::string_view text,
                               Reading how, Get read) {
    const auto value = read(text, how);
    if (!take(to, value)) return false;
    if (key != 0) entry = {key, *value};
    return true;
  }

  bool named_route(std::string_view text) {
    const auto find = [this](std::string_view name, Reading /*how*/) -> Read<const Route*> {
      const auto* const row = find_route(protocol_, name);
      if (row == nullptr) return Refusal{Refuse::route_unknown};
      return row;
    };
    if (!recall(&Recall::routes, route, text, Reading::as_typed, find)) return false;
    order_.route = route->name;
    return true;
  }

  bool session(std::string_view text) {
    if (!recall(&Recall::whole_numbers, order_.session, text, Reading::as_typed, whole_number))
      return false;
    return order_.session != 0 || refuse({Refuse::number_zero});
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
    return !ketadose::detail::refuse_codes(text, rows, Field::has, why);
  }

  bool pieces(std::string_view text) {
    const auto count = read_bare(text, unit::piece.scale);
    if (!count) return refuse(count.refusal());
    order_.pieces_claim = Unit<PiecesDim>{"", 1}(*count);
    return true;
  }

  Order& order_;
  const Protocol& protocol_;
  Recall* recall_;
};

constexpr std::uint32_t bit(Field field) { return 1U << static_cast<unsigned>(field); }

}  // namespace

std::span<const Spelling> spellings() { return all_spellings; }

Read<BodyWeight> read_weight(std::string_view text) { return body_weight(text, Reading::as_typed); }

static bool refuse_texts(const Texts& texts, const Protocol& protocol, Purpose purpose,
                         Request& request, Recall* recall, Refusal& why) {
  // In place: an order is large, and what is absent in it need not be copied.
  new (&request.order) Order{.weight = unit::kg(0), .route = {}, .session = 0};
  Reader reader{request.order, protocol, recall};
  for (auto left = texts.given; left != 0; left &= left - 1) {
    const auto field = static_cast<Field>(std::countr_zero(left));
    const auto i = static_cast<std::size_t>(field);
    if (reader.read_field(field, texts.text[i], texts.reading[i])) continue;
    why = reader.why;
    why.field = why.other = field;
    return true;
  }
  request.route = reader.route;
  constexpr auto not_for_tables = ketadose::detail::claim_bits | bit(Field::dose);
  return purpose == Purpose::table &&
         ketadose::detail::refuse_first_of(texts.given & not_for_tables, Refuse::not_applicable,
                                           why);
}

std::optional<Refusal> read_texts(const Texts& texts, const Protocol& protocol, Purpose purpose,
                                  Request& request, Recall* recall) {
  Refusal why{Refuse::not_applicable};
  if (!refuse_texts(texts, protocol, purpose, request, recall, why)) return {};
  return why;
}

std::optional<Refusal> read_request(const Texts& texts, const Protocol& protocol, Purpose purpose,
                                    Request& request, Recall* recall) {
  std::uint32_t needed = bit(Field::weight) | bit(Field::route) | bit(Field::session);
  if (purpose == Purpose::check) needed |= bit(Field::dose);
  const auto has = texts.given & ketadose::detail::form_bits;
  Refusal why{Refuse::required_missing};
  if (!ketadose::detail::refuse_first_of(needed & ~texts.given, Refuse::required_missing, why) &&
      !refuse_texts(texts, protocol, purpose, request, recall, why) &&
      !ketadose::detail::refuse_parts(request.order, has, *request.route, protocol, why))
    return {};
  return why;
}

}  // namespace ketadose::program
