// SPDX-License-Identifier: Apache-2.0
#include "verbs/batch_rows.hpp"

#include <algorithm>
#include <bit>

#include "files/csv.hpp"
#include "formats/json.hpp"

namespace ketadose::program {
namespace {

/// The plain names of all parts of an order.
std::array<std::string_view, field_count> plain_names() {
  std::array<std::string_view, field_count> names;
  for (std::size_t i = 0; i < field_count; ++i) names[i] = spellings()[i].column;
  return names;
}

/// The cells of one record: those of JSON grow by a comma, two quotes and what is doubled.
constexpr std::size_t longest_cells = 4 * most_record;

}  // namespace

Counts& Counts::operator+=(const Counts& more) {
  ok += more.ok;
  review += more.review;
  stop += more.stop;
  refused += more.refused;
  return *this;
}

RowWriter::RowWriter(const Batch& batch)
    : names{plain_names()},
      batch_{batch},
      row_room_{longest_cells + room_for_short_cells},
      head_{check_head(batch.protocol)},
      rules_{rules_cell(batch.protocol)},
      no_cells_(batch.layout.inputs.size()),
      request_{.order = {.weight = unit::kg(0), .route = {}, .session = 0}, .route = nullptr} {
  for (const auto& input : batch.layout.inputs) {
    keys_.emplace_back(keys_.empty() ? "{" : ",");
    append_json_string(keys_.back(), input.name);
    keys_.back() += ':';
  }
  arena_.reserve(most_record);
}

/// A run of input cells and the commas between them.
char* write_inputs(char* to, const InputRun& run, const RowCells& cells) {
  const auto& first = cells.cells[run.first];
  const auto& last = cells.cells[run.last];
  if (cells.adjoining) return Buffer::put(to, {first.data(), last.data() + last.size()});
  for (auto i = run.first; i <= run.last; ++i) {
    if (i != run.first) *to++ = ',';
    to = Buffer::put(to, cells.cells[i]);
  }
  return to;
}

std::string_view RowWriter::object_of(const RowCells& cells) {
  if (!cells.object.empty()) return cells.object;
  object_.clear();
  arena_.clear();
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    object_ += keys_[i];
    append_json_string(object_, text_of(cells.cells[i], arena_));
  }
  return object_ += '}';
}

/// A row of CSV: `write(to, answer)` writes cells of the answer and returns their end.
template <class Write>
void RowWriter::append_row(const RowCells& cells, Write write) {
  const auto start = out.size();
  char* to = out.room(row_room_);
  for (const auto& item : batch_.layout.outputs) {
    const auto* const answer = std::get_if<AnswerColumn>(&item);
    to = answer != nullptr ? write(to, *answer) : write_inputs(to, std::get<InputRun>(item), cells);
    *to++ = ',';
  }
  out.end_at(--to);  // the line end takes the place of the last comma
  if (out.size() == start) to = Buffer::put(to, one_empty_cell);
  for (const char c : batch_.line_end) *to++ = c;
  out.end_at(to);
}

/// Cells that `append` appends to the output itself.
template <class Append>
char* RowWriter::write_texts(char* to, Append append) {
  out.end_at(to);
  append();
  return out.room(row_room_);
}

void RowWriter::count(Level verdict) {
  if (verdict == Level::stop)
    ++counts.stop;
  else if (verdict == Level::review)
    ++counts.review;
  else
    ++counts.ok;
}

void RowWriter::judge_row(const RowCells& cells) {
  const auto& protocol = batch_.protocol;
  request_.route = nullptr;
  if (const auto refusal = read_request(texts, protocol, Purpose::check, request_, recall_.get())) {
    const auto column = names[static_cast<std::size_t>(refusal->field)];
    const Context context{.route = request_.route, .purpose = Purpose::check, .in_stream = true};
    return refuse_row(complain(*refusal, texts.has(refusal->field) ? texts[refusal->field] : "",
                               column, protocol, context),
                      cells);
  }
  const auto& order = request_.order;
  const auto& route = *request_.route;
  if (batch_.json_out) return judge_object(cells);
  if (batch_.layout.needs_whole)
    return judge_whole(order, route, protocol, [&]<class Int>(const BasicAssessment<Int>& a) {
      const Judged<Int> judged{request_, protocol, a, rules_};
      const auto row = answer_of(order, a);
      count(row.verdict);
      append_row(cells, [&](char* to, const AnswerColumn& answer) {
        if (answer.write) return answer.write(to, row);
        return write_texts(to, [&] { answer.append(out, judged); });
      });
    });
  judge_alone(order, route, protocol, [&]<class Int>(const BasicJudgement<Int>& j) {
    const RowAnswer<Int> row{order, j.plan, j.verdict, j.unchecked};
    count(row.verdict);
    append_row(cells, [&](char* to, const AnswerColumn& answer) {
      return answer.write ? answer.write(to, row) : to;
    });
  });
}

