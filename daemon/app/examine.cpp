#include "daemon/app/examine.h"

#include <cstddef>
#include <utility>

#include "daemon/app/reason_record.h"
#include "daemon/config/in_use_files.h"
#include "daemon/engine/collector.h"
#include "daemon/engine/examiner.h"
#include "daemon/engine/manifest_collector.h"
#include "daemon/engine/no_registry.h"
#include "daemon/engine/recorded_lister.h"
#include "daemon/ports/event_sink.h"
#include "policy/language/rule_text.h"
#include "store/manifest_cache.h"

namespace retention::app {
namespace {

// For work that is over at once: nobody needs to see it go on.
class Unobserved final : public EventSink {
 public:
  void on(const Event& /*event*/) override {}
};

report::SilentRule told(const SilentRule& silent, const RuleSet& rules) {
  const Rule& rule = rules.rules[static_cast<std::size_t>(silent.rule)];
  report::SilentRule view{rule.info.layer, rule.info.policy, rule.info.name, {}};
  for (const Obstacle& obstacle : silent.obstacles) {
    using Why = report::UnmetCondition::Why;
    view.unmet.push_back({language::summary_of(rule.conditions[obstacle.condition], rule.info.layer),
                          obstacle.match == Match::no ? Why::does_not_hold : Why::cannot_be_told, obstacle.from});
  }
  return view;
}

report::Examination told(const Account& account, const RuleSet& rules) {
  report::Examination view;
  view.verdict = account.decision.verdict;
  view.mode = account.decision.mode;
  for (const Reason& reason : account.decision.reasons) view.reasons.push_back(record_of(reason, rules));
  for (const SilentRule& silent : account.silent) view.silent.push_back(told(silent, rules));
  view.course = account.decision.course;
  view.due_at = account.decision.due_at;
  view.candidate_from = account.candidate_from;
  view.goes_from = account.goes_from;
  view.breach = account.breach;
  view.policies = account.policies;
  view.parts = account.parts;
  return view;
}

}  // namespace

Result<std::optional<report::Examination>> examine(const std::string& location, const config::Loaded& loaded,
                                                   const store::VersionMatch& version, const Clock& clock,
                                                   const std::stop_token& stop) {
  auto history = store::History::open(location);
  if (!history) return fail(history.error());
  Unobserved events;
  engine::RecordedLister lister(*history);
  engine::Collector collector(lister, clock, events);
  config::InUseFiles facts(loaded.config.github.registry_url.host);
  auto cache = store::ManifestCache::open_to_read(location);
  if (!cache) return fail(cache.error());
  engine::NoRegistry registry;
  engine::ManifestCollector manifests(registry, *cache, clock, events);
  engine::Examiner examiner(collector, manifests, *history, facts, clock);
  const auto account = examiner.examine(loaded.config.rules, version, stop);
  if (!account) return fail(account.error());
  if (!*account) return std::optional<report::Examination>();
  return std::optional(told(**account, loaded.config.rules));
}

}  // namespace retention::app
