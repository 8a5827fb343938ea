#pragma once

#include "daemon/engine/undo.h"
#include "tests/daemon/engine/engine_fixture.h"

namespace retention::engine {

class UndoTest : public EngineTest {
 protected:
  Result<UndoPreview> preview(const store::UndoSelection& selection) {
    return preview_undo(ledger, cache, github, github, selection, seconds_of(clock.now()));
  }
  Result<UndoOutcome> undo(const store::UndoSelection& selection) {
    auto found = preview(selection);
    if (!found) return fail(found.error());
    return undoer.restore(*found, {"command", "tester", "test", std::nullopt}, stop.get_token());
  }

  // "CODE PLACE: TEXT" of each warning of a run.
  std::vector<std::string> warnings(RunId undone) {
    const auto summary = store::History::open(ledger.location())->run(undone).value();
    std::vector<std::string> texts;
    for (const store::RunWarning& warning : summary->warnings) {
      texts.push_back(warning.code + " " + warning.where + ": " + warning.text);
    }
    return texts;
  }

  static test::FakeGitHub::Ending nothing_happens(MutationOutcome::Kind kind) {
    MutationOutcome outcome;
    outcome.kind = kind;
    outcome.message = "scripted";
    return {outcome, test::FakeGitHub::Ending::Effect::none};
  }

  PackageUndoer packages{ledger, github, github, github, clock, events};
  Undoer undoer{ledger, packages, github, github, github, github, clock, events, requests};
};

}  // namespace retention::engine
