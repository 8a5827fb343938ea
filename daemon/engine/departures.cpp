#include "daemon/engine/departures.h"

#include <algorithm>

#include "daemon/engine/failures.h"

namespace retention::engine {
namespace {

enum class Whereabouts : std::uint8_t { gone, there };

// A name that was given to another package is gone as well: identity is the id.
Result<Whereabouts> find(Lister& lister, const Package& package) {
  const auto found = lister.package(package.owner, package.type, package.name);
  if (found) return found->id == package.id ? Whereabouts::there : Whereabouts::gone;
  if (found.error().code == ErrorCode::not_found) return Whereabouts::gone;
  return fail(found.error());
}

store::RunWarning told_gone(const Package& package) {
  return {"package-gone", "it is not at GitHub any more; what the ledger knows of it is kept for ledger.keep",
          to_string(ref_of(package))};
}

store::RunWarning told_unlisted(const Package& package, const std::string& why) {
  return {"package-unlisted", "GitHub's list of packages lacks it, " + why + "; nothing of it was decided",
          to_string(ref_of(package))};
}

// Of a package that GitHub's list lacks: closes it, or tells why nothing is decided of it.
Result<void> settle(Departures& departures, store::Ledger& ledger, Lister& lister, const Package& package, RunId run,
                    SysTime now) {
  const auto found = find(lister, package);
  if (!found && ends_everything(found.error().code)) return fail(found.error());
  if (found && *found == Whereabouts::gone) {
    departures.notes.push_back(told_gone(package));
    return ledger.close_package(package, run, now);
  }
  departures.notes.push_back(
      told_unlisted(package, found ? "though it is there" : "and reading it failed: " + found.error().message));
  departures.status = ExitStatus::incomplete;
  return {};
}

}  // namespace

Result<Departures> close_departed(store::Ledger& ledger, Lister& lister, const Worklist& work, RunId run, SysTime now) {
  Departures departures;
  for (const Worklist::Whole& whole : work.wholes) {
    const auto known = ledger.live_packages(whole.owner.id, whole.type);
    if (!known) return fail(known.error());
    for (const Package& package : *known) {
      if (std::ranges::find(whole.packages, package.id) != whole.packages.end()) continue;
      if (auto settled = settle(departures, ledger, lister, package, run, now); !settled) return fail(settled.error());
    }
  }
  return departures;
}

}  // namespace retention::engine
