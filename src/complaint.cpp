// SPDX-License-Identifier: Apache-2.0
#include "complaint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "formats/text.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

// ---- What an option is like ----

/// A text that each part of an order accepts, for "as ...".
constexpr std::array<std::string_view, field_count> examples{
    "82.5kg", "82.5kg",   "iv",      "3",       "41mg",  "40min",     "50mg/mL", "100mL", "50mL",
    "1mg/mL", "20gtt/mL", "deltoid", "100mg",   "178cm", "female",    "54",      "ideal", "135/85",
    "none",   "none",     "0.82mL",  "150mL/h", "100mL", "38gtt/min", "0.5"};

std::string_view unit_of(Reading reading) {
  switch (reading) {
    case Reading::as_typed:
      return {};
    case Reading::kg:
      return unit::kg.symbol;
    case Reading::lb:
      return unit::lb.symbol;
    case Reading::mg:
      return unit::mg.symbol;
    case Reading::mg_per_kg:
      return weight_dose_units.front().symbol;
    case Reading::min:
      return unit::min.symbol;
    case Reading::mg_per_ml:
      return concentration_units.front().symbol;
    case Reading::ml:
      return unit::mL.symbol;
    case Reading::gtt_per_ml:
      return drop_factor_units.front().symbol;
    case Reading::cm:
      return unit::cm.symbol;
  }
  return {};
}

/// The units to offer for a part of an order; none for what is a bare number or a word.
std::vector<std::string_view> units_of(Field field) {
  switch (field) {
    case Field::weight:
    case Field::last_weight:
      return {unit::kg.symbol, unit::lb.symbol};
    case Field::dose:
      return {unit::mg.symbol, weight_dose_units.front().symbol};
    case Field::over:
      return {unit::min.symbol, unit::h.symbol};
    case Field::vial:
    case Field::concentration:
      return {concentration_units.front().symbol};
    case Field::bag:
    case Field::fill:
    case Field::draw:
    case Field::volume:
      return {unit::mL.symbol};
    case Field::drip_set:
      return {drop_factor_units.front().symbol};
    case Field::lozenge:
      return {unit::mg.symbol};
    case Field::height:
      return {unit::cm.symbol, unit::in.symbol};
    case Field::rate:
      return {rate_units.front().symbol};
    case Field::drops:
      return {drop_rate_units.front().symbol};
    case Field::route:
    case Field::session:
    case Field::site:
    case Field::sex:
    case Field::age:
    case Field::dosing_weight:
    case Field::bp:
    case Field::has:
    case Field::takes:
    case Field::pieces:
      return {};
  }
  return {};
}

bool is_whole(Field field) { return field == Field::session || field == Field::age; }

/// Column names join words by '_' where options have '-'.
bool same_name(std::string_view column, std::string_view option) {
  return std::equal(column.begin(), column.end(), option.begin(), option.end(),
                    [](char a, char b) { return a == b || (a == '_' && b == '-'); });
}

Reading reading_of(std::string_view option) {
  for (const auto& spelling : spellings())
    if (same_name(spelling.column, option)) return spelling.reading;
  return Reading::as_typed;
}

// ---- One refusal ----

struct Words {
  std::string what;
  std::string remedy;
};

/// All that the words of one refusal depend on.
struct Case {
  Refusal refusal;
  std::string_view text;
  const Protocol& protocol;
  Context context;
  Reading reading;

  Field field() const { return refusal.field; }
  /// What follows the position.
  std::string_view rest() const {
    return text.substr(std::min<std::size_t>(refusal.position, text.size()));
  }
  std::string option(Field of) const {
    std::string word{name(of)};
    if (!context.in_stream) return "--" + word;
    std::replace(word.begin(), word.end(), '-', '_');
    return word;
  }
};

std::string_view example(const Case& c) {
  if (c.field() == Field::route) return c.protocol.routes.front().name;
  if (c.field() == Field::site && !c.protocol.sites.empty()) return c.protocol.sites.front().name;
  // These columns count in another unit than the example of their option.
  if (c.reading == Reading::mg_per_kg) return "0.5";
  if (c.reading == Reading::lb) return "181.9";
  const auto text = examples[static_cast<std::size_t>(c.field())];
  if (c.reading == Reading::as_typed) return text;
  return text.substr(0, text.find_first_not_of("0123456789."));
}

