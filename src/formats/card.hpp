// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/protocol.hpp>
#include <string>

/// A reference card for the wall, in each of its formats.
namespace ketadose::program {

struct Card;
struct Sheet;

void append_card_text(std::string& out, const Card& card, const Protocol& protocol);
void append_card_markdown(std::string& out, const Card& card, const Protocol& protocol);
/// One line for every weight, dose and duration; numbers as `batch` writes them.
void append_card_csv(std::string& out, const Card& card, const Protocol& protocol);
/// One printable page, A4 or Letter.
void append_card_html(std::string& out, const Card& card, const Protocol& protocol);

/// The dose in mg by weight as a drawing: the range between the lowest and the highest dose that
/// is allowed. Nothing when fewer than two weights have one.
void append_dose_chart(std::string& out, const Card& card);

}  // namespace ketadose::program
