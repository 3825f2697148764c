// SPDX-License-Identifier: Apache-2.0
#include "files/protocol_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ketadose/published.hpp>
#include <type_traits>

#include "complaint.hpp"
#include "files/protocol_columns.hpp"
#include "files/protocol_keys.hpp"

namespace ketadose::program {
namespace {

std::string_view name_of(const Route& row) { return row.name; }
std::string_view name_of(const Site& row) { return row.name; }
std::string_view name_of(const Screening& row) { return row.code; }

/// A row of which nothing is known but its name.
Route blank(std::string_view name, As<Route> /*row*/) {
  return {.name = name,
          .title = {},
          .form = Form::infusion,
          .dose = Guardrail<WeightDose>::unset(),
          .ceilings = {},
          .ladder = {},
          .order_step = none,
          .dose_cap = Guardrail<DrugMass>::unset(),
          .duration = Guardrail<Duration>::unset(),
          .durations = {},
          .intensity = Guardrail<Intensity>::unset(),
          .standard_concentration = none,
          .concentration = Guardrail<Concentration>::unset(),
          .vials = {},
          .vials_source = {},
          .bag_volume = none,
          .volume_infused = Guardrail<Volume>::unset(),
          .pump_volume_step = none,
          .pump_rate_step = none,
          .pump_rate = Guardrail<Rate>::unset(),
          .drip_sets = {},
          .delivered_differs = Guardrail<Fraction>::unset(),
          .fraction = none,
          .hold_time = none,
          .then = {},
          .observe_during = none,
          .observe_after = none,
          .observe_until = none,
          .observe_past_end = none};
}
Site blank(std::string_view name, As<Site> /*row*/) {
  return {.name = name, .volume = Guardrail<Volume>::unset()};
}
Screening blank(std::string_view name, As<Screening> /*row*/) {
  return {.code = name, .aliases = {}, .level = Level::stop, .sentence = {}, .source = {}};
}

bool applies(unsigned forms, Form form) { return (forms >> static_cast<unsigned>(form) & 1U) != 0; }

// ---- A route ----

/// The first published route of a form, or null.
const Route* published_for(Form form) {
  const auto rows = published.routes;
  const auto at =
      std::find_if(rows.begin(), rows.end(), [form](const Route& row) { return row.form == form; });
  return at == rows.end() ? nullptr : &*at;
}

/// The form decides which other columns there are, so that a wrong one ends the reading.
class RouteReader {
 public:
  RouteReader(Section& in, Route& row)
      : in_{in}, row_{row}, then_{find_route(published, row.name)} {}

  void read() {
    each_key_of_route(row_, [this](std::string_view key, auto& column, unsigned forms) {
      this->column(key, column, forms);
    });
    in_.close();
    if (!lost_) check();
  }

 private:
  template <class Column>
  void column(std::string_view key, Column& column, unsigned forms) {
    auto& draft = in_.draft();
    const auto errors = draft.errors.size();
    const bool here = lost_ || applies(forms, row_.form);
    const auto* const entry = here && !lost_ ? in_.need(key) : in_.take(key);
    if (entry != nullptr && here)
      read_column(in_, *entry, column);
    else if (entry != nullptr && !is_none(entry->value))
      draft.fault(
          entry->at,
          fmt::format("{} does not apply to {} {}", key, row_.form == Form::lozenge ? "a" : "an",
                      form_words[static_cast<std::size_t>(row_.form)]),
          "leave it out");
    const bool failed = draft.errors.size() != errors;
    failed_ = failed_ || failed;
    if constexpr (std::is_same_v<Column, Form>) {
      lost_ = failed || wrong_form(entry);
      if (!lost_) look_up();
    }
    if (then_ != nullptr && !lost_ && (entry != nullptr || !here || !in_.whole()))
      hold_against(in_, key, column, *published_.find(key, column), whose_, failed);
  }

