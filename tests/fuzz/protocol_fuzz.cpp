// SPDX-License-Identifier: Apache-2.0
// Whatever bytes a protocol file holds, reading it ends, and a protocol that is accepted is well
// formed and judges any order. Built with KETADOSE_FUZZ by clang: see CMakeLists.txt.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <ketadose/ketadose.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cli.hpp"
#include "files/protocol_file.hpp"
#include "formats/json.hpp"
#include "formats/text.hpp"
#include "request.hpp"
#include "verbs/table.hpp"

namespace {

using namespace ketadose;           // NOLINT(google-build-using-namespace)
using namespace ketadose::program;  // NOLINT(google-build-using-namespace)

void demand(bool holds) {
  if (!holds) std::abort();
}

/// An order by name and text, as it would be typed.
struct Given {
  Field field;
  std::string_view text;
};
using GivenTexts = std::initializer_list<Given>;

/// Judges one order by every route and renders the answer.
void check(const Protocol& protocol, GivenTexts given) {
  for (const auto& route : protocol.routes) {
    CommandLine line;
    for (const auto& [field, text] : given) line.texts.set(field, text);
    line.texts.set(Field::route, route.name);
    Request request{.order = {.weight = unit::kg(0), .route = {}, .session = 0}, .route = nullptr};
    const bool table = !line.texts.has(Field::dose);
    if (read_request(line.texts, protocol, table ? Purpose::table : Purpose::check, request))
      continue;
    std::string out;
    line.explain = true;
    if (table) {
      const auto made = make_table(request, protocol);
      append_table(out, line.texts, made, protocol);
      append_table_text(out, line, made, protocol);
    } else {
      auto assessment = judge(request.order, *request.route, protocol);
      explain(request.order, *request.route, protocol, assessment);
      append_check(out, line.texts, {}, request, protocol, assessment);
      append_check_text(out, line, request, protocol, assessment);
    }
    demand(!out.empty());
  }
}

void judge_all(const Protocol& protocol) {
  const Given weight{Field::weight, "82.5kg"};
  const Given session{Field::session, "3"};
  const Given vial{Field::vial, "500mg/10mL"};
  check(protocol, {weight, session});
  check(protocol, {weight, session, vial, {Field::bag, "100mL"}, {Field::over, "40min"}});
  check(protocol, {weight, session, {Field::lozenge, "100mg"}});
  for (const std::string_view amount : {"41mg", "0.5mg/kg", "1mcg", "999999mg"}) {
    const Given dosed{Field::dose, amount};
    check(protocol, {weight, session, dosed, {Field::over, "40min"}});
    check(protocol, {weight, session, dosed, vial});
    check(protocol, {weight, session, dosed, vial, {Field::bag, "100mL"}, {Field::over, "40min"}});
    check(protocol, {weight, session, dosed, vial, {Field::fill, "50mL"}, {Field::over, "1h"}});
    check(protocol,
          {weight, session, dosed, {Field::concentration, "1mg/mL"}, {Field::over, "45min"}});
    check(protocol, {weight, session, dosed, {Field::lozenge, "100mg"}});
    check(protocol, {{Field::weight, "0.1kg"},
                     {Field::session, "999"},
                     dosed,
                     {Field::last_weight, "90kg"},
                     {Field::height, "178cm"},
                     {Field::sex, "male"},
                     {Field::age, "54"},
                     {Field::bp, "135/85"},
                     {Field::has, "none"},
                     {Field::takes, "none"}});
  }
  for (const auto& site : protocol.sites)
    check(protocol, {weight,
                     session,
                     {Field::dose, "150mg"},
                     {Field::vial, "50mg/mL"},
                     {Field::site, site.name}});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text{reinterpret_cast<const char*>(data), size};
  const auto read = read_protocol(text);
  if (const auto* const errors = std::get_if<std::vector<ProtocolError>>(&read)) {
    demand(!errors->empty());
    for (const auto& error : *errors) demand(!for_a_person(error, "clinic.toml").empty());
    return 0;
  }
  const auto& protocol = std::get<ProtocolFile>(read).protocol();
  demand(well_formed(protocol));
  judge_all(protocol);
  return 0;
}
