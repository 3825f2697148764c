// SPDX-License-Identifier: Apache-2.0
// The checklist: what stands on the sheet, when to observe, and that a stop shows nothing to give.
// Times are worked out by hand from rules.md, 2.6, beside each case; the sheets are read as a
// careful reader would. tests/pages.py reads the pages.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <ketadose/published.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "formats/checklist.hpp"
#include "run_binary.hpp"
#include "texts.hpp"

namespace {

using namespace ketadose;            // NOLINT(google-build-using-namespace)
using namespace ketadose::literals;  // NOLINT(google-build-using-namespace)
using namespace ketadose::program;   // NOLINT(google-build-using-namespace)

using Minutes = std::vector<std::int64_t>;
using When = Observation::When;

const Args infusion{"--weight", "82.5kg", "--route", "iv",     "--session",  "3",     "--dose",
                    "41mg",     "--over", "40min",   "--vial", "500mg/10mL", "--bag", "100mL"};
const Args injection{"--weight", "82.5kg", "--route", "im",      "--session", "7",
                     "--dose",   "82.5mg", "--vial",  "50mg/mL", "--site",    "deltoid"};
const Args lozenge{"--weight", "82.5kg", "--route", "lozenge",   "--session",
                   "5",        "--dose", "50mg",    "--lozenge", "100mg"};

Result sheet(Args args, const Args& more = {}) {
  args.insert(args.begin(), "checklist");
  args.insert(args.end(), more.begin(), more.end());
  return run(args);
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
    ++n;
  return n;
}

/// What stands from one heading of the sheet to the next.
std::string part_of(const std::string& text, const std::string& title) {
  const auto at = text.find('\n' + title + '\n');
  REQUIRE_MESSAGE(at != std::string::npos, title);
  const auto end = text.find("\n\n", at + 1);
  return text.substr(at + 1, end - at);
}

Minutes minutes(const Schedule& times) {
  Minutes list;
  for (const auto& row : times.rows) list.push_back(row.minute);
  return list;
}

std::int64_t minute_of(const Schedule& times, When when) {
  for (const auto& row : times.rows)
    if (row.when == when) return row.minute;
  return -1;
}

const Route& route(std::string_view name) { return *find_route(published, name); }

Schedule for_infusion(const Exact<DurationDim>& lasts) { return schedule(route("iv"), lasts); }

}  // namespace

TEST_CASE("schedule: an infusion at 0, every 10 min, at its end, then every 15 min from there") {
  // 40 + 6 x 15 = 130 is the first at or past 120 from the start and 100, 60 after the end.
  CHECK(minutes(for_infusion(40_min)) == Minutes{0, 10, 20, 30, 40, 55, 70, 85, 100, 115, 130});
  // 41.3 ends in minute 41; 41 + 6 x 15 = 131.
  CHECK(minutes(for_infusion(41.3_min)) ==
        Minutes{0, 10, 20, 30, 40, 41, 56, 71, 86, 101, 116, 131});
  // 45 + 5 x 15 = 120.
  CHECK(minutes(for_infusion(45_min)) == Minutes{0, 10, 20, 30, 40, 45, 60, 75, 90, 105, 120});
  // 60 + 4 x 15 = 120, which is 60 after the end as well.
  CHECK(minutes(for_infusion(60_min)) == Minutes{0, 10, 20, 30, 40, 50, 60, 75, 90, 105, 120});
  // 60 after the end of 100 is 160: 100 + 4 x 15.
  CHECK(minutes(for_infusion(100_min)) ==
        Minutes{0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 115, 130, 145, 160});
  for (const auto lasts : {40_min, 45_min, 60_min, 100_min}) {
    const auto times = for_infusion(lasts);
    CHECK(times.whole);
    CHECK(minute_of(times, When::end) == lasts.in(unit::min));
  }
}

TEST_CASE("schedule: the end is rounded once to the minute, ties up") {
  // 41.3 mL at 61.9 mL/h lasts 40.03 min: the end is the row of minute 40, and the only one there.
  const auto lasts = Exact<VolumeDim>{41.3_mL} / Flow{61.9_mL_per_h};
  CHECK(minutes(for_infusion(lasts)) == Minutes{0, 10, 20, 30, 40, 55, 70, 85, 100, 115, 130});
  CHECK(minute_of(for_infusion(lasts), When::end) == 40);
  CHECK(minute_of(for_infusion(41.5_min), When::end) == 42);
  CHECK(minute_of(for_infusion(41.4_min), When::end) == 41);
}

