// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "formats/card.hpp"
#include "formats/html.hpp"
#include "formats/table_words.hpp"
#include "formats/words.hpp"
#include "verbs/card.hpp"

namespace ketadose::program {
namespace {

using Mass = Exact<DrugMassDim>;

// The drawing, in its own units; every coordinate is a whole number of them.
constexpr int width = 640;
constexpr int height = 230;
constexpr int left = 70;
constexpr int right = 540;
constexpr int top = 14;
constexpr int bottom = 180;
constexpr int most_ticks = 6;
constexpr int least_gap = 18;  // between two labels

/// A weight and the doses between which it may be given one.
struct Range {
  std::size_t row;
  const Rung* low;
  const Rung* high;
};

const Mass& target(const Rung& rung) { return rung.cells.front().assessment.plan.target; }

/// Whether the dose is inside the bounds of the route; a session's ceiling may still be below it.
bool is_allowed(const Rung& rung) {
  for (const auto& at : rung.cells) {
    if (at.assessment.verdict() == Level::stop) continue;
    for (const auto& finding : at.assessment.findings)
      if (finding.code == Code::dose_above_range || finding.code == Code::dose_above_cap ||
          finding.code == Code::dose_below_range)
        return false;
    return true;
  }
  return false;
}

std::vector<Range> ranges_of(const Card& card) {
  std::vector<Range> ranges;
  for (std::size_t i = 0; i < card.rows.size(); ++i) {
    std::optional<Range> range;
    for (const auto& rung : card.rows[i].rungs) {
      if (!is_allowed(rung)) continue;
      if (!range) range = Range{i, &rung, &rung};
      range->high = &rung;
    }
    if (range) ranges.push_back(*range);
  }
  return ranges;
}

/// So many mg apart are the lines across: 1, 2 or 5 with zeros behind.
struct Scale {
  std::int64_t tick = 1;
  std::int64_t ticks = 1;

  int y(const Mass& mass) const {
    const auto pixel = Mass{unit::mg(tick * ticks)}.scaled(1, bottom - top);
    return bottom - static_cast<int>(mass.steps(pixel, Rounding::nearest));
  }
};

Scale scale_to(const Mass& most) {
  constexpr std::array factors{1, 2, 5};
  Scale scale;
  for (std::int64_t power = 1;; power *= 10)
    for (const auto factor : factors) {
      scale.tick = factor * power;
      const Mass step{unit::mg(scale.tick)};
      scale.ticks = static_cast<std::int64_t>(most.steps(step, Rounding::down));
      if (step.scaled(scale.ticks) < most) ++scale.ticks;
      if (scale.ticks <= most_ticks) return scale;
    }
}

class Chart {
 public:
  Chart(const Card& card, std::vector<Range> ranges)
      : card_{card}, ranges_{std::move(ranges)}, scale_{scale_to(most())} {}

  void draw(std::string& out) const {
    out += fmt::format(
        "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Dose in mg by "
        "weight: the range from the lowest to the highest dose\">\n",
        width, height);
    lines_across(out);
    range(out);
    weights(out);
    axes(out);
    end_label(out, *ranges_.back().high);
    if (y_of(*ranges_.back().low) - y_of(*ranges_.back().high) > least_gap)
      end_label(out, *ranges_.back().low);
    out += "</svg>\n";
  }

 private:
  Mass most() const {
    Mass most = target(*ranges_.front().high);
    for (const auto& range : ranges_) most = std::max(most, target(*range.high));
    return most;
  }

  std::int64_t grams(const Range& range) const {
    return card_.rows[range.row].request.order.weight.in({"", 1});
  }

  int x(const Range& range) const {
    const auto first = grams(ranges_.front());
    const auto along = ketadose::detail::times(grams(range) - first, right - left);
    return left + static_cast<int>(ketadose::detail::divide<ketadose::detail::wide>(
                      along, grams(ranges_.back()) - first, Rounding::nearest));
  }

  int y_of(const Rung& rung) const { return scale_.y(target(rung)); }

