// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <compare>
#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

/// Quantities that are exact: a whole count of a base unit, or the ratio of two such counts.
/// No floating point; the only 128-bit arithmetic of the library stands in this header.
namespace ketadose {

/// How a value that lies between two steps of a device becomes a whole number of steps.
/// `nearest` takes ties up, as published dosing charts do.
enum class Rounding : std::uint8_t { down, nearest };

namespace detail {

__extension__ using wide = __int128;
__extension__ using unsigned_wide = unsigned __int128;

inline constexpr wide widest = static_cast<wide>(~unsigned_wide{0} >> 1);

/// Written as two halves: shifting the whole costs twice as much.
constexpr bool fits_63_bits(wide a) {
  return (static_cast<std::uint64_t>(a >> 64) | static_cast<std::uint64_t>(a) >> 63) == 0;
}

constexpr int bits(wide a) {
  const auto high = static_cast<std::uint64_t>(a >> 64);
  if (high != 0) return 128 - std::countl_zero(high);
  return 64 - std::countl_zero(static_cast<std::uint64_t>(a));
}

/// The product of two numbers of 63 bits: one multiplication.
constexpr wide small_product(wide a, wide b) {
  return static_cast<wide>(static_cast<unsigned_wide>(static_cast<std::uint64_t>(a)) *
                           static_cast<std::uint64_t>(b));
}

/// The product of two non-negative numbers; one that needs more than 127 bits stays at the
/// widest value, which is beyond every bound that six digits can write.
constexpr wide times(wide a, wide b) {
  if (fits_63_bits(a | b)) return small_product(a, b);
  if (bits(a) + bits(b) <= 127) return a * b;
  return a == 0 || b == 0 ? 0 : widest;
}

constexpr wide quotient(wide a, wide b) {
  if (fits_63_bits(a | b)) return static_cast<std::int64_t>(a) / static_cast<std::int64_t>(b);
  return a / b;
}

constexpr std::int64_t quotient(std::int64_t a, std::int64_t b) { return a / b; }

/// a / b as a whole number; b is positive.
template <class Int>
constexpr Int divide(Int a, Int b, Rounding rounding) {
  const Int whole = quotient(a, b);
  if (rounding == Rounding::down) return whole;
  const Int rest = a - whole * b;
  return rest >= b - rest ? whole + 1 : whole;
}

constexpr wide common_divisor(wide a, wide b) {
  while (b != 0) {
    const wide rest = a - quotient(a, b) * b;
    a = b;
    b = rest;
  }
  return a;
}

struct Product {
  unsigned_wide high;
  unsigned_wide low;
  friend constexpr auto operator<=>(const Product&, const Product&) = default;
};

constexpr Product full_product(wide a, wide b) {
  constexpr unsigned_wide low_half = ~std::uint64_t{0};
  const auto ua = static_cast<unsigned_wide>(a);
  const auto ub = static_cast<unsigned_wide>(b);
  const unsigned_wide low = (ua & low_half) * (ub & low_half);
  const unsigned_wide left = (ua >> 64) * (ub & low_half) + (low >> 64);
  const unsigned_wide right = (ua & low_half) * (ub >> 64) + (left & low_half);
  return {(ua >> 64) * (ub >> 64) + (left >> 64) + (right >> 64), (right << 64) | (low & low_half)};
}

[[gnu::noinline]] constexpr bool wide_less(wide a, wide b, wide c, wide d) {
  return full_product(a, b) < full_product(c, d);
}

/// Whether a * b is less than c * d, exactly, whatever their size; all are non-negative.
[[gnu::always_inline]] constexpr bool product_less(wide a, wide b, wide c, wide d) {
  if (!fits_63_bits(a | b | c | d)) return wide_less(a, b, c, d);
  return small_product(a, b) < small_product(c, d);
}
[[gnu::always_inline]] constexpr bool product_less(std::int64_t a, std::int64_t b, std::int64_t c,
                                                   std::int64_t d) {
  return small_product(a, b) < small_product(c, d);
}

}  // namespace detail

template <class Dim>
class Quantity;

/// A named multiple of its dimension's base unit. Calling it makes a quantity: unit::mg(5).
template <class Dim>
struct Unit {
  std::string_view symbol;
  std::int64_t scale;  ///< base units in one of these; positive

  constexpr Quantity<Dim> operator()(std::int64_t n) const;
};

/// A whole, non-negative count of one dimension's base unit, at most 2^63 - 1 of them.
/// The only way in or out names a unit.
template <class Dim>
class Quantity {
 public:
  friend constexpr auto operator<=>(Quantity, Quantity) = default;

  /// How many whole `unit`s: for quantities that are known to be whole in it.
  constexpr std::int64_t in(Unit<Dim> unit) const { return count_ / unit.scale; }

 private:
  explicit constexpr Quantity(std::int64_t count) : count_{count} {}

  friend struct Unit<Dim>;
  template <class, class, class>
  friend class Per;
  template <class, class>
  friend class Ratio;

