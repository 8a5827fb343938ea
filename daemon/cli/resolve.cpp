#include "daemon/cli/resolve.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "daemon/report/quantity.h"

namespace retention::cli {
namespace {

using store::DeletionState;
using store::VersionMatch;

bool is_in(const VersionMatch& match, std::initializer_list<DeletionState> states) {
  return match.deletion && std::ranges::find(states, match.deletion->deletion.state) != states.end();
}

// What a process that ended left in flight is settled first, and may be a deletion to undo then.
bool may_come_back(const VersionMatch& match) {
  return is_in(match, {DeletionState::deleted, DeletionState::restore_failed, DeletionState::superseded,
                       DeletionState::deleting, DeletionState::restoring});
}

// Whoever asks twice is told that there is nothing left, which is no error, and whoever asks too late that it is over.
bool has_ended(const VersionMatch& match) {
  return is_in(match, {DeletionState::restored, DeletionState::expired});
}

std::string line_of(const VersionMatch& match) {
  return "\n  " + to_string(match.package) + "@" + std::to_string(match.version.value) + "  " +
         report::short_name(match.name) + "  " + report::tag_list(match.tags);
}

}  // namespace

store::VersionRef in_ledger(const VersionRef& ref) {
  store::VersionRef result{.package = ref.package, .by = store::VersionRef::By::at, .text = {}};
  if (!ref.version) return result;
  if (ref.version->kind == VersionSelector::Kind::tag) result.by = store::VersionRef::By::tag;
  result.text = ref.version->text;
  return result;
}

Result<VersionMatch> find_deleted(store::History& history, const VersionRef& ref) {
  auto matches = history.find_versions(in_ledger(ref));
  if (!matches) return fail(matches.error());
  std::vector<VersionMatch> deleted;
  for (const VersionMatch& match : *matches) {
    if (may_come_back(match)) deleted.push_back(match);
  }
  if (deleted.size() == 1) return std::move(deleted.front());
  if (deleted.empty()) {
    const auto ended = std::ranges::find_if(*matches, has_ended);
    if (ended != matches->end()) return std::move(*ended);
    return fail(ErrorCode::usage, "there is no deletion of " + to_string(ref) +
                                      " that can be undone; retentiond explain tells what is known of a version");
  }
  std::string text = to_string(ref) + " fits several deleted versions; name one of them by its id:";
  for (const VersionMatch& match : deleted) text += line_of(match);
  return fail(ErrorCode::usage, std::move(text));
}

Result<void> require_run(store::History& history, RunId run) {
  const auto summary = history.run(run);
  if (!summary) return fail(summary.error());
  if (*summary) return {};
  return fail(ErrorCode::usage, "there is no run " + std::to_string(run.value) +
                                    " in the ledger; retentiond history lists the runs there are");
}

Result<void> require_package(store::History& history, const PackageRef& package) {
  const auto known = history.knows(package);
  if (!known) return fail(known.error());
  if (*known) return {};
  return fail(ErrorCode::usage, "the ledger does not know the package " + to_string(package) +
                                    "; write it as a report does, OWNER/TYPE/NAME");
}

}  // namespace retention::cli
