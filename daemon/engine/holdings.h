#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "daemon/ports/lister.h"
#include "daemon/ports/version_reader.h"
#include "policy/base/digest.h"
#include "policy/base/error.h"
#include "policy/base/time.h"
#include "policy/model/package.h"
#include "store/records.h"

namespace retention::engine {

// Tags that versions had when they were deleted and that an undo has brought back with them, as far as GitHub gave
// them.
using OwnTags = std::set<std::pair<VersionId, std::string>>;

void add_tags(OwnTags& tags, const store::DeletionWork& work);

// One deletion that an undo selects, and what stands in the way of restoring it.
struct UndoItem {
  store::DeletionWork work;
  std::optional<std::string> blocker;  // for people; such an item is left as it is
  enum class Where : std::uint8_t { deleted, active, superseded } where{Where::deleted};  // as GitHub lists it
  std::optional<SysTime> listed_since{};    // when it was deleted, as GitHub lists it
  std::map<std::string, VersionId> held{};  // who has its tags now of what the same undo brought back
};

// What GitHub holds of one package, as far as an undo cares.
struct Holdings {
  std::map<VersionId, std::optional<SysTime>> restorable;  // with the time of the deletion
  std::set<VersionId> active;
  struct Holder {
    VersionId id;
    std::optional<SysTime> since;
  };
  std::map<std::string, Holder> active_names;
  std::map<std::string, VersionId> tag_holders;
  std::optional<PackageId> package;  // that has the name now, if it was read
};

// For people: who has a name now that was published again, and what to do about it.
[[nodiscard]] std::string pushed_again(const Holdings::Holder& newcomer);

// For people: "#4711".
[[nodiscard]] std::string number_of(VersionId id);

// Why a deletion cannot be restored, for people; nothing: it can. A tag of `ours`, which the same undo brought back, is
// no reason: both versions had it when they were deleted.
[[nodiscard]] std::optional<std::string> blocker_of(const store::DeletionWork& work, const Holdings& holdings,
                                                    const OwnTags& ours);

// Reads what GitHub holds of each package once, and again only after ten minutes: an undo may wait for long between two
// calls. Which package has the name now is asked only if something is blocked. One thread.
class HoldingsReader {
 public:
  HoldingsReader(Lister& lister, VersionReader& reader) : lister_(lister), reader_(reader) {}

  // How a deletion stands now. What cannot be read is a blocker; errors are those after which nothing would go better.
  Result<UndoItem> item_of(const store::DeletionWork& work, const OwnTags& ours, SysTime now);

  // Those digests of which a package has no active version; none of them if that cannot be read, which blocks each
  // deletion of the package anyway.
  std::vector<Digest> absent(const store::DeletionWork& work, std::span<const Digest> digests, SysTime now);

  void forget() { seen_.clear(); }

 private:
  struct Seen {
    Result<Holdings> holdings;
    SysTime at;
  };

  Result<Holdings>& holdings_of_package(const store::DeletionWork& work, SysTime now);
  Result<void> read_package(const store::DeletionWork& work, Holdings& holdings);

  Lister& lister_;
  VersionReader& reader_;
  std::map<PackageRef, Seen> seen_;
};

}  // namespace retention::engine
