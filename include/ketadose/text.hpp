// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <ketadose/quantity.hpp>
#include <optional>
#include <span>
#include <string_view>

/// Exact reading and writing of numbers and quantities. One reader for every door of the program;
/// a text has one reading or none, and no locale plays a part.
namespace ketadose {

/// Why a text or an order was not understood. The words a person reads are the program's.
enum class Refuse : std::uint8_t {
  number_comma,
  number_point,
  number_sign,
  number_exponent,
  number_padded,
  number_too_long,
  number_empty,
  number_zero,
  number_other,
  unit_missing,
  unit_unknown,
  unit_not_allowed,
  too_fine,
  out_of_domain,
  route_unknown,
  code_unknown,
  word_unknown,
  required_missing,
  not_applicable,
  contradicts,
};

/// The parts of an order, in the order in which they are documented and read.
enum class Field : std::uint8_t {
  weight,
  last_weight,
  route,
  session,
  dose,
  over,
  vial,
  bag,
  fill,
  concentration,
  drip_set,
  site,
  lozenge,
  height,
  sex,
  age,
  dosing_weight,
  bp,
  has,
  takes,
  draw,
  rate,
  volume,
  drops,
  pieces,
};
inline constexpr std::array<std::string_view, 25> field_names{
    "weight", "last-weight", "route",         "session",  "dose", "over",    "vial",
    "bag",    "fill",        "concentration", "drip-set", "site", "lozenge", "height",
    "sex",    "age",         "dosing-weight", "bp",       "has",  "takes",   "draw",
    "rate",   "volume",      "drops",         "pieces"};
inline constexpr std::size_t field_count = field_names.size();

constexpr std::string_view name(Field field) {
  return field_names[static_cast<std::size_t>(field)];
}

struct Refusal {
  // NOLINTNEXTLINE(google-explicit-constructor): written in braces, as a row is
  constexpr Refusal(Refuse why, std::size_t at = 0, Field of = Field::weight,
                    Field needed_by = Field::weight)
      : code{why}, field{of}, other{needed_by}, position{static_cast<std::uint32_t>(at)} {}

  Refuse code;
  Field field;             ///< of an order: which part is refused
  Field other;             ///< the part that it contradicts or that needs it, if one does
  std::uint32_t position;  ///< in the text that was read: where the offending part begins

  friend constexpr bool operator==(const Refusal&, const Refusal&) = default;
};

/// A `T`, or the reason why there is none.
template <class T>
class [[nodiscard]] Read {
 public:
  // NOLINTBEGIN(google-explicit-constructor): either side converts, that is what it is for
  constexpr Read(const T& value) : value_{value} {}
  constexpr Read(Refusal refusal) : refusal_{refusal} {}
  // NOLINTEND(google-explicit-constructor)

  constexpr explicit operator bool() const { return value_.has_value(); }
  constexpr const T& operator*() const { return *value_; }
  constexpr const T* operator->() const { return &*value_; }
  constexpr const Refusal& refusal() const { return refusal_; }  ///< only when there is no value