/// The route of the order, or the first one that this part of an order is for.
const Route& route_of(const Case& c) {
  if (c.context.route != nullptr) return *c.context.route;
  for (const auto& route : c.protocol.routes)
    if ((ketadose::detail::applicable(route.form) & ketadose::detail::bit(c.field())) != 0)
      return route;
  return c.protocol.routes.front();
}

struct Trial {
  Request request{.order = {.weight = unit::kg(0), .route = {}, .session = 0}};
  std::optional<Refusal> refusal{};
};

/// Reads `text` as this part of an order that is good otherwise. What does not apply, contradicts
/// or lacks a companion has been read.
Trial try_reading(const Case& c, std::string_view text) {
  Texts texts;
  texts.set(Field::weight, examples[static_cast<std::size_t>(Field::weight)]);
  texts.set(Field::route, route_of(c).name);
  texts.set(Field::session, "1");
  texts.set(Field::dose, examples[static_cast<std::size_t>(Field::dose)]);
  texts.set(c.field(), text, c.reading);
  Trial trial;
  trial.refusal = read_request(texts, c.protocol, Purpose::check, trial.request);
  if (trial.refusal && (trial.refusal->code == Refuse::not_applicable ||
                        trial.refusal->code == Refuse::contradicts ||
                        trial.refusal->code == Refuse::required_missing))
    trial.refusal.reset();
  return trial;
}

std::vector<std::string_view> views(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

/// A number that lacks its unit at `at`, with each unit that could be meant: "70kg or 70lb".
std::vector<std::string> with_units(const Case& c, std::string_view text, std::size_t at) {
  auto units = units_of(c.field());
  if (const auto slash = text.find('/'); slash != text.npos && c.field() == Field::vial)
    units = {at <= slash ? unit::mg.symbol : unit::mL.symbol};
  auto tail = text.substr(at);
  if (tail.starts_with(' ')) tail.remove_prefix(1);
  std::vector<std::string> texts;
  texts.reserve(units.size());
  for (const auto unit : units)
    texts.push_back(fmt::format("{}{}{}", text.substr(0, at), unit, tail));
  return texts;
}

/// The text with each unit that could be meant, when it then has a reading.
std::string units_said(const Case& c, std::string_view text, std::size_t at) {
  const auto texts = with_units(c, text, at);
  if (texts.empty() || try_reading(c, texts.front()).refusal)
    return fmt::format("say the unit, as {}", example(c));
  return "say the unit: " + listed(views(texts));
}

/// The lead and the candidate when that is a text that would be read, else `otherwise`.
std::string fix(const Case& c, std::string_view lead, std::string_view candidate,
                std::string_view otherwise) {
  const auto refusal = try_reading(c, candidate).refusal;
  if (!refusal) return fmt::format("{}{}", lead, candidate);
  if (refusal->code != Refuse::unit_missing) return std::string{otherwise};
  const auto texts = with_units(c, candidate, refusal->position);
  if (texts.empty() || try_reading(c, texts.front()).refusal) return std::string{otherwise};
  return fmt::format("{}{}, and {}", lead, candidate, units_said(c, candidate, refusal->position));
}

bool number_reads(const Case& c, std::string_view candidate) {
  const auto refusal = try_reading(c, candidate).refusal;
  return !refusal || refusal->code == Refuse::unit_missing;
}

std::string without(std::string_view text, std::size_t at, std::size_t count = 1) {
  return std::string{text}.erase(at, count);
}

bool is_digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && ketadose::detail::is_digit(text[at]);
}

// ---- Numbers ----

std::string as_example(const Case& c, std::string_view lead) {
  return fmt::format("{}, as {}", lead, example(c));
}

std::string for_comma(const Case& c) {
  const auto at = c.refusal.position;
  std::string otherwise =
      as_example(c, is_whole(c.field()) ? "write a whole number"
                                        : "write one number, with a point for its decimals");
  std::string decimal{c.text};
  decimal[at] = '.';
  if (at == 0) return fix(c, "write ", "0" + decimal, otherwise);
  const std::string grouped = without(c.text, at);
  const bool three_follow = is_digit_at(c.text, at + 3) && !is_digit_at(c.text, at + 4);
  if (!three_follow || !number_reads(c, grouped))
    return fix(c, "use a point: ", decimal, otherwise);
  if (!number_reads(c, decimal)) return fix(c, "leave the comma out: ", grouped, otherwise);
  return fmt::format("write {} or {}, whichever is meant", grouped, decimal);
}

