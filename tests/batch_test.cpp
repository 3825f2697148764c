// SPDX-License-Identifier: Apache-2.0
// `batch` as a script meets it: columns in and out, every kind of damage, exit codes. Expected
// values are the interface's rules (section 7) and its example order; damage is counted by hand.
#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "own_file.hpp"
#include "run_binary.hpp"
#include "texts.hpp"

namespace {

const std::string header = "id,weight,route,session,dose,over,vial,bag\n";
/// The order of the interface's example, which is ok.
const std::string good = ",82.5kg,iv,3,41mg,40min,50mg/mL,100mL\n";

Result batch(const std::string& input, const Args& more = {}) {
  Args args{"batch"};
  args.insert(args.end(), more.begin(), more.end());
  return run(args, input);
}

/// Rows as "id verdict findings column", without the header.
std::string outcome(const std::string& input, Args more = {}) {
  more.insert(more.end(), {"--columns", "id,verdict,findings,column"});
  auto out = batch(input, more).out;
  return out.substr(out.find('\n') + 1);
}

void refused(const std::string& input, const Args& args, const std::string& words) {
  const Result result = batch(input, args);
  CHECK(result.code == 2);
  CHECK(result.out.empty());
  CHECK_MESSAGE(result.err.find(words) != std::string::npos, result.err);
}

std::string repeat(std::size_t times, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("batch: the example order, every column") {
  const Result result = batch(header + "P1" + good);
  CHECK(result.out ==
        "id,weight,route,session,dose,over,vial,bag,dosing_weight_kg,target_mg,target_mg_per_kg,"
        "syringe_ml,draw_ml,diluent_ml,infusate_mg_per_ml,vtbi_ml,rate_ml_per_h,drops_per_min,"
        "minutes,injections,each_ml,take_pieces,delivered_mg,delivered_mg_per_kg,verdict,findings,"
        "column,not_checked,message,rules\n"
        "P1,82.5kg,iv,3,41mg,40min,50mg/mL,100mL,82.5,41,0.49697,1,0.82,99.18,0.41,100,150,,40,,,,"
        "41,0.49697,ok,,,age height blood-pressure conditions medicines last-weight dose-cap "
        "intensity,,published/2026.1\n");
  CHECK(result.err.empty());
  CHECK(result.code == 0);
}

TEST_CASE("batch: columns that name their unit hold the same order") {
  const std::string columns = "draw_ml,rate_ml_per_h,delivered_mg,verdict";
  const auto typed = batch(header + "P1" + good, {"--columns", columns});
  const auto bare = batch(
      "weight_kg,route,session,dose_mg,over_min,vial_mg_per_ml,bag_ml\n82.5,iv,3,41,40,50,100\n",
      {"--columns", columns});
  CHECK(typed.out == columns + "\n0.82,150,41,ok\n");
  CHECK(bare.out == typed.out);
}

TEST_CASE("batch: injections, shares, lozenges, drops") {
  const std::string in =
      "id,weight,route,session,dose,over,vial,site,lozenge,concentration,drip_set\n"
      "im,82.5kg,im,7,1mg/kg,,50mg/mL,deltoid,,,\n"      // 1.65 mL: rules.md section 3
      "whole,82.5kg,im,7,1mg/kg,,50mg/mL,,,,\n"          // 1.6 mL, not 1.7: above 1 mg/kg
      "loz,100kg,lozenge,3,50mg,,,,100mg,,\n"            // half a lozenge of 100 mg
      "drip,80kg,iv,3,40mg,40min,,,,1mg/mL,20gtt/mL\n";  // 40 mL x 20 / 40 min
  const std::string columns =
      "id,syringe_ml,draw_ml,injections,each_ml,take_pieces,drops_per_min,minutes,delivered_mg";
  CHECK(batch(in, {"--columns", columns}).out == columns +
                                                     "\nim,1,1.65,2,0.83 0.82,,,,82.5\n"
                                                     "whole,3,1.6,1,1.6,,,,80\n"
                                                     "loz,,,,,0.5,,,50\n"
                                                     "drip,,,,,,20,40,40\n");
}

TEST_CASE("batch: on a stop nothing to draw or dial stands, the target does") {
  const auto out = batch(header + "P1,82.5kg,iv,3,410mg,40min,50mg/mL,100mL\n").out;
  CHECK(has(out, ",82.5,410,4.969697,,,,,,,,,,,,,,stop,dose-above-range "));
  CHECK(has(out, " possible-slip:tenfold-dose,"));
  CHECK(has(out, "\"4.97 mg/kg is above 1 mg/kg (82.5 mg is the most for 82.5 kg): "));
}

TEST_CASE("batch: messages stand in one pair of quotes") {
  // By hand: 57.9 mg of 50 mg/mL are 1.158 mL; 1.2 mL would pass 1 mg/kg, and 1.1 mL hold 55 mg,
  // which is 2.9/57.9 less. In quotes for its commas, after RFC 4180, section 2.
  CHECK(has(
      batch("id,weight,route,session,dose,vial\nP1,57.9kg,im,1,1mg/kg,50mg/mL\n").out,
      ",\"1 mg/kg is above 0.5 mg/kg, the ceiling of session 1 (28.95 mg is the most for 57.9 "
      "kg): ask the prescriber to confirm it. 55 mg delivered for 57.9 mg ordered is 5.01 % off, "
      "more than 5 %: use a finer device, or ask the prescriber to confirm it.\",published"));
}

TEST_CASE("batch: a finding names its subject, and all that is not checked is named") {
  CHECK(outcome("id,weight,route,session,dose,has\nP1,82.5kg,im,3,41mg,\"pregnancy,glaucoma\"\n") ==
        "P1,stop,condition:pregnancy condition:glaucoma preparation-missing,\n");
}

TEST_CASE("batch: a row that cannot be understood is refused in its place") {
  CHECK(outcome(header + "A" + good + "B,70,iv,3,41mg,40min,,\n" + "C" + good) ==
        "A,ok,,\nB,refused,unit-missing,weight\nC,ok,,\n");
  CHECK(outcome("id,weight_kg,route,session,dose\nA,\"70,5\",iv,3,41mg\nB,70,IV,3,41mg\n"
                "C,70,iv,0,41mg\nD,70,iv,3,\nE, 70,iv,3,41mg\nF,70kg,iv,3,41mg\n") ==
        "A,refused,number-comma,weight_kg\nB,refused,route-unknown,route\n"
        "C,refused,number-zero,session\nD,refused,required-missing,dose\n"
        "E,refused,number-other,weight_kg\nF,refused,unit-unknown,weight_kg\n");
}

TEST_CASE("batch: the input's cells go out as they came") {
  const std::string row = "\"P \"\"1\"\"\",82.5kg,iv,3,41mg,40min,50mg/mL,\"100mL\"";
  CHECK(batch(header + row + "\n").out.find("\n" + row + ",82.5,41,") != std::string::npos);
  const std::string utf8 = "\xE2\x82\xAC\xF0\x9F\x92\x89" + good.substr(0, good.size() - 1);
  CHECK(has(batch(header + utf8 + "\n").out, "\n" + utf8 + ",82.5,41,"));
  const std::string two = "\"a\nb\"" + good.substr(0, good.size() - 1);
  CHECK(has(batch(header + two + "\n").out, "\n" + two + ",82.5,41,"));
  const std::string refused_row = "  P1 ,1,iv,3,41mg,40min,50mg/mL,100mL";
  CHECK(has(batch(header + refused_row + "\n").out, "\n" + refused_row + ",,,"));
}

TEST_CASE("batch: line ends are the header's") {
  const std::string crlf = "id,weight,route,session,dose\r\nP1,82.5kg,im,3,41mg\r\n";
  CHECK(batch(crlf, {"--columns", "id,verdict"}).out == "id,verdict\r\nP1,ok\r\n");
  CHECK(batch("id,weight,route,session,dose\nP1,82.5kg,im,3,41mg\r\n", {"--columns", "id,verdict"})
            .out == "id,verdict\nP1,ok\n");
}

TEST_CASE("batch: header, wrong before any row") {
  refused("", {}, "standard input is empty");
  refused("\xEF\xBB\xBF", {}, "standard input is empty");
  refused("id,wieght,route\n1,2,3\n", {}, "did you mean weight?");
  refused("id,weight,ward\n", {}, "--keep ward");
  refused("id,weight,Patient name\n", {}, "add --keep 'Patient name'");
  refused("id,weight,gr\xC3\xB6n\n", {}, "add --keep-all");
  refused("id;weight;route\n", {}, "separate columns by commas, not by semicolons");
  refused("id\tweight\troute\n", {}, "separate columns by commas, not by tabs");
  refused("weight,route,weight\n", {}, "'weight' stands twice");
  refused("weight,route,weight_kg\n", {}, "'weight' and 'weight_kg' hold the same thing");
  refused("dose_mg,dose_mg_per_kg\n", {}, "hold the same thing");
  refused("id,weight,verdict\n", {"--keep-all"}, "'verdict' is also a column of the answer");
  refused("id,weight\n", {"--keep", "verdict"}, "'verdict' is also a column of the answer");
  refused("id,weight\n", {"--keep", "wrad"}, "there is no column 'wrad'");
  refused("id,weight,ward\n", {"--keep", "ward,wrad"}, "did you mean ward?");
  refused("id,weight\n", {"--keep", ""}, "there is no column ''");
  refused(header, {"--columns", ""}, "there is no column ''");
  refused(header, {"--columns", "id,verdikt"}, "did you mean verdict?");
  refused(header, {"--columns", "id,verdict,id"}, "'id' is named twice");
  refused("\"id,weight\n", {}, "line 1 opens a quote that is not closed");
  refused("\n" + header, {}, "line 1 is blank");
  refused("id,weight\rP1,82.5kg\r", {}, "carriage return");
  refused("id,we\xFFight\n", {}, "line 1 is not UTF-8");
  refused(std::string("id,we\0ight\n", 11), {}, "NUL");
  refused(repeat(70000, "x") + "\n", {}, "longer than 65536 bytes");
  refused("{\"id\":\"P1\"}\n", {}, "add --input jsonl");
  refused(header, {"--input", "tsv"}, "tsv");
  refused(header, {"--format", "text"}, "text");
  refused(header, {"--format", "csv", "--input", "jsonl"}, "line 1");
  refused("", {"no-such-file.csv"}, "no-such-file.csv");
  refused("", {"."}, "cannot be read");
}

TEST_CASE("batch: header, accepted") {
  CHECK(batch(header).code == 0);
  CHECK(lines(batch(header).out) == 1);
  CHECK(batch(header.substr(0, header.size() - 1)).code == 0);
  CHECK(outcome("\xEF\xBB\xBF" + header + "P1" + good) == "P1,ok,,\n");
  CHECK(outcome("\xEF\xBB\xBF\"id\",\"weight\",route,session,dose\nP1,82.5kg,im,3,41mg\n") ==
        "P1,ok,preparation-missing,\n");
  CHECK(batch(",weight\n,1\n", {"--keep-all", "--columns", ""}).out == "\"\"\n\"\"\n");
  const auto out = batch("\"weight\",route,session,dose\n82.5kg,im,3,41mg\n").out;
  CHECK(out.substr(0, 28) == "\"weight\",route,session,dose,");
}

TEST_CASE("batch: keep, keep-all and columns") {
  const std::string in = "ward,weight,route,session,dose,bed\nW,82.5kg,im,3,41mg,7\n";
  CHECK(batch(in, {"--keep", "ward,bed", "--columns", "verdict,bed,ward"}).out ==
        "verdict,bed,ward\nok,7,W\n");
  CHECK(has(batch(in, {"--keep-all"}).out, "\nW,82.5kg,im,3,41mg,7,82.5,41,"));
  CHECK(batch(in, {"--keep-all", "--columns", "route,session,rules,ward"}).out ==
        "route,session,rules,ward\nim,3,published/2026.1,W\n");
  CHECK(batch(in, {"--keep", "ward"}).code == 2);
}

TEST_CASE("batch: damaged records are refused, each in its place, and nothing is lost") {
  const auto a = "A" + good, b = "B" + good;
  const auto between = [&](const std::string& damage) { return outcome(header + a + damage + b); };
  const auto refusal = [&](const std::string& code) {
    return "A,ok,,\n,refused," + code + ",\nB,ok,,\n";
  };
  CHECK(between("X,82.5kg\n") == refusal("fields-mismatch"));
  CHECK(between("X" + good.substr(0, good.size() - 1) + ",\n") == refusal("fields-mismatch"));
  CHECK(between("\n") == refusal("fields-mismatch"));
  CHECK(between("\r\n") == refusal("fields-mismatch"));
  CHECK(between("X\r" + good) == refusal("fields-mismatch"));
  CHECK(between("\"X" + good) == refusal("quote-unclosed"));
  CHECK(between("X\"" + good) == refusal("quote-unclosed"));
  CHECK(between("\"X\"Y" + good) == refusal("quote-unclosed"));
  CHECK(between("\"X\" " + good) == refusal("quote-unclosed"));
  CHECK(between("X\xFF" + good) == refusal("encoding"));
  CHECK(between("X\xC0\x80" + good) == refusal("encoding"));
  CHECK(between("X\xED\xA0\x80" + good) == refusal("encoding"));
  CHECK(between("\"X\xE2\x82\"" + good) == refusal("encoding"));
  CHECK(between(std::string("X\0", 2) + good) == refusal("encoding"));
  CHECK(between(repeat(65537, "x") + good) == refusal("record-too-long"));
  CHECK(between(repeat(1'000'000, "x") + "\n") == refusal("record-too-long"));
}

TEST_CASE("batch: reading goes on at the line after the one on which a bad record began") {
  // Two lines that are one record with too few fields: each line is then a record of its own.
  CHECK(outcome(header + "\"one\ntwo\",x\n" + "B" + good) ==
        ",refused,fields-mismatch,\n,refused,quote-unclosed,\nB,ok,,\n");
  // The quote closes only in the third row; the rows between are whole.
  CHECK(outcome(header + "\"A" + good + "B" + good + "\"C\"" + good) ==
        ",refused,quote-unclosed,\nB,ok,,\n\"C\",ok,,\n");
  // Nothing closes it: the end of the stream, and more than a record may hold.
  CHECK(outcome(header + "\"A" + good + "B" + good) == ",refused,quote-unclosed,\nB,ok,,\n");
  const auto many = outcome(header + "\"A" + good + repeat(4000, "B" + good));
  CHECK(lines(many) == 4001);
  CHECK(many.substr(0, 35) == ",refused,quote-unclosed,\nB,ok,,\nB,o");
}

TEST_CASE("batch: a damaged record that a later line closes") {
  // By hand after RFC 4180: two fields of three, bytes that are no UTF-8, text behind the quote;
  // the line after it is then read by itself, and opens a quote.
  const auto codes = [](const std::string& rest) {
    return batch("id,k,weight\n" + rest, {"--keep", "k", "--columns", "findings"}).out;
  };
  CHECK(codes("\"a\n\",c\nx,y,z\n") ==
        "findings\nfields-mismatch\nquote-unclosed\nrequired-missing\n");
  CHECK(codes("\"a\xFF\n\",b,c\n") == "findings\nencoding\nquote-unclosed\n");
  CHECK(codes("\"a,b,c\n\"x\",y,z\n") == "findings\nquote-unclosed\nrequired-missing\n");
}

TEST_CASE("batch: the edges of the longest record") {
  const auto verdicts = [](std::size_t n) {
    return batch(header + repeat(n - good.size() + 1, "x") + good + "B" + good,
                 {"--columns", "verdict"})
        .out;
  };
  CHECK(verdicts(65536) == "verdict\nok\nok\n");
  CHECK(verdicts(65537) == "verdict\nrefused\nok\n");
}

TEST_CASE("batch: a doubled quote at the edge of the longest record") {
  const auto input = [](const std::string& torn, const std::string& next) {
    return header + "A" + good + torn + next;
  };
  const auto answer = [](const std::string& fault, const std::string& next) {
    return "A,ok,,\n,refused," + fault + ",\n" + next;
  };
  // The field is never closed; its line may also be longer than 65,536 bytes.
  for (std::size_t n = 65530; n <= 65540; ++n) {
    CAPTURE(n);
    const auto torn = "\"" + repeat(n, "q") + "\"\",b\n";
    const auto* const fault = torn.size() - 1 > 65536 ? "record-too-long" : "quote-unclosed";
    for (const auto* const jobs : {"1", "2"}) {
      CHECK(outcome(input(torn, "B" + good), {"--jobs", jobs}) == answer(fault, "B,ok,,\n"));
      CHECK(outcome(input(torn, "x"), {"--jobs", jobs}) ==
            answer(fault, ",refused,fields-mismatch,\n"));
    }
  }
  CHECK(batch("id,\"" + repeat(65532, "q") + "\"\",b\nx,y\n", {"--keep-all"}).code == 2);
}

TEST_CASE("batch: how a stream may end") {
  const auto row = "A" + good;
  CHECK(outcome(header + row.substr(0, row.size() - 1)) == "A,ok,,\n");
  CHECK(outcome(header + row + "B,82.5kg,iv") == "A,ok,,\n,refused,fields-mismatch,\n");
  CHECK(outcome(header + row + "\"B,82.5kg,iv") == "A,ok,,\n,refused,quote-unclosed,\n");
  CHECK(outcome(header + row + "\n") == "A,ok,,\n");
  CHECK(outcome(header + row + "\r\n") == "A,ok,,\n");
  CHECK(outcome(header + row + "\n\n") == "A,ok,,\n,refused,fields-mismatch,\n");
  CHECK(outcome(header + row.substr(0, row.size() - 1) + "\r") == "A,ok,,\n");
  CHECK(outcome(header + row + repeat(200'000, "x")) == "A,ok,,\n,refused,record-too-long,\n");
}

TEST_CASE("batch: a refused record names its line") {
  const auto messages = batch(header + "A" + good + "\"two\nlines\"" + good + "short\n\"x\n" +
                                  repeat(70'000, "y") + "\n\xFF\n",
                              {"--columns", "message"})
                            .out;
  std::istringstream rows{messages};
  std::vector<std::string> all;
  for (std::string row; std::getline(rows, row);) all.push_back(row);
  REQUIRE(all.size() == 7);
  // One empty cell stands in quotes: RFC 4180 has no record without a field, a blank line.
  CHECK(all[1] == "\"\"");
  CHECK(all[2] == "\"\"");
  CHECK(has(all[3], "line 5 has 1 field where the header has 8"));
  CHECK(has(all[4], "line 6 opens a quote"));
  CHECK(has(all[5], "line 7 is longer than 65536 bytes"));
  CHECK(has(all[6], "line 8 is not UTF-8"));
}

TEST_CASE("batch: the examples of a refusal are in the column's unit") {
  // Half a milligram a kilogram, and 82.5 kg in pounds: what the published rules allow.
  const auto message = [](const std::string& in) {
    return batch(in, {"--columns", "message"}).out;
  };
  const std::string columns = ",route,session,dose_mg_per_kg\n";
  CHECK(has(message("weight_kg" + columns + "70,im,3,\n"), "for example 0.5"));
  CHECK(has(message("weight_kg" + columns + "70,im,3,0\n"), "as 0.5"));
  CHECK(has(message("weight_lb" + columns + "0,im,3,0.5\n"), "as 181.9"));
  CHECK(has(message("weight_kg" + columns + "70,im,3,0.5 mg/kg\n"), "the number alone: 0.5"));
  CHECK(has(message("weight_kg" + columns + "70,im,3,1/2\n"), "as a decimal, as 0.5"));
}

TEST_CASE("batch: exit codes, the first that applies") {
  const std::string ok = "A" + good, review = "B,82.5kg,iv,3,42mg,40min,50mg/mL,100mL\n",
                    stop = "C,82.5kg,iv,3,410mg,40min,50mg/mL,100mL\n", bad = "D\n";
  CHECK(batch(header + ok).code == 0);
  CHECK(batch(header + ok + review).code == 3);
  CHECK(batch(header + bad + ok + review).code == 4);
  CHECK(batch(header + bad + stop + review).code == 1);
  CHECK(run_with(Stdout::full, {"batch"}, header + stop).code == 74);
  CHECK(run_with(Stdout::full, {"batch", "--jobs", "2"}, header + stop).code == 74);
}

TEST_CASE("batch: a reader that goes ends it quietly") {
  const auto in = header + repeat(50'000, "A" + good);
  for (const auto* const jobs : {"1", "3"}) {
    const auto signalled = run_with(Stdout::broken_pipe, {"batch", "--jobs", jobs}, in);
    CHECK(signalled.code == 141);
    CHECK(signalled.err.empty());
    const auto unsignalled =
        run_with(Stdout::broken_pipe_unsignalled, {"batch", "--jobs", jobs}, in);
    CHECK(unsignalled.code == 141);
    CHECK(unsignalled.err.empty());
  }
}

TEST_CASE("batch: the same bytes whatever the number of threads") {
  std::string in = header;
  for (int i = 0; i < 30'000; ++i) {
    in += "P" + std::to_string(i) + good;
    if (i % 7 == 0) in += "\"q,\n\"" + good;
    if (i % 11 == 0) in += "torn \"quote\n";
    if (i % 5000 == 0) in += repeat(100'000, "long ") + "\n\n";
  }
  const auto one = batch(in);
  CHECK(lines(one.out) > 36'000);
  for (const auto* const jobs : {"2", "3", "8"}) {
    const auto more = batch(in, {"--jobs", jobs});
    CHECK(more.out == one.out);
    CHECK(more.code == one.code);
    CHECK(more.err == one.err);
  }
}

TEST_CASE("batch: files, by name and by --input") {
  const OwnFile csv{header + "P1" + good, ".csv"};
  const OwnFile jsonl{R"({"id":"P1","weight":"82.5kg","route":"im","session":3,"dose":"41mg"})"
                      "\n",
                      ".jsonl"};
  CHECK(batch("", {csv.path()}).code == 0);
  CHECK(batch("", {csv.path()}).out == batch(header + "P1" + good, {"-"}).out);
  CHECK(has(batch("", {jsonl.path()}).out, R"("input":{"id":"P1",)"));
  CHECK(batch("", {jsonl.path(), "--input", "csv"}).code == 2);
}