 private:
  std::optional<T> value_;
  Refusal refusal_{Refuse::number_other};
};

/// A number as written: at most six digits before the point and six after it.
struct Number {
  std::int64_t digits;    ///< all digits, the point left out
  std::uint8_t decimals;  ///< how many of them stand after the point
  std::uint8_t length;    ///< characters read
};

inline constexpr std::array<std::int64_t, 7> powers_of_ten{1,      10,      100,      1'000,
                                                           10'000, 100'000, 1'000'000};

namespace detail {

constexpr bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

constexpr bool is_letter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }

inline constexpr std::size_t most_digits = 6;

constexpr Refuse why_no_number(std::string_view text) {
  if (text.empty()) return Refuse::number_empty;
  switch (text.front()) {
    case '-':
    case '+':
      return Refuse::number_sign;
    case '.':
      return Refuse::number_point;
    case ',':
      return Refuse::number_comma;
    default:
      return Refuse::number_other;
  }
}

/// Whether it ends a number whatever follows it: a letter, as most units begin with, but no 'e' or
/// 'x'.
constexpr bool begins_unit(char c) {
  return static_cast<unsigned char>((c | 0x20) - 'f') <= 'w' - 'f';
}

/// What stands right behind the digits and cannot belong to a unit.
[[gnu::noinline]] constexpr std::optional<Refuse> why_not_ended(std::string_view rest,
                                                                bool after_lone_zero) {
  if (rest.empty()) return {};
  const char c = rest.front();
  if (c == ',') return Refuse::number_comma;
  if (c == '.') return Refuse::number_point;
  if (c == '_' || c == '\'') return Refuse::number_other;
  const bool micro = rest.starts_with("\xC2\xB5") || rest.starts_with("\xCE\xBC");
  if (static_cast<unsigned char>(c) >= 0x80 && !micro) return Refuse::number_other;
  if (after_lone_zero && (c == 'x' || c == 'X')) return Refuse::number_other;
  if ((c == 'e' || c == 'E') && rest.size() > 1 &&
      (is_digit(rest[1]) || rest[1] == '-' || rest[1] == '+'))
    return Refuse::number_exponent;
  return {};
}

struct Digits {
  std::int64_t value;
  std::size_t count;
};

constexpr Digits leading_digits(std::string_view text) {
  Digits d{0, 0};
  while (d.count < text.size() && d.count <= most_digits && is_digit(text[d.count]))
    d.value = d.value * 10 + (text[d.count++] - '0');
  return d;
}

}  // namespace detail

/// Reads `digits[.digits]` at the start of `text`; what follows it is left to the caller.
/// Refuses a comma, a leading or trailing point, a sign, an exponent, padding zeros, separators,
/// hex, other scripts' digits and more than six digits on either side of the point.
[[gnu::always_inline]] constexpr Read<Number> read_number(std::string_view text) {
  const auto whole = detail::leading_digits(text);
  if (whole.count == 0) return Refusal{detail::why_no_number(text)};
  if (whole.count > detail::most_digits) return Refusal{Refuse::number_too_long};
  if (whole.count > 1 && text.front() == '0') return Refusal{Refuse::number_padded};
  std::size_t end = whole.count;
  std::int64_t digits = whole.value;
  std::size_t decimals = 0;
  if (end < text.size() && text[end] == '.') {
    const auto part = detail::leading_digits(text.substr(end + 1));
    if (part.count == 0) return Refusal{Refuse::number_point, end};
    if (part.count > detail::most_digits) return Refusal{Refuse::number_too_long};
    digits = digits * powers_of_ten[part.count] + part.value;
    decimals = part.count;
    end += 1 + part.count;
  }
  if (end != text.size() && !detail::begins_unit(text[end]))
    if (const auto why = detail::why_not_ended(text.substr(end), end == 1 && text.front() == '0'))
      return Refusal{*why, end};
  return Number{digits, static_cast<std::uint8_t>(decimals), static_cast<std::uint8_t>(end)};
}

/// Reads a whole number and nothing else, at most six digits; zero is accepted.
constexpr Read<int> read_whole(std::string_view text) {
  const auto number = read_number(text);
  if (!number) return number.refusal();
  if (number->decimals != 0) return Refusal{Refuse::number_other, text.find('.')};
  if (number->length != text.size()) return Refusal{Refuse::number_other, number->length};
  return static_cast<int>(number->digits);
}

namespace detail {

/// digits * scale / Power; a constant power divides by multiplying.
template <std::int64_t Power>
constexpr Read<std::int64_t> count_by(std::int64_t digits, std::int64_t scale) {
  if (scale % Power == 0) return digits * (scale / Power);
  const wide whole = times(digits, scale);
  if (whole % Power != 0) return Refusal{Refuse::too_fine};
  return static_cast<std::int64_t>(whole / Power);
}

}  // namespace detail

