// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

/// Limits: up to four bounds around a quantity, each with its source.
namespace ketadose {

/// What a finding asks for; the verdict of an order is its worst level. A note leaves it ok.
enum class Level : std::uint8_t { ok, note, review, stop };

/// Which bound of a guardrail. The edge itself is inside, but for `note_from`, where it counts.
enum class Edge : std::uint8_t { stop_below, review_below, review_above, stop_above, note_from };

constexpr Level level_of(Edge edge) {
  switch (edge) {
    case Edge::stop_below:
    case Edge::stop_above:
      return Level::stop;
    case Edge::review_below:
    case Edge::review_above:
      return Level::review;
    case Edge::note_from:
      return Level::note;
  }
  return Level::stop;
}

/// Says aloud that there is no bound.
struct None {};
inline constexpr None none{};

/// A value with the key of its source, or `none`. It has no default, so that a column that was
/// forgotten does not compile.
template <class T>
class Bound {
 public:
  constexpr Bound(T value, std::string_view source) : value_{value}, source_{source} {}
  // NOLINTNEXTLINE(google-explicit-constructor): `none` is written where a bound would stand
  constexpr Bound(None) {}

  constexpr explicit operator bool() const { return value_.has_value(); }
  constexpr const T& operator*() const { return *value_; }
  constexpr const T* operator->() const { return &*value_; }
  constexpr std::string_view source() const { return source_; }

 private:
  std::optional<T> value_;
  std::string_view source_;
};

template <class T>
struct Guardrail {
  Bound<T> stop_below;
  Bound<T> review_below;
  Bound<T> review_above;
  Bound<T> stop_above;

  static constexpr Guardrail unset() { return {none, none, none, none}; }
  constexpr bool is_set() const { return stop_below || review_below || review_above || stop_above; }
};

}  // namespace ketadose
