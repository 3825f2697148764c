// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ketadose/order.hpp>
#include <ketadose/protocol.hpp>
#include <optional>
#include <string_view>

/// What texts were read as: the orders of a stream repeat their strengths, doses and times.
namespace ketadose::program {

/// From the start of a text that is recalled, so many bytes can be read, also beyond its end.
inline constexpr std::size_t recalled_bytes = sizeof(std::uint64_t);

/// Names a short text and `how`, a number below 32, by a number of their own; 0 stands for every
/// text that is empty or too long. `recalled_bytes` are read.
[[gnu::always_inline]] inline std::uint64_t key_of(std::string_view text, unsigned how) {
  constexpr std::size_t longest = recalled_bytes - 1;
  const std::size_t size = text.size();
  if (size - 1 >= longest) return 0;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data(), sizeof bytes);
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  // What stands behind the text is pushed out, and its place taken by the size.
  return bytes << 8 * (sizeof bytes - size) | how << 3U | size;
}

/// What texts were read as, in a table under their keys. It must follow from the text and `how`.
template <class T>
class Known {
 public:
  struct Entry {
    std::uint64_t key = ~std::uint64_t{0};  // no text's
    std::optional<T> value;
  };

  /// Where a key is kept, if it is; another may stand there.
  Entry& at(std::uint64_t key) {
    // Chosen so that times, doses and volumes as orders have them seldom share a place.
    constexpr std::uint64_t factor = 0x4DFA'A797'6D44'209D;
    return entries_[key * factor >> (64U - bits)];
  }

 private:
  static constexpr unsigned bits = 8;

  std::array<Entry, std::size_t{1} << bits> entries_;
};

/// The same for all parts of orders under one protocol.
struct Recall {
  Known<const Route*> routes;
  Known<int> whole_numbers;
  Known<Dose> doses;
  Known<Duration> durations;
  Known<Vial> strengths;
  Known<Concentration> concentrations;
  Known<Volume> volumes;
  Known<DropFactor> drop_factors;
  Known<DrugMass> masses;
  Known<Height> heights;
};

}  // namespace ketadose::program
