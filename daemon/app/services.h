#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "daemon/app/cycle_runner.h"
#include "daemon/app/hand_over.h"
#include "daemon/app/offline.h"
#include "daemon/app/signals.h"
#include "daemon/cli/services.h"
#include "daemon/config/environment.h"
#include "daemon/config/load.h"
#include "daemon/ports/clock.h"
#include "store/ledger.h"
#include "store/lock.h"

namespace retention::app {

// The commands' way to the rest of the program. Files are read when a member first needs them. One thread.
class Services final : public cli::Services {
 public:
  // All references outlive the services.
  Services(cli::GlobalOptions options, const cli::Channels& channels, const config::Environment& environment,
           const Clock& clock, Signals& signals);

  Result<cli::CycleResult> cycle(const cli::CycleOrder& order) override;
  Result<cli::OfflinePlan> plan_offline(const cli::CycleOrder& order) override;
  Result<cli::ComparisonOutcome> compare(const cli::CycleOrder& order, const std::string& file,
                                         report::ComparisonWriter& writer) override;
  Result<std::unique_ptr<cli::UndoSession>> begin_undo(const store::UndoSelection& selection, store::Binding binding,
                                                       cli::Patience patience) override;
  Result<std::unique_ptr<cli::RemovalSession>> begin_removal(const PackageRef& package,
                                                             store::Binding binding) override;
  Result<report::Adoption> adopt_deleted(const std::string& owner, store::Binding binding) override;
  Result<store::History> history() override;
  Result<store::Ledger*> ledger() override;
  std::string actor() override;
  Result<std::vector<store::DeleteInFlight>> await_deletes() override;
  Result<std::optional<report::Examination>> examine(const store::VersionMatch& version) override;
  Result<std::string> ledger_location() override;
  Result<store::Verification> verify() override;
  Result<cli::CheckOutcome> check(cli::Reach reach) override;
  Result<ExitStatus> run(store::Binding binding) override;
  Result<cli::Health> health() override;
  std::string schema() override;
  Result<Zone> zone() override;

 private:
  Result<std::filesystem::path> config_file() const;
  Result<const config::Loaded*> loaded();
  Result<store::Ledger*> writable_ledger();
  Result<void> take_lock(std::string_view command);             // ErrorCode::busy if somebody else has it
  Result<void> take_lock_or_refuse(std::string_view command);   // which is then ErrorCode::ledger
  Result<void> take_lock_for_people(std::string_view command);  // the same for what the daemon does for nobody
  // Who does what this process was asked to do: itself, with the lock, or the daemon that has it.
  enum class Doer : std::uint8_t { we, daemon };
  Result<Doer> lock_or_daemon(std::string_view command, cli::Patience patience);
  // With the lock in hand: nobody does the commands any more that a daemon left running when it was killed.
  Result<void> end_lost_commands();
  Result<cli::CycleResult> cycle_by_daemon(const cli::CycleOrder& order, const RuleSet& rules);
  Result<Asker> asker();
  CycleSurroundings surroundings(store::Ledger& ledger);
  // Where the ledger is, for what works on a file alone; `why` says what for.
  Result<std::string> ledger_on_disk(std::string_view why);
  Result<OfflineSurroundings> offline_surroundings();

  cli::GlobalOptions options_;
  cli::Channels channels_;
  const config::Environment& environment_;
  const Clock& clock_;
  Signals& signals_;
  std::optional<config::Loaded> loaded_;
  std::optional<store::LedgerLock> lock_;
  std::optional<store::Ledger> ledger_;  // closed before the lock is given up
};

}  // namespace retention::app
