#pragma once

#include <span>
#include <string_view>

namespace ketadose::program {

enum class CodeKind { finding, slip, refusal };

struct Meaning {
  CodeKind kind;
  std::string_view code;
  std::string_view text;
};

/// Every code the program can print, in the order of its documentation, with what it means and
/// what to do.
std::span<const Meaning> meanings();

}  // namespace ketadose::program
