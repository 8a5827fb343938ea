#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/engine/package_removal.h"
#include "tests/daemon/engine/engine_fixture.h"

namespace retention::engine {

// A package of three versions, to be deleted as a whole.
class PackageRemovalTest : public EngineTest {
 protected:
  PackageRemovalTest() { add("left-pad", 1, {90, 3, 2}); }

  Result<RemovalView> look() { return viewer.look({"acme", PackageType::npm, "left-pad"}, rules); }

  Result<RemovalOutcome> remove() {
    const auto view = look();
    if (!view) return fail(view.error());
    return remove(*view);
  }
  Result<RemovalOutcome> remove(const RemovalView& view) {
    return removal.remove(view, {rules, text}, {"command", "tester", "test"}, stop.get_token());
  }

  Result<UndoOutcome> undo(const store::UndoSelection& selection) {
    auto found = preview_undo(ledger, cache, github, github, selection, seconds_of(clock.now()));
    if (!found) return fail(found.error());
    return undoer.restore(*found, {"command", "tester", "test", std::nullopt}, stop.get_token());
  }

  std::vector<std::string> blockers(const store::UndoSelection& selection) {
    std::vector<std::string> found;
    const auto preview = preview_undo(ledger, cache, github, github, selection, seconds_of(clock.now()));
    for (const UndoItem& item : preview.value().items) found.push_back(item.blocker.value_or(""));
    return found;
  }

  static test::FakeGitHub::Ending ending(
      MutationOutcome::Kind kind, test::FakeGitHub::Ending::Effect effect = test::FakeGitHub::Ending::Effect::none) {
    MutationOutcome outcome;
    outcome.kind = kind;
    outcome.message = "scripted";
    return {outcome, effect};
  }

  void push(std::int64_t id) {
    PackageVersion pushed = github.shelf("left-pad").active.front();
    pushed.id = VersionId{id};
    github.shelf("left-pad").active.push_back(pushed);
  }

  void pause() { ASSERT_TRUE(ledger.pause({std::nullopt, "the registry moves", "ada", seconds_of(clock.now())})); }

  void on_permit(int nth, std::function<void()> act) {
    github.before_each_permit([nth, act = std::move(act), asked = 0]() mutable {
      if (++asked == nth) act();
    });
  }

  std::optional<store::Hold> hold_on(const std::string& package) {
    return ledger.remember(github.shelf(package).package, seconds_of(clock.now()))->hold;
  }

  store::ByPackage by_package{{"acme", PackageType::npm, "left-pad"}};
  RemovalViewer viewer{github, files, ledger, clock, events};
  PackageRemoval removal{ledger, github, viewer, github, github, clock, events, requests};
  PackageUndoer packages{ledger, github, github, github, clock, events};
  Undoer undoer{ledger, packages, github, github, github, github, clock, events, requests};
};

}  // namespace retention::engine