  /// Finds what the route is held against: a new one has no limits of its own yet, and would
  /// otherwise be held against nothing.
  void look_up() {
    if (then_ == nullptr || then_->form != row_.form) {
      then_ = published_for(row_.form);
      whose_ = fmt::format(" for {}s", form_words[static_cast<std::size_t>(row_.form)]);
    }
    if (then_ == nullptr) return;
    each_key_of_route(*then_, [this](std::string_view key, const auto& column, unsigned) {
      published_.add(key, column);
    });
  }

  /// Whether there is none, or another than the one inherited.
  bool wrong_form(const TomlEntry* entry) {
    if (entry == nullptr) return in_.whole();
    if (in_.whole() || row_.form == then_->form) return false;
    in_.draft().fault(entry->value.at, "the form of an inherited route cannot be changed",
                      "give the route of another form another name");
    return true;
  }

  /// A bound below alone lets any dose pass. After an error it may be the bound that is not read.
  bool is_bounded_above() const {
    return failed_ || row_.dose.stop_above || row_.dose.review_above || row_.dose_cap.stop_above ||
           row_.dose_cap.review_above;
  }

  void check_dose() {
    if (in_.whole() && (in_.find("dose") == nullptr || in_.find("dose_cap") == nullptr)) return;
    if (row_.dose.is_set() && is_bounded_above()) return;
    in_.draft().fault(in_.at("dose"),
                      fmt::format("{} has no bound {}on its dose", in_.path(),
                                  row_.dose.is_set() ? "above " : ""),
                      "write at least dose = { stop_above = \"...\", source = \"...\" }");
  }

  void check() {
    auto& draft = in_.draft();
    if (in_.find("title") != nullptr && is_none(in_.find("title")->value))
      draft.fault(in_.at("title"), "a route needs a title", "write it as it is shown: \"IM\"");
    check_dose();
    if (!row_.vials.empty() && row_.vials_source.empty() && in_.find("vials_source") != nullptr)
      draft.fault(in_.at("vials_source"), "vials have no source", "write the key of their source");
    fit(row_.ladder, "ladder", row_.dose);
    fit(row_.durations, "durations", row_.duration);
    fit(row_.standard_concentration, "standard_concentration", row_.concentration);
    if (row_.form == Form::infusion) {
      must_have(row_.bag_volume, "bag_volume");
      must_have(row_.pump_volume_step, "pump_volume_step");
      must_have(row_.pump_rate_step, "pump_rate_step");
    }
    if (row_.form == Form::lozenge) must_have(row_.fraction, "fraction");
  }

  template <class T>
  void must_have(const Bound<T>& column, std::string_view key) {
    if (!column && in_.find(key) != nullptr && is_none(in_.find(key)->value))
      in_.draft().fault(in_.at(key), fmt::format("{} cannot do without {}", in_.path(), key),
                        "write what the device can measure");
  }

  template <class T>
  static bool is_inside(const T& value, const Guardrail<T>& bounds) {
    return !(bounds.stop_below && value < *bounds.stop_below) &&
           !(bounds.stop_above && value > *bounds.stop_above);
  }

  void report_outside(Spot at, std::string_view key, const std::string& value) {
    in_.draft().fault(at, fmt::format("{} of {} lies outside the stop bounds", value, key),
                      "keep it inside them, or leave it out");
  }

  template <class T>
  void fit(const Bound<T>& column, std::string_view key, const Guardrail<T>& bounds) {
    if (column && !is_inside(*column, bounds)) report_outside(in_.at(key), key, words_of(*column));
  }

  /// What is written must lie inside the stop bounds; what is inherited loses the rest.
  template <class T>
  void fit(std::span<const T>& column, std::string_view key, const Guardrail<T>& bounds) {
    const auto* const entry = in_.find(key);
    if (entry != nullptr) {
      const auto& items = entry->value.items;
      for (std::size_t i = 0; i < column.size() && items.size() == column.size(); ++i)
        if (!is_inside(column[i], bounds)) report_outside(items[i].at, key, words_of(column[i]));
      return;
    }
    std::vector<T> inside;
    for (const auto& value : column)
      if (is_inside(value, bounds)) inside.push_back(value);
    if (inside.size() == column.size()) return;
    if (inside.empty())
      in_.draft().fault(in_.head(),
                        fmt::format("all of the inherited {} lies outside the stop bounds", key),
                        fmt::format("write {} = [...] inside them, or \"none\"", key));
    column = in_.draft().storage.keep(std::move(inside));
  }

