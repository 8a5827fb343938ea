#include "daemon/engine/adoption.h"

#include <utility>

#include "daemon/engine/failures.h"

namespace retention::engine {
namespace {

std::string list_name(const Owner& owner, PackageType type) {
  return owner.login + "/" + std::string(text_of(kPackageTypes, type));
}

Result<std::vector<Package>> packages_of(Lister& lister, const Owner& owner, PackageType type) {
  auto listing = lister.packages(owner, type);
  if (!listing) return fail(listing.error());
  if (!listing->completeness.complete()) return fail(ErrorCode::bad_reply, listing->completeness.detail);
  return std::move(listing->packages);
}

// What is deleted in one package and no deletion of ours.
Result<std::vector<DeletedVersion>> deleted_by_others(store::Ledger& ledger, VersionReader& reader,
                                                      const Package& package, SysTime now) {
  auto deleted = reader.deleted_versions(package);
  if (!deleted) return fail(deleted.error());
  return ledger.adoptable(package, std::move(deleted->versions), now);
}

Result<void> keep_find(AdoptionView& view, const Package& package, Result<std::vector<DeletedVersion>> found,
                       EventSink& events) {
  if (!found) {
    if (ends_everything(found.error().code)) return fail(found.error());
    view.unread.push_back({"listing-failed", found.error().message, to_string(ref_of(package))});
    events.on(PackageIncomplete{ref_of(package), found.error().message});
    return {};
  }
  ++view.packages;
  if (!found->empty()) view.finds.push_back({package, *std::move(found)});
  return {};
}

}  // namespace

Result<AdoptionView> find_adoptable(store::Ledger& ledger, Lister& lister, VersionReader& reader,
                                    const OwnerSelector& selector, const std::set<PackageType>& types, SysTime now,
                                    EventSink& events, const std::stop_token& stop) {
  const auto owner = lister.owner(selector);
  if (!owner) return fail(owner.error());
  AdoptionView view;
  for (const PackageType type : types) {
    const auto packages = packages_of(lister, *owner, type);
    if (!packages) {
      if (ends_everything(packages.error().code)) return fail(packages.error());
      view.unread.push_back({"listing-failed", packages.error().message, list_name(*owner, type)});
      continue;
    }
    events.on(PackagesListed{owner->login, type, std::ssize(*packages)});
    for (const Package& package : *packages) {
      if (stop.stop_requested()) return fail(ErrorCode::interrupted, "stopped while deleted versions were listed");
      auto found = deleted_by_others(ledger, reader, package, now);
      if (auto kept = keep_find(view, package, std::move(found), events); !kept) return fail(kept.error());
    }
  }
  return view;
}

Result<AdoptionOutcome> adopt(store::Ledger& ledger, const AdoptionView& view, const AdoptionRequest& request,
                              std::int64_t api_requests, const Clock& clock, EventSink& events) {
  const SysTime now = seconds_of(clock.now());
  const auto run = ledger.begin_run({store::RunKind::adopt_deleted, store::Binding::binding, request.trigger,
                                     request.actor, request.program, now, request.ruleset});
  if (!run) return fail(run.error());
  events.on(CycleStarted{std::string(text_of(store::kRunKinds, store::RunKind::adopt_deleted)), run->value});
  for (const store::RunWarning& warning : view.unread) {
    if (auto kept = ledger.warn(*run, warning, now); !kept) return fail(kept.error());
  }
  for (const AdoptionView::Find& find : view.finds) {
    auto adopted = ledger.adopt({*run, request.ruleset, find.package, find.versions, now});
    if (!adopted) return fail(adopted.error());
  }
  const ExitStatus status = view.unread.empty() ? ExitStatus::done : ExitStatus::incomplete;
  auto ended = ledger.finish_run(*run, {seconds_of(clock.now()), static_cast<int>(status), api_requests});
  if (!ended) return fail(ended.error());
  events.on(CycleFinished{run->value, static_cast<int>(status), {}});
  return AdoptionOutcome{*run, status};
}

}  // namespace retention::engine