  std::int64_t count_;
};

template <class Dim>
constexpr Quantity<Dim> Unit<Dim>::operator()(std::int64_t n) const {
  return Quantity<Dim>{n * scale};
}

/// The dimension of a plain number.
struct OneDim {};

namespace detail {

/// A number does not fit in 64 bits: thrown and caught within the library alone.
struct TooWide {};

/// The same product, for numbers of 64 bits or of 128.
template <class Int>
[[gnu::always_inline]] constexpr Int multiply(Int a, Int b) {
  if constexpr (std::same_as<Int, wide>) {
    return times(a, b);
  } else {
    Int product{};
    if (__builtin_mul_overflow(a, b, &product)) throw TooWide{};
    return product;
  }
}

template <class Int>
[[gnu::always_inline]] constexpr Int add(Int a, Int b) {
  if constexpr (std::same_as<Int, wide>) {
    return a + b;
  } else {
    Int sum{};
    if (__builtin_add_overflow(a, b, &sum)) throw TooWide{};
    return sum;
  }
}

/// Does the work with numbers of 64 bits, which is faster, and again with numbers of 128 bits when
/// one does not fit: the same work, and the same result. `work` takes a number of the width to use.
template <class Work>
constexpr auto in_few_bits(const Work& work) {
  if (!std::is_constant_evaluated()) {
    try {
      return work(std::int64_t{});
    } catch (const TooWide&) {  // NOLINT(bugprone-empty-catch): the wider work follows
    }
  }
  return work(wide{});
}

/// The same, and `use` takes what was worked out, whatever its width.
template <class Work, class Use>
constexpr auto in_few_bits(const Work& work, const Use& use) {
  if (!std::is_constant_evaluated()) {
    bool worked = false;
    try {
      const auto made = work(std::int64_t{});
      worked = true;
      return use(made);
    } catch (const TooWide&) {
      if (worked) throw;  // `use` is not to be called twice
    }
  }
  return use(work(wide{}));
}

}  // namespace detail

/// So much of `N` for every so much of `D` as it is typed or listed: two counts of 64 bits, and
/// no arithmetic. A `Per` computes with it. Compared by value: 500 mg/10 mL == 50 mg/mL.
template <class N, class D>
class Ratio {
 public:
  /// `below` is positive.
  constexpr Ratio(Quantity<N> above, Quantity<D> below) : num_{above.count_}, den_{below.count_} {}

  /// From counts of base units; `den` is positive.
  static constexpr Ratio of_base(std::int64_t num, std::int64_t den) { return Ratio{num, den}; }
  constexpr std::int64_t num() const { return num_; }  ///< base units of N
  constexpr std::int64_t den() const { return den_; }  ///< base units of D; positive

  friend constexpr bool operator<(const Ratio& a, const Ratio& b) {
    return detail::product_less(a.num_, b.den_, b.num_, a.den_);
  }
  friend constexpr bool operator>(const Ratio& a, const Ratio& b) { return b < a; }
  friend constexpr bool operator<=(const Ratio& a, const Ratio& b) { return !(b < a); }
  friend constexpr bool operator>=(const Ratio& a, const Ratio& b) { return !(a < b); }
  friend constexpr bool operator==(const Ratio& a, const Ratio& b) {
    return detail::small_product(a.num_, b.den_) == detail::small_product(b.num_, a.den_);
  }

 private:
  constexpr Ratio(std::int64_t num, std::int64_t den) : num_{num}, den_{den} {}

  std::int64_t num_;
  std::int64_t den_;
};

/// So much of `N` for every so much of `D`, kept as a pair of counts of base units: nothing is
/// divided before the one rounding. Compared by value: 500 mg/10 mL == 50 mg/mL. `Int` is what
/// holds the counts: 128 bits, or 64 bits within `in_few_bits`.
template <class N, class D, class Int = detail::wide>
class Per {
 public:
  using Count = Int;

  /// `below` is positive.
  constexpr Per(Quantity<N> above, Quantity<D> below) : num_{above.count_}, den_{below.count_} {}

  // NOLINTBEGIN(google-explicit-constructor): none loses anything
  constexpr Per(const Ratio<N, D>& ratio) : num_{ratio.num()}, den_{ratio.den()} {}
  /// A quantity is so much of itself for every one.
  constexpr Per(Quantity<N> amount) requires std::same_as<D, OneDim>
      : num_{amount.count_}, den_{1} {}
  template <class Narrower>
  requires(sizeof(Narrower) < sizeof(Int)) constexpr Per(const Per<N, D, Narrower>& other)
      : num_{other.num()}, den_{other.den()} {}
  // NOLINTEND(google-explicit-constructor)

  /// The same in fewer bits, if it fits.
  template <class Wider>
  requires(sizeof(Wider) > sizeof(Int)) explicit constexpr Per(const Per<N, D, Wider>& other)
      : num_{static_cast<Int>(other.num())}, den_{static_cast<Int>(other.den())} {
    if (!detail::fits_63_bits(other.num() | other.den())) throw detail::TooWide{};
  }

