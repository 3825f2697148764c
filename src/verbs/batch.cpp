// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "files/csv.hpp"
#include "output.hpp"
#include "verbs/batch_work.hpp"
#include "verbs/verbs.hpp"

namespace ketadose::program {
namespace {

/// An open file, or standard input, which stays open.
class Input {
 public:
  explicit Input(const std::string& name)
      : descriptor_{name.empty() || name == "-" ? STDIN_FILENO
                                                : ::open(name.c_str(), O_RDONLY | O_CLOEXEC)} {}
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() {
    if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

Complaint about(std::string_view code, std::string_view option, std::string_view text,
                std::string what, std::string remedy) {
  auto complaint = about_option(code, option, text, std::move(what), std::move(remedy));
  if (text.empty()) complaint.place = Place::absent;
  return complaint;
}

std::string file_name(const CommandLine& line) {
  return line.words.empty() ? std::string{} : line.words.front();
}

std::string source_name(const CommandLine& line) {
  const auto name = file_name(line);
  return name.empty() || name == "-" ? std::string{"standard input"} : in_quotes(name);
}

Complaint unreadable(const CommandLine& line, int error) {
  const auto name = file_name(line);
  const auto shown = source_name(line);
  auto complaint = about("word-unknown", "FILE", name,
                         shown + " cannot be read: " + std::generic_category().message(error),
                         "name a file of orders, or - for standard input");
  complaint.place = Place::word;
  complaint.in_stream = true;  // it is no option either
  return complaint;
}

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  for (const auto ending : endings)
    if (name.ends_with(ending)) return true;
  return false;
}

/// The names in the list that this option takes.
std::vector<std::string> names_of(const CommandLine& line, std::string_view option) {
  return line.has(option) ? names_in(line.value(option)) : std::vector<std::string>{};
}

/// What the command line says about formats, or why it cannot be.
std::optional<Complaint> choose_formats(const CommandLine& line, Batch& batch) {
  batch.json_in = line.has("input")
                      ? line.value("input") == "jsonl"
                      : ends_with_any(file_name(line), {".jsonl", ".ndjson", ".json"});
  batch.json_out = line.has("format") ? line.format != Format::csv : batch.json_in;
  if (batch.json_out && !batch.wishes.columns.empty())
    return about("not-applicable", "columns", line.value("columns"), "JSON has no columns",
                 "add --format csv, or leave it out");
  return refuse_wishes(batch.wishes);
}

Complaint empty_input(const CommandLine& line, const Batch& batch) {
  auto complaint = about("required-missing", "FILE", "", source_name(line) + " is empty",
                         batch.json_in ? "give one object a line"
                                       : "begin with a header, as id,weight,route,session,dose");
  complaint.in_stream = true;  // it is no option
  complaint.option.clear();
  return complaint;
}

/// Takes the header off the first chunk and settles the columns.
std::optional<Complaint> read_header(Batch& batch, Chunk& chunk) {
  const char* const begin = chunk.bytes.data();
  if (*begin == '{')
    return about("word-unknown", "input", "csv", "the header looks like JSON", "add --input jsonl");
  const auto record = next_record(begin, chunk.limit, 0, nullptr);
  if (record.fault != Fault::none) return complain(Damage{record.fault, 1});
  std::vector<std::string_view> cells(record.fields);
  next_record(begin, chunk.limit, cells.size(), cells.data());
  std::vector<InputColumn> inputs;
  std::string arena;
  arena.reserve(most_record);
  inputs.reserve(cells.size());
  for (const auto cell : cells)
    inputs.push_back({std::string{text_of(cell, arena)}, std::string{cell}, nullptr});
  const auto end_of_line = chunk.bytes.substr(record.bytes.size());
  batch.line_end = end_of_line.starts_with("\r\n") ? "\r\n" : "\n";
  chunk.bytes.remove_prefix(static_cast<std::size_t>(record.next - begin));
  chunk.first_line += record.lines;
  if (auto complaint = lay_out(std::move(inputs), batch.wishes, batch.layout)) return complaint;
  return refuse_keep(batch.layout, batch.wishes);
}

/// Objects written as CSV: the columns are those that were named, else the keys of the first line.
std::optional<Complaint> choose_columns(Batch& batch, const Chunk& chunk) {
  std::vector<InputColumn> inputs;
  const auto add = [&inputs](std::string_view name) {
    inputs.push_back({std::string{name}, {}, nullptr});
    append_cell(inputs.back().cell, name);
  };
  if (!batch.wishes.columns.empty()) {
    for (const auto& name : batch.wishes.columns)
      if (std::find(column_names.begin(), column_names.end(), name) == column_names.end())
        add(name);
    return lay_out(std::move(inputs), batch.wishes, batch.layout);
  }
  JsonReader reader;
  auto first = chunk.bytes.substr(0, chunk.bytes.find('\n'));
  if (first.ends_with('\r')) first.remove_suffix(1);
  if (const auto fault = reader.read(first); fault != Fault::none)
    return complain(Damage{.fault = fault, .line = 1, .key = reader.key_at_fault()});
  for (const auto& member : reader.members()) add(member.key);
  return lay_out(std::move(inputs), batch.wishes, batch.layout);
}

std::optional<Complaint> settle(Batch& batch, Chunk& chunk) {
  if (!batch.json_in) return read_header(batch, chunk);
  if (!batch.json_out) return choose_columns(batch, chunk);
  return {};
}

std::string header_of(const Batch& batch) {
  std::string header;
  if (batch.json_out) return header;
  const auto add = [&header](std::string_view cell) {
    if (!header.empty()) header += ',';
    header += cell;
  };
  for (const auto& item : batch.layout.outputs) {
    if (const auto* const answer = std::get_if<AnswerColumn>(&item)) {
      const auto last = static_cast<std::size_t>(answer->last);
      for (auto i = static_cast<std::size_t>(answer->first); i <= last; ++i) add(column_names[i]);
      continue;
    }
    const auto& run = std::get<InputRun>(item);
    for (auto i = run.first; i <= run.last; ++i) add(batch.layout.inputs[i].cell);
  }
  if (header.empty()) header = one_empty_cell;
  header += batch.line_end;
  return header;
}

/// The first that applies.
int exit_code(const Counts& counts) {
  if (counts.stop != 0) return exit_stop;
  if (counts.refused != 0) return exit_refused_rows;
  return counts.review != 0 ? exit_review : exit_ok;
}

}  // namespace

int run_batch(const CommandLine& line) {
  constexpr int most_jobs = 256;
  Batch batch{.protocol = line.rules(),
              .wishes = {names_of(line, "keep"), line.has("keep-all"), names_of(line, "columns")},
              .layout = {}};
  const auto formats = choose_formats(line, batch);
  const auto format = batch.json_out ? Format::json : Format::text;
  if (formats) return refuse(*formats, format);
  int threads = 1;
  if (const auto wrong = read_count(line, "jobs", 1, most_jobs, "a number of threads", threads))
    return refuse(*wrong, format);
  const Input input{file_name(line)};
  if (input.descriptor() < 0) return refuse(unreadable(line, errno), format);
  Stream stream{input.descriptor(),
                batch.json_in ? Stream::Cut{whole_lines} : Stream::Cut{CsvCut{}}};
  Chunk chunk;
  const bool any = stream.next(chunk);
  if (stream.error() != 0) return refuse(unreadable(line, stream.error()), format);
  if (!any) return refuse(empty_input(line, batch), format);
  if (const auto complaint = settle(batch, chunk)) return refuse(*complaint, format);
  write_all(STDOUT_FILENO, header_of(batch));
  Progress progress{line.has("quiet")};
  const auto counts = work(batch, stream, std::move(chunk), threads, progress);
  progress.end(counts);
  if (stream.error() != 0) return refuse(unreadable(line, stream.error()), format);
  return exit_code(counts);
}

}  // namespace ketadose::program
