// SPDX-License-Identifier: Apache-2.0
// orders ROWS csv|jsonl: made-up orders on standard output. Row i is the same in both formats and
// for every number of rows. A quarter of the weights is in pounds; of the doses and times some are
// outside the limits; 60 % IV, 25 % IM, 15 % lozenges.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

/// Numbers for one row; SplitMix64.
class Dice {
 public:
  explicit Dice(std::uint64_t row) : state_{row * 0xD1342543DE82EF95} {}
  unsigned from(unsigned low, unsigned high) {
    state_ += 0x9E3779B97F4A7C15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return low + static_cast<unsigned>((z ^ (z >> 31)) >> 33) % (high - low + 1);
  }

 private:
  std::uint64_t state_;
};

struct Row {
  unsigned weight;  ///< tenths
  const char* unit;
  const char* route;
  unsigned session;
  unsigned dose;  ///< hundredths of mg/kg
  unsigned minutes;
  unsigned concentration;
  unsigned vial;  ///< 0: none
};

Row row(std::uint64_t number) {
  Dice dice{number};
  const bool pounds = dice.from(1, 4) == 1;
  const unsigned weight = pounds ? dice.from(880, 3520) : dice.from(400, 1600);
  const unsigned share = dice.from(1, 100);
  const bool iv = share <= 60, im = !iv && share <= 85;
  const unsigned session = dice.from(1, 12), dose = 5 * dice.from(6, 24);
  const unsigned minutes = dice.from(30, 70), twice = dice.from(1, 2);
  return {weight,
          pounds ? "lb" : "kg",
          iv   ? "iv"
          : im ? "im"
               : "lozenge",
          session,
          dose,
          iv ? minutes : 0,
          iv ? twice : 0,
          im ? 50 * twice : 0};
}

/// A cell or a value; what is not given is empty or null.
const char* text(char* out, unsigned value, const char* absent) {
  if (value == 0) return absent;
  std::sprintf(out, "%u", value);
  return out;
}

void print(std::uint64_t number, bool json) {
  const Row r = row(number);
  char minutes[12], concentration[12], vial[12];
  const char* const absent = json ? "null" : "";
  const char* const format =
      json ? "{\"id\":\"P%07llu\",\"weight\":\"%u.%u%s\",\"route\":\"%s\",\"session\":%u,"
             "\"dose_mg_per_kg\":%u.%02u,\"over_min\":%s,\"concentration_mg_per_ml\":%s,"
             "\"vial_mg_per_ml\":%s}\n"
           : "P%07llu,%u.%u%s,%s,%u,%u.%02u,%s,%s,%s\n";
  std::printf(format, static_cast<unsigned long long>(number), r.weight / 10, r.weight % 10, r.unit,
              r.route, r.session, r.dose / 100, r.dose % 100, text(minutes, r.minutes, absent),
              text(concentration, r.concentration, absent), text(vial, r.vial, absent));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fputs("usage: orders ROWS csv|jsonl\n", stderr), 2;
  const auto rows = std::strtoull(argv[1], nullptr, 10);
  const bool json = std::strcmp(argv[2], "jsonl") == 0;
  if (!json)
    std::puts(
        "id,weight,route,session,dose_mg_per_kg,over_min,concentration_mg_per_ml,vial_mg_per_ml");
  for (std::uint64_t i = 1; i <= rows; ++i) print(i, json);
  return std::fflush(stdout) == 0 && std::ferror(stdout) == 0 ? 0 : 1;
}
