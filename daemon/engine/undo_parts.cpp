#include "daemon/engine/undo_parts.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <string>
#include <utility>

namespace retention::engine {
namespace {

using store::DeletionWork;

// What else has to come back for the deletions of one package, the last deleted first.
Result<std::vector<DeletionWork>> needed_too(store::Ledger& ledger, std::span<const DeletionWork> work,
                                             const KnownParts& parts, SysTime now) {
  std::vector<DeletionWork> needed;
  const auto with_package = [](const DeletionWork& each) { return each.with_package.has_value(); };
  if (parts.others.empty() || std::ranges::any_of(work, with_package)) return needed;
  const Package& package = work.front().package;
  auto found = ledger.restorable(store::ByPackage{ref_of(package)}, now);
  if (!found) return fail(found.error());
  std::ranges::copy_if(found->work, std::back_inserter(needed), [&](const DeletionWork& each) {
    const auto digest = Digest::parse(each.name);
    return each.package.id == package.id && !with_package(each) && digest &&
           std::ranges::binary_search(parts.others, *digest);
  });
  return needed;
}

store::RunWarning told_needed(const Package& package, std::size_t count) {
  return {"restored-too",
          std::to_string(count) + (count == 1 ? " more version comes" : " more versions come") +
              " back, since what is restored lists " + (count == 1 ? "it" : "them"),
          to_string(ref_of(package))};
}

// Of what other people deleted nobody may have read the manifests. What has no tag comes first, since it may be a part
// of what has one.
void put_unknown_parts_first(std::vector<DeletionWork>& work, const ManifestSet& known) {
  std::stable_partition(work.begin(), work.end(), [&](const DeletionWork& each) {
    const auto digest = Digest::parse(each.name);
    return each.tags.empty() && digest && !known.find(*digest);
  });
}

// Adds the deletions of one package.
Result<void> add_package(OrderedUndo& undo, store::Ledger& ledger, store::ManifestCache& cache,
                         std::span<const DeletionWork> given, SysTime now) {
  const auto parts = known_parts(cache, given);
  if (!parts) return fail(parts.error());
  auto needed = needed_too(ledger, given, *parts, now);
  if (!needed) return fail(needed.error());
  if (!needed->empty()) undo.warnings.push_back(told_needed(given.front().package, needed->size()));
  std::vector<DeletionWork> work(given.begin(), given.end());
  std::ranges::move(*needed, std::back_inserter(work));
  std::ranges::sort(work, [](const DeletionWork& a, const DeletionWork& b) { return b.id < a.id; });
  put_unknown_parts_first(work, parts->manifests);
  RestoreLinks unordered;
  unordered.add(work, *parts);
  std::vector<DeletionWork> ordered;
  for (const std::size_t position : unordered.order()) ordered.push_back(std::move(work[position]));
  undo.links.add(ordered, *parts);
  std::ranges::move(ordered, std::back_inserter(undo.work));
  return {};
}

std::vector<Digest> in_flight_of(std::span<const DeletionWork> in_flight, const Package& package) {
  std::vector<Digest> digests;
  for (const DeletionWork& work : in_flight) {
    const auto digest = Digest::parse(work.name);
    if (digest && work.package.id == package.id) digests.push_back(*digest);
  }
  std::ranges::sort(digests);
  return digests;
}

// The lost parts of one package, whose items these are.
Result<std::vector<LostPart>> lost_of(store::Ledger& ledger, HoldingsReader& holdings, std::span<const UndoItem> items,
                                      const RestoreLinks::Beside& beside, std::span<const DeletionWork> in_flight,
                                      SysTime now) {
  std::vector<LostPart> lost;
  const DeletionWork& work = items.front().work;
  std::set<PlanId> plans;
  for (const UndoItem& item : items) plans.insert(item.work.plan);
  for (const Digest& digest : in_flight_of(in_flight, work.package)) lost.push_back({beside.first, digest, plans});
  if (std::ranges::any_of(items, [](const UndoItem& item) { return item.work.with_package.has_value(); })) return lost;
  const std::vector<Digest> absent = holdings.absent(work, beside.digests, now);
  if (absent.empty()) return lost;
  const auto listed = ledger.listed_at(work.package, absent, {plans.begin(), plans.end()});
  if (!listed) return fail(listed.error());
  for (const store::ListedDigest& each : *listed) lost.push_back({beside.first, each.digest, {each.plan}});
  return lost;
}

}  // namespace

Result<OrderedUndo> order_undo(store::Ledger& ledger, store::ManifestCache& cache, std::vector<DeletionWork> work,
                               SysTime now) {
  OrderedUndo undo;
  for (auto begin = work.begin(); begin != work.end();) {
    const auto end =
        std::find_if(begin, work.end(), [&](const DeletionWork& each) { return each.package.id != begin->package.id; });
    if (auto added = add_package(undo, ledger, cache, {begin, end}, now); !added) return fail(added.error());
    begin = end;
  }
  return undo;
}

Result<std::vector<LostPart>> lost_parts(store::Ledger& ledger, HoldingsReader& holdings,
                                         std::span<const UndoItem> items, const RestoreLinks& links, SysTime now) {
  const auto in_flight = ledger.in_flight();
  if (!in_flight) return fail(in_flight.error());
  std::vector<LostPart> all;
  for (const RestoreLinks::Beside& beside : links.beside()) {
    auto lost = lost_of(ledger, holdings, items.subspan(beside.first, beside.count), beside, *in_flight, now);
    if (!lost) return lost;
    std::ranges::move(*lost, std::back_inserter(all));
  }
  return all;
}

void tell_losses(std::span<UndoItem> items, const RestoreLinks& links, std::span<const LostPart> lost) {
  Losses losses(links);
  for (const LostPart& part : lost) losses.lose(part);
  std::set<std::pair<PackageId, std::string>> there;
  for (std::size_t i = 0; i < items.size(); ++i) {
    UndoItem& item = items[i];
    if (item.work.package.type != PackageType::container) continue;
    const auto lack = losses.lacking(i);
    if (lack && !item.blocker) item.blocker = *lack + " does not come back";
    if (!item.blocker || item.where == UndoItem::Where::superseded) there.emplace(item.work.package.id, item.work.name);
    if (!there.contains({item.work.package.id, item.work.name})) losses.lose(i);
  }
}

}  // namespace retention::engine