void RowWriter::judge_object(const RowCells& cells) {
  const auto& protocol = batch_.protocol;
  const auto& order = request_.order;
  auto assessment = judge(order, *request_.route, protocol);
  const Level verdict = assessment.verdict();
  count(verdict);
  if (verdict != Level::ok) explain(order, *request_.route, protocol, assessment);
  append_check(out, head_, texts, object_of(cells), request_, protocol, assessment);
  out.append('\n');
}

void RowWriter::refuse_row(const Complaint& complaint, const RowCells& cells) {
  ++counts.refused;
  if (batch_.json_out) {
    append_refusal(out, complaint, object_of(cells));
    return out.append('\n');
  }
  append_row(cells, [&](char* to, const AnswerColumn& answer) {
    return write_texts(to,
                       [&] { append_refused(out, answer.first, answer.last, complaint, rules_); });
  });
}

void RowWriter::refuse_record(const Damage& damage) {
  refuse_row(complain(damage), {.cells = no_cells_.data(), .object = "{}"});
}

// ---- CSV ----

CsvRows::CsvRows(const Batch& batch) : cells_(batch.layout.inputs.size()), names_{plain_names()} {
  for (std::size_t i = 0; i < batch.layout.inputs.size(); ++i) {
    const auto& input = batch.layout.inputs[i];
    if (input.part == nullptr) continue;
    const auto field = static_cast<std::uint8_t>(input.part->field);
    parts_.push_back(
        {.cell = static_cast<std::uint32_t>(i), .field = field, .reading = input.part->reading});
    names_[field] = input.name;
  }
  arena_.reserve(most_record + recalled_bytes);
}

/// Cells without quotes are texts as they are; an empty one was not given.
void CsvRows::take_texts(Texts& texts) {
  std::uint32_t given = 0;
  for (const auto& part : parts_) {
    // In parts, as it was just written: one load of both would wait until they are in the cache.
    const char* const start = cells_[part.cell].data();
    const auto size = cells_[part.cell].size();
    texts.text[part.field] = {start, size};
    given |= std::uint32_t{size != 0} << part.field;
  }
  texts.given = given;
}

void CsvRows::take_quoted_texts(Texts& texts) {
  arena_.clear();
  take_texts(texts);
  for (const auto& part : parts_) {
    texts.text[part.field] = text_of(cells_[part.cell], arena_);
    if (texts.text[part.field].empty()) texts.given &= ~(std::uint32_t{1} << part.field);
  }
  arena_.append(recalled_bytes, '\0');
}

void CsvRows::read(const Chunk& chunk, RowWriter& writer, const std::function<void()>& full) {
  CsvReader reader{chunk.bytes, chunk.limit};
  auto line = chunk.first_line;
  writer.names = names_;
  for (const auto& part : parts_) writer.texts.reading[part.field] = part.reading;
  const RowCells row{.cells = cells_.data(), .adjoining = true};
  while (!reader.done()) {
    if (reader.next_plain(cells_.size(), cells_.data())) {
      take_texts(writer.texts);
      writer.judge_row(row);
      ++line;
    } else {
      const auto record = reader.next(cells_.size(), cells_.data());
      if (record.fault == Fault::blank_line && chunk.last && reader.done()) return;
      if (record.fault == Fault::none) {
        take_quoted_texts(writer.texts);
        writer.judge_row(row);
      } else {
        writer.refuse_record({record.fault, line, record.fields, cells_.size()});
      }
      line += record.lines;
    }
    if (writer.out.size() > most_output) full();
  }
}

// ---- JSON Lines ----

JsonRows::JsonRows(const Batch& batch) : batch_{batch}, cells_(batch.layout.inputs.size()) {
  const auto add = [this](std::string_view name, std::size_t cell) {
    for (const auto& known : known_)
      if (known.name == name) return;
    known_.push_back({std::string{name}, find_spelling(name), cell, 0, 0});
  };
  for (std::size_t i = 0; i < batch.layout.inputs.size(); ++i) add(batch.layout.inputs[i].name, i);
  add(row_name, no_cell);
  for (const auto& name : batch.wishes.keep) add(name, no_cell);
  for (const auto& spelling : spellings()) add(spelling.column, no_cell);
  arena_.reserve(longest_cells);
}