std::string for_point(const Case& c) {
  const auto at = c.refusal.position;
  std::string otherwise = as_example(c, "write one point at most, with digits on both sides");
  if (c.rest().substr(0, 2) == ".." || c.text.substr(0, at).find('.') != c.text.npos)
    return otherwise;
  if (is_digit_at(c.text, at + 1))
    return fix(c, "write ", std::string{c.text}.insert(at, "0"), otherwise);
  return fix(c, "write the digits after the point, or leave it out: ", without(c.text, at),
             otherwise);
}

std::string for_zeros(const Case& c) {
  std::size_t zeros = 0;
  while (is_digit_at(c.rest(), zeros + 1) && c.rest()[zeros] == '0') ++zeros;
  return fix(c, "write ", without(c.text, c.refusal.position, zeros),
             as_example(c, "write it without zeros in front"));
}

std::string for_other_number(const Case& c) {
  const auto at = std::min<std::size_t>(c.refusal.position, c.text.size());
  if (c.field() == Field::bp) {
    std::string otherwise = as_example(c, "write systolic/diastolic");
    return fix(c, "write it alone: ", c.text.substr(0, at), otherwise);
  }
  const char offending = c.rest().empty() ? '\0' : c.rest().front();
  if (is_whole(c.field())) {
    std::string otherwise = as_example(c, "write a whole number");
    if (offending == '.' || offending == '/') return otherwise;
    if (at > 0) return fix(c, "write the number alone: ", c.text.substr(0, at), otherwise);
  }
  std::string otherwise = as_example(c, "write it in the digits 0 to 9");
  if (offending == ' ') return fix(c, "leave the space out: ", without(c.text, at), otherwise);
  if (offending != '_' && offending != '\'') return otherwise;
  std::string bare{c.text};
  bare.erase(std::remove(bare.begin(), bare.end(), offending), bare.end());
  return fix(c, "leave the separators out: ", bare, otherwise);
}

std::string for_zero(const Case& c) {
  if (c.field() == Field::session)
    return fmt::format("sessions count from 1 to {}", ketadose::detail::most_sessions);
  return as_example(c, "write a number above zero");
}

std::string what_is_no_number(const Case& c) {
  const auto text = in_quotes(c.text);
  if (c.field() == Field::bp) return text + " is not a blood pressure";
  if (is_whole(c.field())) return text + " is not a whole number";
  return text + " is not a plain number";
}

// ---- Units ----

/// What people write for a unit that has one reading; the first that fits the option is offered.
struct Alias {
  std::string_view typed;  ///< in lower case
  std::string_view unit;
};
constexpr std::array aliases{
    Alias{"kgs", "kg"},
    Alias{"kilo", "kg"},
    Alias{"kilos", "kg"},
    Alias{"kilogram", "kg"},
    Alias{"kilograms", "kg"},
    Alias{"pound", "lb"},
    Alias{"pounds", "lb"},
    Alias{"milligram", "mg"},
    Alias{"milligrams", "mg"},
    Alias{"mgs", "mg"},
    Alias{"mls", "mL"},
    Alias{"mins", "min"},
    Alias{"minute", "min"},
    Alias{"minutes", "min"},
    Alias{"hr", "h"},
    Alias{"hrs", "h"},
    Alias{"hour", "h"},
    Alias{"hours", "h"},
    Alias{"cms", "cm"},
    Alias{"inch", "in"},
    Alias{"inches", "in"},
    Alias{"\"", "in"},
    Alias{"ml/hr", "mL/h"},
    Alias{"ml/hour", "mL/h"},
    Alias{"drops/min", "gtt/min"},
    Alias{"drops/ml", "gtt/mL"},
    Alias{"gtts/min", "gtt/min"},
    Alias{"gtts/ml", "gtt/mL"},
    Alias{"ug", "mcg"},
    Alias{"\xC2\xB5g", "mcg"},
    Alias{"\xCE\xBCg", "mcg"},
    Alias{"cc", "mL"},
    Alias{"cc/h", "mL/h"},
    Alias{"cc/hr", "mL/h"},
    Alias{"mg/cc", "mg/mL"},
    Alias{"gtt/cc", "gtt/mL"},
};

std::string lowered(std::string_view text) {
  std::string low{text};
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return low;
}