  Section& in_;
  Route& row_;
  const Route* then_;
  std::string whose_;
  Columns published_;
  bool failed_ = false;
  bool lost_ = false;
};

void read_row(Section& in, Route& row) { RouteReader{in, row}.read(); }

// ---- A site, a condition, a medicine ----

/// The published site that takes the most.
const Site& loosest_site() {
  const auto sites = published.sites;
  return *std::max_element(sites.begin(), sites.end(), [](const Site& a, const Site& b) {
    return *a.volume.stop_above < *b.volume.stop_above;
  });
}

void read_row(Section& in, Site& row) {
  constexpr std::string_view key = "volume";
  auto& draft = in.draft();
  const auto errors = draft.errors.size();
  const auto* const entry = in.need(key);
  if (entry != nullptr) read_column(in, *entry, row.volume);
  in.close();
  const bool failed = draft.errors.size() != errors;
  if (entry != nullptr) {
    const auto* const then = find_site(published, row.name);
    hold_against(in, key, row.volume, (then == nullptr ? loosest_site() : *then).volume,
                 then == nullptr ? " for any site" : "", failed);
  }
  if (failed) return;
  if (!row.volume.review_above || !row.volume.stop_above)
    draft.fault(in.at(key), fmt::format("{} needs review_above and stop_above", in.path()),
                "write both: above the first it is divided, above the second not given");
}

std::string_view read_aliases(Draft& draft, const TomlEntry& entry) {
  const auto* const items = items_of(draft, entry, "[\"gravid\"]");
  if (items == nullptr) return {};
  constexpr Manner as{"", "gravid", "another word"};
  std::string words;
  for (const auto& item : *items) {
    const auto* const word = text_of(draft, item, entry.key, as);
    if (word == nullptr || !check_name(draft, *word, item.at)) continue;
    if (!words.empty()) words += ' ';
    words += *word;
  }
  return draft.storage.keep(std::move(words));
}

/// The sentence is all that a person is shown of a condition.
std::string_view read_sentence(Section& in, const TomlEntry& entry) {
  auto& draft = in.draft();
  const auto words = read_words(draft, entry, longest_text);
  if (!words.empty() && says_nothing(words))
    draft.fault(entry.value.at, fmt::format("{} has no sentence", in.path()),
                "write why, and what to do: \"Ask the prescriber before giving.\"");
  return words;
}

void read_row(Section& in, Screening& row) {
  auto& draft = in.draft();
  if (const auto* const entry = in.need("aliases")) row.aliases = read_aliases(draft, *entry);
  if (const auto* const entry = in.need("level")) read_column(in, *entry, row.level);
  if (const auto* const entry = in.need("sentence")) row.sentence = read_sentence(in, *entry);
  if (const auto* const entry = in.need("source")) row.source = read_source(draft, *entry);
  in.close();
}

// ---- Rows by their names ----

/// Rows keep their order; new ones come behind those that are inherited.
template <class Row>
class RowsReader {
 public:
  RowsReader(Section& in, const TomlEntry& entry, std::span<const Row> inherited)
      : in_{in}, entry_{entry}, rows_{inherited.begin(), inherited.end()} {}

  std::vector<Row> read() {
    auto& draft = in_.draft();
    if (is_none(entry_.value)) return {};
    const auto* const table =
        table_of(draft, entry_, fmt::format("[{}.NAME], a table for each", entry_.key));
    if (table == nullptr) return std::move(rows_);
    for (const auto& row : table->entries) read_one(row);
    if (rows_.size() > most_rows)
      draft.fault(entry_.at, fmt::format("there are {} {}", rows_.size(), entry_.key),
                  fmt::format("write at most {}", most_rows));
    return std::move(rows_);
  }