/// The number of base units when one of the number's units holds `scale` of them; refuses zero
/// and what is finer than a base unit.
[[gnu::always_inline]] constexpr Read<std::int64_t> count_of(Number number, std::int64_t scale) {
  if (number.digits == 0) return Refusal{Refuse::number_zero};
  switch (number.decimals) {
    case 0:
      return number.digits * scale;
    case 1:
      return detail::count_by<10>(number.digits, scale);
    case 2:
      return detail::count_by<100>(number.digits, scale);
    case 3:
      return detail::count_by<1'000>(number.digits, scale);
    case 4:
      return detail::count_by<10'000>(number.digits, scale);
    case 5:
      return detail::count_by<100'000>(number.digits, scale);
    default:
      return detail::count_by<1'000'000>(number.digits, scale);
  }
}

namespace detail {

/// Spellings that safe-expression rules forbid, wherever they stand in a unit.
inline constexpr std::array<std::string_view, 5> unsafe_units{"ug", "\xC2\xB5g", "\xCE\xBCg", "cc",
                                                              "%"};

constexpr bool has_unsafe_part(std::string_view unit) {
  while (!unit.empty()) {
    const auto slash = unit.find('/');
    auto part = unit.substr(0, slash);
    while (!part.empty() && (is_digit(part.front()) || part.front() == '.')) part.remove_prefix(1);
    for (const auto bad : unsafe_units)
      if (part == bad) return true;
    unit = slash == std::string_view::npos ? std::string_view{} : unit.substr(slash + 1);
  }
  return false;
}

}  // namespace detail

/// Where the unit begins: right behind the number or after one space. Refuses a missing unit.
constexpr Read<std::size_t> find_unit(std::string_view text, std::size_t number_end) {
  if (number_end == text.size()) return Refusal{Refuse::unit_missing, number_end};
  if (text[number_end] != ' ') return number_end;
  if (number_end + 1 == text.size()) return Refusal{Refuse::unit_missing, number_end};
  return number_end + 1;
}

/// Why `unit`, which starts at `position`, is none of those understood.
constexpr Refusal no_such_unit(std::string_view unit, std::size_t position) {
  return {detail::has_unsafe_part(unit) ? Refuse::unit_not_allowed : Refuse::unit_unknown,
          position};
}

/// Reads a number and one of `units`, e.g. "82.5kg" or "41 mg". Refuses zero.
template <class Dim>
constexpr Read<Quantity<Dim>> read(std::string_view text, std::span<const Unit<Dim>> units) {
  const auto number = read_number(text);
  if (!number) return number.refusal();
  const auto at = find_unit(text, number->length);
  if (!at) return at.refusal();
  const auto word = text.substr(*at);
  for (const auto& unit : units) {
    if (word != unit.symbol) continue;
    const auto count = count_of(*number, unit.scale);
    if (!count) return count.refusal();
    return Unit<Dim>{unit.symbol, 1}(*count);
  }
  return no_such_unit(word, *at);
}

/// Room for the longest text that `write_number` makes, and for what it may spill behind a text.
inline constexpr std::size_t longest_number = 96;

namespace detail {

/// Three digits as text, and in the last byte how much of it counts. They are written all four at
/// once, so that nothing hangs on how many count: eight bytes may spill behind a number.
using Three = std::array<char, 4>;

/// Every number below 1,000 without padding, and how many digits it has.
inline constexpr std::array<Three, 1'000> small_numbers = [] {
  std::array<Three, 1'000> all{};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t digits = i < 10 ? 1 : i < 100 ? 2 : 3;
    for (std::size_t at = digits, left = i; at != 0; left /= 10)
      all[i][--at] = static_cast<char>('0' + left % 10);
    all[i][3] = static_cast<char>(digits);
  }
  return all;
}();

/// Every number of thousandths below one, padded, and how many bytes of it a decimal point and
/// decimals without trailing zeros take.
inline constexpr std::array<Three, 1'000> thousandths = [] {
  std::array<Three, 1'000> all{};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t length = i == 0 ? 0 : i % 100 == 0 ? 2 : i % 10 == 0 ? 3 : 4;
    all[i] = {static_cast<char>('0' + i / 100), static_cast<char>('0' + i / 10 % 10),
              static_cast<char>('0' + i % 10), static_cast<char>(length)};
  }
  return all;
}();