/// The text with what stands at the refused position replaced by a unit of the same meaning.
std::string for_unit_word(const Case& c) {
  const auto number = c.text.substr(0, c.refusal.position);
  std::string typed = lowered(c.rest());
  typed.erase(std::remove(typed.begin(), typed.end(), ' '), typed.end());
  if (typed.ends_with('.')) typed.pop_back();
  const auto attempt = [&](std::string_view unit) {
    auto head = number;
    if (head.ends_with(' ')) head.remove_suffix(1);
    return fix(c, "write ", fmt::format("{}{}", head, unit), {});
  };
  if (typed.starts_with("mg/") && typed.ends_with("cc"))  // of a vial's content
    return attempt(typed.replace(typed.size() - 2, 2, unit::mL.symbol));
  for (const auto& alias : aliases)
    if (alias.typed == typed) return attempt(alias.unit);
  for (const auto unit : units_of(c.field()))
    if (lowered(unit) == typed) return attempt(unit);
  return typed == unit::mcg.symbol || typed == unit::mL.symbol ? attempt(typed) : std::string{};
}

/// The strength on a vial may also be given by its content.
std::string units_offered(const Case& c) {
  std::string units = listed(units_of(c.field()));
  if (c.field() != Field::vial && c.field() != Field::concentration) return units;
  return units + ", or as on the label: 500mg/10mL";
}

/// "1/2": what stands before the bar is another number, and never proposed.
std::string for_fraction(const Case& c) {
  constexpr int parts = 1'000'000;
  const auto numerator = read_whole(c.text.substr(0, c.refusal.position));
  const auto denominator = read_whole(c.rest().substr(1));
  std::string words{"write it as a decimal"};
  const bool is_exact = c.rest().front() == '/' && numerator && denominator && *denominator > 0 &&
                        std::int64_t{*numerator} * parts % *denominator == 0;
  if (!is_exact) return words + ", with a point";
  words += ", as ";
  append_plain(words, *numerator, *denominator, machine_places);
  return words;
}

/// Whether a bar stands before a number and is not that of a unit, as in mg/10mL.
bool has_fraction(std::string_view lower) {
  const auto bar = lower.find('/');
  if (bar == std::string_view::npos || !is_digit_at(lower, bar + 1)) return false;
  return bar == 0 || lower[bar - 1] < 'a';
}

/// A cell whose column already names the unit, or a part of an order that has none.
std::string for_bare_number(const Case& c) {
  const auto unit = unit_of(c.reading);
  auto number = c.text.substr(0, c.refusal.position);
  const auto typed = lowered(c.rest());
  if (has_fraction(typed)) return for_fraction(c);
  if (unit.empty() || typed == lowered(unit) || typed == " " + lowered(unit))
    return fix(c, "write the number alone: ", number, as_example(c, "write the number alone"));
  return fmt::format("this column is in {}: write the number alone, or use the column {}", unit,
                     c.option(c.field()));
}

/// In quotes; but a micro sign, of which there are two that look alike, by its name.
std::string unit_in_words(std::string_view unit) {
  const bool micro = unit.starts_with("\xC2\xB5") || unit.starts_with("\xCE\xBC");
  return micro ? "a micro sign" : in_quotes(unit);
}

Words for_unknown_unit(const Case& c) {
  if (c.reading != Reading::as_typed || units_of(c.field()).empty())
    return {in_quotes(c.text) + " is more than a number", for_bare_number(c)};
  const std::string what = unit_in_words(c.rest()) + " is not a unit understood here";
  if (is_digit_at(c.rest(), 0))
    return {in_quotes(c.text) + " has a space inside the number",
            as_example(c, "write the number in one piece")};
  if (auto remedy = for_unit_word(c); !remedy.empty()) return {what, remedy};
  return {what, "write it in " + units_offered(c)};
}

Words for_unsafe_unit(const Case& c) {
  const std::string what = unit_in_words(c.rest()) + " is not accepted: it is easily misread";
  if (auto remedy = for_unit_word(c); !remedy.empty()) return {what, remedy};
  if (c.rest() == "g")
    return {"'g' is not accepted for a patient's weight", "write it in kg or lb"};
  return {what, "write it in " + units_offered(c)};
}

// ---- Bounds ----

std::string decimal(ketadose::detail::wide num, ketadose::detail::wide den) {
  std::array<char, longest_number> digits{};
  char* const end = write_number(digits.data(), num, den, machine_places);
  return {digits.data(), end};
}