/// Keys mostly come in the order in which they came before.
JsonRows::Known* JsonRows::find(std::string_view key) {
  auto& guess = known_[known_[last_].follows];
  if (guess.name == key) {
    last_ = known_[last_].follows;
    return &guess;
  }
  for (std::size_t i = 0; i < known_.size(); ++i)
    if (known_[i].name == key) {
      known_[last_].follows = i;
      last_ = i;
      return &known_[i];
    }
  return nullptr;
}

void JsonRows::complain_once(Complaint complaint) {
  if (!complaint_) complaint_ = std::move(complaint);
}

/// A key with a value that no column of the output can take.
static Complaint no_column(std::string_view key) {
  return {.code = "fields-mismatch",
          .option = std::string{key},
          .text = {},
          .position = 0,
          .what = "key " + in_quotes(key) + " has no column: the first line does not have it",
          .remedy = "name the columns with --columns",
          .place = Place::word,
          .in_stream = true};
}

/// Two keys for one part of an order.
static Complaint same_thing(std::string_view earlier, const std::string& key) {
  return {.code = "contradicts",
          .option = key,
          .text = {},
          .position = 0,
          .what = "keys " + in_quotes(earlier) + " and " + in_quotes(key) + " hold the same thing",
          .remedy = "keep the one that is meant",
          .place = Place::word,
          .in_stream = true};
}

void JsonRows::take_unknown(const JsonMember& member) {
  unknown_.push_back(member.key);
  if (auto complaint = refuse_unknown(member.key, batch_.wishes))
    complain_once(std::move(*complaint));
  else if (!batch_.json_out)
    take_cell(member, no_cell);
}

bool JsonRows::repeats_unknown() {
  std::sort(unknown_.begin(), unknown_.end());
  const auto twice = std::adjacent_find(unknown_.begin(), unknown_.end());
  if (twice == unknown_.end()) return false;
  repeated_ = *twice;
  return true;
}

/// The member as a cell of CSV.
void JsonRows::take_cell(const JsonMember& member, std::size_t cell) {
  if (cell != no_cell) {
    const auto start = arena_.size();
    append_cell(arena_, member.text);
    cells_[cell] = std::string_view{arena_}.substr(start);
  } else if (batch_.wishes.columns.empty() && !member.text.empty()) {
    complain_once(no_column(member.key));
  }
}

void JsonRows::take(const JsonMember& member, Known& known, RowWriter& writer) {
  if (!batch_.json_out) take_cell(member, known.cell);
  if (known.part == nullptr || member.text.empty()) return;
  const auto field = known.part->field;
  auto& name = writer.names[static_cast<std::size_t>(field)];
  if (writer.texts.has(field)) complain_once(same_thing(name, known.name));
  name = known.name;
  writer.texts.set(field, member.text, known.part->reading);
}

Fault JsonRows::take_members(RowWriter& writer) {
  ++row_;
  last_ = 0;
  unknown_.clear();
  arena_.clear();
  complaint_.reset();
  std::fill(cells_.begin(), cells_.end(), std::string_view{});
  for (auto left = writer.texts.given; left != 0; left &= left - 1) {
    const auto field = static_cast<std::size_t>(std::countr_zero(left));
    writer.names[field] = spellings()[field].column;
  }
  writer.texts.given = 0;
  for (const auto& member : reader_.members()) {
    auto* const known = find(member.key);
    if (known == nullptr) {
      take_unknown(member);
    } else {
      repeated_ = member.key;
      if (known->row == row_) return Fault::key_repeated;
      known->row = row_;
      take(member, *known, writer);
    }
  }
  return repeats_unknown() ? Fault::key_repeated : Fault::none;
}

void JsonRows::read_line(std::string_view line, std::size_t number, RowWriter& writer) {
  auto fault = reader_.read(line);
  if (fault == Fault::none) fault = take_members(writer);
  if (fault != Fault::none)
    return writer.refuse_record(
        {.fault = fault,
         .line = number,
         .key = fault == Fault::key_repeated ? repeated_ : reader_.key_at_fault()});
  const RowCells cells{.cells = cells_.data(), .object = line};
  if (complaint_)
    writer.refuse_row(*complaint_, cells);
  else
    writer.judge_row(cells);
}

void JsonRows::read(const Chunk& chunk, RowWriter& writer, const std::function<void()>& full) {
  auto rest = chunk.bytes;
  for (auto line = chunk.first_line; !rest.empty(); ++line) {
    const auto feed = rest.find('\n');
    auto text = rest.substr(0, feed);
    rest = feed == std::string_view::npos ? std::string_view{} : rest.substr(feed + 1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty() && rest.empty() && chunk.last) return;
    read_line(text, line, writer);
    if (writer.out.size() > most_output) full();
  }
}

}  // namespace ketadose::program
