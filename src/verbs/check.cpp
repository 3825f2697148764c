// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "formats/json.hpp"
#include "formats/text.hpp"
#include "output.hpp"
#include "verbs/verbs.hpp"

namespace ketadose::program {

int run_check(const CommandLine& line) {
  const Protocol& protocol = line.rules();
  Request request{.order = {.weight = unit::kg(0), .route = {}, .session = 0}, .route = nullptr};
  if (const auto refusal = read_request(line.texts, protocol, Purpose::check, request))
    return refuse(complain(*refusal, line.texts, request, Purpose::check, protocol), line.format);
  Assessment assessment = judge(request.order, *request.route, protocol);
  explain(request.order, *request.route, protocol, assessment);
  std::string out;
  if (line.format == Format::json) {
    append_check(out, line.texts, {}, request, protocol, assessment);
    out += '\n';
  } else {
    append_check_text(out, line, request, protocol, assessment);
  }
  write_all(1, out);
  return exit_code(assessment.verdict());
}

}  // namespace ketadose::program
