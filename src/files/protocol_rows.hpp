// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/protocol.hpp>
#include <string_view>
#include <vector>

#include "files/protocol_draft.hpp"

/// Reading the rows of a protocol.
namespace ketadose::program {

/// A protocol of which nothing is known.
Protocol blank_protocol();

// Each reads what is written at `entry` into rows that may be inherited.
void read_rows(Section& in, const TomlEntry& entry, std::span<const Route>& rows);
void read_rows(Section& in, const TomlEntry& entry, std::span<const Site>& rows);
void read_rows(Section& in, const TomlEntry& entry, std::span<const Screening>& rows);
void read_rows(Section& in, const TomlEntry& entry, std::span<const Source>& rows);
void read_rows(Section& in, const TomlEntry& entry, std::span<const Syringe>& rows);

/// The bounds around the patient, and the lists of the checklist.
void read_patient(Section& in, Protocol& protocol);
void read_care(Section& in, Protocol& protocol);

/// Where a word of the row `name` stands, as near as what is written at `entry` allows.
Spot spot_of_word(const TomlEntry& entry, std::string_view name, std::string_view word);

}  // namespace ketadose::program