 private:
  void read_one(const TomlEntry& entry) {
    auto& draft = in_.draft();
    if (!check_name(draft, entry.key, entry.at)) return;
    const auto at = std::find_if(rows_.begin(), rows_.end(),
                                 [&entry](const Row& row) { return name_of(row) == entry.key; });
    const bool known = at != rows_.end();
    if (is_none(entry.value)) {
      if (known)
        rows_.erase(at);
      else
        report_absent(entry);
      return;
    }
    const auto* const table = table_of(draft, entry, fmt::format("[{}.{}]", entry_.key, entry.key));
    if (table == nullptr) return;
    auto row = known ? *at : blank(draft.storage.keep(entry.key), As<Row>{});
    Section section{draft, table, entry.at, fmt::format("{}.{}", entry_.key, entry.key), !known};
    read_row(section, row);
    if (known)
      *at = row;
    else
      rows_.push_back(row);
  }

  void report_absent(const TomlEntry& entry) {
    std::vector<std::string_view> names;
    for (const auto& row : rows_) names.push_back(name_of(row));
    auto guess = did_you_mean(entry.key, names);
    if (guess.empty()) guess = "leave it out";
    in_.draft().fault(entry.at, fmt::format("there is no {} to remove", in_quotes(entry.key)),
                      guess);
  }

