// SPDX-License-Identifier: Apache-2.0
#include "formats/card_sheet.hpp"

#include <algorithm>

#include "formats/table_words.hpp"
#include "formats/words.hpp"

namespace ketadose::program {
namespace {

/// A dose that may run at one of its times is shown; the times that stop say so.
bool stops(const Rung& rung) {
  return std::all_of(rung.cells.begin(), rung.cells.end(),
                     [](const Cell& at) { return at.assessment.verdict() == Level::stop; });
}

/// What is measured out for a dose; it is the same whatever the time.
const Plan& plan_of(const Rung& rung) {
  for (const auto& at : rung.cells)
    if (at.assessment.verdict() != Level::stop) return at.assessment.plan;
  return rung.cells.front().assessment.plan;
}

/// Fills in a sheet, part by part.
class Writer {
 public:
  Writer(const Card& card, const Protocol& protocol)
      : card_{card},
        protocol_{protocol},
        order_{card.sample().request.order},
        route_{*card.sample().request.route} {}

  Sheet write() {
    sheet_.title = "ketamine " + std::string{route_.title};
    sheet_.scope = scope();
    sheet_.setup = setup_words(card_.sample());
    sheet_.shared = shared_findings(card_.rows);
    sheet_.in_pounds = card_.in_pounds;
    say_shared();
    fine_print();
    if (sheet_.shared.worst() == Level::stop) return std::move(sheet_);
    find_remarks();
    heads();
    doses();
    rates();
    stars();
    sheet_.hints = hints();
    weights();
    return std::move(sheet_);
  }

 private:
  /// What one cell has to say, and where it stops.
  struct Remarks {
    std::vector<std::string> words;
    bool stops = false;
  };

  std::size_t columns() const { return card_.sample().rungs.size(); }
  /// Whether a block of volumes follows that of the doses.
  bool has_volume() const { return !is_lozenge() && !measured_head(card_.sample()).empty(); }
  bool is_lozenge() const { return order_.lozenge.has_value(); }

  std::string pounds(const Pair& of) const {
    std::string words;
    append_plain(words, of.num, of.den, card_.in_pounds ? machine_places : 1);
    return words;
  }

  std::string weight(std::size_t row) const {
    if (card_.in_pounds) return pounds(card_.pounds[row]) + " lb";
    return in_words(amount(Exact<BodyWeightDim>{card_.rows[row].request.order.weight}));
  }

  std::string scope() const {
    auto words = weight(0);
    if (card_.rows.size() > 1) words += " to " + weight(card_.rows.size() - 1);
    if (card_.any_session)
      words += ", any session";
    else
      append_plain(words += ", session ", order_.session, 1, 0);
    if (order_.over) words += ", over " + as_ordered(Exact<DurationDim>{*order_.over});
    return words + ", rules " + rules_words(protocol_);
  }

  void say_shared() {
    const auto& plan = card_.sample().rungs.front().cells.front().assessment.plan;
    for (const auto& finding : sheet_.shared) {
      std::string text;
      append_message(text, finding, order_, route_, protocol_, plan);
      text += " (" + std::string{name(finding.code)};
      if (!finding.source.empty()) text += "; " + source_words(finding.source);
      const auto* const label = finding.level == Level::stop ? "Stop" : "Review";
      sheet_.messages.push_back({label, text + ')'});
    }
  }

  void fine_print() {
    append_not_checked(sheet_.fine_print, card_.sample().unchecked, protocol_);
    if (protocol_.approved_by.empty()) return;
    sheet_.fine_print += "Approved by: " + std::string{protocol_.approved_by};
    if (!protocol_.approved_on.empty())
      sheet_.fine_print += ", " + std::string{protocol_.approved_on};
    sheet_.fine_print += '\n';
  }

  // ---- Why cells are marked ----

  /// Which times stop, when others do not: "stop over 40 min: above 999 mL/h".
  void add_stopped_times(Remarks& all, const Table& table, const Rung& rung) const {
    std::vector<std::string> times;
    for (const auto& at : rung.cells)
      if (at.assessment.verdict() == Level::stop)
        times.push_back(as_ordered(Exact<DurationDim>{*at.over}));
    if (times.empty()) return;
    for (const auto& reason : reasons(table, rung, sheet_.shared, Level::stop, protocol_))
      all.words.push_back("stop over " + joined(times, ", ") + ": " + reason.words);
  }

  void add_sites(Remarks& all, const Rung& rung) const {
    if (route_.form != Form::injection || !order_.vial || !order_.site.empty()) return;
    const auto sites = plan_of(rung).sites;
    const auto words = site_words(sites, protocol_);
    if (sites != 0 && words != "any site") all.words.push_back(words);
  }

  Remarks remarks_of(const Table& table, const Rung& rung) const {
    Remarks all{.words = {}, .stops = stops(rung)};
    const auto level = all.stops ? Level::stop : Level::review;
    for (const auto& reason : reasons(table, rung, sheet_.shared, level, protocol_)) {
      const bool by_session = card_.any_session && reason.code == Code::dose_above_session_ceiling;
      all.words.push_back(by_session ? reason.words
                                     : std::string{name(level)} + ": " + reason.words);
    }
    if (all.stops) return all;
    add_stopped_times(all, table, rung);
    add_sites(all, rung);
    return all;
  }

