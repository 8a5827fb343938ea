#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "daemon/engine/brake.h"
#include "daemon/engine/holdings.h"
#include "daemon/engine/package_undo.h"
#include "daemon/engine/request_counter.h"
#include "daemon/engine/restore_links.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "daemon/ports/exit_status.h"
#include "daemon/ports/lister.h"
#include "daemon/ports/mutation.h"
#include "daemon/ports/version_reader.h"
#include "policy/base/error.h"
#include "store/ledger.h"
#include "store/manifest_cache.h"

namespace retention::engine {

// What an undo would do. Nothing is changed by making one.
struct UndoPreview {
  std::vector<store::PackageWork> packages;  // that come back as a whole, before everything else
  std::vector<UndoItem> items;               // in the order in which they would be restored
  RestoreLinks links{};                      // what they need of each other, by position
  std::int64_t expired{0};                   // selected, but GitHub's 30 days are over
  std::vector<DeletionId> ended;             // of those, what GitHub lists no more
  std::vector<store::RunWarning> warnings;
  OwnTags ours{};  // of what earlier runs of the same undo brought back
};

// Looks at GitHub to see which of the selected deletions can be restored: the window, a name that was published again,
// a tag that is on another active version now, something it lists or is attached to that does not come back. A version
// that went with its whole package comes back with it alone, and one that was deleted before that only after it. What
// an index lists that we deleted comes back with it, selected or not.
Result<UndoPreview> preview_undo(store::Ledger& ledger, store::ManifestCache& cache, Lister& lister,
                                 VersionReader& reader, const store::UndoSelection& selection, SysTime now);

// Tells the ledger what a preview has read for certain: what was published again is `superseded`, and what GitHub no
// longer lists after its 30 days `expired`. For who holds the ledger's lock.
Result<void> record_ends(store::Ledger& ledger, const UndoPreview& preview, SysTime now);

// What a pin of what comes back says.
struct PinWords {
  std::string source{"undo"};
  std::map<VersionId, std::string> reasons{};  // why a version comes back; of others: restored by undo
};

struct UndoRequest {
  std::string trigger;
  std::string actor;
  std::string program;
  std::optional<SysTime> pin_until;  // how long what comes back is pinned; absent: for ever
  PinWords pin{};
};

struct UndoOutcome {
  RunId run;
  std::int64_t restored{0};
  std::int64_t left{0};  // not restored, whatever the reason
  ExitStatus status{ExitStatus::done};
};

// Puts packages and versions back: looks once more at what stands in the way, pins, commits `restoring`, calls, and
// reads each version back. One thread.
class Undoer {
 public:
  // `requests` is asked once, when the run ends.
  Undoer(store::Ledger& ledger, PackageUndoer& packages, Restorer& restorer, Lister& lister, VersionReader& reader,
         Permit& permit, const Clock& clock, EventSink& events, const RequestCounter& requests)
      : ledger_(ledger),
        packages_(packages),
        restorer_(restorer),
        lister_(lister),
        reader_(reader),
        permit_(permit),
        clock_(clock),
        events_(events),
        requests_(requests) {}

  // Restores every item without a blocker as a run of its own, to which the preview's warnings belong. What got a
  // blocker since the preview, as a look at each package before its first call tells, is left as if the preview had
  // told it. A call that a rate limit turned away, that found no connection, or that ended without a clear answer and,
  // as a read says, without effect is made again once the permit lets it. Stops early, with the rest still restorable,
  // when a stop is asked for, the token is refused or going on makes no sense (no connection, rate limit beyond
  // patience).
  Result<UndoOutcome> restore(const UndoPreview& preview, const UndoRequest& request, const std::stop_token& stop);

 private:
  enum class Next : std::uint8_t { go_on, again, end };
  struct Step {
    Next next{Next::go_on};
    ExitStatus status{ExitStatus::done};
    std::int64_t restored{0};
    bool elsewhere{false};  // another version has its digest now
  };
  // How a version stands right before a call.
  struct Look {
    std::optional<Step> end;  // so that nothing is sent
    UndoItem::Where where{UndoItem::Where::deleted};
  };
  // Not restored, and the rest goes on.
  static Step left() { return {Next::go_on, ExitStatus::some_failed}; }

