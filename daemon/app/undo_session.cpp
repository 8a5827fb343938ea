#include "daemon/app/undo_session.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "daemon/app/github_session.h"
#include "daemon/app/pacing.h"
#include "daemon/app/process.h"
#include "daemon/app/token_check.h"
#include "daemon/engine/undo.h"
#include "daemon/github/package_mutation_client.h"
#include "store/command_args.h"
#include "store/manifest_cache.h"

namespace retention::app {
namespace {

report::UndoPreview for_people(const engine::UndoPreview& preview, std::vector<store::RunWarning> warnings) {
  report::UndoPreview shown;
  shown.warnings = std::move(warnings);
  shown.warnings.insert(shown.warnings.end(), preview.warnings.begin(), preview.warnings.end());
  shown.expired = preview.expired;
  for (const engine::UndoItem& item : preview.items) {
    const store::DeletionWork& work = item.work;
    shown.items.push_back(
        {ref_of(work.package), work.version, work.name, work.tags, work.deleted_at, work.undo_until, item.blocker,
         std::ranges::any_of(preview.packages, [&](const auto& whole) { return work.with_package == whole.id; })});
  }
  return shown;
}

// Checks the tokens by what the ledger knows. A dry run needs to read only; what it lacks for the restore is told.
Result<std::vector<store::RunWarning>> check_before(ReadSession& session, const CycleSurroundings& surroundings,
                                                    const store::UndoSelection& selection, store::Binding binding) {
  const auto selected = surroundings.ledger.restorable(selection, seconds_of(surroundings.clock.now()));
  if (!selected) return fail(selected.error());
  const auto in_flight = needs_in_flight(surroundings.ledger);
  if (!in_flight) return fail(in_flight.error());
  std::vector<github::Need> needs = needs_of(selected->work, {Purpose::read});
  needs.insert(needs.end(), in_flight->begin(), in_flight->end());
  const std::vector<github::Need> restoring = needs_of(selected->work, {Purpose::restore});
  if (binding == store::Binding::binding) needs.insert(needs.end(), restoring.begin(), restoring.end());
  if (auto checked = check_tokens(session, needs, surroundings.warn); !checked) return fail(checked.error());
  if (binding == store::Binding::binding) return std::vector<store::RunWarning>{};

  const auto lacking = session.preflight(restoring).problem();
  if (!lacking) return std::vector<store::RunWarning>{};
  return std::vector<store::RunWarning>{
      {"restore-token", "the restore itself would be refused: " + lacking->message, ""}};
}

std::vector<store::DeletionWork> work_of(const engine::UndoPreview& preview) {
  std::vector<store::DeletionWork> work;
  for (const engine::UndoItem& item : preview.items) work.push_back(item.work);
  return work;
}

class UndoSession final : public cli::UndoSession {
 public:
  UndoSession(const CycleSurroundings& surroundings, const config::Loaded& loaded, std::unique_ptr<ReadSession> session,
              engine::UndoPreview preview, std::string actor, std::stop_token stop)
      : surroundings_(surroundings),
        loaded_(loaded),
        session_(std::move(session)),
        preview_(std::move(preview)),
        shown_(for_people(preview_, {})),
        actor_(std::move(actor)),
        stop_(std::move(stop)) {}

  [[nodiscard]] const report::UndoPreview& preview() const override { return shown_; }

  Result<cli::UndoResult> restore() override {
    // What was in flight may have joined the selection, and a person may have thought about it for long.
    const auto needs = needs_of(work_of(preview_), {Purpose::read, Purpose::restore});
    if (const auto problem = session_->preflight(needs).problem()) return fail(*problem);

    github::RestoreClient restorer(session_->mutation_channel());
    github::PackageRestoreClient package_restorer(session_->mutation_channel());
    engine::PackageUndoer packages(surroundings_.ledger, package_restorer, session_->client(), session_->gate(),
                                   surroundings_.clock, surroundings_.events);
    engine::Undoer undoer(surroundings_.ledger, packages, restorer, session_->client(), session_->client(),
                          session_->gate(), surroundings_.clock, surroundings_.events, *session_);
    const SysTime until =
        add(seconds_of(surroundings_.clock.now()), loaded_.config.undo.pin, loaded_.config.rules.zone);
    const auto outcome = undoer.restore(preview_, {"command", actor_, std::string(program_version()), until}, stop_);
    if (!outcome) return fail(outcome.error());
    return cli::UndoResult{outcome->run, outcome->restored, outcome->left, outcome->status};
  }

