#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/time.h"
#include "policy/model/package.h"
#include "store/codec.h"
#include "store/database.h"
#include "store/packing.h"

namespace retention::store {

// Whether the newest listing of a package held a version. Only a complete listing can say that one is gone.
enum class Presence : std::uint8_t { gone = 0, listed = 1, unlisted = 2 };

// What every cycle asks of a version that is not gone, as the newest look at its package left it.
struct KnownVersion {
  VersionId id;
  std::int64_t row{0};  // key of table `version`
  Presence presence{Presence::listed};
  std::optional<SysTime> created_at;
  std::optional<std::int64_t> mark;  // of version_mark.h; absent: whether anything differs is not known
  std::vector<StoredClock> clocks;   // of a candidate

  friend bool operator==(const KnownVersion&, const KnownVersion&) = default;
};

// A part of the list of a package's versions. Where one ends depends on the ids alone, so that a change of a few
// versions leaves the others as they are.
struct VersionListPart {
  VersionId first;
  std::string bytes;

  friend bool operator==(const VersionListPart&, const VersionListPart&) = default;
};
using VersionListParts = std::vector<VersionListPart>;

// Makes a list of versions that come in ascending order of their ids.
class VersionListWriter {
 public:
  void add(const KnownVersion& version);

  [[nodiscard]] const VersionListParts& parts() const { return parts_; }

 private:
  VersionListParts parts_;
  VersionId id_;
  std::int64_t row_{0};
  std::int64_t created_{0};
};

// Reads what a VersionListWriter wrote, which outlives it. Throws DatabaseFailure if it is something else.
class VersionList {
 public:
  explicit VersionList(const VersionListParts& parts) : parts_(parts) {}
  explicit VersionList(VersionListParts&&) = delete;
  VersionList(const VersionList&) = delete;
  VersionList& operator=(const VersionList&) = delete;
  VersionList(VersionList&&) = delete;
  VersionList& operator=(VersionList&&) = delete;
  ~VersionList() = default;

  // The next version, until the one after it is asked for; null after the last.
  const KnownVersion* next();

 private:
  const VersionListParts& parts_;
  std::size_t begun_{0};  // parts
  Unpacker rest_{{}};
  KnownVersion version_;
  std::int64_t created_{0};
};

// The list of a package in table `version_list`; empty if there is none.
[[nodiscard]] VersionListParts stored_version_list(Database& database, std::int64_t package);

// The same, made of the versions' own rows, without marks.
[[nodiscard]] VersionListParts version_list_of_rows(Database& database, std::int64_t package);

// The one that is stored, or else the other one.
[[nodiscard]] VersionListParts read_version_list(Database& database, std::int64_t package);

// Stores `after` where `before` is what is stored.
void write_version_list(Database& database, std::int64_t package, const VersionListParts& before,
                        const VersionListParts& after);

}  // namespace retention::store
