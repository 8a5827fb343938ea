#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "policy/base/enum_table.h"
#include "policy/base/maybe_time.h"
#include "policy/base/strong_id.h"
#include "policy/base/time.h"
#include "policy/model/candidate_clocks.h"
#include "policy/model/package.h"
#include "policy/model/rule.h"
#include "policy/model/usage.h"

namespace retention {

enum class Verdict : std::uint8_t { keep = 1, remove = 2 };

inline constexpr EnumTable<Verdict, 2> kVerdicts{{{Verdict::keep, "keep"}, {Verdict::remove, "delete"}}};

// Why a layer spoke. The two numbers of a Reason mean what is written here; text is made in daemon/report.
enum class ReasonCode : std::uint8_t {
  // guard
  incomplete_inventory = 1,  // the listing is partial; first: Incompleteness
  created_unknown = 2,
  created_in_future = 3,
  younger_than_min_age = 4,  // first: min_age in seconds
  tags_unknown = 5,
  manifest_unknown = 6,     // an untagged container version, or an attachment: it may belong to a live image
  refused_by_platform = 7,  // first: Refusal, second: when it may be tried again, Unix seconds
  // protect
  protected_by_rule = 20,
  protected_by_doubt = 23,  // an in-use file of the rule cannot be used, so whatever the rule applies to is kept
  pinned = 21,              // first: until, Unix seconds, 0 for ever
  returned = 22,            // we deleted it and it is back by other hands
  // keep
  kept_by_rule = 30,
  kept_by_newest = 31,    // by created time, in no groups; first: rank from 1, second: how many the rule ranks
  kept_by_calendar = 32,  // first: Bucket, second: number of the bucket from 1
  kept_unordered = 33,    // the rule orders by version, and this is none of its ecosystem
  kept_by_doubt = 34,     // an in-use file of the rule cannot be used, so whatever the rule applies to is kept
  kept_in_group = 35,     // by version or in groups; first: rank from 1, second: how many the rule ranks in the group
  kept_as_oldest = 36,    // the calendar has buckets to spare; first: their Bucket
  // delete
  matched = 40,          // a delete rule matches; first: since when in each cycle that counts, Unix seconds, 0 in none;
                         // second: the mark of the tags it had then
  beyond_newest = 41,    // a keep rule's measure left it out; first: rank, second: how many the rule ranks
  beyond_calendar = 42,  // a keep rule's calendar has no bucket for it
  beyond_in_group = 43,  // as beyond_newest, by version or in groups
  with_package = 48,     // no rule: a person deletes the whole package
  // default
  nothing_spoke = 50,
  spared_by_tag = 51,  // a delete rule matches but for tags; first: index of the first such tag, second: how many
  orphan = 52,         // an attachment whose subject is not in the package
  // floor
  min_keep = 60,     // first: min_keep
  last_tagged = 61,  // GitHub refuses to delete the last tagged version of a container package
  // graph; first: id of the newest version in question, 0 if none is listed; second: how many there are
  kept_member = 70,      // an image that an index lists which stays
  kept_child = 71,       // the same of a child
  kept_attachment = 72,  // an attachment whose subject stays, or that an index lists which stays
  holds_protected = 73,  // an index that lists a protected child, at whatever depth
  follows_index = 74,    // a child: only what goes, or is gone, lists it
  follows_subject = 75   // an attachment: only what goes, or is gone, has it
};

// The buckets of a calendar measure; weeks are those of ISO 8601.
enum class Bucket : std::uint8_t { daily = 1, weekly = 2, monthly = 3, yearly = 4 };

inline constexpr EnumTable<Bucket, 4> kBuckets{
    {{Bucket::daily, "daily"}, {Bucket::weekly, "weekly"}, {Bucket::monthly, "monthly"}, {Bucket::yearly, "yearly"}}};

struct Reason {
  Layer layer{Layer::fallback};
  ReasonCode code{ReasonCode::nothing_spoke};
  RuleIndex rule{kNoRule};
  std::int64_t first{0};
  std::int64_t second{0};

