#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "store/codec.h"
#include "store/database.h"
#include "store/plan_changes.h"
#include "store/version_rows.h"

namespace retention::store {

// How a version that the ledger has a row of differs from a look at it.
struct Difference {
  bool seen{false};  // created, updated, tags or presence differ
  bool decided{false};
  bool created_changed{false};
  std::string name;  // as the row keeps it
};

// The decisions of a look as the ledger keeps them. One thread.
class StoredDecisions {
 public:
  explicit StoredDecisions(const Look& look) : look_(look) {}

  // Of the version at that position of the inventory, until another one is asked for: its memory is used again.
  [[nodiscard]] const StoredDecision& at(std::size_t position);

 private:
  [[nodiscard]] bool has_running_clock(const Decision& decision);

  const Look& look_;
  StoredDecision decision_;
  std::optional<std::set<SysTime>> running_;  // when the grace of candidates is over whose clocks run; read when needed
};

// Writes what one look showed of single versions. One transaction, one thread; members throw DatabaseFailure.
class VersionWriter {
 public:
  VersionWriter(Database& database, const Look& look);

  // A version of which the ledger has no row; `position` is its place in the inventory. Returns the key of its row.
  std::int64_t add(std::size_t position);

  // What the row says of a version, held against the look.
  [[nodiscard]] Difference difference(std::int64_t row, std::size_t position);

  void change(std::int64_t row, std::size_t position, const Difference& difference);

  // The listing lacks a version.
  void lose(VersionId id, std::int64_t row, Presence presence);

  // Over all that was written. It holds only if versions came in ascending order of their ids.
  [[nodiscard]] std::optional<Digest> changes() { return changes_.finish(); }

 private:
  void keep_first_seen(std::int64_t row);
  void keep_seen(std::int64_t row, const SeenOfVersion& seen);
  void keep_decision(std::int64_t row, Verdict verdict, const StoredDecision& decision);

  Database& database_;
  const Look& look_;
  StoredDecisions decisions_;
  ChangesHash changes_;
  Query insert_;
  Query row_;
  Query first_seen_;
  Query see_;
  Query seen_;
  Query decide_;
  Query decided_;
  Query lose_;
};

}  // namespace retention::store