  Result<Step> restore_packages(const UndoPreview& preview, const UndoRequest& request, const std::stop_token& stop);
  Result<Step> restore_package(const store::PackageWork& work, const UndoPreview& preview, const UndoRequest& request,
                               const std::stop_token& stop);
  Result<Step> lose_to_redirect(const store::PackageWork& work);
  // What several steps came to, and one more.
  static Step joined(const Step& all, const Step& step);
  Result<Step> restore_items(const UndoPreview& preview, const UndoRequest& request, const std::stop_token& stop);
  // Restores an item unless it lacks something that did not come back.
  Result<Step> restore_in_order(const UndoPreview& preview, std::size_t position, const UndoRequest& request,
                                const std::stop_token& stop);
  Result<Step> leave(const store::DeletionWork& work, const std::string& why);
  Result<Step> restore_item(const UndoItem& item, const UndoRequest& request, const std::stop_token& stop);
  Result<void> pin(const store::DeletionWork& work, const UndoRequest& request);
  // What already stands in the way of an item, for people.
  [[nodiscard]] std::optional<std::string> why_left(const UndoItem& item) const;
  // Waits for the permit, and looks once more. `state` is where the deletion is now.
  Result<Look> look_before_call(const store::DeletionWork& work, store::DeletionState state,
                                const std::stop_token& stop);
  Result<Step> bring_back(const store::DeletionWork& work, UndoItem::Where where);
  Result<Step> try_again(const store::DeletionWork& work, const std::stop_token& stop);
  // Waits for the permit; how it ends if there is none.
  std::optional<Step> await_permit(const std::stop_token& stop);
  Result<Step> call(const store::DeletionWork& work);
  // What was met since the preview: recorded if the name was published again.
  Result<Step> meet(const UndoItem& now, store::DeletionState state);
  // Of a version that is listed as active: if a read finds it so, or fails, nothing is sent. Lists lag behind; nothing
  // comes back for a version that they hold too long.
  Result<std::optional<Step>> settle_active(const store::DeletionWork& work);
  Result<Step> settle(const store::DeletionWork& work, const MutationOutcome& outcome);
  Result<Step> read_back(const store::DeletionWork& work, const MutationOutcome& outcome);
  // Of a version that GitHub answered to have restored, and that is not active.
  Result<Step> gone_again(const store::DeletionWork& work, const MutationOutcome& outcome,
                          std::optional<SysTime> deleted_at);
  std::string why_absent(const Package& package);
  // GitHub refused for what stands in the way: somebody has the name again, or it is back already, or else the reason
  // is GitHub's to tell.
  Result<Step> settle_conflict(const store::DeletionWork& work, const MutationOutcome& outcome);
  // Of a version that a read does not find back: superseded if somebody has its name again, or else as told.
  Result<Step> not_given_back(const store::DeletionWork& work, const MutationOutcome& outcome,
                              store::DeletionState otherwise, Step step);
  Result<Step> restored(const store::DeletionWork& work, const MutationOutcome& outcome,
                        const PackageVersion& now_active);
  // A tag is on one version: what came back with it before in this undo has it no more.
  Result<void> tell_taken_tags(const store::DeletionWork& work, const PackageVersion& active, SysTime now);
  // The owner has another name now: nothing more is sent for it.
  Result<Step> hold_owner(const store::DeletionWork& work, const MutationOutcome& outcome);
  Result<Step> not_restored(const store::DeletionWork& work, const MutationOutcome& outcome, store::DeletionState state,
                            Step step);
  Result<Step> not_restored(const store::DeletionWork& work, const store::StateMove& move, Step step);

  store::Ledger& ledger_;
  PackageUndoer& packages_;
  Restorer& restorer_;
  Lister& lister_;
  VersionReader& reader_;
  Permit& permit_;
  const Clock& clock_;
  EventSink& events_;
  const RequestCounter& requests_;
  HoldingsReader holdings_{lister_, reader_};
  RunId run_;
  Brake brake_;
  OwnTags ours_;
  std::map<std::pair<PackageId, std::string>, VersionId> tagged_;  // what of ours came back last with a tag
  int without_effect_{0};                                          // calls for one version
  std::optional<SysTime> listed_since_;  // when that was deleted, as GitHub listed it before the call
  std::set<OwnerId> redirected_;
  std::set<PackageId> lost_;                             // packages that did not come back
  std::optional<Losses> losses_{};                       // versions that did not
  std::set<std::pair<PackageId, std::string>> there_{};  // names that came back, or that others have
};

}  // namespace retention::engine