  friend bool operator==(const Reason&, const Reason&) = default;
};

// What becomes of a version now.
enum class Course : std::uint8_t {
  stays = 0,     // it is no candidate
  reported = 1,  // its policies only audit
  waiting = 2,   // its grace is not over
  awaiting = 3,  // a person has to approve it
  approved = 4,  // a person has approved it: it goes whatever the limits say
  due = 5        // it goes, within the limits
};

// What becomes of one version and why, in as little room as it takes. `reasons` holds everyone who spoke, the one that
// decided first.
struct Decision {
  VersionId version;
  Verdict verdict{Verdict::keep};
  std::optional<Mode> mode{};  // of a candidate: what its policies let us do with it
  Course course{Course::stays};
  std::vector<Reason> reasons{};
  MaybeTime due_at{};  // of a candidate that is not only reported: when its grace is over

  [[nodiscard]] const Reason& winner() const { return reasons.front(); }
};

// A rule of the platform that refused a deletion; remembered so that it is not asked for again and again.
enum class Refusal : std::uint8_t { downloads = 1, last_version = 2, last_tagged = 3 };

inline constexpr EnumTable<Refusal, 3> kRefusals{{{Refusal::downloads, "downloads"},
                                                  {Refusal::last_version, "last-version"},
                                                  {Refusal::last_tagged, "last-tagged"}}};

struct RememberedRefusal {
  Refusal refusal{Refusal::downloads};
  SysTime retry_at;
};

// Whether a cycle counts for grace: that of a dry run does not, and starts no clock.
enum class Counting : std::uint8_t { stands, counts };

// How what GitHub says of a package differs from what the ledger saw of it last.
struct Drift {
  std::int64_t created_changed{0};  // versions with another created time than before
};

// What the ledger remembers of one package.
struct Memory {
  struct Pin {
    std::optional<SysTime> until;  // absent: for ever
  };
  std::unordered_map<VersionId, Pin> pins;
  std::unordered_map<std::string, Pin> pinned_names;  // pins bind to the digest too: version name -> pin
  std::unordered_map<VersionId, RememberedRefusal> refusals;
  std::unordered_set<VersionId> returned;  // deleted by us according to the ledger, should the inventory hold them
  CandidateClocks clocks;                  // as the last cycle that counted left them
  Counting counting{Counting::stands};     // of the cycle that asks
  std::unordered_map<VersionId, std::vector<Digest>> approvals;  // rule meanings under which a person let it go
  Drift drift;
  std::vector<Digest> removed{};  // versions of a container package that we deleted and that are not back, ascending
};

// Limits of one package, and how a plan stands to them. Absent means unlimited.
struct Limits {
  std::optional<std::int64_t> versions;
  std::optional<std::int64_t> percent;
  std::optional<std::int64_t> cycle;

  friend bool operator==(const Limits&, const Limits&) = default;
};

// Why a package is blocked as a whole: a limit, or created times that no age can be told by.
enum class LimitBreach : std::uint8_t {
  none = 0,
  versions = 1,
  percent = 2,
  cycle = 3,
  times_changed = 4,  // a created time is not the one that was seen before
  times_alike = 5     // over half of the images were created in one second
};

inline constexpr EnumTable<LimitBreach, 6> kLimitBreaches{{{LimitBreach::none, "none"},
                                                           {LimitBreach::versions, "versions"},
                                                           {LimitBreach::percent, "percent"},
                                                           {LimitBreach::cycle, "cycle"},
                                                           {LimitBreach::times_changed, "times-changed"},
                                                           {LimitBreach::times_alike, "times-alike"}}};

// Of two versions that go, which one has to be gone before the other may: an index before what it lists, a subject
// before its attachments. Both are positions in the inventory.
struct Precedence {
  std::uint32_t first{0};
  std::uint32_t second{0};

  friend auto operator<=>(const Precedence&, const Precedence&) = default;
};

// One decision for each version of an inventory, in its order.
struct Plan {
  std::vector<Decision> decisions;
  std::vector<Precedence> order{};    // among what is due, awaiting or approved; ascending by `second`, then `first`
  std::vector<std::string> policies;  // those that select the package
  Mode mode{Mode::audit};             // the least careful mode among them, for the header of a report
  Limits limits;                      // the smallest among the policies that have something due
  std::int64_t due{0};                // due or awaiting approval: what the limits count
  std::int64_t approved{0};           // let go by a person, which no limit counts
  std::int64_t waiting{0};            // candidates whose grace is not over
  LimitBreach breach{LimitBreach::none};
  Usage usage;
};

}  // namespace retention