  void find_remarks() {
    for (const auto& table : card_.rows) {
      remarks_.emplace_back();
      for (const auto& rung : table.rungs) remarks_.back().push_back(remarks_of(table, rung));
    }
  }

  /// Whether every cell of the column that has a number says this; a stop says what it has to.
  bool holds_for_column(std::size_t column, const std::string& words) const {
    return std::all_of(remarks_.begin(), remarks_.end(), [&](const auto& row) {
      if (row.empty() || row[column].stops) return true;
      const auto& said = row[column].words;
      return std::find(said.begin(), said.end(), words) != said.end();
    });
  }

  /// The letter of these words in the legend.
  std::string mark(const std::string& words) {
    constexpr std::size_t letters = 26;
    auto& legend = sheet_.legend;
    for (const auto& line : legend)
      if (line.words == words) return line.letter;
    const auto n = legend.size();
    std::string letter(1 + n / letters, static_cast<char>('a' + n % letters));
    legend.push_back({letter, words});
    return letter;
  }

  /// What all figures below a head say is said in the head.
  void head_remarks(ColumnHead& head, std::size_t column) {
    for (const auto& row : remarks_) {
      if (row.empty() || row[column].stops) continue;
      for (const auto& words : row[column].words) {
        if (!holds_for_column(column, words)) continue;
        head.marks += mark(words);
        head.words += (head.words.empty() ? "" : "; ") + words;
      }
      return;
    }
  }

  /// The letters of what this cell says and its column does not.
  std::string cell_marks(std::size_t row, std::size_t column) {
    std::string marks;
    for (const auto& words : remarks_[row][column].words)
      if (remarks_[row][column].stops || !holds_for_column(column, words)) marks += mark(words);
    return marks;
  }

  std::string cell_words(std::size_t row, std::size_t column) const {
    return joined(remarks_[row][column].words, ", ");
  }

  // ---- The figures ----

  void heads() {
    sheet_.rung_unit = is_lozenge() ? "lozenges" : "mg/kg";
    if (is_lozenge()) sheet_.below_unit = "mg";
    for (std::size_t i = 0; i < columns(); ++i) {
      auto head = is_lozenge() ? lozenge_head(i) : dose_head(i);
      head_remarks(head, i);
      sheet_.rungs.push_back(std::move(head));
    }
  }

  ColumnHead dose_head(std::size_t column) const {
    const auto dose = dose_figure(card_.sample().rungs[column]);
    return {.head = dose, .below = {}, .full = dose + " mg/kg", .marks = {}, .words = {}};
  }

  /// As many lozenges as the plans of its column take.
  ColumnHead lozenge_head(std::size_t column) const {
    const auto& sample = card_.sample().rungs[column];
    const auto mass = amount(sample.cells.front().assessment.plan.target);
    ColumnHead head{
        .head = "-", .below = bare(mass), .full = in_words(mass), .marks = {}, .words = {}};
    for (const auto& row : card_.rows) {
      if (row.rungs.empty() || stops(row.rungs[column])) continue;
      const auto& plan = plan_of(row.rungs[column]);
      head.head = measured_figure(order_, plan);
      head.full = in_words(amount(plan.pieces->value())) + " (" + in_words(mass) + ')';
      break;
    }
    return head;
  }

  /// A block of what `number` makes of each rung. The marks of a dose stand at its volume, or at
  /// the dose when that is all there is.
  template <class Number>
  void block(std::string_view title, std::string_view unit, Number number) {
    const bool marked = sheet_.by_rung.size() == (has_volume() ? 1U : 0U);
    Block block{.title = std::string{title}, .unit = std::string{unit}, .rows = {}};
    for (std::size_t i = 0; i < card_.rows.size(); ++i) {
      auto& row = block.rows.emplace_back();
      for (std::size_t k = 0; k < card_.rows[i].rungs.size(); ++k) {
        const auto& rung = card_.rows[i].rungs[k];
        Figure figure;
        if (stops(rung) || marked) figure.marks = cell_marks(i, k);
        if (stops(rung))
          figure.words = cell_words(i, k);
        else
          figure.number = number(rung);
        row.push_back(std::move(figure));
      }
    }
    sheet_.by_rung.push_back(std::move(block));
  }

  /// The shares of an injection that needs more than one.
  std::string drawn(const Plan& plan) const {
    if (plan.injections < 2 || order_.site.empty()) return measured_figure(order_, plan);
    std::string words;
    for (int i = 0; i < plan.injections; ++i)
      words += (i == 0 ? "" : "+") + bare(amount(share(plan, i)));
    return words;
  }

  void doses() {
    if (is_lozenge()) {
      block("Dose", "mg/kg", [&](const Rung& rung) { return dose_figure(rung); });
      return;
    }
    block("Dose", "mg", [&](const Rung& rung) { return bare(amount(plan_of(rung).target)); });
    if (!has_volume()) return;
    block(order_.concentration ? "To infuse" : "To draw", "mL",
          [&](const Rung& rung) { return drawn(plan_of(rung)); });
  }

