#pragma once

#include <array>

#include "daemon/config/github_keys.h"
#include "policy/language/policy_keys.h"
#include "policy/language/test_keys.h"

// The keys of the whole file.
namespace retention::config {

inline constexpr std::array<KeySpec, 2> kLedgerKeys{
    {{.name = "path",
      .kind = ValueKind::file,
      .explanation = "The database that holds every decision and deletion; without it $STATE_DIRECTORY/ledger.db, then "
                     "/var/lib/retentiond/ledger.db, then retentiond/ledger.db in the user's state folder."},
     {.name = "keep",
      .kind = ValueKind::duration,
      .explanation =
          "How long history is kept, not under 35d. What is older is purged at the end of each run that may delete.",
      .fallback = "400d"}}};
inline constexpr KeyTable kLedgerTable{"ledger", kLedgerKeys};

inline constexpr std::array<KeySpec, 1> kServerKeys{
    {{.name = "listen",
      .kind = ValueKind::listen,
      .explanation = "Where the daemon answers /healthz and /readyz, or off.",
      .fallback = "127.0.0.1:8464"}}};
inline constexpr std::array<RefusedKey, 3> kRefusedServer{{{"tokens", language::kNotSupported},
                                                           {"webhook_secret", language::kNotSupported},
                                                           {"public_url", language::kNotSupported}}};
inline constexpr KeyTable kServerTable{"server", kServerKeys, kRefusedServer};

inline constexpr std::array<KeySpec, 2> kScheduleKeys{
    {{.name = "cron",
      .kind = ValueKind::cron,
      .explanation = "When the daemon starts a cycle, in timezone: minute, hour, day, month, day of week.",
      .fallback = "30 2 * * *"},
     {.name = "jitter",
      .kind = ValueKind::duration,
      .explanation = "Each cycle starts a random part of this later, at most 1d.",
      .fallback = "20m"}}};
inline constexpr std::array<RefusedKey, 1> kRefusedSchedule{{{"deny", language::kNotSupported}}};
inline constexpr KeyTable kScheduleTable{"schedule", kScheduleKeys, kRefusedSchedule};

inline constexpr std::array<KeySpec, 1> kUndoKeys{
    {{.name = "pin",
      .kind = ValueKind::duration,
      .explanation = "How long a version that was restored is protected from being deleted again.",
      .fallback = "30d"}}};
inline constexpr KeyTable kUndoTable{"undo", kUndoKeys};

inline constexpr KeySpec kInclude{
    .name = "include",
    .kind = ValueKind::names,
    .explanation =
        "Further files with protect, policies and tests; names with * and ?, relative to this file's folder."};

inline constexpr std::array<KeySpec, 12> kFileKeys{
    {{.name = "version",
      .kind = ValueKind::integer,
      .explanation = "The version of this file's language, always 1.",
      .fallback = "1",
      .presence = language::Presence::required},
     language::kTimezone,
     {.name = "github",
      .kind = ValueKind::section,
      .explanation = "Which GitHub, with which token, how fast.",
      .keys = &kGitHubTable},
     {.name = "ledger",
      .kind = ValueKind::section,
      .explanation = "Where everything is written down.",
      .keys = &kLedgerTable},
     {.name = "server",
      .kind = ValueKind::section,
      .explanation = "What the daemon shows over HTTP.",
      .keys = &kServerTable},
     {.name = "schedule", .kind = ValueKind::section, .explanation = "When the daemon works.", .keys = &kScheduleTable},
     {.name = "undo", .kind = ValueKind::section, .explanation = "How restoring works.", .keys = &kUndoTable},
     language::kDefaults,
     kInclude,
     language::kProtect,
     language::kPolicies,
     language::kTests}};
inline constexpr std::array<RefusedKey, 1> kRefusedInFile{{{"notify", language::kNotSupported}}};
inline constexpr KeyTable kFileTable{"the file", kFileKeys, kRefusedInFile};

inline constexpr std::string_view kOnlyInMainFile = "stands in the file that includes this one; take it out here";
inline constexpr std::array<KeySpec, 3> kIncludedKeys{language::kProtect, language::kPolicies, language::kTests};
inline constexpr std::array<RefusedKey, 10> kRefusedInIncluded{{{"version", kOnlyInMainFile},
                                                                {"timezone", kOnlyInMainFile},
                                                                {"github", kOnlyInMainFile},
                                                                {"ledger", kOnlyInMainFile},
                                                                {"server", kOnlyInMainFile},
                                                                {"schedule", kOnlyInMainFile},
                                                                {"undo", kOnlyInMainFile},
                                                                {"defaults", kOnlyInMainFile},
                                                                {"notify", kOnlyInMainFile},
                                                                {"include",
                                                                 "an included file includes no other; name "
                                                                 "that file in the one that includes this"}}};
inline constexpr KeyTable kIncludedTable{"an included file", kIncludedKeys, kRefusedInIncluded};

}  // namespace retention::config
