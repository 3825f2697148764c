// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string_view>
#include <variant>
#include <vector>

#include "complaint.hpp"
#include "verbs/quiz_problems.hpp"

/// Marks an answer. What a careful hand calculation could give is right; what is wrong is held
/// against the known slips.
namespace ketadose::program {

enum class Outcome : std::uint8_t {
  right,
  within_rounding,  ///< not the device's number, but right before the last rounding
  wrong,
};

struct Mark {
  Outcome outcome = Outcome::wrong;
  bool is_near = false;       ///< within half a step of the exact result
  bool other_unit = false;    ///< a quantity, but not of the kind that was asked for
  bool other_reason = false;  ///< the verdict is right, the reason that was given is not
  std::vector<std::string_view> slips{};  ///< that explain the answer, most likely first

  bool is_right() const { return outcome != Outcome::wrong; }
};

/// What an answer is counted in.
Measure measure_of(Asked asked);

/// One way to a number: the exact result, the step it is rounded to, and what that gives.
struct Way {
  Fraction exact;
  Fraction step;
  Fraction value;
};

/// The number that answers the problem, from its plan; not for a verdict.
Way key_of(const Problem& problem);

/// The mark of an answer, or why it cannot be read.
std::variant<Mark, Complaint> mark(const Problem& problem, std::string_view answer,
                                   const Protocol& protocol);

/// Words are taken as they come: Give, QUIT.
std::string in_lower_case(std::string_view text);

/// The slip of a waste problem alone: the volume drawn in place of what is left over.
inline constexpr std::string_view drawn_as_left = "claim-draw-as-left";

/// Whether the verdict rests on the finding.
bool is_deciding(const Finding& finding, const Problem& problem);

/// The words of a verdict as it is answered: give, query, stop.
std::string_view verdict_word(Level verdict);

/// How a quiz went.
struct Score {
  struct Tally {
    int asked = 0;
    int right = 0;
  };
  std::array<Tally, topic_names.size()> topics{};
  std::map<std::string_view, int> slips{};  ///< how often each was named
  int count = 0;                            ///< problems set
  int right = 0;
  int wrong = 0;
  int skipped = 0;
  int pass_percent = 0;

  int not_reached() const { return count - right - wrong - skipped; }
  bool passed() const { return right * std::int64_t{100} >= count * std::int64_t{pass_percent}; }
};

}  // namespace ketadose::program