/// As it may be typed: "0.1mL".
std::string text_of(Volume volume) {
  const Exact<VolumeDim> exact{volume};
  return decimal(exact.num(), unit::mL.scale) + std::string{unit::mL.symbol};
}

std::string for_too_fine(const Case& c) {
  if (c.field() == Field::over) return "the finest time is one second";
  if (c.field() == Field::height)
    return "the finest height is " + decimal(1, unit::cm.scale) + std::string{unit::cm.symbol};
  if (c.field() == Field::weight || c.field() == Field::last_weight) {
    if (c.reading == Reading::lb || c.text.find('b') != c.text.npos)
      return "it would be 0 kg: write the whole weight";
    return "the finest weight is " + decimal(1, unit::kg.scale) + std::string{unit::kg.symbol};
  }
  const auto& step = route_of(c).pump_volume_step;
  if (!step) return "write fewer decimals";
  return fmt::format("write a multiple of {}, the pump's step", text_of(*step));
}

std::string for_drip_set(const Case& c) {
  std::vector<std::string> sets;
  for (const auto& set : route_of(c).drip_sets) sets.push_back(drops_a_millilitre(set));
  return fmt::format("the protocol's sets are {} {}", listed(views(sets)),
                     drop_factor_units.front().symbol);
}

std::string for_fill(const Case& c) {
  const auto fill = try_reading(c, c.text).request.order.fill;
  const auto* const syringe = fill ? find_syringe(c.protocol, Exact<VolumeDim>{*fill}) : nullptr;
  if (syringe == nullptr)
    return fmt::format("write at most {}, the largest syringe",
                       text_of(c.protocol.syringes.back().capacity));
  return fmt::format("write a multiple of {}, the mark of the {} syringe", text_of(syringe->mark),
                     text_of(syringe->capacity));
}

std::string from_to(int least, int most) {
  return fmt::format("write a number from {} to {}", least, most);
}

Words for_domain(const Case& c) {
  using namespace ketadose::detail;  // NOLINT(google-build-using-namespace): its bounds
  const auto text = in_quotes(c.text);
  if (c.field() == Field::session)
    return {text + " is not a session of a course", from_to(1, most_sessions)};
  if (c.field() == Field::age) return {text + " is not an age in years", from_to(0, most_years)};
  if (c.field() == Field::bp)
    return {text + " is not a blood pressure",
            fmt::format("write whole numbers from {} to {}, the systolic first and larger",
                        least_pressure, most_pressure)};
  if (c.field() == Field::height)
    return {text + " is too short for the ideal or adjusted weight",
            fmt::format("they begin at {}{}: use {} actual",
                        decimal(least_devine_height.in(micrometre), unit::cm.scale),
                        unit::cm.symbol, c.option(Field::dosing_weight))};
  if (c.field() == Field::drip_set)
    return {text + " is not a set of the protocol", for_drip_set(c)};
  return {text + " is not on a mark of a syringe", for_fill(c)};
}

// ---- Words that are looked up ----

std::vector<std::string_view> all_words(std::span<const Screening> rows) {
  std::vector<std::string_view> words;
  for (const auto& row : rows) {
    words.push_back(row.code);
    ketadose::Words more{row.aliases};
    for (auto word = more.next(); !word.empty(); word = more.next()) words.push_back(word);
  }
  return words;
}

template <class Row>
std::vector<std::string_view> names_of(std::span<const Row> rows) {
  std::vector<std::string_view> names;
  for (const auto& row : rows) names.push_back(row.name);
  return names;
}

/// The words of a part of an order that is a choice of a few.
std::vector<std::string_view> few_words(const Case& c) {
  if (c.field() == Field::route) return names_of(c.protocol.routes);
  if (c.field() == Field::site) return names_of(c.protocol.sites);
  if (c.field() == Field::sex) return {"female", "male"};
  if (c.field() == Field::dosing_weight) return {"actual", "ideal", "adjusted"};
  return {};
}

Words for_word(const Case& c) {
  std::string_view kind = "a dosing weight";
  if (c.field() == Field::route) kind = "a route";
  if (c.field() == Field::site) kind = "a site";
  if (c.field() == Field::sex) kind = "understood";
  const auto words = few_words(c);
  const auto guess = did_you_mean(c.text, words);
  return {fmt::format("{} is not {}", in_quotes(c.text), kind),
          guess.empty() ? "write " + listed(words) : guess};
}

