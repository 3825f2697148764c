// SPDX-License-Identifier: Apache-2.0
#include "json.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "files/bytes.hpp"
#include "verbs/table.hpp"
#include "words.hpp"

namespace ketadose::program {
namespace {

using ketadose::detail::Case;
using ketadose::detail::wide;

// ---- Strings ----

/// Whether a byte does not stand in a JSON string as it is, or is not ASCII.
constexpr auto special = [](auto byte) {
  return (byte < 0x20) | (byte == 0x7f) | (byte == '"') | (byte == '\\');
};

bool is_plain(std::string_view text) { return !any_byte(text, special); }

/// The first bytes of UTF-8 characters that are longer than one byte, and what their second may be.
struct Lead {
  unsigned char first;
  unsigned char last;
  unsigned char length;
  unsigned char second_first;
  unsigned char second_last;
};
constexpr std::array leads{
    Lead{0xC2, 0xDF, 2, 0x80, 0xBF}, Lead{0xE0, 0xE0, 3, 0xA0, 0xBF},
    Lead{0xE1, 0xEC, 3, 0x80, 0xBF}, Lead{0xED, 0xED, 3, 0x80, 0x9F},
    Lead{0xEE, 0xEF, 3, 0x80, 0xBF}, Lead{0xF0, 0xF0, 4, 0x90, 0xBF},
    Lead{0xF1, 0xF3, 4, 0x80, 0xBF}, Lead{0xF4, 0xF4, 4, 0x80, 0x8F},
};

/// Bytes of the UTF-8 character outside ASCII that `text` begins with; 0 when it is none.
std::size_t long_character(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (const auto& lead : leads) {
    if (byte(0) < lead.first || byte(0) > lead.last) continue;
    if (text.size() < lead.length) return 0;
    if (byte(1) < lead.second_first || byte(1) > lead.second_last) return 0;
    for (std::size_t i = 2; i < lead.length; ++i)
      if ((byte(i) & 0xC0U) != 0x80) return 0;
    return lead.length;
  }
  return 0;
}

char* write_escaped(char* to, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  switch (c) {
    case '"':
      return Buffer::put(to, "\\\"");
    case '\\':
      return Buffer::put(to, "\\\\");
    case '\n':
      return Buffer::put(to, "\\n");
    case '\r':
      return Buffer::put(to, "\\r");
    case '\t':
      return Buffer::put(to, "\\t");
    default:
      to = Buffer::put(to, "\\u00");
      *to++ = hex[byte >> 4U];
      *to++ = hex[byte & 15U];
      return to;
  }
}

/// Writes the character that `text` begins with, and takes it off.
char* write_character(char* to, std::string_view& text) {
  if (!special(static_cast<signed char>(text.front()))) {
    *to = text.front();
    text.remove_prefix(1);
    return to + 1;
  }
  const auto ascii = static_cast<unsigned char>(text.front()) < 0x80;
  const auto length = ascii ? 1 : long_character(text);
  const auto character = text.substr(0, length);
  text.remove_prefix(std::max<std::size_t>(length, 1));
  if (length == 0) return Buffer::put(to, "\\ufffd");
  return ascii ? write_escaped(to, character.front()) : Buffer::put(to, character);
}

/// Room for `text` as a JSON string: no byte grows to more than six.
std::size_t most_json_string(std::string_view text) { return 6 * text.size() + 2; }

char* write_json_string(char* to, std::string_view text) {
  *to++ = '"';
  if (is_plain(text))
    to = Buffer::put(to, text);
  else
    while (!text.empty()) to = write_character(to, text);
  *to++ = '"';
  return to;
}

// ---- Members: a key and its value ----

/// A comma, unless nothing stands in the object or list yet.
void separate(Buffer& out) {
  if (out.back() != '{' && out.back() != '[') out.append(',');
}

/// A key as it is written: `"key":` made when the program is compiled. An order stream appends
/// keys by the hundred million, so it is copied whole, which takes two moves and no loop.
class Key {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a literal stands where a key does
  consteval Key(const char* name) {
    text_[size_++] = '"';
    for (; *name != '\0'; ++name) text_[size_++] = *name;
    text_[size_++] = '"';
    text_[size_++] = ':';
  }
  /// Writes it behind what stands before `to`: with a comma, unless that opens an object.
  [[gnu::always_inline]] char* write(char* to) const {
    *to = ',';
    to += static_cast<std::ptrdiff_t>(to[-1] != '{');
    std::memcpy(to, text_.data(), text_.size());
    return to + size_;
  }

