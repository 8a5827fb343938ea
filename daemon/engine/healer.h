#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "daemon/engine/package_undo.h"
#include "daemon/engine/request_counter.h"
#include "daemon/engine/undo.h"
#include "daemon/engine/wounds.h"
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

// Who heals.
inline constexpr std::string_view kHealTrigger = "heal";

// How what is healed is restored.
struct HealingOrder {
  std::string program;                                  // version of this program
  std::function<std::optional<SysTime>()> pin_until{};  // how long it is pinned; empty, or nothing: for ever
  // Asked before anything is restored of a package: whether the tokens may. Empty: they may.
  std::function<Result<void>(const Package&)> may_restore{};
};

// What a healer did about a wound, or could not do.
struct Healed {
  ExitStatus status{ExitStatus::done};
  std::vector<store::RunWarning> warnings{};
};

// Brings back what kept images lack, as an undo of its own of each package: pinned before its call, and told in a
// report. One thread.
class Healer {
 public:
  struct Ports {
    store::Ledger& ledger;
    store::ManifestCache& cache;
    PackageUndoer& packages;
    Restorer& restorer;
    Lister& lister;
    VersionReader& reader;
    Permit& permit;
    const Clock& clock;
    EventSink& events;
    const RequestCounter& requests;
  };
  Healer(const Ports& ports, HealingOrder order) : ports_(ports), order_(std::move(order)) {}

  // Restores at once what can still be restored. What cannot is told, and is some_failed. Only an unusable ledger is an
  // error.
  Result<Healed> heal(const Wound& wound, const std::stop_token& stop);

 private:
  Result<Healed> restore(const Wound& wound, const std::vector<Curable>& parts, const std::stop_token& stop);
  Result<Healed> outcome_of(const Wound& wound, const std::vector<Curable>& parts, const UndoPreview& preview,
                            std::optional<RunId> run);

  Ports ports_;
  HealingOrder order_;
};

}  // namespace retention::engine
