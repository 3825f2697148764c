// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "conversation.hpp"
#include "formats/json.hpp"
#include "formats/text.hpp"
#include "output.hpp"
#include "verbs/verbs.hpp"

namespace ketadose::program {

int run_check(const CommandLine& typed) {
  CommandLine line{typed};
  const Protocol& protocol = line.rules();
  Request request{.order = {.weight = unit::kg(0), .route = {}, .session = 0}, .route = nullptr};
  if (const auto complaint = read_order(line, Purpose::check, request))
    return refuse(*complaint, line.format);
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