  Section& in_;
  const TomlEntry& entry_;
  std::vector<Row> rows_;
};

template <class Row>
void read_named(Section& in, const TomlEntry& entry, std::span<const Row>& rows) {
  rows = in.draft().storage.keep(RowsReader<Row>{in, entry, rows}.read());
}

/// Reports a word that two rows, or one row twice, would answer to.
void check_words_once(Draft& draft, const TomlEntry& entry, std::span<const Screening> rows) {
  std::vector<std::pair<std::string_view, std::string_view>> words;  // the word, and its row
  for (const auto& row : rows) {
    words.emplace_back(row.code, row.code);
    Words aliases{row.aliases};
    for (auto alias = aliases.next(); !alias.empty(); alias = aliases.next())
      words.emplace_back(alias, row.code);
  }
  if (words.size() > most_words)
    draft.fault(entry.at, fmt::format("{} have {} codes and aliases", entry.key, words.size()),
                fmt::format("write at most {}", most_words));
  std::stable_sort(words.begin(), words.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto& [word, code] = words[i];
    if (word != words[i - 1].first) continue;
    const auto& other = words[i - 1].second;
    auto at = spot_of_word(entry, code, word);
    if (at == entry.at) at = spot_of_word(entry, other, word);
    draft.fault(at,
                code == other
                    ? fmt::format("{} stands twice", in_quotes(word))
                    : fmt::format("{} stands for {} and for {}", in_quotes(word), other, code),
                "keep it where it is meant");
  }
}

std::optional<Syringe> read_syringe(Draft& draft, const TomlNode& item) {
  const auto* const table = table_of(draft, "syringes", item, "[[syringes]], a table for each");
  if (table == nullptr) return {};
  Section row{draft, table, item.at, "syringes", true};
  const auto* const capacity = row.demand("capacity");
  const auto* const mark = row.demand("mark");
  const auto* const source = row.demand("source");
  row.close();
  if (capacity == nullptr || mark == nullptr || source == nullptr) return {};
  const auto key = read_source(draft, *source);
  const auto holds = read_quantity<Volume>(draft, capacity->key, capacity->value);
  const auto step = read_quantity<Volume>(draft, mark->key, mark->value);
  if (!holds || !step) return {};
  constexpr Unit<VolumeDim> nanolitre{"", 1};
  if (holds->in(nanolitre) % step->in(nanolitre) != 0)
    draft.fault(
        mark->value.at,
        fmt::format("{} is not a whole number of marks of {}", words_of(*holds), words_of(*step)),
        "write the smallest mark that is printed on it");
  return Syringe{*holds, *step, key};
}

}  // namespace

Spot spot_of_word(const TomlEntry& entry, std::string_view code, std::string_view word) {
  for (const auto& row : entry.value.entries) {
    if (row.key != code) continue;
    for (const auto& key : row.value.entries)
      for (const auto& item : key.value.items)
        if (item.text == word) return item.at;
    return row.at;
  }
  return entry.at;
}

void read_rows(Section& in, const TomlEntry& entry, std::span<const Route>& rows) {
  read_named(in, entry, rows);
}

void read_rows(Section& in, const TomlEntry& entry, std::span<const Site>& rows) {
  read_named(in, entry, rows);
}

void read_rows(Section& in, const TomlEntry& entry, std::span<const Screening>& rows) {
  read_named(in, entry, rows);
  check_words_once(in.draft(), entry, rows);
}

void read_rows(Section& in, const TomlEntry& entry, std::span<const Source>& rows) {
  auto& draft = in.draft();
  std::vector<Source> merged{rows.begin(), rows.end()};
  const auto* const table = is_none(entry.value) ? nullptr : table_of(draft, entry, "[sources]");
  if (is_none(entry.value)) merged.clear();
  for (const auto& row : table == nullptr ? std::vector<TomlEntry>{} : table->entries) {
    if (!check_name(draft, row.key, row.at)) continue;
    const auto at = std::find_if(merged.begin(), merged.end(),
                                 [&row](const Source& source) { return source.key == row.key; });
    if (is_none(row.value)) {
      if (at == merged.end())
        draft.fault(row.at, fmt::format("there is no {} to remove", in_quotes(row.key)),
                    "leave it out");
      else
        merged.erase(at);
      continue;
    }
    const Source source{draft.storage.keep(row.key), read_words(draft, row, longest_text)};
    if (at == merged.end())
      merged.push_back(source);
    else
      *at = source;
  }
  if (merged.size() > most_sources)
    draft.fault(entry.at, fmt::format("there are {} sources", merged.size()),
                fmt::format("write at most {}", most_sources));
  rows = draft.storage.keep(std::move(merged));
}

void read_rows(Section& in, const TomlEntry& entry, std::span<const Syringe>& rows) {
  auto& draft = in.draft();
  if (is_none(entry.value))
    draft.fault(entry.value.at, "there must be a syringe", "write [[syringes]], one for each");
  const auto* const items = items_of(draft, entry, "[{ capacity = \"1mL\", ... }]");
  if (items == nullptr) return;
  std::vector<Syringe> list;
  for (const auto& item : *items) {
    const auto syringe = read_syringe(draft, item);
    if (!syringe) continue;
    if (!list.empty() && syringe->capacity <= list.back().capacity)
      draft.fault(item.at, "the syringes do not ascend",
                  "write each capacity once, from small to large");
    list.push_back(*syringe);
  }
  rows = draft.storage.keep(std::move(list));
}

void read_patient(Section& in, Protocol& protocol) {
  Columns columns;
  each_key_of_patient(published, [&columns](std::string_view key, const auto& column) {
    columns.add(key, column);
  });
  each_key_of_patient(protocol, [&](std::string_view key, auto& column) {
    const auto errors = in.draft().errors.size();
    const auto* const entry = in.need(key);
    if (entry == nullptr) return;
    read_column(in, *entry, column);
    hold_against(in, key, column, *columns.find(key, column), {},
                 in.draft().errors.size() != errors);
  });
  in.close();
}

void read_care(Section& in, Protocol& protocol) {
  each_key_of_care(protocol, [&in](std::string_view key, auto& column) {
    if (const auto* const entry = in.need(key)) read_column(in, *entry, column);
  });
  in.close();
}

Protocol blank_protocol() {
  return {.name = {},
          .version = {},
          .approved_by = {},
          .approved_on = {},
          .routes = {},
          .sites = {},
          .syringes = {},
          .weight = Guardrail<BodyWeight>::unset(),
          .weight_change = Guardrail<Fraction>::unset(),
          .age = Guardrail<Years>::unset(),
          .body_mass_index = Guardrail<BodyMassIndex>::unset(),
          .body_mass_index_note = none,
          .systolic = Guardrail<Pressure>::unset(),
          .diastolic = Guardrail<Pressure>::unset(),
          .dosing_weight = DosingWeight::actual,
          .conditions = {},
          .medicines = {},
          .consent = {},
          .equipment = {},
          .observations = {},
          .discharge = {},
          .sources = {}};
}

}  // namespace ketadose::program
