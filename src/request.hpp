// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <ketadose/assess.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "recall.hpp"

/// From texts to an order: the one reader behind the command line, the order stream and every
/// other door.
namespace ketadose::program {

/// How a text carries its unit: written behind the number, or in the name of its column.
enum class Reading : std::uint8_t {
  as_typed,
  kg,
  lb,
  mg,
  mg_per_kg,
  min,
  mg_per_ml,
  ml,
  gtt_per_ml,
  cm,
};

/// A name under which a part of an order can be given: `weight`, `weight_kg`, ...
struct Spelling {
  std::string_view column;  ///< words joined by '_'
  Field field;
  Reading reading;
};

/// Every column name, the plain ones first, in the order of the fields.
std::span<const Spelling> spellings();

/// The parts of an order as they were written. The views are the caller's.
struct Texts {
  std::array<std::string_view, field_count> text{};
  std::array<Reading, field_count> reading{};
  std::uint32_t given = 0;  ///< bit i: field i was given; an empty text may be given too

  bool has(Field field) const { return (given >> static_cast<unsigned>(field) & 1U) != 0; }
  std::string_view operator[](Field field) const { return text[static_cast<std::size_t>(field)]; }
  void set(Field field, std::string_view value, Reading how = Reading::as_typed) {
    text[static_cast<std::size_t>(field)] = value;
    reading[static_cast<std::size_t>(field)] = how;
    given |= 1U << static_cast<unsigned>(field);
  }
};

/// A body weight as it is typed behind an option: in kg, or in lb and then converted.
Read<BodyWeight> read_weight(std::string_view text);

/// What a verb makes of an order: a table has no dose and no claims, a check has a dose.
enum class Purpose : std::uint8_t { table, check };

/// An order that was read, with its route. `order` views into the texts it was read from.
struct Request {
  Order order;
  const Route* route = nullptr;
};

/// Reads the texts that are there into `request`, whatever else may be missing, or says why not:
/// texts in the order of the fields, then what is not for a table. The route is null without one.
/// `recall`, when it is not null, spares reading what was read before; nothing else changes. The
/// texts must then have room to be read in, as `recalled_bytes` says.
std::optional<Refusal> read_texts(const Texts& texts, const Protocol& protocol, Purpose purpose,
                                  Request& request, Recall* recall = nullptr);

/// Reads `texts` into `request`, or says why not. What is wrong is reported in this order: what is
/// missing, texts in the order of the fields, what does not apply, what contradicts, what another
/// part needs, what is out of its domain.
std::optional<Refusal> read_request(const Texts& texts, const Protocol& protocol, Purpose purpose,
                                    Request& request, Recall* recall = nullptr);

}  // namespace ketadose::program
