// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "complaint.hpp"
#include "formats/columns.hpp"
#include "request.hpp"

/// Which columns come in and go out: settled once, before the first row.
namespace ketadose::program {

/// One column of the input, or one key of its objects.
struct InputColumn {
  std::string name;
  std::string cell;                ///< as it stood in the header
  const Spelling* part = nullptr;  ///< the part of an order that it holds; null: passed through
};

/// The name by which rows are told apart; it needs no `--keep`.
inline constexpr std::string_view row_name = "id";

/// What the command line says about columns, as lists of names.
struct Wishes {
  std::vector<std::string> keep;
  bool keep_all = false;
  std::vector<std::string> columns;
};

/// A run of neighbouring input columns.
struct InputRun {
  std::size_t first;
  std::size_t last;
};

/// One column of the answer, or all in one go.
struct AnswerColumn {
  Column first;
  Column last;
  ShortCell write;  ///< null for a column of texts and for all in one go
  TextCell append;
};
using OutputItem = std::variant<InputRun, AnswerColumn>;

struct Layout {
  std::vector<InputColumn> inputs;
  std::vector<OutputItem> outputs;
  bool needs_whole = false;  ///< whether an output column needs the whole assessment
};

/// The part of an order that a column of this name holds, or null.
const Spelling* find_spelling(std::string_view name);

/// A list as names: a record of CSV, so that a name with a comma can stand in quotes.
std::vector<std::string> names_in(std::string_view list);

/// What is wrong with the wishes whatever the input, or nothing.
std::optional<Complaint> refuse_wishes(const Wishes& wishes);

/// Why this name cannot be an input column, or nothing: it is no part of an order, not "id", and
/// not to be kept.
std::optional<Complaint> refuse_unknown(std::string_view name, const Wishes& wishes);

/// A name to keep that the header does not have, as a refusal.
std::optional<Complaint> refuse_keep(const Layout& layout, const Wishes& wishes);

/// Settles what each input column is and what goes out, or says why not.
std::optional<Complaint> lay_out(std::vector<InputColumn> inputs, const Wishes& wishes,
                                 Layout& layout);

}  // namespace ketadose::program
