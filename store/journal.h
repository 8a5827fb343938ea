#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/base/digest.h"
#include "policy/base/enum_table.h"
#include "policy/base/strong_id.h"
#include "policy/base/time.h"
#include "store/database.h"

namespace retention::store {

// What a row of the journal tells. The first two are about a deletion and name the state it is in from then on.
enum class JournalKind : std::uint8_t {
  deletion_made = 1,
  deletion_moved = 2,
  pinned = 3,
  held = 4,      // subject: package
  released = 5,  // subject: package
  run_blocked = 6,
  run_ended = 7,
  rules_loaded = 8,
  purged = 9,          // subject: the oldest run that is left
  package_moved = 10,  // subject: deletion of a package; the state it is in from then on
  approved = 20,       // subject: plan
  rejected = 21,       // subject: plan
  unpinned = 30,       // subject: pin
  paused = 31,
  resumed = 32,
  command_made = 40,
  command_finished = 41
};

inline constexpr EnumTable<JournalKind, 17> kJournalKinds{{{JournalKind::deletion_made, "deletion-made"},
                                                           {JournalKind::deletion_moved, "deletion-moved"},
                                                           {JournalKind::pinned, "pinned"},
                                                           {JournalKind::held, "held"},
                                                           {JournalKind::released, "released"},
                                                           {JournalKind::run_blocked, "run-blocked"},
                                                           {JournalKind::run_ended, "run-ended"},
                                                           {JournalKind::rules_loaded, "rules-loaded"},
                                                           {JournalKind::purged, "purged"},
                                                           {JournalKind::package_moved, "package-moved"},
                                                           {JournalKind::approved, "approved"},
                                                           {JournalKind::rejected, "rejected"},
                                                           {JournalKind::unpinned, "unpinned"},
                                                           {JournalKind::paused, "paused"},
                                                           {JournalKind::resumed, "resumed"},
                                                           {JournalKind::command_made, "command-made"},
                                                           {JournalKind::command_finished, "command-finished"}}};

struct JournalEntry {
  SysTime at;
  std::optional<RunId> run;
  JournalKind kind{JournalKind::deletion_moved};
  std::int64_t subject{0};  // the ledger's key of what it is about: a deletion, pin, package, run, rule set or command
  std::string body;         // JSON
};

// One end of the chain: the number and hash of its last row, or 0 and 32 zero bytes before the first.
struct ChainLink {
  std::int64_t seq{0};
  Digest hash{Digest::Bytes{}};
};

// The hash of the row after `prev`: SHA-256 over the hash of `prev` and, each as "LENGTH:TEXT,", the row's number, its
// time in Unix seconds, its run (empty for none), its kind as a number, its subject and its body.
[[nodiscard]] Digest chained_hash(const ChainLink& prev, const JournalEntry& entry);

// The last row, or the anchor that a purge left.
[[nodiscard]] ChainLink chain_head(Database& database);

// Appends rows in the transaction that is open and must not outlive it: another process may append between two.
class Journal {
 public:
  explicit Journal(Database& database);

  ChainLink append(const JournalEntry& entry);

 private:
  Database& database_;
  ChainLink head_;
};

}  // namespace retention::store
