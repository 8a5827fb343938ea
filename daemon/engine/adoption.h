#pragma once

#include <cstdint>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "daemon/ports/exit_status.h"
#include "daemon/ports/lister.h"
#include "daemon/ports/version_reader.h"
#include "policy/base/error.h"
#include "policy/model/package.h"
#include "store/ledger.h"

namespace retention::engine {

// What others deleted of one owner's packages and an undo could bring back, if the ledger knew of it.
struct AdoptionView {
  struct Find {
    Package package;
    std::vector<DeletedVersion> versions;  // at least one
  };
  std::vector<Find> finds;                // by package, as listed
  std::int64_t packages{0};               // whose deleted versions were read
  std::vector<store::RunWarning> unread;  // lists that could not be read
};

struct AdoptionRequest {
  std::string trigger;
  std::string actor;
  std::string program;
  store::RulesetId ruleset;
};

struct AdoptionOutcome {
  RunId run;
  ExitStatus status{ExitStatus::done};
};

// Reads what is deleted in every package of these types that GitHub lists of an owner. Changes nothing. Only what ends
// everything is an error.
Result<AdoptionView> find_adoptable(store::Ledger& ledger, Lister& lister, VersionReader& reader,
                                    const OwnerSelector& owner, const std::set<PackageType>& types, SysTime now,
                                    EventSink& events, const std::stop_token& stop);

// Records what was found as a run of its own, package by package, so that an undo can bring it back.
Result<AdoptionOutcome> adopt(store::Ledger& ledger, const AdoptionView& view, const AdoptionRequest& request,
                              std::int64_t api_requests, const Clock& clock, EventSink& events);

}  // namespace retention::engine
