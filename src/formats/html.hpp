// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// What printable pages share: one self-contained file, black on white, no script, A4 or Letter.
/// Each is well-formed XML, too, so that a test can read it strictly.
namespace ketadose::program {

/// The text with what HTML would take as its own written out; safe in text and in quoted
/// attributes.
std::string escaped_for_html(std::string_view text);

/// The text with what Markdown would take as its own written out; fit for a table's cell, too.
std::string escaped_for_markdown(std::string_view text);

/// Everything before the page's own content: head, title, the style that all pages share and then
/// `style`, which adds to it.
void begin_page(std::string& out, std::string_view title, std::string_view style);
void end_page(std::string& out);

}  // namespace ketadose::program
