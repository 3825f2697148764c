// SPDX-License-Identifier: Apache-2.0
#include "verbs/batch_layout.hpp"

#include <algorithm>

#include "files/csv.hpp"

namespace ketadose::program {
namespace {

Complaint about(std::string_view code, std::string_view column, std::string what,
                std::string remedy) {
  return {.code = code,
          .option = std::string{column},
          .text = std::string{column},
          .position = 0,
          .what = std::move(what),
          .remedy = std::move(remedy),
          .place = Place::word,
          .in_stream = true};
}

bool contains(std::span<const std::string> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_output(std::string_view name) {
  return std::find(column_names.begin(), column_names.end(), name) != column_names.end();
}

const InputColumn* find_input(std::span<const InputColumn> inputs, std::string_view name) {
  const auto found = std::find_if(inputs.begin(), inputs.end(),
                                  [name](const InputColumn& c) { return c.name == name; });
  return found == inputs.end() ? nullptr : &*found;
}

/// All names that an input column may have, for "did you mean".
std::vector<std::string_view> input_names() {
  std::vector<std::string_view> names{row_name};
  for (const auto& spelling : spellings()) names.push_back(spelling.column);
  return names;
}

Complaint clash(std::string_view name) {
  return about("option-repeated", name,
               "column " + in_quotes(name) + " is also a column of the answer",
               "give the column of the input another name");
}

/// Against the columns before it: the same name, or another form of the same part.
std::optional<Complaint> refuse_column(const InputColumn& column,
                                       std::span<const InputColumn> before) {
  if (is_output(column.name)) return clash(column.name);
  if (find_input(before, column.name) != nullptr)
    return about("option-repeated", column.name,
                 "column " + in_quotes(column.name) + " stands twice", "keep one of the two");
  if (column.part == nullptr) return {};
  for (const auto& other : before)
    if (other.part != nullptr && other.part->field == column.part->field)
      return about("contradicts", column.name,
                   "columns " + in_quotes(other.name) + " and " + in_quotes(column.name) +
                       " hold the same thing",
                   "keep the one that is meant");
  return {};
}

/// A name in a list of the command line that is no column.
Complaint no_such(std::string_view list, std::string_view name,
                  const std::vector<std::string_view>& all) {
  auto complaint = about("option-unknown", list, "there is no column " + in_quotes(name),
                         did_you_mean(name, all));
  complaint.text = std::string{name};
  complaint.place = Place::value;
  complaint.in_stream = false;
  if (complaint.remedy.empty()) complaint.remedy = "the columns are " + listed(all);
  return complaint;
}

std::vector<std::string_view> all_names(std::span<const InputColumn> inputs) {
  std::vector<std::string_view> names;
  for (const auto& input : inputs) names.emplace_back(input.name);
  names.insert(names.end(), column_names.begin(), column_names.end());
  return names;
}

void add_input(std::vector<OutputItem>& outputs, std::size_t i) {
  if (!outputs.empty())
    if (auto* const run = std::get_if<InputRun>(&outputs.back()); run && run->last + 1 == i) {
      run->last = i;
      return;
    }
  outputs.emplace_back(InputRun{i, i});
}

void add_output(Layout& layout, Column column) {
  const auto write = short_cell(column);
  layout.outputs.emplace_back(AnswerColumn{column, column, write, text_cell(column)});
  if (!write && column != Column::column) layout.needs_whole = true;
}

}  // namespace

const Spelling* find_spelling(std::string_view name) {
  for (const auto& spelling : spellings())
    if (spelling.column == name) return &spelling;
  return nullptr;
}

std::vector<std::string> names_in(std::string_view list) {
  const std::string line = std::string{list} + '\n';
  const char* const end = line.data() + list.size();
  const auto record = next_record(line.data(), end, 0, nullptr);
  if (record.fault != Fault::none) return {std::string{list}};
  std::vector<std::string_view> cells(record.fields);
  next_record(line.data(), end, cells.size(), cells.data());
  std::vector<std::string> names;
  for (const auto cell : cells) {
    std::string arena;
    arena.reserve(cell.size());
    names.emplace_back(text_of(cell, arena));
  }
  return names;
}

std::optional<Complaint> refuse_wishes(const Wishes& wishes) {
  for (const auto& name : wishes.keep)
    if (is_output(name)) return clash(name);
  for (std::size_t i = 0; i < wishes.columns.size(); ++i)
    if (contains(std::span{wishes.columns}.first(i), wishes.columns[i])) {
      auto complaint = no_such("columns", wishes.columns[i], {});
      complaint.code = "option-repeated";
      complaint.what = "column " + in_quotes(wishes.columns[i]) + " is named twice";
      complaint.remedy = "name each column once";
      return complaint;
    }
  return {};
}

std::optional<Complaint> refuse_unknown(std::string_view name, const Wishes& wishes) {
  if (name == row_name || find_spelling(name) != nullptr) return {};
  if (wishes.keep_all || contains(wishes.keep, name)) return {};
  if (is_output(name)) return clash(name);
  const auto guess = did_you_mean(name, input_names());
  const bool can_be_named =
      !name.empty() && escaped(name) == name && name.find_first_of(",\"") == std::string_view::npos;
  auto remedy = can_be_named ? "to pass it through, add " + option_with_value("keep", name)
                             : std::string{"to pass all columns through, add --keep-all"};
  if (!guess.empty()) remedy = guess + " (" + remedy + ")";
  return about("option-unknown", name, "there is no column " + in_quotes(name), std::move(remedy));
}

std::optional<Complaint> refuse_keep(const Layout& layout, const Wishes& wishes) {
  for (const auto& name : wishes.keep) {
    if (find_input(layout.inputs, name) != nullptr) continue;
    auto all = all_names(layout.inputs);
    all.resize(layout.inputs.size());
    return no_such("keep", name, all);
  }
  return {};
}

/// Of a header that is one unknown column, which another sign seems to part.
static void advise_commas(Complaint& complaint, std::string_view name) {
  const auto sign = name.find_first_of(";\t");
  if (sign == std::string_view::npos) return;
  complaint.remedy = "separate columns by commas, not by ";
  complaint.remedy += name[sign] == ';' ? "semicolons" : "tabs";
}

std::optional<Complaint> lay_out(std::vector<InputColumn> inputs, const Wishes& wishes,
                                 Layout& layout) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    inputs[i].part = find_spelling(inputs[i].name);
    if (auto complaint = refuse_column(inputs[i], std::span{inputs}.first(i))) return complaint;
    if (auto complaint = refuse_unknown(inputs[i].name, wishes)) {
      if (inputs.size() == 1) advise_commas(*complaint, inputs[i].name);
      return complaint;
    }
  }
  layout.inputs = std::move(inputs);
  for (const auto& name : wishes.columns) {
    const auto* const answer = std::find(column_names.begin(), column_names.end(), name);
    if (answer != column_names.end()) {
      add_output(layout, static_cast<Column>(answer - column_names.begin()));
      continue;
    }
    const auto* const input = find_input(layout.inputs, name);
    if (input == nullptr) return no_such("columns", name, all_names(layout.inputs));
    add_input(layout.outputs, static_cast<std::size_t>(input - layout.inputs.data()));
  }
  if (!wishes.columns.empty()) return {};
  for (std::size_t i = 0; i < layout.inputs.size(); ++i) add_input(layout.outputs, i);
  layout.outputs.emplace_back(AnswerColumn{Column{}, Column::rules, {}, answer_cells()});
  layout.needs_whole = true;
  return {};
}

}  // namespace ketadose::program
