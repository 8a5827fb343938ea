#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/base/digest.h"
#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "store/database.h"
#include "store/version_list.h"

namespace retention::store {

// What a look saw of a version; `tags` as the ledger keeps them.
struct SeenOfVersion {
  std::optional<SysTime> created_at;
  std::optional<SysTime> updated_at;
  Presence presence{Presence::listed};
  std::optional<std::string_view> tags;
};

// SHA-256 over what a plan saw and decided anew: its rows of decision_change and version_change, what was seen of its
// new versions, and which versions they are. One thread.
class ChangesHash {
 public:
  // Begins a version. They come in ascending order of GitHub's ids, each once; `name` as the ledger keeps it, a digest
  // in its 32 bytes.
  void version(VersionId id, std::string_view name);

  // Of the version that was begun last, at most once and in this order. Who decided and why is in `args`.
  void seen(const SeenOfVersion& seen);
  void decided(Verdict verdict, std::string_view args);

  [[nodiscard]] std::int64_t versions() const { return versions_; }

  // Nothing if there was no version. To be called once, at the end.
  [[nodiscard]] std::optional<Digest> finish();

 private:
  void number(std::optional<std::int64_t> value);
  void text(std::string_view value);

  Sha256 hash_;
  std::string gathered_;  // to hash a few bytes at a time takes longer
  std::int64_t versions_{0};
};

struct PlanChanges {
  std::int64_t versions{0};  // of which the plan saw or decided something anew
  std::optional<Digest> hash;
};

// Reads the rows of a plan as they are now. They stay as they are until its run is purged. Throws DatabaseFailure.
[[nodiscard]] PlanChanges changes_of(Database& database, PlanId plan);

// Keeps the hash in table `plan`; the end of the run seals it.
void keep_changes(Database& database, PlanId plan, const std::optional<Digest>& hash);

}  // namespace retention::store