  // ---- The rates ----

  static std::string rate(const Cell& at) {
    return at.assessment.verdict() == Level::stop ? "" : dialled_figure(at.assessment.plan);
  }

  /// The rate at this duration that every dose has which may be given, or nothing when they differ:
  /// then some of them stop, or the rates are not alike.
  std::string one_rate(std::size_t duration) const {
    std::vector<std::string> all;
    for (const auto& row : card_.rows)
      for (const auto& rung : row.rungs) {
        if (stops(rung)) continue;
        const auto its = rate(rung.cells[duration]);
        all.push_back(its.empty() ? "stop" : its);
      }
    if (all.empty()) return {};
    const bool alike =
        std::count(all.begin(), all.end(), all.front()) == static_cast<std::ptrdiff_t>(all.size());
    return alike ? all.front() : "";
  }

  void rates() {
    const auto& cells = card_.sample().rungs.front().cells;
    if (!cells.front().over || !has_volume()) return;
    sheet_.rate_title = order_.drip_set ? "Drops" : "Rate";
    sheet_.rate_unit = order_.drip_set ? "gtt/min" : "mL/h";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto over = as_ordered(Exact<DurationDim>{*cells[i].over});
      sheet_.durations.push_back(
          {.head = over, .below = {}, .full = over, .marks = {}, .words = {}});
      if (const auto one = one_rate(i); !one.empty()) sheet_.rates.emplace_back(over, one);
    }
    if (sheet_.rates.size() == cells.size()) return;
    sheet_.rates.clear();
    if (cells.size() == 1)
      block(sheet_.rate_title, sheet_.rate_unit,
            [](const Rung& rung) { return rate(rung.cells.front()); });
    else
      by_duration();
  }

  /// The rates of the lowest dose.
  void by_duration() {
    sheet_.lowest = sheet_.rungs.front().head;
    Block block{.title = sheet_.rate_title, .unit = sheet_.rate_unit, .rows = {}};
    for (std::size_t i = 0; i < card_.rows.size(); ++i) {
      auto& row = block.rows.emplace_back();
      if (card_.rows[i].rungs.empty()) continue;
      for (const auto& at : card_.rows[i].rungs.front().cells) {
        const auto its = rate(at);
        row.push_back({.number = its.empty() ? "stop" : its, .marks = {}, .words = {}});
      }
    }
    sheet_.by_duration.push_back(std::move(block));
  }

  /// Why a number that stands on the card is not the nearest.
  void stars() {
    Row turns;
    for (const auto& table : card_.rows)
      for (std::size_t i = 0; i < table.rungs.size(); ++i)
        for (const auto& at : table.rungs[i].cells) {
          if (at.assessment.verdict() == Level::stop) continue;
          add_measured_turns(turns, at.assessment.plan, route_);
          const bool shown = i == 0 || sheet_.by_duration.empty();
          if (shown) add_dialled_turns(turns, at.assessment.plan, route_);
        }
    sheet_.stars = star_words(turns);
  }

  std::vector<std::string> hints() const {
    std::vector<std::string> all;
    if (const auto words = hint(card_.sample()); !words.empty()) all.emplace_back(words);
    if (!sheet_.by_duration.empty())
      all.push_back("For the rates of every dose, name the time: --over " +
                    joined_unit(sheet_.durations.front().head));
    return all;
  }

  /// As it is typed: "40min".
  static std::string joined_unit(std::string words) {
    words.erase(words.find(' '), 1);
    return words;
  }

  void weights() {
    for (std::size_t i = 0; i < card_.rows.size(); ++i) {
      const auto& table = card_.rows[i];
      WeightHead head{.kg = bare(amount(Exact<BodyWeightDim>{table.request.order.weight})),
                      .lb = pounds(card_.pounds[i]),
                      .marks = {},
                      .words = {}};
      for (const auto& finding : table.patient) {
        const auto words = std::string{name(finding.level)} + ": " + bound_words(finding);
        if (finding.level == Level::stop)
          head.words = words;
        else
          head.marks += mark(words);
      }
      sheet_.weights.push_back(std::move(head));
    }
  }

  const Card& card_;
  const Protocol& protocol_;
  const Order& order_;
  const Route& route_;
  Sheet sheet_{};
  std::vector<std::vector<Remarks>> remarks_;  ///< by row and column
};

}  // namespace

Sheet make_sheet(const Card& card, const Protocol& protocol) {
  return Writer{card, protocol}.write();
}

std::vector<LegendLine> legend_of_marks(const Sheet& sheet) {
  std::string marks;
  for (const auto& weight : sheet.weights) marks += weight.marks;
  for (const auto& blocks : {sheet.by_rung, sheet.by_duration})
    for (const auto& block : blocks)
      for (const auto& row : block.rows)
        for (const auto& figure : row)
          if (!figure.number.empty()) marks += figure.marks;
  std::vector<LegendLine> lines;
  for (const auto& line : sheet.legend)
    if (marks.find(line.letter) != std::string::npos) lines.push_back(line);
  return lines;
}

}  // namespace ketadose::program