TEST_CASE("schedule: an injection and a lozenge at 0, then every 15 min until 120 min") {
  const Minutes every_15{0, 15, 30, 45, 60, 75, 90, 105, 120};
  for (const auto* const name : {"im", "lozenge"}) {
    const auto times = schedule(route(name), {});
    CHECK(minutes(times) == every_15);
    CHECK(times.whole);
    CHECK(minute_of(times, When::end) == -1);
  }
}

TEST_CASE("schedule: what the protocol leaves out is not invented") {
  Route silent = route("iv");
  silent.observe_during = none;
  CHECK(minutes(schedule(silent, 40_min)) == Minutes{0, 40, 55, 70, 85, 100, 115, 130});
  CHECK_FALSE(schedule(silent, 40_min).whole);
  silent.observe_after = none;
  CHECK(minutes(schedule(silent, 40_min)) == Minutes{0, 40});
  CHECK_FALSE(schedule(silent, 40_min).whole);
  CHECK(minutes(schedule(route("iv"), {})) == Minutes{0});  // no time was ordered
  CHECK_FALSE(schedule(route("iv"), {}).whole);

  Route past_end = route("iv");
  past_end.observe_until = none;  // 40 + 4 x 15 is 60 after the end
  CHECK(minutes(schedule(past_end, 40_min)).back() == 100);
  CHECK(schedule(past_end, 40_min).whole);
  past_end.observe_past_end = none;
  CHECK(minutes(schedule(past_end, 40_min)).back() == 40);
  CHECK_FALSE(schedule(past_end, 40_min).whole);
  Route until = route("iv");
  until.observe_past_end = none;
  CHECK(minutes(schedule(until, 60_min)).back() == 120);
}

TEST_CASE("schedule: intervals that are no whole minutes, and absurd ones, stay a list") {
  Route odd = route("im");
  odd.observe_after = {7.5_min, judgement};  // 7.5, 15, 22.5, 30: ties up
  odd.observe_until = {30_min, judgement};
  CHECK(minutes(schedule(odd, {})) == Minutes{0, 8, 15, 23, 30});
  odd.observe_after = {0.5_min, judgement};  // two in a minute are one row
  odd.observe_until = {2_min, judgement};
  CHECK(minutes(schedule(odd, {})) == Minutes{0, 1, 2});
  odd.observe_until = {999999_min, judgement};
  CHECK(schedule(odd, {}).rows.size() == 100);
  CHECK_FALSE(schedule(odd, {}).whole);
  CHECK(for_infusion(999999_min).rows.size() == 100);
}

TEST_CASE("clock: minutes after a time of day, past midnight too") {
  CHECK(clock_words(14 * 60, 0) == "14:00");
  CHECK(clock_words(14 * 60, 55) == "14:55");
  CHECK(clock_words(23 * 60 + 50, 9) == "23:59");
  CHECK(clock_words(23 * 60 + 50, 10) == "00:00 +1 d");
  CHECK(clock_words(23 * 60 + 50, 130) == "02:00 +1 d");
  CHECK(clock_words(0, 2 * 24 * 60 + 1) == "00:01 +2 d");
}

TEST_CASE("monitoring: a row for each time, with a line for each observation") {
  const auto text = part_of(sheet(infusion, {"--start", "23:30"}).out, "Monitoring");
  // Ends 40 min after 23:30, then as above.
  for (const auto* const row :
       {"23:30       0 start", "23:40       10 ", "00:10 +1 d  40 end ", "01:40 +1 d  130 "})
    CHECK_MESSAGE(has(text, row), row);
  CHECK(count(text, "____________  ____________  ____________  ____________\n") == 11);
  const auto without = part_of(sheet(infusion).out, "Monitoring");
  CHECK_FALSE(has(without, ":00"));
  CHECK(has(without, "40 end"));
}

TEST_CASE("monitoring: an infusion without a time has lines to write on") {
  const Args untimed(infusion.begin(), infusion.begin() + 8);
  const auto result = sheet(untimed);
  CHECK(result.code == 3);
  const auto text = part_of(result.out, "Monitoring");
  CHECK(has(text, "The infusion time is not known: add --over to the command.\n"));
  CHECK(has(text, "0 start"));
  CHECK_FALSE(has(text, "10   "));
  CHECK(count(text, "\n_____") == 7);  // the start, and six to write in
}

