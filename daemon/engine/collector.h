#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "daemon/ports/lister.h"
#include "policy/base/error.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"
#include "store/records.h"

namespace retention::engine {

// Part of what the rules select; nothing means all of it. It narrows what is looked at, never which rules count.
struct Scope {
  std::optional<std::string> policy;
  std::optional<PackageRef> package;
};

// The packages of a cycle, and the owners and types whose packages could not be listed.
struct Worklist {
  struct Gap {
    std::string owner;
    PackageType type{PackageType::container};
    Error error;
  };
  // All packages of one owner and type, selected or not.
  struct Whole {
    Owner owner;
    PackageType type{PackageType::container};
    std::vector<PackageId> packages;
  };
  std::vector<Package> packages;    // by owner, type and name; each once
  std::vector<Package> unselected;  // listed beside them and selected by no policy, likewise
  std::vector<Gap> gaps;
  std::vector<Whole> wholes;  // what was listed as a whole
};

// What a report tells of gaps.
[[nodiscard]] std::vector<store::RunWarning> warnings_of(const std::vector<Worklist::Gap>& gaps);

// The packages by owner, type and name, without repetition.
[[nodiscard]] std::vector<Package> each_once(std::vector<Package> packages);

// Reads from GitHub what the rules are about. Holds no type that can change anything. One thread.
class Collector {
 public:
  Collector(Lister& lister, const Clock& clock, EventSink& events) : lister_(lister), clock_(clock), events_(events) {}

  // Finds the packages that some policy selects. What concerns one owner and type only becomes a gap; a token that is
  // not accepted, a stop and an owner that is of another kind end the whole work.
  Result<Worklist> packages(const RuleSet& rules, const Scope& scope, const std::stop_token& stop);

  // Lists one package. A listing that fails gives an inventory that is partial and says why; only a token that is not
  // accepted and a stop are errors.
  Result<Inventory> inventory(const Package& package);

 private:
  Result<Worklist> listed(const OwnerSelector& selector, const std::vector<const Policy*>& policies, PackageType type);
  Result<Worklist> named(const Owner& owner, const std::vector<const Policy*>& policies, PackageType type,
                         const Error& why);

  Lister& lister_;
  const Clock& clock_;
  EventSink& events_;
};

}  // namespace retention::engine