 private:
  std::array<char, 32> text_{};
  std::size_t size_ = 0;
};

/// Room for a key and its comma.
constexpr std::size_t most_key = sizeof(Key);

// Inline, so that the compiler knows the key.
[[gnu::always_inline]] inline void append_key(Buffer& out, const Key& key) {
  out.end_at(key.write(out.room(most_key)));
}

[[gnu::always_inline]] inline void open(Buffer& out, const Key& key, char bracket) {
  char* const to = key.write(out.room(most_key + 1));
  *to = bracket;
  out.end_at(to + 1);
}

[[gnu::always_inline]] inline void open_object(Buffer& out, const Key& key) { open(out, key, '{'); }

[[gnu::always_inline]] inline void open_list(Buffer& out, const Key& key) { open(out, key, '['); }

void append_string(Buffer& out, std::string_view text) {
  out.end_at(write_json_string(out.room(most_json_string(text)), text));
}

[[gnu::always_inline]] inline void append_text(Buffer& out, const Key& key, std::string_view text) {
  append_key(out, key);
  append_string(out, text);
}

/// One of the program's own words, which need no escape.
char* write_word(char* to, std::string_view word) {
  *to = '"';
  to = Buffer::put(to + 1, word);
  *to = '"';
  return to + 1;
}

void append_word(Buffer& out, std::string_view word) {
  out.end_at(write_word(out.room(word.size() + 2), word));
}

[[gnu::always_inline]] inline void append_word(Buffer& out, const Key& key, std::string_view word) {
  out.end_at(write_word(key.write(out.room(most_key + word.size() + 2)), word));
}

// Inline, so that the measure is known where it is called.
[[gnu::always_inline]] inline void append_number(Buffer& out, const Amount& value) {
  out.end_at(write_number(out.room(longest_number), value));
}

[[gnu::always_inline]] inline void append_value(Buffer& out, const Key& key, const Amount& value) {
  char* const to = key.write(out.room(most_key + longest_number));
  out.end_at(write_number(to, value));
}

template <class Dim>
[[gnu::always_inline]] inline void append_quantity(Buffer& out, const Key& key,
                                                   Quantity<Dim> value) {
  append_value(out, key, amount(Exact<Dim>{value}));
}

template <class P>
[[gnu::always_inline]] inline void append_rounded(Buffer& out, const Key& key,
                                                  const std::optional<P>& value) {
  if (value) append_value(out, key, amount(value->value()));
}

void append_item(Buffer& out, std::string_view text) {
  separate(out);
  append_string(out, text);
}

// ---- What every answer begins with ----

void append_head(Buffer& out, std::string_view schema, const Protocol& protocol) {
  out.append('{');
  append_word(out, "schema", schema);
  append_word(out, "program", KETADOSE_VERSION);
  open_object(out, "protocol");
  append_text(out, "name", protocol.name);
  append_text(out, "version", protocol.version);
  if (!protocol.approved_by.empty()) append_text(out, "approved_by", protocol.approved_by);
  if (!protocol.approved_on.empty()) append_text(out, "approved_on", protocol.approved_on);
  out.append('}');
}

void append_order(Buffer& out, const Texts& texts) {
  open_object(out, "order");
  for (auto left = texts.given; left != 0; left &= left - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(left));
    const auto field = static_cast<Field>(i);
    separate(out);
    append_word(out, spellings()[i].column);
    out.append(':');
    if (field == Field::session || field == Field::age)
      out.append(texts.text[i]);  // it was read as a whole number, so it is one
    else
      append_string(out, texts.text[i]);
  }
  out.append('}');
}

void append_weights(Buffer& out, BodyWeight actual, BodyWeight dosing) {
  append_quantity(out, "weight_kg", actual);
  append_quantity(out, "dosing_weight_kg", dosing);
}

void append_mass(Buffer& out, const Key& key, const Exact<DrugMassDim>& mass, const Case& c) {
  open_object(out, key);
  append_value(out, "mg", amount(mass));
  append_value(out, "mg_per_kg", amount(per_kilogram(mass, c.plan.dosing_weight)));
  if (c.plan.dosing_weight != c.order.weight)
    append_value(out, "mg_per_kg_actual", amount(per_kilogram(mass, c.order.weight)));
  out.append('}');
}

// ---- The plan ----

void append_prepare(Buffer& out, const Plan& p) {
  if (!p.infusate) return;
  open_object(out, "prepare");
  if (p.draw) {
    append_quantity(out, "syringe_ml", p.syringe->capacity);
    append_rounded(out, "draw_ml", p.draw);
    append_value(out, "diluent_ml", amount(*p.diluent));
  }
  if (p.fill_syringe != nullptr) append_quantity(out, "fill_syringe_ml", p.fill_syringe->capacity);
  append_value(out, "infusate_mg_per_ml", amount(*p.infusate));
  out.append('}');
}

bool is_infused(const Plan& p) { return p.vtbi || p.lasts; }

/// What is to be dialled and what it gives, without the braces.
void append_infuse(Buffer& out, const Plan& p) {
  append_rounded(out, "vtbi_ml", p.vtbi);
  append_rounded(out, "rate_ml_per_h", p.rate);
  append_rounded(out, "drops_per_min", p.drops);
  if (!p.lasts) return;
  const auto by_weight = intensity(p);
  append_value(out, "minutes", amount(*p.lasts));
  append_value(out, "mg_per_min", amount(mass_rate(p)));
  append_value(out, "mcg_per_kg_per_min", per_minute(by_weight));
  append_value(out, "mg_per_kg_per_h", amount(by_weight));
}

void append_shares(Buffer& out, const Plan& p) {
  open_list(out, "each_ml");
  for (int i = 0; i < p.injections; ++i) {
    separate(out);
    append_number(out, amount(share(p, i)));
  }
  out.append(']');
}

void append_sites(Buffer& out, const Plan& p, const Protocol& protocol) {
  open_list(out, "sites");
  for (std::size_t i = 0; i < protocol.sites.size(); ++i)
    if ((p.sites >> i & 1U) != 0) append_item(out, protocol.sites[i].name);
  out.append(']');
}

void append_inject(Buffer& out, const Case& c) {
  if (!c.plan.draw) return;
  open_object(out, "inject");
  append_rounded(out, "draw_ml", c.plan.draw);
  append_quantity(out, "syringe_ml", c.plan.syringe->capacity);
  if (c.order.site.empty()) {
    append_sites(out, c.plan, c.protocol);
  } else {
    append_shares(out, c.plan);
    append_text(out, "site", c.plan.site->name);
  }
  out.append('}');
}

void append_take(Buffer& out, const Case& c) {
  if (!c.plan.pieces) return;
  open_object(out, "take");
  append_rounded(out, "pieces", c.plan.pieces);
  append_quantity(out, "strength_mg", *c.order.lozenge);
  if (c.route.hold_time) append_quantity(out, "hold_min", *c.route.hold_time);
  if (!c.route.then.empty()) append_text(out, "then", c.route.then);
  out.append('}');
}

void append_waste(Buffer& out, const Plan& p) {
  if (!p.waste) return;
  open_object(out, "waste");
  append_value(out, "vials", {Measure::nothing, p.waste->vials, 1});
  append_value(out, "left_ml", amount(p.waste->left));
  append_value(out, "left_mg", amount(p.waste->left_mass));
  out.append('}');
}

void append_delivered(Buffer& out, const Case& c) {
  if (c.plan.delivered) append_mass(out, "delivered", *c.plan.delivered, c);
}

// ---- Numbers that a bound turned: bits in the order of `turned_keys` ----

constexpr std::array<std::string_view, 5> turned_keys{"draw_ml", "vtbi_ml", "rate_ml_per_h",
                                                      "drops_per_min", "pieces"};
constexpr unsigned turned_by_time = 1U << 2U | 1U << 3U;

template <class P>
bool is_turned(const std::optional<Rounded<P>>& number) {
  return number && number->turned != Turn::not_turned;
}

unsigned turned(const Plan& p) {
  const std::array is{is_turned(p.draw), is_turned(p.vtbi), is_turned(p.rate), is_turned(p.drops),
                      is_turned(p.pieces)};
  unsigned bits = 0;
  for (unsigned i = 0; i < is.size(); ++i) bits |= static_cast<unsigned>(is[i]) << i;
  return bits;
}

void append_turned(Buffer& out, unsigned bits) {
  if (bits == 0) return;
  open_list(out, "turned");
  for (unsigned i = 0; i < turned_keys.size(); ++i)
    if ((bits >> i & 1U) != 0) append_item(out, turned_keys[i]);
  out.append(']');
}

/// From "prepare" to "turned".
void append_plan(Buffer& out, const Case& c) {
  switch (c.route.form) {
    case Form::infusion:
      append_prepare(out, c.plan);
      if (!is_infused(c.plan)) break;
      open_object(out, "infuse");
      append_infuse(out, c.plan);
      out.append('}');
      break;
    case Form::injection:
      append_inject(out, c);
      break;
    case Form::lozenge:
      append_take(out, c);
      break;
  }
  append_waste(out, c.plan);
  append_delivered(out, c);
  append_turned(out, turned(c.plan));
}

// ---- Claims, findings, what was not checked ----

Key claim_key(Field claim) {
  if (claim == Field::draw) return "draw_ml";
  if (claim == Field::rate) return "rate_ml_per_h";
  if (claim == Field::volume) return "vtbi_ml";
  if (claim == Field::drops) return "drops_per_min";
  return "pieces";
}

void append_claims(Buffer& out, const Case& c) {
  if (!ketadose::detail::has_claims(c.order)) return;
  open_object(out, "claims");
  ketadose::detail::for_each_claim(c,
                                   [&out](Field field, const auto& claimed, const auto& planned) {
                                     open_object(out, claim_key(field));
                                     append_value(out, "claimed", amount(claimed));
                                     append_rounded(out, "planned", planned);
                                     out.append('}');
                                   });
  out.append('}');
}

/// One number of a blood pressure; a bound that does not have it shows "-".
char* write_part(char* to, ketadose::detail::wide part) {
  if (part != 0) return write_number(to, Amount{Measure::nothing, part, 1});
  *to = '-';
  return to + 1;
}

/// A blood pressure is a text: "150/95".
void append_pressure(Buffer& out, const Amount& a) {
  append_key(out, "value");
  char* to = out.room(2 * longest_number + 3);
  *to++ = '"';
  to = write_part(to, a.num);
  *to++ = '/';
  to = write_part(to, a.den);
  *to++ = '"';
  out.end_at(to);
}

void append_measure(Buffer& out, const Amount& a) {
  if (a.measure == Measure::mmhg) {
    append_pressure(out, a);
  } else {
    constexpr Key key{"value"};
    out.end_at(write_number(key.write(out.room(most_key + longest_number)), a, machine_places));
  }
  append_word(out, "unit", row(a.measure).symbol);
  out.append('}');
}

void append_sentence(Buffer& out, const Finding& finding, const Case& c) {
  append_key(out, "message");
  out.append('"');
  const auto start = out.size();
  const auto signs = append_message(out, finding, c.order, c.route, c.protocol, c.plan);
  const auto sentence = out.view().substr(start);
  if (!signs.unseen || is_plain(sentence)) return out.append('"');
  const std::string text{sentence};
  out.cut(start - 1);
  append_string(out, text);
}

void append_finding(Buffer& out, const Finding& finding, const Case& c,
                    std::optional<Duration> over = {}) {
  separate(out);
  out.append('{');
  append_word(out, "code", name(finding.code));
  append_word(out, "level", name(finding.level));
  if (!finding.subject.empty()) append_text(out, "subject", finding.subject);
  if (over) append_quantity(out, "over_min", *over);
  if (finding.measured.measure != Measure::nothing) {
    open_object(out, "measured");
    append_measure(out, finding.measured);
  }
  if (finding.edge) {
    open_object(out, "bound");
    append_word(out, "which", name(*finding.edge));
    append_measure(out, finding.bound);
  }
  if (!finding.source.empty()) append_text(out, "source", finding.source);
  append_sentence(out, finding, c);
  out.append('}');
}

/// The names of what may be unchecked as items of a list: `"age",`. Most rows list nearly all.
constexpr auto unchecked_items = words(unchecked_names, "\"", "\",");

void append_unchecked(Buffer& out, unsigned bits) {
  open_list(out, "not_checked");
  char* to = out.room(sizeof unchecked_items + 1);
  for (auto left = bits; left != 0; left &= left - 1)
    to = unchecked_items[static_cast<std::size_t>(std::countr_zero(left))].put(to);
  if (bits != 0) --to;  // the last comma
  *to++ = ']';
  out.end_at(to);
}

/// Verdict, findings and what was not checked: the end of every answer.
void append_judgement(Buffer& out, const Findings& findings, Level verdict, std::uint16_t unchecked,
                      const Case& c) {
  append_word(out, "verdict", name(verdict));
  open_list(out, "findings");
  for (const auto& finding : findings) append_finding(out, finding, c);
  out.append(']');
  append_unchecked(out, unchecked);
  out.append('}');
}

// ---- The table ----

/// A finding of one duration of a rung.
struct Told {
  const Finding* finding;
  const Cell* cell;
  std::string text;  ///< as JSON, without the duration
};

/// The rung's order at the duration of a cell.
Order order_of(const Rung& rung, const Cell& cell) {
  Order order = rung.order;
  if (cell.over) order.over = cell.over;
  return order;
}

std::string finding_of(const Rung& rung, const Cell& cell, const Finding& finding,
                       const Table& table, const Protocol& protocol, std::optional<Duration> over) {
  const Order order = order_of(rung, cell);
  Buffer text;
  text.append('[');  // so that no comma goes before it
  append_finding(text, finding, {order, *table.request.route, protocol, cell.assessment.plan},
                 over);
  return std::string{text.view().substr(1)};
}

/// All findings of a rung: what is alike at every duration once, all else with its duration.
std::vector<Told> findings_of(const Rung& rung, const Table& table, const Protocol& protocol) {
  std::vector<Told> all;
  for (const auto& cell : rung.cells)
    for (const auto& finding : cell.assessment.findings)
      all.push_back({&finding, &cell, finding_of(rung, cell, finding, table, protocol, {})});
  std::vector<Told> told;
  for (const auto& one : all) {
    const auto alike =
        std::count_if(all.begin(), all.end(), [&one](const Told& o) { return o.text == one.text; });
    const bool everywhere = static_cast<std::size_t>(alike) == rung.cells.size();
    if (everywhere && one.cell != &rung.cells.front()) continue;
    told.push_back(one);
    if (!everywhere)
      told.back().text = finding_of(rung, *one.cell, *one.finding, table, protocol, one.cell->over);
  }
  std::stable_sort(told.begin(), told.end(), [](const Told& a, const Told& b) {
    return std::pair{b.finding->level, a.finding->code} <
           std::pair{a.finding->level, b.finding->code};
  });
  return told;
}

/// One entry for every duration; each says which of its own numbers a bound turned.
void append_durations(Buffer& out, const Rung& rung) {
  if (!is_infused(rung.cells.front().assessment.plan)) return;
  open_list(out, "infuse");
  for (const auto& cell : rung.cells) {
    separate(out);
    out.append('{');
    append_infuse(out, cell.assessment.plan);
    append_turned(out, turned(cell.assessment.plan) & turned_by_time);
    out.append('}');
  }
  out.append(']');
}

/// From "prepare" to "turned"; only the durations differ between the cells of a rung.
void append_rung_plan(Buffer& out, const Rung& rung, const Case& c) {
  switch (c.route.form) {
    case Form::infusion:
      append_prepare(out, c.plan);
      append_durations(out, rung);
      break;
    case Form::injection:
      append_inject(out, c);
      break;
    case Form::lozenge:
      append_take(out, c);
      break;
  }
  append_delivered(out, c);
  unsigned bits = 0;
  for (const auto& cell : rung.cells) bits |= turned(cell.assessment.plan);
  append_turned(out, bits);
}

void append_rung(Buffer& out, const Rung& rung, const Table& table, const Protocol& protocol) {
  const auto& plan = rung.cells.front().assessment.plan;
  const Case c{rung.order, *table.request.route, protocol, plan};
  separate(out);
  out.append('{');
  append_mass(out, "target", plan.target, c);
  if (!rung.stops()) append_rung_plan(out, rung, c);
  append_word(out, "verdict", name(rung.verdict()));
  open_list(out, "findings");
  for (const auto& told : findings_of(rung, table, protocol)) {
    separate(out);
    out.append(told.text);
  }
  out.append("]}");
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  const auto start = out.size();
  out.resize(start + most_json_string(text));
  const char* const end = write_json_string(out.data() + start, text);
  out.resize(static_cast<std::size_t>(end - out.data()));
}

std::string check_head(const Protocol& protocol) {
  Buffer out;
  append_head(out, "ketadose/check/1", protocol);
  return std::string{out.view()};
}

void append_check(Buffer& out, std::string_view head, const Texts& texts, std::string_view input,
                  const Request& request, const Protocol& protocol, const Assessment& assessment) {
  const auto& plan = assessment.plan;
  const Case c{request.order, *request.route, protocol, plan};
  out.append(head);
  if (input.empty()) {
    append_order(out, texts);
  } else {
    append_key(out, "input");
    out.append(input);
  }
  append_weights(out, request.order.weight, plan.dosing_weight);
  append_mass(out, "target", plan.target, c);
  const Level verdict = assessment.verdict();
  if (verdict != Level::stop) {
    append_plan(out, c);
    if (!assessment.is_unchecked(Unchecked::claims)) append_claims(out, c);
  }
  append_judgement(out, assessment.findings, verdict, assessment.unchecked, c);
}

void append_check(std::string& out, const Texts& texts, std::string_view input,
                  const Request& request, const Protocol& protocol, const Assessment& assessment) {
  Buffer bytes;
  append_check(bytes, check_head(protocol), texts, input, request, protocol, assessment);
  out += bytes.view();
}

void append_table(std::string& to, const Texts& texts, const Table& table,
                  const Protocol& protocol) {
  Buffer out;
  const auto& order = table.request.order;
  const Plan plan{dosing_weight(order, protocol),
                  Exact<DrugMassDim>::of_base(0, 1)};  // there is no dose yet
  append_head(out, "ketadose/table/1", protocol);
  append_order(out, texts);
  append_weights(out, order.weight, plan.dosing_weight);
  if (table.assumed_concentration) out.append(R"(,"assumed":["concentration"])");
  open_list(out, "rows");
  for (const auto& rung : table.rungs) append_rung(out, rung, table, protocol);
  out.append(']');
  const Level worst = table.patient.worst();
  append_judgement(out, table.patient, worst == Level::note ? Level::ok : worst, table.unchecked,
                   {order, *table.request.route, protocol, plan});
  to += out.view();
}

void append_refusal(Buffer& out, const Complaint& complaint, std::string_view input) {
  out.append('{');
  append_word(out, "schema", "ketadose/refusal/1");
  if (!input.empty()) {
    append_key(out, "input");
    out.append(input);
    append_word(out, "verdict", "refused");
  }
  append_word(out, "code", complaint.code);
  append_text(out, "option", complaint.option);
  append_text(out, "text", complaint.text);
  append_text(out, "message", message(complaint));
  out.append('}');
}

void append_refusal(std::string& out, const Complaint& complaint, std::string_view input) {
  Buffer bytes;
  append_refusal(bytes, complaint, input);
  out += bytes.view();
}

}  // namespace ketadose::program
