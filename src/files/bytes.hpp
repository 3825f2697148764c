// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

/// Looking at many bytes at once.
namespace ketadose::program {

/// Whether `special` holds for one of the bytes of `text`. It takes a signed char or sixteen of
/// them, so it compares with `==`, `<` and `|`.
template <class Special>
bool any_byte(std::string_view text, Special special) {
  using Bytes [[gnu::vector_size(16)]] = signed char;
  using Words [[gnu::vector_size(16)]] = std::uint64_t;
  const auto special_at = [special](const char* p) {
    Bytes bytes;
    std::memcpy(&bytes, p, sizeof bytes);
    return std::bit_cast<Words>(special(bytes));
  };
  if (text.size() < sizeof(Bytes))
    return std::any_of(text.begin(), text.end(),
                       [special](char c) { return special(static_cast<signed char>(c)); });
  const char* const last = text.data() + text.size() - sizeof(Bytes);
  Words found = special_at(last);
  for (const char* p = text.data(); p < last; p += sizeof(Bytes)) found |= special_at(p);
  return (found[0] | found[1]) != 0;
}

}  // namespace ketadose::program