  /// From counts of base units; `den` is positive.
  static constexpr Per of_base(Int num, Int den) { return Per{num, den}; }
  constexpr Int num() const { return num_; }  ///< base units of N
  constexpr Int den() const { return den_; }  ///< base units of D; positive
  constexpr bool is_zero() const { return num_ == 0; }

  // Each is written out: a three-way comparison of 128 bits costs several times as much.
  friend constexpr bool operator<(const Per& a, const Per& b) {
    if (a.den_ == b.den_) return a.num_ < b.num_;
    return detail::product_less(a.num_, b.den_, b.num_, a.den_);
  }
  friend constexpr bool operator>(const Per& a, const Per& b) { return b < a; }
  friend constexpr bool operator<=(const Per& a, const Per& b) { return !(b < a); }
  friend constexpr bool operator>=(const Per& a, const Per& b) { return !(a < b); }
  friend constexpr bool operator==(const Per& a, const Per& b) {
    if (a.den_ == b.den_) return a.num_ == b.num_;
    return !(a < b) && !(b < a);
  }

  friend constexpr Per operator+(const Per& a, const Per& b) {
    if (a.den_ == b.den_) return {detail::add(a.num_, b.num_), a.den_};
    return {detail::add(detail::multiply(a.num_, b.den_), detail::multiply(b.num_, a.den_)),
            detail::multiply(a.den_, b.den_)};
  }

  /// How far apart the two are: a quantity is never negative.
  friend constexpr Per gap(const Per& a, const Per& b) {
    const bool same = a.den_ == b.den_;
    const Int left = same ? a.num_ : detail::multiply(a.num_, b.den_);
    const Int right = same ? b.num_ : detail::multiply(b.num_, a.den_);
    return {left < right ? right - left : left - right,
            same ? a.den_ : detail::multiply(a.den_, b.den_)};
  }

  constexpr Per scaled(Int n) const { return {detail::multiply(num_, n), den_}; }
  /// Exactly n / d of it; d is positive.
  constexpr Per scaled(Int n, Int d) const {
    return {detail::multiply(num_, n), detail::multiply(den_, d)};
  }

  /// How many `step`s it is.
  constexpr Int steps(const Per& step, Rounding rounding) const {
    return detail::divide(detail::multiply(num_, step.den_), detail::multiply(den_, step.num_),
                          rounding);
  }

 private:
  constexpr Per(Int num, Int den) : num_{num}, den_{den} {}

  Int num_;
  Int den_;
};

/// An exact amount that need not be a whole number of base units.
template <class Dim, class Int = detail::wide>
using Exact = Per<Dim, OneDim, Int>;

namespace detail {

/// (a/b) * (c/d) when a plain product could be too wide: shortened first.
template <class P>
[[gnu::noinline]] constexpr P wide_product(wide a, wide b, wide c, wide d) {
  if (bits(a) + bits(c) <= 127 && bits(b) + bits(d) <= 127)
    return P::of_base(times(a, c), times(b, d));
  const wide first = common_divisor(a, b);
  const wide second = common_divisor(c, d);
  a /= first;
  b /= first;
  c /= second;
  d /= second;
  const wide across = common_divisor(a, d);
  const wide along = common_divisor(c, b);
  return P::of_base(times(a / across, c / along), times(b / along, d / across));
}

/// (a/b) * (c/d).
template <class P>
[[gnu::always_inline]] constexpr P product(typename P::Count a, typename P::Count b,
                                           typename P::Count c, typename P::Count d) {
  if constexpr (std::same_as<typename P::Count, wide>) {
    if (!fits_63_bits(a | b | c | d)) return wide_product<P>(a, b, c, d);
    return P::of_base(small_product(a, c), small_product(b, d));
  } else {
    return P::of_base(multiply(a, c), multiply(b, d));
  }
}

}  // namespace detail

/// What `amount` holds at so much per so much.
template <class N, class D, class Int>
constexpr Exact<N, Int> operator*(const Per<N, D, Int>& per, const Exact<D, Int>& amount) {
  return detail::product<Exact<N, Int>>(per.num(), per.den(), amount.num(), amount.den());
}
template <class N, class D, class Int>
constexpr Exact<N, Int> operator*(const Per<N, D, Int>& per, Quantity<D> amount) {
  return per * Exact<D, Int>{amount};
}

/// How much of `D` holds `total`; `per` is not zero.
template <class N, class D, class Int>
requires(!std::same_as<D, OneDim>) constexpr Exact<D, Int> operator/(const Exact<N, Int>& total,
                                                                     const Per<N, D, Int>& per) {
  return detail::product<Exact<D, Int>>(total.num(), total.den(), per.den(), per.num());
}

/// So much of `N` for every so much of `D`; `below` is not zero.
template <class N, class D, class Int>
constexpr Per<N, D, Int> operator/(const Exact<N, Int>& above, const Exact<D, Int>& below) {
  return detail::product<Per<N, D, Int>>(above.num(), above.den(), below.den(), below.num());
}
template <class N, class D>
constexpr Ratio<N, D> operator/(Quantity<N> above, Quantity<D> below) {
  return {above, below};
}

}  // namespace ketadose