TEST_CASE("preparation: the numbers of the plan, a label, and what to do at the end") {
  // 41 / 50 = 0.82 mL; 41 / 100 = 0.41 mg/mL; 100 x 60 / 40 = 150 mL/h; 10 - 0.82 = 9.18 mL.
  const auto text = sheet(infusion).out;
  const auto steps = part_of(text, "Preparation");
  for (const auto* const line : {"[ ] Draw   0.82 mL of 50 mg/mL, in a 1 mL syringe\n",
                                 "[ ] Label  the bag: ketamine 41 mg in 100 mL, 0.41 mg/mL\n",
                                 "[ ] Dial   150 mL/h, volume 100 mL: 40 min\n", "flush the line"})
    CHECK_MESSAGE(has(steps, line), line);
  CHECK(steps.find("Label") < steps.find("Dial"));
  const auto equipment = part_of(text, "Equipment");
  for (const auto* const line :
       {"[ ] Ketamine vial of 500 mg/10 mL\n", "[ ] A 1 mL syringe, marked in 0.01 mL, to draw",
        "[ ] A bag of 100 mL of diluent\n", "[ ] A pump that is set in steps of 0.1 mL/h"})
    CHECK_MESSAGE(has(equipment, line), line);
  const auto record = part_of(text, "Controlled drug record (Schedule III)");
  CHECK(has(record, "Drawn   0.82 mL (41 mg)   ____________\n"));
  CHECK(has(record, "Wasted  9.18 mL (459 mg)  ____________\n"));
}

TEST_CASE("preparation: injections, a filled syringe, a drip set, a ready-made bag, a lozenge") {
  const auto has_steps = [](const Args& args, const std::vector<std::string>& lines) {
    const auto text = sheet(args).out;
    for (const auto& line : lines) CHECK_MESSAGE(has(text, line), line << '\n' << text);
  };
  // 82.5 / 50 = 1.65 mL, above 1 mL of the deltoid: 0.83 + 0.82.
  has_steps(injection, {"1.65 mL of 50 mg/mL: 0.83 mL and 0.82 mL, each in a 1 mL syringe",
                        "[ ] Inject  deltoid\n", "each syringe: ketamine 50 mg/mL, and its mL",
                        "[ ] 2 of: a 1 mL syringe, marked in 0.01 mL, to draw", "Wasted  ____",
                        "What stays in needle and syringe is not counted above."});
  const Args patient(infusion.begin(), infusion.begin() + 10);
  const auto with = [&patient](const Args& more) {
    Args args = patient;
    args.insert(args.end(), more.begin(), more.end());
    return args;
  };
  has_steps(with({"--vial", "50mg/mL", "--fill", "50mL"}),
            {"[ ] Label  the syringe: ketamine 41 mg in 50 mL, 0.82 mg/mL\n",
             "[ ] A 60 mL syringe, marked in 1 mL, to fill"});
  has_steps(with({"--concentration", "1mg/mL", "--drip-set", "20gtt/mL"}),
            {"[ ] A drip set of 20 gtt/mL\n", "[ ] Ready-made bag or syringe of 1 mg/mL\n",
             "Form ready-made infusion  Strength 1 mg/mL"});
  has_steps(lozenge, {"[ ] Take  0.5 lozenge of 100 mg\n", "Hold for ____ min (the rules set none)",
                      "Drawn   0.5 lozenge (50 mg)", "[ ] Lozenges of 100 mg\n"});
}

TEST_CASE("preparation: what is not known is asked for, and no number stands in its place") {
  const auto says = [](const Args& all, std::size_t kept, std::string_view add) {
    const auto text =
        part_of(sheet(Args(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept))).out,
                "Preparation");
    CHECK_MESSAGE(has(text, add), text);
    CHECK_FALSE(has(text, "mL"));
  };
  says(infusion, 10, "add --vial with --bag or --fill, or\n--concentration to the command");
  says(infusion, 12, "add --bag or --fill to the command");
  says(injection, 8, "add --vial to the command");
  says(lozenge, 8, "add --lozenge to the command");
  const Args large{"--weight", "130kg",  "--route", "im",     "--session",
                   "7",        "--dose", "130mg",   "--vial", "10mg/mL"};
  CHECK(sheet(large).code == 1);  // 13 mL is above every site
  Args middle = large;
  middle.back() = "30mg/mL";  // 4.33 mL: no site takes it undivided
  const auto result = sheet(middle);
  CHECK(result.code == 3);
  CHECK(has(part_of(result.out, "Preparation"), "add --site to the command"));
}