Words for_code(const Case& c) {
  const bool has = c.field() == Field::has;
  const auto& mine = has ? c.protocol.conditions : c.protocol.medicines;
  const auto& others = has ? c.protocol.medicines : c.protocol.conditions;
  const std::string_view kind = has ? "condition" : "medicine";
  const auto word = c.rest().substr(0, c.rest().find_first_of(", "));
  if (c.text.empty())
    return {"the value is empty", fmt::format("name each {}, or write none", kind)};
  if (word.empty())
    return {fmt::format("there is no {} at this place", kind),
            "separate them by one comma or space"};
  const auto what = fmt::format("{} is not a {} that is known", in_quotes(word), kind);
  if (word == asked_none)
    return {"'none' stands beside something", "write none alone, or leave it out"};
  if (find_screening(others, word) != nullptr)
    return {what, fmt::format("use {} {}", c.option(has ? Field::takes : Field::has), word)};
  const auto guess = did_you_mean(word, all_words(mine));
  return {what, guess.empty() ? fmt::format("see: ketadose explain {}s", kind) : guess};
}

// ---- Options that do not go together ----

Words for_missing(const Case& c) {
  const auto words = few_words(c);
  const auto typed = words.empty() ? std::string{example(c)} : listed(words);
  const auto add = fmt::format("{}{}{}", words.empty() ? "say it, for example " : "say it: ",
                               c.context.in_stream ? "" : c.option(c.field()) + " ", typed);
  const auto other = c.refusal.other;
  if (other == c.field()) return {"is missing", add};
  if (other == Field::dosing_weight)
    return {"is missing: the ideal and adjusted weight need it", add};
  return {fmt::format("is missing: {} needs it", c.option(other)), add};
}

bool is_claim(Field field) {
  return (ketadose::detail::claim_bits & ketadose::detail::bit(field)) != 0;
}

/// What must be given so that a claim has a number to be compared with.
std::string needed_by(const Case& c) {
  const auto option = [&c](Field field) { return c.option(field); };
  const auto mixed =
      fmt::format("{} with {} or {}", option(Field::vial), option(Field::bag), option(Field::fill));
  const auto any = fmt::format("({}, or {})", mixed, option(Field::concentration));
  if (c.field() == Field::pieces) return option(Field::lozenge);
  if (c.field() == Field::draw)
    return route_of(c).form == Form::injection ? option(Field::vial) : mixed;
  if (c.field() == Field::volume) return any.substr(1, any.size() - 2);
  const auto over = option(Field::over);
  if (c.field() == Field::rate)
    return fmt::format("a set-up {} and {}, but no {}", any, over, option(Field::drip_set));
  return fmt::format("a set-up {}, {} and {}", any, over, option(Field::drip_set));
}

Words for_foreign(const Case& c) {
  using ketadose::detail::applicable;
  using ketadose::detail::bit;
  if (c.context.purpose == Purpose::table && (is_claim(c.field()) || c.field() == Field::dose))
    return {"is for check, not for table",
            fmt::format("use: ketadose check ... {} {}", c.option(c.field()), escaped(c.text))};
  std::vector<std::string_view> routes;
  for (const auto& route : c.protocol.routes)
    if ((applicable(route.form) & bit(c.field())) != 0) routes.push_back(route.name);
  const Route* const route = c.context.route;
  if (route == nullptr)
    return {"does not apply here", fmt::format("it is for {}: leave it out", listed(routes))};
  if (is_claim(c.field()) && (applicable(route->form) & bit(c.field())) != 0)
    return {"has no number to be compared with", "it needs " + needed_by(c)};
  return {fmt::format("does not apply to the route {}", route->name),
          fmt::format("it is for {}: leave it out, or check the route", listed(routes))};
}

