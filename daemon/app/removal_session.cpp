#include "daemon/app/removal_session.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "daemon/app/github_session.h"
#include "daemon/app/pacing.h"
#include "daemon/app/process.h"
#include "daemon/app/token_check.h"
#include "daemon/config/in_use_files.h"
#include "daemon/engine/package_removal.h"
#include "daemon/engine/reconciler.h"
#include "daemon/engine/removal_view.h"
#include "daemon/github/package_mutation_client.h"

namespace retention::app {
namespace {

constexpr std::chrono::days kUndoWindow{30};

bool has_reason(const Decision& decision, ReasonCode code) {
  return std::ranges::any_of(decision.reasons, [code](const Reason& reason) { return reason.code == code; });
}

report::RemovalPreview for_people(const engine::RemovalView& view, SysTime now) {
  report::RemovalPreview shown;
  shown.package = view.inventory.package;
  shown.versions = view.inventory.versions;
  shown.policies = view.decided.policies;
  for (const Decision& decision : view.decided.decisions) {
    const bool pinned = has_reason(decision, ReasonCode::pinned);
    if (pinned) ++shown.pinned;
    if (!pinned && decision.winner().layer == Layer::protect) ++shown.protected_by_rules;
    if (decision.winner().layer == Layer::keep) ++shown.kept;
  }
  shown.undo_until = now + kUndoWindow;
  shown.obstacle = view.obstacle;
  return shown;
}

// Checks the tokens. A dry run needs to read only; what it lacks for the deletion is told.
Result<std::vector<std::string>> check_before(ReadSession& session, const CycleSurroundings& surroundings,
                                              const OwnerSelector& owner, PackageType type, store::Binding binding) {
  std::vector<github::Need> needs{{owner, {type}, {Purpose::read}}};
  const std::vector<github::Need> removing{{owner, {type}, {Purpose::remove}}};
  if (binding == store::Binding::binding) {
    const auto in_flight = needs_in_flight(surroundings.ledger);
    if (!in_flight) return fail(in_flight.error());
    needs.insert(needs.end(), removing.begin(), removing.end());
    needs.insert(needs.end(), in_flight->begin(), in_flight->end());
  }
  if (auto checked = check_tokens(session, needs, surroundings.warn); !checked) return fail(checked.error());
  if (binding == store::Binding::binding) return std::vector<std::string>{};

  const auto lacking = session.preflight(removing).problem();
  if (!lacking) return std::vector<std::string>{};
  return std::vector<std::string>{"the deletion itself would be refused: " + lacking->message};
}

class RemovalSession final : public cli::RemovalSession {
 public:
  RemovalSession(const CycleSurroundings& surroundings, const config::Loaded& loaded,
                 std::unique_ptr<ReadSession> session, std::vector<std::string> warnings, std::string actor,
                 std::stop_token stop)
      : surroundings_(surroundings),
        loaded_(loaded),
        session_(std::move(session)),
        warnings_(std::move(warnings)),
        facts_(loaded.config.github.registry_url.host),
        viewer_(session_->client(), facts_, surroundings_.ledger, surroundings_.clock, surroundings_.events),
        actor_(std::move(actor)),
        stop_(std::move(stop)) {}

  Result<void> look(const PackageRef& package) {
    auto view = viewer_.look(package, loaded_.config.rules);
    if (!view) return fail(view.error());
    view_ = *std::move(view);
    shown_ = for_people(view_, seconds_of(surroundings_.clock.now()));
    shown_.warnings = warnings_;
    return {};
  }

  [[nodiscard]] const report::RemovalPreview& preview() const override { return shown_; }

  Result<cli::CycleResult> remove() override {
    // A person may have thought about it for long.
    const std::vector<github::Need> needs{need_of(view_.inventory.package, {Purpose::read, Purpose::remove})};
    if (const auto problem = session_->preflight(needs).problem()) return fail(*problem);
    github::PackageRemoveClient remover(session_->mutation_channel());
    engine::PackageRemoval removal(surroundings_.ledger, remover, viewer_, session_->client(), session_->gate(),
                                   surroundings_.clock, surroundings_.events, *session_);
    const auto outcome = removal.remove(view_, {loaded_.config.rules, loaded_.text},
                                        {"command", actor_, std::string(program_version())}, stop_);
    if (!outcome) return fail(outcome.error());
    return cli::CycleResult{outcome->run, outcome->status};
  }

 private:
  CycleSurroundings surroundings_;
  const config::Loaded& loaded_;
  std::unique_ptr<ReadSession> session_;
  std::vector<std::string> warnings_;
  config::InUseFiles facts_;
  engine::RemovalViewer viewer_;
  engine::RemovalView view_;
  report::RemovalPreview shown_;
  std::string actor_;
  std::stop_token stop_;
};

}  // namespace

Result<std::unique_ptr<cli::RemovalSession>> open_removal(const CycleSurroundings& surroundings,
                                                          const config::Loaded& loaded, const PackageRef& package,
                                                          store::Binding binding, std::string actor,
                                                          const std::stop_token& stop) {
  if (binding == store::Binding::binding) {
    if (auto sound = surroundings.ledger.check(); !sound) return fail(sound.error());
  }
  auto session = open_session(surroundings, loaded.config.github, stop);
  if (!session) return fail(session.error());
  const OwnerSelector owner = engine::selector_of(loaded.config.rules, package.owner);
  auto warnings = check_before(**session, surroundings, owner, package.type, binding);
  if (!warnings) return fail(warnings.error());
  if (binding == store::Binding::binding) {
    const auto settled =
        engine::Reconciler(surroundings.ledger, (*session)->client(), (*session)->client(), surroundings.clock)
            .settle();
    if (!settled) return fail(settled.error());
  }
  auto removal = std::make_unique<RemovalSession>(surroundings, loaded, std::move(*session), *std::move(warnings),
                                                  std::move(actor), stop);
  if (auto looked = removal->look(package); !looked) return fail(looked.error());
  return removal;
}

}  // namespace retention::app
