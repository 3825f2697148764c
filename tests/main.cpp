// SPDX-License-Identifier: Apache-2.0
// doctest's main, with a guard: a run that executes nothing is a failure, and so is a name that
// CTest would split, match twice or lose on the way back to doctest.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdio>
#include <set>
#include <string>
#include <string_view>

namespace {

constexpr int nothing_ran = 3;
constexpr int bad_name = 4;

unsigned cases_run = 0;
bool names_good = true;

bool survives_ctest(std::string_view name) {
  return !name.empty() && name.find_first_of(";[]*\n") == std::string_view::npos;
}

struct Guard : doctest::IReporter {
  explicit Guard(const doctest::ContextOptions&) {}

  void report_query(const doctest::QueryData& query) override {
    std::set<std::string> seen;
    for (unsigned i = 0; i < query.num_data; ++i) {
      const std::string name = query.data[i]->m_name;
      if (survives_ctest(name) && seen.insert(name).second) continue;
      std::fprintf(stderr, "not a name for a test, or used twice: '%s'\n", name.c_str());
      names_good = false;
    }
  }

  void test_run_end(const doctest::TestRunStats& stats) override {
    cases_run = stats.numTestCasesPassingFilters;
  }

  void test_run_start() override {}
  void test_case_start(const doctest::TestCaseData&) override {}
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void test_case_end(const doctest::CurrentTestCaseStats&) override {}
  void test_case_exception(const doctest::TestCaseException&) override {}
  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData&) override {}
  void log_message(const doctest::MessageData&) override {}
  void test_case_skipped(const doctest::TestCaseData&) override {}
};

REGISTER_LISTENER("guard", 1, Guard);

}  // namespace

int main(int argc, char** argv) {
  doctest::Context context{argc, argv};
  const int result = context.run();
  if (!names_good) return bad_name;
  if (context.shouldExit()) return result;  // --list-test-cases, --count, --help
  return cases_run == 0 ? nothing_ran : result;
}