Words words_for(const Case& c) {
  const auto text = in_quotes(c.text);
  switch (c.refusal.code) {
    case Refuse::number_comma:
      return {what_is_no_number(c), for_comma(c)};
    case Refuse::number_point:
      return {what_is_no_number(c), for_point(c)};
    case Refuse::number_sign:
      return {what_is_no_number(c),
              fix(c, "leave the sign out: ", without(c.text, c.refusal.position),
                  as_example(c, "write the digits alone"))};
    case Refuse::number_exponent:
      return {what_is_no_number(c), as_example(c, "write all its digits, without an exponent")};
    case Refuse::number_padded:
      return {text + " has a zero in front", for_zeros(c)};
    case Refuse::number_too_long:
      return {text + " has too many digits",
              fmt::format("write at most {0} digits before the point and {0} after it",
                          ketadose::detail::most_digits)};
    case Refuse::number_empty:
      return {c.text.empty() ? "the value is empty" : text + " lacks a number",
              as_example(c, "write it")};
    case Refuse::number_zero:
      return {text + " is zero", for_zero(c)};
    case Refuse::number_other:
      return {what_is_no_number(c), for_other_number(c)};
    case Refuse::unit_missing:
      return {text + " has no unit", units_said(c, c.text, c.refusal.position)};
    case Refuse::unit_unknown:
      return for_unknown_unit(c);
    case Refuse::unit_not_allowed:
      return for_unsafe_unit(c);
    case Refuse::too_fine:
      return {text + " is too fine", for_too_fine(c)};
    case Refuse::out_of_domain:
      return for_domain(c);
    case Refuse::route_unknown:
    case Refuse::word_unknown:
      return for_word(c);
    case Refuse::code_unknown:
      return for_code(c);
    case Refuse::required_missing:
      return for_missing(c);
    case Refuse::not_applicable:
      return for_foreign(c);
    case Refuse::contradicts:
      return {"contradicts " + c.option(c.refusal.other), "keep the one that is meant"};
  }
  return {};
}

Place place_of(Refuse code) {
  if (code == Refuse::required_missing) return Place::absent;
  const bool whole = code == Refuse::not_applicable || code == Refuse::contradicts;
  return whole ? Place::option : Place::value;
}

std::string title(const Complaint& complaint) {
  const bool capitals = complaint.option.find_first_of("abcdefghijklmnopqrstuvwxyz") ==
                        std::string::npos;  // stands for a word, as FILE and CODE do
  return (complaint.in_stream || capitals ? "" : "--") + escaped(complaint.option);
}

/// What is wrong, and with what.
std::string whole(const Complaint& complaint) {
  if (complaint.option.empty()) return complaint.what;
  return title(complaint) + (complaint.said_of_option ? " " : ": ") + complaint.what;
}

/// The remedy behind a caret, or below it where there is no room.
void append_remedy(std::string& out, std::size_t caret, std::string_view remedy) {
  constexpr std::size_t least_room = 40;
  auto label = std::string(2 + caret, ' ') + '^';
  const bool beside = label.size() + 1 + std::min(remedy.size(), least_room) <= text_width;
  if (!beside) (out += label) += '\n';
  label = beside ? label + ' ' : "  ";
  append_wrapped(out, label, remedy, label.size());
}

}  // namespace

std::string_view name(Refuse code) {
  static constexpr std::array names{
      "number-comma",    "number-point",     "number-sign",      "number-exponent", "number-padded",
      "number-too-long", "number-empty",     "number-zero",      "number-other",    "unit-missing",
      "unit-unknown",    "unit-not-allowed", "too-fine",         "out-of-domain",   "route-unknown",
      "code-unknown",    "word-unknown",     "required-missing", "not-applicable",  "contradicts"};
  static_assert(names.size() == static_cast<std::size_t>(Refuse::contradicts) + 1);
  return names[static_cast<std::size_t>(code)];
}

Complaint complain(const Refusal& refusal, std::string_view text, std::string_view option,
                   const Protocol& protocol, const Context& context) {
  auto words = words_for({refusal, text, protocol, context, reading_of(option)});
  const auto place = place_of(refusal.code);
  return {.code = name(refusal.code),
          .option = std::string{option},
          .text = std::string{text},
          .position = refusal.position,
          .what = std::move(words.what),
          .remedy = std::move(words.remedy),
          .place = place,
          .in_stream = context.in_stream,
          .said_of_option = place != Place::value};
}

Complaint complain(const Refusal& refusal, const Texts& texts, const Request& request,
                   Purpose purpose, const Protocol& protocol) {
  return complain(refusal, texts[refusal.field], name(refusal.field), protocol,
                  {.route = request.route, .purpose = purpose});
}

std::string message(const Complaint& complaint) {
  return fmt::format("{}; {}", whole(complaint), complaint.remedy);
}

