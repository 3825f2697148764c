// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace ketadose::program {

/// Bytes to be written. Unlike a string it gives room that the caller fills without a check for
/// every byte.
class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() = default;

  std::size_t size() const { return static_cast<std::size_t>(end_ - bytes_.get()); }
  char back() const { return end_[-1]; }
  std::string_view view() const { return {bytes_.get(), size()}; }
  void clear() { cut(0); }
  /// Drops what stands behind the first `size` bytes.
  void cut(std::size_t size) { end_ = bytes_.get() + size; }
  /// Takes out the byte at `at`.
  void erase(std::size_t at) {
    std::memmove(bytes_.get() + at, bytes_.get() + at + 1, size() - at - 1);
    --end_;
  }

  /// Room for `most` bytes behind what is there; `end_at` says how far it was filled.
  char* room(std::size_t most) {
    if (static_cast<std::size_t>(limit_ - end_) < most) grow(most);
    return end_;
  }
  void end_at(char* end) { end_ = end; }

  void append(char c) {
    *room(1) = c;
    ++end_;
  }
  void append(std::string_view text) { end_at(put(room(text.size()), text)); }

  /// Writes `text` at `to` and returns the end. Most texts are short, and those take no call: their
  /// first bytes and their last ones, which may be the same.
  static char* put(char* to, std::string_view text) {
    constexpr std::size_t half = 8;
    const char* const from = text.data();
    const auto size = text.size();
    if (size > 4 * half) return std::copy_n(from, size, to);
    if (size >= 2 * half) {
      std::memcpy(to, from, 2 * half);
      std::memcpy(to + size - 2 * half, from + size - 2 * half, 2 * half);
    } else if (size >= half) {
      std::memcpy(to, from, half);
      std::memcpy(to + size - half, from + size - half, half);
    } else if (size >= half / 2) {
      std::memcpy(to, from, half / 2);
      std::memcpy(to + size - half / 2, from + size - half / 2, half / 2);
    } else if (size != 0) {
      to[0] = from[0];
      to[size / 2] = from[size / 2];
      to[size - 1] = from[size - 1];
    }
    return to + size;
  }

  /// The same for a text that stands in the program.
  template <std::size_t Size>
  [[gnu::always_inline]] static char* put(char* to, const char (&text)[Size]) {
    constexpr std::size_t length = Size - 1;
    std::memcpy(to, text, length);
    return to + length;
  }

 private:
  void grow(std::size_t most) {
    const auto filled = size();
    const auto capacity =
        std::max(2 * static_cast<std::size_t>(limit_ - bytes_.get()), filled + most);
    auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
    std::memcpy(bytes.get(), bytes_.get(), filled);
    bytes_ = std::move(bytes);
    end_ = bytes_.get() + filled;
    limit_ = bytes_.get() + capacity;
  }

  static constexpr std::size_t least = 4096;
  std::unique_ptr<char[]> bytes_ = std::make_unique_for_overwrite<char[]>(least);
  char* end_ = bytes_.get();
  char* limit_ = bytes_.get() + least;
};

/// A short text that is copied whole, what stands behind it too: nothing hangs on its length.
template <std::size_t Capacity>
class ShortText {
 public:
  constexpr bool empty() const { return size_ == 0; }
  constexpr void add(std::string_view part) {
    for (const char c : part) text_[size_++] = c;
  }
  /// With room for `Capacity` bytes.
  char* put(char* to) const {
    std::memcpy(to, text_.data(), Capacity);
    return to + size_;
  }

 private:
  std::array<char, Capacity> text_{};
  std::size_t size_ = 0;
};
using Word = ShortText<32>;

/// Names with the same text before and after each.
template <std::size_t Size>
consteval std::array<Word, Size> words(const std::array<std::string_view, Size>& names,
                                       std::string_view before, std::string_view after) {
  std::array<Word, Size> all;
  for (std::size_t i = 0; i < Size; ++i)
    for (const auto part : {before, names[i], after}) all[i].add(part);
  return all;
}

}  // namespace ketadose::program