  static void line(std::string& out, int x1, int y1, int x2, int y2, int thickness) {
    out += fmt::format(
        "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#000\" stroke-width=\"{}\"/>\n", x1,
        y1, x2, y2, thickness);
  }

  static void text(std::string& out, int x, int y, std::string_view anchor,
                   std::string_view words) {
    out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor,
                       escaped_for_html(words));
  }

  void lines_across(std::string& out) const {
    for (std::int64_t i = 0; i <= scale_.ticks; ++i) {
      const auto mg = i * scale_.tick;
      const int y = bottom - static_cast<int>((bottom - top) * i / scale_.ticks);
      if (i > 0)
        out += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#999\"/>\n",
                           left, y, right, y);
      text(out, left - 8, y + 6, "end", std::to_string(mg));
    }
  }

  /// The range as a band; where doses are so many lozenges, nothing lies between two weights, and
  /// each has a bar.
  void range(std::string& out) const {
    if (ranges_.front().low->order.dose->is_mass())
      bars(out);
    else
      band(out);
  }

  void bars(std::string& out) const {
    constexpr int half = 4;
    for (const auto& range : ranges_) {
      const int y = y_of(*range.high) - half;
      out += fmt::format(
          "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#ccc\" stroke=\"#000\" "
          "stroke-width=\"2\"/>\n",
          x(range) - half, y, 2 * half, y_of(*range.low) + half - y);
    }
  }

  void band(std::string& out) const {
    std::string above;
    std::string below;
    for (const auto& range : ranges_) above += fmt::format("{},{} ", x(range), y_of(*range.high));
    for (auto range = ranges_.rbegin(); range != ranges_.rend(); ++range)
      below += fmt::format("{},{} ", x(*range), y_of(*range->low));
    below.pop_back();
    out +=
        fmt::format("<polygon points=\"{}{}\" fill=\"#ccc\" stroke=\"#000\" stroke-width=\"2\"/>\n",
                    above, below);
  }

  /// No more labels than have room; the first and then every so many.
  void weights(std::string& out) const {
    constexpr std::size_t most_labels = 9;
    const auto every = (ranges_.size() + most_labels - 1) / most_labels;
    for (std::size_t i = 0; i < ranges_.size(); i += every) {
      line(out, x(ranges_[i]), bottom, x(ranges_[i]), bottom + 6, 1);
      std::string label;
      if (card_.in_pounds) {
        const auto& pounds = card_.pounds[ranges_[i].row];
        append_plain(label, pounds.num, pounds.den, 1);
      } else {
        const auto weight = card_.rows[ranges_[i].row].request.order.weight;
        label = bare(amount(Exact<BodyWeightDim>{weight}));
      }
      text(out, x(ranges_[i]), bottom + 23, "middle", label);
    }
  }

  void axes(std::string& out) const {
    line(out, left, top, left, bottom, 2);
    line(out, left, bottom, right, bottom, 2);
    text(out, (left + right) / 2, height - 6, "middle",
         card_.in_pounds ? "weight, lb" : "weight, kg");
    out += fmt::format(
        "<text x=\"16\" y=\"{0}\" text-anchor=\"middle\" transform=\"rotate(-90 16 {0})\">dose, "
        "mg</text>\n",
        (top + bottom) / 2);
  }

  /// The dose that a side of the band stands for.
  void end_label(std::string& out, const Rung& rung) const {
    constexpr int down = 5;  // so that it is beside the line, not upon it
    const auto& plan = rung.cells.front().assessment.plan;
    const auto words = rung.order.dose->is_mass()
                           ? in_words(amount(plan.target))
                           : in_words(amount(per_kilogram(plan.target, plan.dosing_weight)));
    text(out, right + 8, y_of(rung) + down, "start", words);
  }

  const Card& card_;
  std::vector<Range> ranges_;
  Scale scale_;
};

}  // namespace

void append_dose_chart(std::string& out, const Card& card) {
  auto ranges = ranges_of(card);
  if (ranges.size() > 1) Chart{card, std::move(ranges)}.draw(out);
}

}  // namespace ketadose::program
