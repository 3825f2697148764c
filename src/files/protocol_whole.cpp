// SPDX-License-Identifier: Apache-2.0
#include "files/protocol_whole.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ketadose/published.hpp>
#include <set>
#include <vector>

#include "complaint.hpp"
#include "files/protocol_columns.hpp"
#include "files/protocol_keys.hpp"
#include "files/protocol_rows.hpp"

namespace ketadose::program {
namespace {

// ---- Stops that stop no longer ----

constexpr std::string_view needs_approval_of_word =
    "leave the word to a row that stops, or say who approved it: approved_by and approved_on";

/// Reports words of a published stop that another row answers to without stopping.
void hold_words_against(Section& in, const TomlEntry* entry, std::span<const Screening> rows,
                        const Screening& then) {
  const auto check = [&](std::string_view word) {
    const auto* const now = find_screening(rows, word);
    if (now == nullptr || now->level == Level::stop || now->code == then.code) return;
    in.draft().fault(entry == nullptr ? in.head() : spot_of_word(*entry, now->code, word),
                     fmt::format("{} is {} here and stops no longer: it is a word of {} in the "
                                 "published rules",
                                 in_quotes(word), now->code, then.code),
                     std::string{needs_approval_of_word});
  };
  check(then.code);
  Words aliases{then.aliases};
  for (auto alias = aliases.next(); !alias.empty(); alias = aliases.next()) check(alias);
}

/// Reports published stop conditions or medicines that are left out or stop no longer.
void hold_against(Section& in, const TomlEntry* entry, std::span<const Screening> rows,
                  std::span<const Screening> published_rows) {
  if (in.draft().approved) return;
  const auto head = entry == nullptr ? in.head() : entry->at;
  std::string left_out;
  for (const auto& then : published_rows) {
    if (then.level != Level::stop) continue;
    hold_words_against(in, entry, rows, then);
    const auto now = std::find_if(rows.begin(), rows.end(),
                                  [&then](const Screening& row) { return row.code == then.code; });
    if (now != rows.end() && now->level == Level::stop) continue;
    const auto at = entry == nullptr ? head : spot_of_word(*entry, then.code, {});
    if (at == head)
      left_out += (left_out.empty() ? "" : ", ") + std::string{then.code};
    else
      in.draft().fault(at, fmt::format("{} is a stop in the published rules", then.code),
                       std::string{needs_approval});
  }
  if (!left_out.empty())
    in.draft().fault(head, "stops of the published rules are left out: " + left_out,
                     std::string{needs_approval});
}

// ---- Sources ----

/// Every key of a source that a protocol uses.
class SourceKeys {
 public:
  explicit SourceKeys(const Protocol& p) {
    const auto walk = [this](std::string_view, const auto& column, auto...) { add(column); };
    for (const auto& route : p.routes) {
      each_key_of_route(route, walk);
      if (!route.vials.empty()) keys_.insert(route.vials_source);
    }
    each_key_of_patient(p, walk);
    each_key_of_care(p, walk);
    for (const auto& site : p.sites) add(site.volume);
    for (const auto& syringe : p.syringes) keys_.insert(syringe.source);
    for (const auto rows : {p.conditions, p.medicines})
      for (const auto& row : rows) keys_.insert(row.source);
  }

  const std::set<std::string_view>& keys() const { return keys_; }

 private:
  template <class T>
  void add(const Bound<T>& bound) {
    if (bound) keys_.insert(bound.source());
  }
  template <class T>
  void add(const Guardrail<T>& bounds) {
    for (const auto* const edge : edges_of(bounds)) add(*edge);
  }
  void add(std::span<const SessionCeiling> rows) {
    for (const auto& row : rows) add(row.review_above);
  }
  void add(std::span<const Point> rows) {
    for (const auto& row : rows) keys_.insert(row.source);
  }
  template <class Column>
  void add(const Column& /*without a source*/) {}

