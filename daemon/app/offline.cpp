#include "daemon/app/offline.h"

#include <algorithm>
#include <utility>

#include "daemon/app/reason_record.h"
#include "daemon/config/in_use_files.h"
#include "daemon/engine/collector.h"
#include "daemon/engine/comparer.h"
#include "daemon/engine/fact_collector.h"
#include "daemon/engine/manifest_collector.h"
#include "daemon/engine/no_registry.h"
#include "daemon/engine/recorded_cycle.h"
#include "daemon/engine/recorded_lister.h"
#include "daemon/engine/request_counter.h"
#include "store/history.h"
#include "store/ledger.h"
#include "store/manifest_cache.h"

namespace retention::app {
namespace {

class NoRequests final : public engine::RequestCounter {
 public:
  [[nodiscard]] std::int64_t api_requests() const override { return 0; }
};

// A copy of the ledger, and what reads it.
struct Copy {
  store::Ledger ledger;
  store::History history;
  store::ManifestCache manifests;
};

Result<Copy> copy_of(const std::string& path) {
  auto ledger = store::Ledger::open_copy(path);
  if (!ledger) return fail(ledger.error());
  auto history = store::History::open(ledger->location());
  if (!history) return fail(history.error());
  auto manifests = store::ManifestCache::open_to_read(ledger->location());
  if (!manifests) return fail(manifests.error());
  return Copy{*std::move(ledger), *std::move(history), *std::move(manifests)};
}

report::ComparedDecision decided(const Decision& decision, const RuleSet& rules) {
  return {decision.verdict, decision.mode, record_of(decision.winner(), rules)};
}

report::ComparedPackage told(const engine::ComparedPackage& compared, const RuleSet& before, const RuleSet& after) {
  const Inventory& inventory = compared.inventory;
  const bool listed = inventory.completeness.code != Incompleteness::listing_failed;
  report::ComparedPackage package{ref_of(inventory.package),
                                  listed ? std::optional(inventory.fetched_at) : std::nullopt,
                                  std::ssize(inventory.versions),
                                  inventory.completeness,
                                  {compared.before.due, compared.before.breach},
                                  {compared.after.due, compared.after.breach},
                                  {}};
  package.changes.reserve(compared.changes.size());
  for (const auto& [position, kind] : compared.changes) {
    const PackageVersion& version = inventory.versions[position];
    package.changes.push_back({kind, version.id, version.name, version.tags, version.created_at,
                               decided(compared.before.decisions[position], before),
                               decided(compared.after.decisions[position], after)});
  }
  return package;
}

}  // namespace

Result<cli::OfflinePlan> plan_offline(const OfflineSurroundings& surroundings, const config::Loaded& loaded,
                                      const engine::CycleRequest& request, const std::stop_token& stop) {
  const auto& [path, clock, events] = surroundings;
  auto copy = copy_of(path);
  if (!copy) return fail(copy.error());
  engine::RecordedLister lister(copy->history);
  engine::Collector collector(lister, clock, events);
  config::InUseFiles files(loaded.config.github.registry_url.host);
  engine::FactCollector facts(files, clock);
  engine::NoRegistry registry;
  engine::ManifestCollector manifests(registry, copy->manifests, clock, events);
  engine::Viewer viewer(collector, manifests, lister, copy->ledger, clock);
  engine::Planner planner(collector, viewer, lister, facts, copy->ledger, clock, events);
  const NoRequests requests;
  const auto outcome = engine::plan_recorded_cycle({planner, copy->ledger, clock, events, requests}, lister, request,
                                                   {loaded.config.rules, loaded.text}, stop);
  if (!outcome) return fail(outcome.error());
  if (outcome->cut_short) return fail(*outcome->cut_short);
  return cli::OfflinePlan{std::move(copy->ledger), std::move(copy->history), outcome->run, outcome->status};
}

Result<cli::ComparisonOutcome> compare_offline(const OfflineSurroundings& surroundings, const NamedConfig& before,
                                               const NamedConfig& after, const engine::Scope& scope,
                                               report::ComparisonWriter& writer, const std::stop_token& stop) {
  const auto& [path, clock, events] = surroundings;
  auto copy = copy_of(path);
  if (!copy) return fail(copy.error());
  engine::RecordedLister lister(copy->history);
  engine::Collector collector(lister, clock, events);
  config::InUseFiles facts_before(before.loaded.config.github.registry_url.host);
  config::InUseFiles facts_after(after.loaded.config.github.registry_url.host);
  engine::NoRegistry registry;
  engine::ManifestCollector manifests(registry, copy->manifests, clock, events);
  engine::Comparer comparer(collector, manifests, copy->ledger, clock);

  const RuleSet& first = before.loaded.config.rules;
  const RuleSet& second = after.loaded.config.rules;
  report::ComparisonCounts counts;
  writer.begin({before.file, after.file, path, seconds_of(clock.now())});
  const auto compared = comparer.compare({first, facts_before}, {second, facts_after}, scope, stop,
                                         [&](const engine::ComparedPackage& one) {
                                           const report::ComparedPackage package = told(one, first, second);
                                           counts.add(package);
                                           writer.package(package);
                                         });
  if (!compared) return fail(compared.error());
  writer.finish(compared->warnings);
  return cli::ComparisonOutcome{counts.of(ChangeKind::newly_deleted), compared->status};
}

}  // namespace retention::app