/// What is below 1,000.
constexpr char* write_small(char* out, std::uint32_t value) {
  const Three& text = small_numbers[value];
  std::copy_n(text.begin(), 4, out);
  return out + text[3];
}

/// A point and so many thousandths, which are less than one; nothing for none.
constexpr char* write_part(char* out, std::uint32_t part) {
  const Three& text = thousandths[part];
  *out = '.';
  std::copy_n(text.begin(), 4, out + 1);
  return out + text[3];
}

/// So many thousandths, of less than 1,000.
constexpr char* write_thousandths(char* out, std::uint32_t count) {
  return write_part(write_small(out, count / 1'000), count % 1'000);
}

/// So many millionths, of less than 1,000.
constexpr char* write_millionths(char* out, std::uint32_t count) {
  const std::uint32_t above = count / 1'000;
  const Three& rest = thousandths[count % 1'000];
  out = write_small(out, above / 1'000);
  char* const end = write_part(out, above % 1'000);
  std::copy_n(rest.begin(), 4, out + 4);
  return rest[3] == 0 ? end : out + 3 + rest[3];
}

constexpr char* write_digits(char* out, std::uint64_t value) {
  if (value < small_numbers.size()) return write_small(out, static_cast<std::uint32_t>(value));
  out = write_digits(out, value / 1'000);
  std::copy_n(thousandths[value % 1'000].begin(), 4, out);
  return out + 3;
}

/// Thousands are set off with a comma from here on.
inline constexpr int least_grouped = 1'000;

constexpr char* write_grouped(char* out, wide value) {
  char reversed[longest_number / 2] = {};
  int n = 0;
  do {
    reversed[n++] = static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  while (n > 0) {
    *out++ = reversed[--n];
    if (n > 0 && n % 3 == 0) *out++ = ',';
  }
  return out;
}

constexpr char* write_whole(char* out, wide value, bool grouped) {
  if (grouped && value >= least_grouped) return write_grouped(out, value);
  if (fits_63_bits(value)) return write_digits(out, static_cast<std::uint64_t>(value));
  out = write_whole(out, value / 10, grouped);
  *out++ = static_cast<char>('0' + static_cast<int>(value % 10));
  return out;
}

/// The decimals of a fraction below one: `value` / 10^places, no trailing zero.
constexpr char* write_decimals(char* out, wide value, int places) {
  if (value == 0) return out;
  for (; value % 10 == 0; value /= 10) --places;
  *out++ = '.';
  char* const end = out + places;
  for (char* p = end; p != out; value /= 10)
    *--p = static_cast<char>('0' + static_cast<int>(value % 10));
  return end;
}

constexpr wide power_of_ten(int n) {
  wide power = 1;
  for (; n > 6; --n) power *= 10;
  return power * powers_of_ten[static_cast<std::size_t>(n)];
}

/// Writes num / Den when it is below 1,000 and has no more than three decimals, as most doses,
/// volumes and rates do; otherwise null. A constant divides by multiplying.
template <std::uint64_t Den>
constexpr char* write_short(char* out, std::uint64_t num) {
  constexpr std::uint64_t thousandth = Den / 1'000;
  if (num >= small_numbers.size() * Den) return nullptr;
  const std::uint64_t count = num / thousandth;
  if (count * thousandth != num) return nullptr;
  return write_thousandths(out, static_cast<std::uint32_t>(count));
}

/// The same for the scales that units have.
template <class Int>
[[gnu::always_inline]] constexpr char* write_short(char* out, Int num, std::int64_t den) {
  if (sizeof(Int) > sizeof(std::uint64_t) && !fits_63_bits(num)) return nullptr;
  const auto small = static_cast<std::uint64_t>(num);
  switch (den) {
    case 1'000:
      return write_short<1'000>(out, small);
    case 1'000'000:
      return write_short<1'000'000>(out, small);
    case 1'000'000'000:
      return write_short<1'000'000'000>(out, small);
    default:
      return nullptr;
  }
}

/// Decimals that are written with one division.
inline constexpr int most_places_at_once = 6;

/// Writes a number that is num / den of the last of its `places` decimals; null when it is 1,000 or
/// more, or would be written as 0 and is not. `Bits` is an unsigned integer.
template <class Bits>
constexpr char* write_steps(char* out, Bits num, Bits den, int places) {
  const auto power = [](int n) {
    return static_cast<std::uint64_t>(powers_of_ten[static_cast<std::size_t>(n)]);
  };
  const Bits down = num / den;
  const Bits rest = num - down * den;
  const Bits count = rest >= den - rest ? down + 1 : down;
  if (count >= small_numbers.size() * power(places) || (count == 0 && num != 0)) return nullptr;
  const auto small = static_cast<std::uint64_t>(count);
  if (places <= 3)
    return write_thousandths(out, static_cast<std::uint32_t>(small * power(3 - places)));
  return write_millionths(out,
                          static_cast<std::uint32_t>(small * power(most_places_at_once - places)));
}

/// rest / den, which is below one, in units of 10^-places, ties up: digit by digit where the
/// product would be too wide.
constexpr wide fraction(wide rest, wide den, int places) {
  const wide power = power_of_ten(places);
  if (bits(rest) + bits(power) <= 127) return divide(rest * power, den, Rounding::nearest);
  wide part = 0;
  for (; places > 0; --places) {
    unsigned_wide left = 0;  // ten times the rest, taken modulo den
    part *= 10;
    for (int i = 0; i < 10; ++i) {
      left += static_cast<unsigned_wide>(rest);
      if (left < static_cast<unsigned_wide>(den)) continue;
      left -= static_cast<unsigned_wide>(den);
      ++part;
    }
    rest = static_cast<wide>(left);
  }
  return rest >= den - rest ? part + 1 : part;
}

/// Writes num / den, of any size.
[[gnu::noinline]] constexpr char* write_wide(char* out, wide num, wide den, int places,
                                             bool grouped) {
  constexpr int most_bits = 107;  // six digits more still fit
  if (places <= most_places_at_once && bits(num) <= most_bits) {
    const auto scaled = static_cast<unsigned_wide>(num * power_of_ten(places));
    char* const end = write_steps(out, scaled, static_cast<unsigned_wide>(den), places);
    if (end != nullptr) return end;
  }
  const wide whole = quotient(num, den);
  const wide rest = num - whole * den;
  if (rest == 0) return write_whole(out, whole, grouped);
  wide part = fraction(rest, den, places);
  if (whole == 0 && part == 0) {
    while (times(rest, power_of_ten(places)) < den) ++places;
    part = fraction(rest, den, places);
  }
  if (part >= power_of_ten(places)) return write_whole(out, whole + 1, grouped);
  return write_decimals(write_whole(out, whole, grouped), part, places);
}

}  // namespace detail

/// Writes num/den at `out`, rounded half up to at most `places` decimals, and returns the end:
/// no trailing zero, always a leading zero, never an exponent, commas from 1,000 up if `grouped`.
/// What is not zero is never written as 0: it then goes to its first non-zero digit.
constexpr char* write_number(char* out, detail::wide num, detail::wide den, int places,
                             bool grouped = false) {
  constexpr int most_bits = 44;  // six digits more still fit
  if (detail::fits_63_bits(den) && num >> most_bits == 0 && places <= detail::most_places_at_once) {
    const auto power = powers_of_ten[static_cast<std::size_t>(places)];
    char* const end = detail::write_steps(
        out, static_cast<std::uint64_t>(num) * static_cast<std::uint64_t>(power),
        static_cast<std::uint64_t>(den), places);
    if (end != nullptr) return end;
  }
  return detail::write_wide(out, num, den, places, grouped);
}

}  // namespace ketadose
