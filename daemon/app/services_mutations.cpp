#include <chrono>
#include <utility>

#include "daemon/app/adoption.h"
#include "daemon/app/await_deletes.h"
#include "daemon/app/process.h"
#include "daemon/app/removal_session.h"
#include "daemon/app/services.h"
#include "daemon/app/undo_session.h"

namespace retention::app {

Result<std::unique_ptr<cli::UndoSession>> Services::begin_undo(const store::UndoSelection& selection,
                                                               store::Binding binding, cli::Patience patience) {
  const auto configuration = loaded();
  if (!configuration) return fail(configuration.error());
  Doer doer = Doer::daemon;
  if (binding == store::Binding::binding) {
    const auto found = lock_or_daemon("undo", patience);
    if (!found) return fail(found.error());
    doer = *found;
  }
  const auto ledger = writable_ledger();
  if (!ledger) return fail(ledger.error());
  if (doer == Doer::we) {
    if (auto ended = end_lost_commands(); !ended) return fail(ended.error());
    return open_undo(surroundings(**ledger), **configuration, selection, actor_of(environment_), signals_.stop_token());
  }
  auto shown = preview_only(surroundings(**ledger), **configuration, selection, signals_.stop_token());
  const auto who = asker();
  if (!shown || !who) return fail(shown ? who.error() : shown.error());
  return undo_by_daemon(*std::move(shown), *who, selection, patience, channels_.log);
}

Result<std::unique_ptr<cli::RemovalSession>> Services::begin_removal(const PackageRef& package,
                                                                     store::Binding binding) {
  const auto configuration = loaded();
  if (!configuration) return fail(configuration.error());
  if (binding == store::Binding::binding) {
    if (auto locked = take_lock_for_people("delete-package"); !locked) return fail(locked.error());
  }
  const auto ledger = writable_ledger();
  if (!ledger) return fail(ledger.error());
  return open_removal(surroundings(**ledger), **configuration, package, binding, actor_of(environment_),
                      signals_.stop_token());
}

Result<report::Adoption> Services::adopt_deleted(const std::string& owner, store::Binding binding) {
  const auto configuration = loaded();
  if (!configuration) return fail(configuration.error());
  if (binding == store::Binding::binding) {
    if (auto locked = take_lock_for_people("adopt-deleted"); !locked) return fail(locked.error());
  }
  const auto ledger = writable_ledger();
  if (!ledger) return fail(ledger.error());
  return app::adopt_deleted(surroundings(**ledger), **configuration, owner, binding, actor_of(environment_),
                            signals_.stop_token());
}

Result<std::vector<store::DeleteInFlight>> Services::await_deletes() {
  const auto ledger = writable_ledger();
  if (!ledger) return fail(ledger.error());
  std::chrono::seconds longest = config::GitHub().request_timeout;
  // Whoever deletes has a configuration; this command may have none.
  if (const auto configuration = loaded()) longest = (*configuration)->config.github.request_timeout;
  return app::await_deletes(**ledger, clock_, longest, signals_.stop_token());
}

}  // namespace retention::app
