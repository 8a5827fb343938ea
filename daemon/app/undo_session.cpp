#include "daemon/app/undo_session.h"

#include <chrono>
#include <map>
#include <utility>
#include <vector>

#include "daemon/app/github_session.h"
#include "daemon/app/process.h"
#include "daemon/engine/undo.h"

namespace retention::app {
namespace {

report::UndoPreview for_people(const engine::UndoPreview& preview) {
  report::UndoPreview shown;
  shown.expired = preview.expired;
  for (const engine::UndoItem& item : preview.items) {
    const store::DeletionWork& work = item.work;
    shown.items.push_back(
        {ref_of(work.package), work.version, work.name, work.tags, work.deleted_at, work.undo_until, item.blocker});
  }
  return shown;
}

std::vector<github::Need> needs_of_undo(const engine::UndoPreview& preview) {
  std::map<OwnerSelector, github::Need> needs;
  for (const engine::UndoItem& item : preview.items) {
    const Owner& owner = item.work.package.owner;
    const OwnerSelector selector{owner.route, owner.login};
    auto& need =
        needs.try_emplace(selector, github::Need{selector, {}, {Purpose::read, Purpose::restore}}).first->second;
    need.types.insert(item.work.package.type);
  }
  std::vector<github::Need> list;
  for (auto& [owner, need] : needs) list.push_back(std::move(need));
  return list;
}

class UndoSession final : public cli::UndoSession {
 public:
  UndoSession(const CycleSurroundings& surroundings, const config::Loaded& loaded, std::unique_ptr<ReadSession> session,
              engine::UndoPreview preview, std::string actor, std::stop_token stop)
      : surroundings_(surroundings),
        loaded_(loaded),
        session_(std::move(session)),
        preview_(std::move(preview)),
        shown_(for_people(preview_)),
        actor_(std::move(actor)),
        stop_(std::move(stop)) {}

  [[nodiscard]] const report::UndoPreview& preview() const override { return shown_; }

  Result<cli::UndoResult> restore() override {
    const auto needs = needs_of_undo(preview_);
    const github::PreflightReport report = session_->preflight(needs);
    for (const github::TokenReport& token : report.tokens) {
      for (const std::string& warning : token.warnings) surroundings_.warn(warning);
    }
    if (auto problem = report.problem()) return fail(*problem);

    github::RestoreClient restorer(session_->mutation_channel());
    engine::Undoer undoer(surroundings_.ledger, restorer, session_->client(), session_->gate(), surroundings_.clock,
                          surroundings_.events, *session_);
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

}  // namespace

Result<std::unique_ptr<cli::UndoSession>> open_undo(const CycleSurroundings& surroundings, const config::Loaded& loaded,
                                                    const store::UndoSelection& selection, std::string actor,
                                                    const std::stop_token& stop) {
  auto session =
      ReadSession::open(loaded.config.github, surroundings.environment, surroundings.clock, surroundings.events, stop);
  if (!session) return fail(session.error());
  auto settled = engine::Reconciler(surroundings.ledger, (*session)->client(), surroundings.clock).settle();
  if (!settled) return fail(settled.error());
  auto preview = engine::preview_undo(surroundings.ledger, (*session)->client(), (*session)->client(), selection,
                                      seconds_of(surroundings.clock.now()));
  if (!preview) return fail(preview.error());
  return std::make_unique<UndoSession>(surroundings, loaded, std::move(*session), std::move(*preview), std::move(actor),
                                       stop);
}

}  // namespace retention::app