  std::set<std::string_view> keys_;
};

/// Reports keys without a source: where they are written, or where their source is removed.
void check_sources(Section& file, const Protocol& protocol) {
  auto& draft = file.draft();
  std::vector<std::string_view> keys;
  for (const auto& source : protocol.sources) keys.push_back(source.key);
  const auto known = [&keys](std::string_view key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  for (const auto& use : draft.uses) {
    if (known(use.key)) continue;
    auto guess = did_you_mean(use.key, keys);
    if (guess.empty()) guess = fmt::format("write it under [sources]: {} = \"...\"", use.key);
    draft.fault(use.at, fmt::format("there is no source {}", in_quotes(use.key)), guess);
  }
  const auto* const entry = file.find("sources");
  if (entry == nullptr || file.whole()) return;
  const SourceKeys used{protocol};
  for (const auto key : used.keys()) {
    const auto is_written = [key](const SourceUse& use) { return use.key == key; };
    if (key.empty() || known(key) || std::any_of(draft.uses.begin(), draft.uses.end(), is_written))
      continue;
    draft.fault(spot_of_word(*entry, key, {}),
                fmt::format("the source {} is removed, and inherited rows use it", in_quotes(key)),
                "keep it, or give these rows another source");
  }
}

// ---- Sites and syringes ----

/// The most injections that one dose is divided into.
constexpr int most_parts = 10;

/// A dose is divided into parts that the syringes can measure.
void check_site(Section& file, const Site& site, const Protocol& protocol) {
  const auto* const entry = file.find("sites");
  const auto report = [&](const std::string& what, const std::string& remedy) {
    file.draft().fault(entry == nullptr ? file.head() : spot_of_word(*entry, site.name, {}),
                       fmt::format("sites.{}.volume: {}", site.name, what), remedy);
  };
  const Exact<VolumeDim> most{*site.volume.review_above};
  if (most.scaled(most_parts) < Exact<VolumeDim>{*site.volume.stop_above})
    report("stop_above is more than ten times review_above",
           "a dose is given in at most ten injections");
  for (const auto& syringe : protocol.syringes) {
    if (Exact<VolumeDim>{syringe.mark}.scaled(2) > most) {
      report(fmt::format("review_above of {} is less than two marks of the {} syringe",
                         words_of(*site.volume.review_above), words_of(syringe.capacity)),
             "write a volume that can be measured");
      return;
    }
    if (Exact<VolumeDim>{syringe.capacity} >= most) return;
  }
}

void check_sites(Section& file, const Protocol& protocol) {
  for (const auto& site : protocol.sites)
    if (site.volume.review_above && site.volume.stop_above) check_site(file, site, protocol);
  if (!protocol.sites.empty()) return;
  for (const auto& route : protocol.routes)
    if (route.form == Form::injection) {
      file.draft().fault(file.at("sites"),
                         fmt::format("routes.{} is an injection, and there is no site", route.name),
                         "write [sites.NAME] with its volume");
      return;
    }
}

// ---- The same or not ----

template <class T>
bool same(const T& a, const T& b) {
  return a == b;
}
template <class T>
bool same(const Bound<T>& a, const Bound<T>& b) {
  return bool{a} == bool{b} && (!a || (*a == *b && a.source() == b.source()));
}
template <class T>
bool same(const Guardrail<T>& a, const Guardrail<T>& b) {
  for (std::size_t i = 0; i < edge_keys.size(); ++i)
    if (!same(*edges_of(a)[i], *edges_of(b)[i])) return false;
  return true;
}
bool same(const SessionCeiling& a, const SessionCeiling& b) {
  return a.from == b.from && same(a.review_above, b.review_above);
}
bool same(const Point& a, const Point& b) { return a.text == b.text && a.source == b.source; }
bool same(const Source& a, const Source& b) { return a.key == b.key && a.text == b.text; }
bool same(const Site& a, const Site& b) { return a.name == b.name && same(a.volume, b.volume); }
bool same(const Syringe& a, const Syringe& b) {
  return a.capacity == b.capacity && a.mark == b.mark && a.source == b.source;
}
bool same(const Screening& a, const Screening& b) {
  return a.code == b.code && a.aliases == b.aliases && a.level == b.level &&
         a.sentence == b.sentence && a.source == b.source;
}
bool same(const Route& a, const Route& b);
template <class Row>
bool same(std::span<const Row> a, std::span<const Row> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Row& one, const Row& other) { return same(one, other); });
}

/// Compares the columns that `walk` visits.
template <class Row, class Walk>
bool same_columns(const Row& a, const Row& b, Walk walk) {
  Columns others;
  walk(b,
       [&others](std::string_view key, const auto& column, auto...) { others.add(key, column); });
  bool all = true;
  walk(a, [&](std::string_view key, const auto& column, auto...) {
    all = all && same(column, *others.find(key, column));
  });
  return all;
}

bool same(const Route& a, const Route& b) {
  return a.name == b.name &&
         same_columns(a, b, [](const Route& row, auto visit) { each_key_of_route(row, visit); });
}

}  // namespace

bool same_rules(const Protocol& a, const Protocol& b) {
  const auto patient = [](const Protocol& p, auto visit) { each_key_of_patient(p, visit); };
  const auto care = [](const Protocol& p, auto visit) { each_key_of_care(p, visit); };
  return same(a.routes, b.routes) && same(a.sites, b.sites) && same(a.syringes, b.syringes) &&
         same_columns(a, b, patient) && same(a.conditions, b.conditions) &&
         same(a.medicines, b.medicines) && same_columns(a, b, care) && same(a.sources, b.sources);
}

void check_whole(Section& file, const Protocol& protocol) {
  auto& draft = file.draft();
  const auto is_known = [&file](std::string_view key) {  // a missing table is reported as such
    return !file.whole() || file.find(key) != nullptr;
  };
  if (is_known("conditions"))
    hold_against(file, file.find("conditions"), protocol.conditions, published.conditions);
  if (is_known("medicines"))
    hold_against(file, file.find("medicines"), protocol.medicines, published.medicines);
  check_sources(file, protocol);
  if (is_known("sites")) check_sites(file, protocol);
  if (protocol.routes.empty() && file.find("routes") != nullptr)
    draft.fault(file.find("routes")->at, "there is no route",
                "write [routes.NAME] for at least one");
  if (!draft.errors.empty()) return;
  if (const auto fault = ketadose::fault(protocol); !fault.empty())
    draft.fault({}, std::string{fault}, "the rules cannot be used like this");
  else if (protocol.name == published.name && protocol.version == published.version &&
           !same_rules(protocol, published))
    draft.fault(file.at("name"), "these are not the published rules",
                "give your rules a name of their own");
}

}  // namespace ketadose::program
