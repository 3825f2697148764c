// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ketadose/assess.hpp>
#include <string>
#include <string_view>

#include "complaint.hpp"
#include "formats/buffer.hpp"
#include "request.hpp"

/// JSON: one object on one line, keys in a fixed order, numbers as plain decimals.
namespace ketadose::program {

struct Table;

/// Appends `text` as a JSON string with its quotes. Characters outside ASCII pass unchanged,
/// control characters are escaped, and a byte that is not UTF-8 becomes \ufffd.
void append_json_string(std::string& out, std::string_view text);

/// What every `ketadose/check/1` object by `protocol` begins with.
std::string check_head(const Protocol& protocol);

/// Appends a `ketadose/check/1` object without a newline. `input`, when not empty, is a JSON
/// object that stands under "input" in place of "order". `head` is that of the protocol.
void append_check(Buffer& out, std::string_view head, const Texts& texts, std::string_view input,
                  const Request& request, const Protocol& protocol, const Assessment& assessment);
void append_check(std::string& out, const Texts& texts, std::string_view input,
                  const Request& request, const Protocol& protocol, const Assessment& assessment);

/// Appends a `ketadose/table/1` object without a newline.
void append_table(std::string& out, const Texts& texts, const Table& table,
                  const Protocol& protocol);

/// Appends a `ketadose/refusal/1` object without a newline; with `input`, also "input" and the
/// verdict "refused".
void append_refusal(Buffer& out, const Complaint& complaint, std::string_view input = {});
void append_refusal(std::string& out, const Complaint& complaint, std::string_view input = {});

}  // namespace ketadose::program
