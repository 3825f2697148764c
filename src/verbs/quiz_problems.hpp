// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <ketadose/assess.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "request.hpp"

/// Practice problems: an order that the rules in force allow, what is asked of it, and the
/// engine's own plan and findings as the key.
namespace ketadose::program {

/// What is practised.
enum class Topic : std::uint8_t {
  weight,
  dose,
  volume,
  dilution,
  rate,
  drops,
  lozenge,
  waste,
  judge
};
inline constexpr std::array<std::string_view, 9> topic_names{
    "weight", "dose", "volume", "dilution", "rate", "drops", "lozenge", "waste", "judge"};
constexpr std::string_view name(Topic topic) {
  return topic_names[static_cast<std::size_t>(topic)];
}

enum class Difficulty : std::uint8_t { easy, medium, hard };
inline constexpr std::array<std::string_view, 3> difficulty_names{"easy", "medium", "hard"};
constexpr std::string_view name(Difficulty d) {
  return difficulty_names[static_cast<std::size_t>(d)];
}

/// The number that answers a problem, or the verdict.
enum class Asked : std::uint8_t {
  weight,       ///< that doses go by, in kg
  dose,         ///< in mg
  dose_per_kg,  ///< in mg/kg
  draw,         ///< from the vial, in mL
  diluent,      ///< beside the drug, in mL
  rate,         ///< of the pump, in mL/h
  drops,        ///< in gtt/min
  pieces,       ///< lozenges or parts of one
  left,         ///< in the last vial, in mL
  left_mass,    ///< the same in mg
  verdict,      ///< give, query or stop
};

/// What narrows a quiz; what is absent is drawn from the seed.
struct Wish {
  std::uint64_t seed = 0;
  std::optional<Topic> topic{};
  std::optional<Difficulty> difficulty{};
  const Route* route = nullptr;
  int session = 0;  ///< 0: any
};

using Typed = std::array<std::string, field_count>;

struct Problem {
  std::uint64_t seed;
  int number;
  Topic topic;
  Difficulty difficulty;
  Asked asked;
  std::shared_ptr<const Typed> typed;  ///< the order's options, as they would be typed
  Texts texts;                         ///< views into `typed`
  Request request;
  Assessment assessment;
  /// The infusate may not be stronger: the fill is the smallest that keeps it.
  std::optional<Concentration> most;
  std::uint64_t wording;  ///< chooses the phrases

  const Order& order() const { return request.order; }
  const Route& route() const { return *request.route; }
  const Plan& plan() const { return assessment.plan; }
  bool weighed_in_pounds() const { return texts[Field::weight].ends_with("lb"); }
};

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine, for ever.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_{seed} {}
  std::uint64_t next();
  /// 0 to n - 1, each as likely as the others; n is positive.
  std::uint64_t below(std::uint64_t n);
  bool one_in(std::uint64_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

/// The topics that the rules in force, the route and the session leave; none when they leave none.
std::vector<Topic> topics_of(const Wish& wish, const Protocol& protocol);

/// Problem `number` of the seed, counted from 1; it does not depend on how many are asked for.
/// Nothing when no order of this kind keeps the rules.
std::optional<Problem> make_problem(const Wish& wish, std::span<const Topic> topics, int number,
                                    const Protocol& protocol);

}  // namespace ketadose::program
