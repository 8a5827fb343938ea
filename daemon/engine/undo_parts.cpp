#include "daemon/engine/undo_parts.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
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
  RestoreLinks unordered;
  unordered.add(work, *parts);
  std::vector<DeletionWork> ordered;
  for (const std::size_t position : unordered.order()) ordered.push_back(std::move(work[position]));
  undo.links.add(ordered, *parts);
  std::ranges::move(ordered, std::back_inserter(undo.work));
  return {};
}

void lose_in_flight(Losses& losses, std::span<const UndoItem> items, std::span<const DeletionWork> in_flight) {
  std::map<PackageId, std::size_t> near;
  for (std::size_t i = 0; i < items.size(); ++i) near.emplace(items[i].work.package.id, i);
  for (const DeletionWork& work : in_flight) {
    const auto digest = Digest::parse(work.name);
    const auto found = near.find(work.package.id);
    if (digest && found != near.end()) losses.lose(*digest, found->second);
  }
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

void tell_losses(std::span<UndoItem> items, const RestoreLinks& links, std::span<const DeletionWork> in_flight) {
  Losses losses(links);
  lose_in_flight(losses, items, in_flight);
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