TEST_CASE("screening: every row has a box, and what the order names is ticked") {
  const auto text = sheet(infusion, {"--has", "uti,no-escort", "--takes", "none"}).out;
  const auto screening = part_of(text, "Screening");
  for (const auto rows : {published.conditions, published.medicines})
    for (const auto& row : rows)
      CHECK_MESSAGE(count(screening, "] " + std::string{row.code} + ' ') +
                            count(screening, "] " + std::string{row.code} + '\n') ==
                        1,
                    row.code);
  CHECK(count(screening, "[x]") == 3);
  CHECK(has(screening, "[x] cystitis (uti)"));
  CHECK(has(screening, "[x] no-escort"));
  CHECK(has(screening, "[x] No medicines: asked, none.\n"));
  CHECK(has(screening, "[ ] No other conditions; else tick each that the patient has:\n"));
  CHECK(has(screening, "Stop: do not give\n"));
  const auto open = part_of(sheet(infusion).out, "Screening");
  CHECK_FALSE(has(open, "[x]"));
  CHECK(has(open, "Blood pressure before the dose ____"));
  CHECK(has(part_of(sheet(infusion, {"--bp", "135/85"}).out, "Screening"),
            "Blood pressure before the dose 135/85 mmHg"));
}

TEST_CASE("stop: the findings stand in place of what would be prepared, and nothing else does") {
  Args undivided = injection;
  undivided.back() = "ventrogluteal";  // no finding about the site, so no number in any finding
  for (const Args& args : {infusion, undivided, lozenge})
    for (const auto* const format : {"text", "markdown", "html"}) {
      const auto result =
          sheet(args, {"--has", "pregnancy", "--start", "14:00", "--format", format});
      CHECK(result.code == 1);
      CHECK(has(result.out, "do not prepare or give"));
      CHECK(has(result.out, "Safe use in pregnancy is not established"));
      for (const auto* const part :
           {"mL", " mg", "14:", "15:", "Preparation", "Monitoring", "Equipment", "Controlled",
            " min", "Draw", "Dial", "Take", "0.82", "41"})
        CHECK_MESSAGE(!has(result.out.substr(result.out.find("<body>") + 1), part),
                      std::string{part} << " in " << format);
    }
}

TEST_CASE("stop: every stop finding of the order is printed, with its source") {
  const auto result = sheet(infusion, {"--has", "psychosis", "--bp", "190/95", "--age", "17"});
  CHECK(result.code == 1);
  CHECK(has(result.out, "swiss-smpc)\n"));
  CHECK(count(result.out, "\nStop  ") == 3);
  CHECK_FALSE(has(result.out, "150 mL/h"));
}

TEST_CASE("what check refuses is refused alike, and the verdict is the same exit code") {
  const std::vector<Args> bad{
      {},
      {"--weight", "82.5", "--route", "iv", "--session", "3", "--dose", "41mg"},
      {"--weight", "82,5kg", "--route", "iv", "--session", "3", "--dose", "41mg"},
      {"--weight", "82.5kg", "--route", "vi", "--session", "3", "--dose", "41mg"},
      {"--weight", "82.5kg", "--route", "im", "--session", "3", "--dose", "41mg", "--bag", "1mL"},
      {"--weight", "82.5kg", "--route", "iv", "--session", "3"}};
  for (Args args : bad) {
    const auto mine = sheet(args);
    args.insert(args.begin(), "check");
    const auto checked = run(args);
    CHECK(mine.code == 2);
    CHECK(mine.err == checked.err);
    CHECK(mine.out.empty());
  }
  for (const auto* const dose : {"10mg", "41mg", "60mg", "100mg"}) {
    Args args = infusion;
    args[7] = dose;
    const auto mine = sheet(args);
    args.insert(args.begin(), "check");
    CHECK(mine.code == run(args).code);
  }
}

TEST_CASE("start: a time of day and nothing else") {
  const auto refused = [](const std::string& start, const std::string& remedy) {
    const auto result = sheet(infusion, {"--start", start});
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK_MESSAGE(has(result.err, remedy), result.err);
  };
  for (const auto* const odd : {"14", "1400", "14.00", "2pm", "14:0", "14:000", "14:00:00",
                                " 14:00", "-1:00", "1a:00", "14:00h", ""})
    refused(odd, "write hours and minutes, such as 14:00");
  refused("9:30", "write two digits for the hour: 09:30");
  for (const auto* const off : {"24:00", "14:60", "99:99"})
    refused(off, "write a time from 00:00 to 23:59");
  for (const auto* const good : {"00:00", "09:05", "23:59"})
    CHECK(has(sheet(infusion, {"--start", good}).out, '\n' + std::string{good} + "  "));
  CHECK(run({"check", "--start", "14:00"}).code == 2);  // does not apply
  CHECK(sheet(infusion, {"--draw", "0.82mL"}).code == 2);
  CHECK(sheet(infusion, {"--format", "json"}).code == 2);
}

