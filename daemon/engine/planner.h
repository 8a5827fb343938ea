#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "daemon/engine/collector.h"
#include "daemon/engine/fact_collector.h"
#include "daemon/engine/viewer.h"
#include "daemon/engine/wounds.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "daemon/ports/exit_status.h"
#include "policy/base/error.h"
#include "policy/rule_set.h"
#include "policy/usage.h"
#include "store/ledger.h"

namespace retention::engine {

// What one cycle is asked to do.
struct CycleRequest {
  store::RunKind kind{store::RunKind::plan};
  store::Binding binding{store::Binding::dry_run};
  std::string trigger;  // what set it off: "command", "schedule"
  std::string actor;    // who did
  std::string program;  // version of this program
  Scope scope;
  // Whether what is blocked or waits for approval is a status of its own even if an earlier run reported it.
  enum class Asking : std::uint8_t { once, always } asking{Asking::once};
};

// How the ledger is told of a cycle that begins at `now`.
[[nodiscard]] store::RunStart start_of(const CycleRequest& request, SysTime now, store::RulesetId ruleset);

// The rules of a cycle and the text they were read from.
struct Rules {
  const RuleSet& set;
  const std::string& text;
};

// A run whose every package is decided and recorded.
struct Planned {
  RunId run;
  store::Binding binding{store::Binding::dry_run};
  SysTime now;               // the fixed clock of the run
  std::int64_t packages{0};  // planned so far
  std::int64_t packages_total{0};
  std::int64_t due{0};                    // deletions that limits count, blocked and awaiting ones included
  std::int64_t queued{0};                 // deletions that may be sent
  ExitStatus status{ExitStatus::done};    // incomplete or blocked, if something was
  std::map<PlanId, Package> releasing{};  // by plan that has something queued: its package, as it was listed
  std::vector<Wound> wounds{};            // what kept images lack
  std::vector<PackageRef> whole{};        // container packages that were looked at as a whole
  std::optional<Error> cut_short{};       // what ended the planning early; nothing is sent then
};

// Looks at every package of a cycle, decides and records. It holds nothing that can delete: for a dry run this is the
// whole cycle. One thread.
class Planner {
 public:
  Planner(Collector& collector, Viewer& viewer, Lister& lister, FactCollector& facts, store::Ledger& ledger,
          const Clock& clock, EventSink& events)
      : collector_(collector),
        viewer_(viewer),
        lister_(lister),
        facts_(facts),
        ledger_(ledger),
        clock_(clock),
        events_(events) {}

  // Begins a run, plans each package in its turn, then holds the whole cycle against its limit. The run is left open
  // for what follows, also if the planning was cut short. After an error the ledger cannot be used.
  Result<Planned> plan(const CycleRequest& request, const Rules& rules, const std::stop_token& stop);

 private:
  // What one plan of all packages looks at and adds up.
  struct Pass {
    store::RulesetId ruleset;
    const Scope& scope;
    const RuleSet& rules;
    Facts facts;
    UsageTally usage;
    const std::stop_token& stop;
  };

  Result<void> plan_packages(Planned& planned, Pass& pass, const std::stop_token& stop);
  Result<void> plan_package(Planned& planned, Pass& pass, const Package& package);
  Result<void> record_gaps(Planned& planned, const Worklist& work);
  Result<void> cancel_unselected(Planned& planned, const Pass& pass, const Worklist& work);
  Result<void> record_departures(Planned& planned, const Worklist& work);
  Result<void> note(const Planned& planned, const std::vector<store::RunWarning>& warnings);
  Result<void> note_of_no_use(const Planned& planned, const Pass& pass, const Worklist& work);
  Result<void> apply_cycle_limit(Planned& planned, const RuleSet& rules);

  Collector& collector_;
  Viewer& viewer_;
  Lister& lister_;
  FactCollector& facts_;
  store::Ledger& ledger_;
  const Clock& clock_;
  EventSink& events_;
};

}  // namespace retention::engine
