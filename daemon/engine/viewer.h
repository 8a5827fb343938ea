#pragma once

#include <stop_token>

#include "daemon/engine/collector.h"
#include "daemon/engine/manifest_collector.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/version_reader.h"
#include "policy/base/error.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "store/ledger.h"

namespace retention::engine {

// A package as it is now, with all that is remembered of it.
struct View {
  Inventory inventory;
  Memory memory;
};

// Looks at one package: what GitHub lists, held against what the ledger saw last. Sends nothing that changes anything.
// One thread.
class Viewer {
 public:
  Viewer(Collector& collector, ManifestCollector& manifests, VersionReader& reader, store::Ledger& ledger,
         const Clock& clock)
      : collector_(collector), manifests_(manifests), reader_(reader), ledger_(ledger), clock_(clock) {}

  // What is on hold, lacks a version that was seen before and is not known to be gone, or has a manifest that cannot be
  // read, is incomplete. Only what ends everything is an error, and a stop while manifests are read.
  Result<View> look(const Package& package, Counting counting, const std::stop_token& stop);

  // Settles what an earlier call deleted late, before the plan of a look takes the place of the one that sent it. What
  // cannot be read leaves the look incomplete.
  Result<void> settle_late(View& view, RunId run);

  // Tells the ledger, and the run's report, what of a look is back although we deleted it.
  Result<void> tell_returns(const View& view, RunId run);

 private:
  Collector& collector_;
  ManifestCollector& manifests_;
  VersionReader& reader_;
  store::Ledger& ledger_;
  const Clock& clock_;
};

}  // namespace retention::engine