TEST_CASE("text: 80 columns of ASCII, and as many boxes and ticks in each format") {
  const Args more{"--has",   "glaucoma, uti", "--takes", "lorazepam,tramadol",
                  "--start", "23:55",         "--bp",    "150/95"};
  for (const Args& args : {infusion, injection, lozenge}) {
    const auto text = sheet(args, more).out;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
      CHECK_MESSAGE(line.size() <= 80, line);
      CHECK_MESSAGE(
          std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; }), line);
    }
    Args in = more;
    in.insert(in.end(), {"--format", "html"});
    const auto html = sheet(args, in).out;
    in.back() = "markdown";
    const auto markdown = sheet(args, in).out;
    CHECK(count(text, "[ ] ") == count(html, "<span class=\"box\"></span>"));
    CHECK(count(text, "[x] ") == count(html, "<span class=\"box\">x</span>"));
    CHECK(count(text, "[ ] ") == count(markdown, "- [ ] "));
    CHECK(count(text, "[x] ") == count(markdown, "- [x] "));
    CHECK(count(text, "[x] ") == 4);
  }
}

TEST_CASE("every word of a protocol is escaped, whatever it holds") {
  constexpr std::string_view nasty = "<script>alert(1)</script> & \"quoted\" 'n\xC3\xA4me' | *b*";
  const std::array points{Point{nasty, nasty}};
  const std::array rows{Screening{nasty, "", Level::review, nasty, nasty}};
  Protocol p = published;
  p.name = p.version = p.approved_by = p.approved_on = nasty;
  p.consent = p.equipment = p.observations = p.discharge = points;
  p.conditions = p.medicines = rows;
  Route odd = route("lozenge");
  odd.title = odd.then = nasty;
  odd.observe_after = {15_min, nasty};
  odd.hold_time = {10_min, nasty};
  const std::array routes{odd};
  p.routes = routes;
  Texts texts;
  texts.set(Field::weight, "82.5kg");
  Order order{.weight = 82.5_kg, .route = "lozenge", .session = 5, .dose = Dose{50_mg}};
  order.lozenge = 100_mg;
  const Request request{.order = order, .route = routes.data()};
  const auto made = make_checklist(texts, request, p, judge(order, odd, p), 14 * 60);
  std::string html;
  append_checklist_html(html, made);
  CHECK_FALSE(has(html, "<script"));
  CHECK(count(html, "approved by") == 1);
  CHECK_FALSE(has(html, "\"quoted\""));
  CHECK(count(html, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot; &#39;n") >= 15);
  std::string markdown;
  append_checklist_markdown(markdown, made);
  CHECK(count(markdown, "<") == count(markdown, "\\<"));
  CHECK_FALSE(has(markdown, "' | *b*"));
  CHECK(count(markdown, "\\<script\\>") >= 15);
  std::string text;
  append_checklist_text(text, made, ColorWhen::never);
  CHECK(has(text, "<script>"));
}

TEST_CASE("text: many long observations stand in as many tables as they need") {
  const std::array points{Point{"Blood pressure", "a"},    Point{"Pulse", "a"},
                          Point{"Respiratory-rate", "a"},  Point{"Oxygen saturation", "a"},
                          Point{"Dissociation", "a"},      Point{"Alertness", "a"},
                          Point{"Nausea or vomiting", "a"}};
  Protocol p = published;
  p.observations = points;
  Order order{.weight = 82.5_kg, .route = "im", .session = 5, .dose = Dose{50_mg}};
  const Request request{.order = order, .route = &route("im")};
  Checklist made{.title = "",
                 .patient = {},
                 .verdict = Level::ok,
                 .order = "",
                 .weight = "",
                 .heading = {},
                 .sections = {monitoring(request, p, plan(order, route("im"), p), 0)},
                 .footer = ""};
  std::string text;
  append_checklist_text(text, made, ColorWhen::never);
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) CHECK_MESSAGE(line.size() <= 80, line);
  CHECK(count(text, "00:00  0 start") == 3);  // 7 columns of 16 and 2 between: 3 at a time
  for (const auto& point : points) CHECK(count(text, Words{point.text}.next()) >= 2);
}