 private:
  CycleSurroundings surroundings_;
  const config::Loaded& loaded_;
  std::unique_ptr<ReadSession> session_;
  engine::UndoPreview preview_;
  report::UndoPreview shown_;
  std::string actor_;
  std::stop_token stop_;
};

class HandedUndo final : public cli::UndoSession {
 public:
  HandedUndo(report::UndoPreview preview, const Asker& asker, store::UndoSelection selection, cli::Patience patience,
             cli::Log& log)
      : preview_(std::move(preview)), asker_(asker), selection_(std::move(selection)), patience_(patience), log_(log) {}

  [[nodiscard]] const report::UndoPreview& preview() const override { return preview_; }

  Result<cli::UndoResult> restore() override {
    const auto command = hand_over(asker_, store::CommandKind::undo, store::encode_args(selection_));
    if (!command) return fail(command.error());
    if (patience_ == cli::Patience::none) return cli::UndoResult{{}, 0, 0, ExitStatus::done, *command};
    const auto followed = follow(asker_, *command);
    if (!followed) return fail(followed.error());
    if (!followed->message.empty()) log_.write(cli::LogLevel::warn, "command", followed->message);
    return cli::UndoResult{followed->run, 0, 0, followed->status};
  }

 private:
  report::UndoPreview preview_;
  Asker asker_;
  store::UndoSelection selection_;
  cli::Patience patience_;
  cli::Log& log_;
};

Result<engine::UndoPreview> look(ReadSession& session, const CycleSurroundings& surroundings,
                                 const store::UndoSelection& selection) {
  auto cache = store::ManifestCache::open_to_read(surroundings.ledger.location());
  if (!cache) return fail(cache.error());
  return engine::preview_undo(surroundings.ledger, *cache, session.client(), session.client(), selection,
                              seconds_of(surroundings.clock.now()));
}

}  // namespace

Result<std::unique_ptr<cli::UndoSession>> open_undo(const CycleSurroundings& surroundings, const config::Loaded& loaded,
                                                    const store::UndoSelection& selection, std::string actor,
                                                    const std::stop_token& stop) {
  if (auto sound = surroundings.ledger.check(); !sound) return fail(sound.error());
  auto session = open_session(surroundings, loaded.config.github, stop);
  if (!session) return fail(session.error());
  auto warnings = check_before(**session, surroundings, selection, store::Binding::binding);
  if (!warnings) return fail(warnings.error());
  auto settled =
      engine::Reconciler(surroundings.ledger, (*session)->client(), (*session)->client(), surroundings.clock).settle();
  if (!settled) return fail(settled.error());
  auto preview = look(**session, surroundings, selection);
  if (!preview) return fail(preview.error());
  // The run tells them too: what an earlier process brought back is read back here.
  warnings->insert(warnings->end(), settled->differing.begin(), settled->differing.end());
  preview->warnings.insert(preview->warnings.begin(), warnings->begin(), warnings->end());
  auto ends = engine::record_ends(surroundings.ledger, *preview, seconds_of(surroundings.clock.now()));
  if (!ends) return fail(ends.error());
  return std::make_unique<UndoSession>(surroundings, loaded, std::move(*session), std::move(*preview), std::move(actor),
                                       stop);
}

Result<report::UndoPreview> preview_only(const CycleSurroundings& surroundings, const config::Loaded& loaded,
                                         const store::UndoSelection& selection, const std::stop_token& stop) {
  const auto session = open_session(surroundings, loaded.config.github, stop);
  if (!session) return fail(session.error());
  auto warnings = check_before(**session, surroundings, selection, store::Binding::dry_run);
  if (!warnings) return fail(warnings.error());
  const auto preview = look(**session, surroundings, selection);
  if (!preview) return fail(preview.error());
  return for_people(*preview, *std::move(warnings));
}

std::unique_ptr<cli::UndoSession> undo_by_daemon(report::UndoPreview preview, const Asker& asker,
                                                 const store::UndoSelection& selection, cli::Patience patience,
                                                 cli::Log& log) {
  return std::make_unique<HandedUndo>(std::move(preview), asker, selection, patience, log);
}

}  // namespace retention::app