std::string for_a_person(const Complaint& complaint) {
  const bool word = complaint.place == Place::word;
  std::string out;
  append_wrapped(out, "ketadose: ", word ? complaint.what : whole(complaint), 10);
  if (complaint.place == Place::absent) {
    append_wrapped(out, "  ", complaint.remedy, 2);
    return out;
  }
  const auto text = escaped(complaint.text);
  std::string shown = word ? text : title(complaint);
  std::size_t caret = 0;
  if (complaint.place == Place::value) {
    caret = shown.size() + 1;
    shown += text.empty() ? " ''" : " " + text;
  } else if (!word && !text.empty()) {
    shown += " " + text;
  }
  if (complaint.place != Place::option)
    caret += escaped(std::string_view{complaint.text}.substr(0, complaint.position)).size();
  ((out += "  ") += shown) += '\n';
  append_remedy(out, caret, complaint.remedy);
  return out;
}

void append_excerpt(std::string& out, std::string_view line, std::size_t at,
                    std::string_view remedy) {
  constexpr std::size_t room = text_width - 2;
  constexpr std::size_t before = 40;  // what is kept in front of the caret
  constexpr std::string_view cut = "...";
  std::string plain{line};
  std::replace(plain.begin(), plain.end(), '\t', ' ');
  std::string shown = escaped(plain);
  std::size_t caret = escaped(std::string_view{plain}.substr(0, at)).size();
  if (shown.size() > room && caret > before) {
    const auto drop = std::min(caret - before, shown.size() - room);
    shown.replace(0, drop + cut.size(), cut);
    caret -= drop;
  }
  if (shown.size() > room) shown.replace(room - cut.size(), shown.npos, cut);
  ((out += "  ") += shown) += '\n';
  append_remedy(out, caret, remedy);
}

bool is_unit(std::string_view word) {
  const auto low = lowered(word);
  if (low == unit::mcg.symbol || low == unit::lbs.symbol) return true;
  for (std::size_t i = 0; i < field_count; ++i)
    for (const auto unit : units_of(static_cast<Field>(i)))
      if (lowered(unit) == low) return true;
  return std::any_of(aliases.begin(), aliases.end(),
                     [&low](const Alias& alias) { return alias.typed == low; });
}

Complaint about_option(std::string_view code, std::string_view option, std::string_view text,
                       std::string what, std::string remedy, Place place) {
  return {.code = code,
          .option = std::string{option},
          .text = std::string{text},
          .position = 0,
          .what = std::move(what),
          .remedy = std::move(remedy),
          .place = place,
          .said_of_option = place != Place::value};
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F)
      out += c;
    else
      out += fmt::format("\\x{:02X}", byte);
  }
  return out;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::size_t kept = std::min(text.size(), longest);
  while (escaped(text.substr(0, kept)).size() > longest) --kept;
  return "'" + escaped(text.substr(0, kept)) + (kept < text.size() ? "...'" : "'");
}

std::string shell_quoted(std::string_view text) {
  std::string out{"'"};
  for (const char c : text)
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  return out + '\'';
}

/// Whether every shell takes it as it is.
static bool is_plain(char c) {
  const auto low = static_cast<unsigned char>(c | 0x20);
  return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view{"._/:,+-=@%"}.find(c) != std::string_view::npos;
}

/// In quotes when it needs them.
static std::string shell_word(std::string_view text) {
  const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), is_plain);
  return plain ? std::string{text} : shell_quoted(text);
}

std::string option_with_value(std::string_view option, std::string_view value) {
  // A value that begins like an option is taken only behind '='.
  const char between = value.starts_with('-') ? '=' : ' ';
  return fmt::format("--{}{}{}", option, between, shell_word(value));
}

std::string listed(const std::vector<std::string_view>& words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) list += i + 1 == words.size() ? " or " : ", ";
    list += words[i];
  }
  return list;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
  std::vector<std::string_view> best;
  std::size_t least = most_edits(word);
  for (const auto candidate : candidates) {
    const auto distance = edit_distance(word, candidate);
    if (distance > least) continue;
    if (distance < least) best.clear();
    least = distance;
    best.push_back(candidate);
  }
  constexpr std::size_t most_guesses = 3;
  if (best.empty() || best.size() > most_guesses) return {};
  return fmt::format("did you mean {}?", listed(best));
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  const std::string from = lowered(a);
  const std::string to = lowered(b);
  // Rows of the usual table: two back, one back and the present one.
  std::vector<std::size_t> before(to.size() + 1);
  std::vector<std::size_t> last(to.size() + 1);
  std::vector<std::size_t> now(to.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
        now[j] = std::min(now[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, now);
  }
  return last[to.size()];
}

}  // namespace ketadose::program
