// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "formats/checklist.hpp"
#include "formats/text_parts.hpp"

namespace ketadose::program {
namespace {

/// More rows than a sheet holds: the interval is hardly meant.
constexpr std::size_t most_rows = 100;
/// Rows to write on when the times cannot be worked out.
constexpr int spare_rows = 6;

constexpr Exact<DurationDim> one_minute = Duration{unit::min(1)};

std::int64_t to_minute(const Exact<DurationDim>& time) {
  return static_cast<std::int64_t>(time.steps(one_minute, Rounding::nearest));
}

/// Adds rows until the sheet is full. Two times in one minute are one row.
class Rows {
 public:
  explicit Rows(std::vector<Observation>& rows) : rows_{rows} {}

  bool full() const { return rows_.size() >= most_rows; }
  void add(std::int64_t minute, Observation::When when) {
    if (rows_.empty() || minute > rows_.back().minute) rows_.push_back({minute, when});
  }

 private:
  std::vector<Observation>& rows_;
};

std::int64_t seconds(const Bound<Duration>& bound) { return bound->in(unit::s); }

std::int64_t minute_of(std::int64_t second) { return to_minute(Duration{unit::s(second)}); }

/// The latest second at which something is due, when the protocol says so.
std::optional<std::int64_t> last_due(const Route& route, std::int64_t end) {
  std::optional<std::int64_t> last;
  if (route.observe_until) last = seconds(route.observe_until);
  if (route.form == Form::infusion && route.observe_past_end)
    last = std::max(last.value_or(0), end + seconds(route.observe_past_end));
  return last;
}

}  // namespace

Schedule schedule(const Route& route, const std::optional<Exact<DurationDim>>& lasts) {
  Schedule made{.rows = {}, .whole = false};
  Rows rows{made.rows};
  rows.add(0, Observation::When::start);
  const bool runs = route.form == Form::infusion;
  if (runs && !lasts) return made;
  const std::int64_t end = runs ? to_minute(*lasts) * unit::min.scale : 0;
  if (runs && route.observe_during)
    for (auto at = seconds(route.observe_during); minute_of(at) < minute_of(end) && !rows.full();
         at += seconds(route.observe_during))
      rows.add(minute_of(at), Observation::When::during);
  if (rows.full()) return made;
  if (runs) rows.add(minute_of(end), Observation::When::end);
  const auto last = last_due(route, end);
  if (!route.observe_after || !last) return made;
  auto at = end;
  while (at < *last && !rows.full()) {
    at += seconds(route.observe_after);
    rows.add(minute_of(at), Observation::When::after);
  }
  made.whole = at >= *last && (!runs || route.observe_during);
  return made;
}

std::string clock_words(int start, std::int64_t minute) {
  constexpr int hour = 60;
  constexpr int day = 24 * hour;
  const auto at = start + minute;
  auto words = fmt::format("{:02}:{:02}", at % day / hour, at % hour);
  if (at >= day) words += fmt::format(" +{} d", at / day);
  return words;
}

namespace {

constexpr std::string_view not_set = "____ min (the rules set none)";

std::string time_words(const Bound<Duration>& bound) {
  if (!bound) return std::string{not_set};
  return in_words(amount(Exact<DurationDim>{*bound})) + " [" + std::string{bound.source()} + ']';
}

std::string until_words(const Route& route) {
  const bool past_end = route.form == Form::infusion && route.observe_past_end;
  std::string words;
  if (route.observe_until || !past_end)
    words = time_words(route.observe_until) + " after the start";
  if (past_end)
    words += (words.empty() ? "" : " and at least ") + time_words(route.observe_past_end) +
             " after the end";
  return words;
}

/// When to observe, as the protocol says it.
std::string rule_words(const Route& route) {
  std::string words = "At the start, ";
  if (route.form == Form::infusion)
    words += "every " + time_words(route.observe_during) + " while it runs, at the end, ";
  return words + "then every " + time_words(route.observe_after) + " until " + until_words(route) +
         '.';
}

/// What the times rest on, where that is not plain.
std::string end_words(const Request& request, const Plan& plan) {
  if (request.route->form != Form::infusion) return {};
  if (!plan.lasts) return "The infusion time is not known: add --over to the command.";
  const Exact<DurationDim> shown = one_minute.scaled(to_minute(*plan.lasts));
  if (*plan.lasts == shown) return {};
  constexpr int places = 2;
  return "It lasts " + in_words(amount(*plan.lasts), places) +
         ": the end is shown to the nearest minute.";
}

std::string minute_words(const Observation& row) {
  auto words = fmt::format("{}", row.minute);
  if (row.when == Observation::When::start) words += " start";
  if (row.when == Observation::When::end) words += " end";
  return words;
}

Grid grid_of(const Schedule& times, const Protocol& protocol, std::optional<int> start) {
  Grid grid{.head = {"Time", "Minute"}, .rows = {}};
  for (const auto& point : protocol.observations) grid.head.emplace_back(point.text);
  for (const auto& row : times.rows) {
    std::vector<std::string> cells(grid.head.size());
    if (start) cells[0] = clock_words(*start, row.minute);
    cells[1] = minute_words(row);
    grid.rows.push_back(std::move(cells));
  }
  if (!times.whole)
    grid.rows.resize(grid.rows.size() + spare_rows, std::vector<std::string>(grid.head.size()));
  return grid;
}

std::string observed_words(const Protocol& protocol) {
  std::vector<std::string> points;
  for (const auto& point : protocol.observations)
    points.push_back(std::string{point.text} + " [" + std::string{point.source} + ']');
  return "Each time: " + joined(points, ", ") + '.';
}

}  // namespace

SheetSection monitoring(const Request& request, const Protocol& protocol, const Plan& plan,
                        std::optional<int> start) {
  const Schedule times = schedule(*request.route, plan.lasts);
  SheetSection section{.title = "Monitoring", .blocks = {}};
  section.blocks.emplace_back(Prose{rule_words(*request.route)});
  if (!protocol.observations.empty()) section.blocks.emplace_back(Prose{observed_words(protocol)});
  if (auto words = end_words(request, plan); !words.empty())
    section.blocks.emplace_back(Prose{std::move(words)});
  if (!times.whole)
    section.blocks.emplace_back(Prose{"Not every time could be worked out: write in the rest."});
  section.blocks.emplace_back(grid_of(times, protocol, start));
  return section;
}

}  // namespace ketadose::program
