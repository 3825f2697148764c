// SPDX-License-Identifier: Apache-2.0
// Texts that are remembered: no two of them are taken for one another, and what an order is read
// as does not depend on the orders before it.
#include <doctest/doctest.h>

#include <ketadose/published.hpp>
#include <set>
#include <string>
#include <vector>

#include "request.hpp"

namespace {

using namespace ketadose;           // NOLINT(google-build-using-namespace)
using namespace ketadose::program;  // NOLINT(google-build-using-namespace)

Request blank() {
  return {.order = {.weight = unit::kg(0), .route = {}, .session = 0}, .route = nullptr};
}

}  // namespace

TEST_CASE("recall: every short text has a key of its own, a long one has none") {
  const std::string letters{
      "\0"
      "05\xB5",
      4};
  std::set<std::uint64_t> keys;
  std::size_t texts = 0;
  for (std::size_t length = 1; length <= 7; ++length)
    for (std::size_t n = 0; n < std::size_t{1} << 2 * length; ++n) {
      std::string text;
      for (std::size_t i = 0; i < length; ++i) text += letters[n >> 2 * i & 3U];
      for (const unsigned how : {0U, 9U, 31U}) {
        keys.insert(key_of(text, how));
        ++texts;
      }
    }
  CHECK(keys.size() == texts);
  CHECK_FALSE(keys.contains(0));
  CHECK_FALSE(keys.contains(~std::uint64_t{0}));
  CHECK(key_of("", 0) == 0);
  CHECK(key_of("12345678", 0) == 0);
}

TEST_CASE("recall: what stands behind a text is no part of its key") {
  const std::string one = "50mg/mL";
  const std::string other = "50,40\xFF\n";
  for (std::size_t size = 1; size <= 2; ++size)
    CHECK(key_of(std::string_view{one}.substr(0, size), 0) ==
          key_of(std::string_view{other}.substr(0, size), 0));
  CHECK(key_of(std::string_view{one}.substr(0, 3), 0) !=
        key_of(std::string_view{other}.substr(0, 3), 0));
}

TEST_CASE("recall: a number is read as it is without, whatever was read before") {
  std::vector<std::string> numbers{"0", "00", "0.0", "1.", ".5", "5e1", "0x1", "1,5", "1234567"};
  for (int i = 1; i < 700; ++i)
    numbers.push_back(std::to_string(i / 100) + '.' + std::to_string(i % 100));
  Recall recall;
  for (const char* const unit : {"", "mg", "mg/kg", "kg", " mg"})
    for (const auto& number : numbers)
      for (const auto how : {Reading::as_typed, Reading::mg, Reading::mg_per_kg}) {
        const std::string text = number + unit;
        CAPTURE(text);
        Texts texts;
        texts.set(Field::dose, text, how);
        for (int again = 0; again < 2; ++again) {
          auto with = blank();
          auto without = blank();
          const auto refusal = read_texts(texts, published, Purpose::check, with, &recall);
          CHECK(refusal == read_texts(texts, published, Purpose::check, without));
          CHECK(with.order.dose.has_value() == without.order.dose.has_value());
          if (!with.order.dose || !without.order.dose) continue;
          CHECK(with.order.dose->is_mass() == without.order.dose->is_mass());
          CHECK(with.order.dose->for_weight(unit::kg(1)) ==
                without.order.dose->for_weight(unit::kg(1)));
        }
      }
}

TEST_CASE("recall: what an order does not say is not taken from the one before") {
  Recall recall;
  auto request = blank();
  Texts full;
  // Strings, which have room for what is recalled.
  const std::array<std::string, field_count> all{
      "82.5kg",  "60kg",  "iv",        "3",        "41mg",    "40min", "500mg/10mL",
      "100mL",   "50mL",  "1mg/mL",    "20gtt/mL", "deltoid", "100mg", "178cm",
      "female",  "54",    "ideal",     "135/85",   "none",    "none",  "0.82mL",
      "150mL/h", "100mL", "50gtt/min", "1.5"};
  for (std::size_t i = 0; i < field_count; ++i) full.set(static_cast<Field>(i), all[i]);
  REQUIRE_FALSE(read_texts(full, published, Purpose::check, request, &recall));
  REQUIRE(request.order.pieces_claim);
  Texts nothing;
  REQUIRE_FALSE(read_texts(nothing, published, Purpose::check, request, &recall));
  const auto& o = request.order;
  CHECK(request.route == nullptr);
  CHECK(o.weight == unit::kg(0));
  CHECK(o.session == 0);
  for (const auto text : {o.route, o.site, o.has, o.takes}) CHECK(text.empty());
  for (const bool given :
       {o.last_weight.has_value(), o.dose.has_value(), o.over.has_value(), o.vial.has_value(),
        o.bag.has_value(), o.fill.has_value(), o.concentration.has_value(), o.drip_set.has_value(),
        o.lozenge.has_value(), o.height.has_value(), o.sex.has_value(), o.age.has_value(),
        o.dosing_weight.has_value(), o.bp.has_value(), o.draw_claim.has_value(),
        o.rate_claim.has_value(), o.volume_claim.has_value(), o.drops_claim.has_value(),
        o.pieces_claim.has_value()})
    CHECK_FALSE(given);
}
