#pragma once

#include <array>

#include "policy/language/keys.h"
#include "policy/language/rule_keys.h"

// The keys that policies and their defaults have, and those of the whole file that hold rules.
namespace retention::language {

// A key of defaults as a policy may override it.
constexpr KeySpec inherited(KeySpec spec) {
  spec.fallback = {};
  return spec;
}

inline constexpr KeySpec kVersionLimit{
    .name = "versions",
    .kind = ValueKind::count,
    .explanation = "A package with more versions due in one cycle than this is blocked as a whole.",
    .fallback = "500"};
inline constexpr KeySpec kPercentLimit{
    .name = "percent",
    .kind = ValueKind::count,
    .explanation = "A package with more than 10 versions due that are more than this share of it is blocked.",
    .fallback = "25",
    .most = 100};
inline constexpr KeySpec kCycleLimit{
    .name = "cycle",
    .kind = ValueKind::count,
    .explanation = "With more versions due than this over all packages, every package with something due is blocked.",
    .fallback = "5000"};

inline constexpr std::array<KeySpec, 3> kDefaultLimitKeys{kVersionLimit, kPercentLimit, kCycleLimit};
inline constexpr KeyTable kDefaultLimitTable{"the limits of defaults", kDefaultLimitKeys};
inline constexpr std::array<KeySpec, 2> kPolicyLimitKeys{inherited(kVersionLimit), inherited(kPercentLimit)};
inline constexpr std::array<RefusedKey, 1> kRefusedLimits{
    {{"cycle", "counts over all packages; write it under defaults.limits"}}};
inline constexpr KeyTable kPolicyLimitTable{"the limits of a policy", kPolicyLimitKeys, kRefusedLimits};

inline constexpr KeySpec kMode{
    .name = "mode",
    .kind = ValueKind::choice,
    .explanation =
        "audit only reports what the delete rules would do; approve waits until a person approves the "
        "plan; enforce deletes within the limits.",
    .fallback = "audit",
    .choices = kModeChoices};
inline constexpr KeySpec kMinAge{.name = "min_age",
                                 .kind = ValueKind::duration,
                                 .explanation = "A version younger than this is never deleted.",
                                 .fallback = "24h"};
inline constexpr KeySpec kGrace{
    .name = "grace",
    .kind = ValueKind::duration,
    .explanation =
        "How long a version must be a candidate in every complete cycle, by the same rule and with the same "
        "tags, before it is deleted; 0d: at once.",
    .fallback = "3d"};
inline constexpr KeySpec kMinKeep{.name = "min_keep",
                                  .kind = ValueKind::integer,
                                  .explanation = "This many versions always stay in a package, the newest ones.",
                                  .fallback = "1",
                                  .least = 1};

inline constexpr std::array<KeySpec, 5> kDefaultsKeys{
    {kMode,
     kMinAge,
     kGrace,
     kMinKeep,
     {.name = "limits",
      .kind = ValueKind::section,
      .explanation = "How much may be due at once before everything stops and asks.",
      .keys = &kDefaultLimitTable}}};
inline constexpr KeyTable kDefaultsTable{"defaults", kDefaultsKeys};

inline constexpr std::array<KeySpec, 13> kPolicyKeys{
    {{.name = "name",
      .kind = ValueKind::name,
      .explanation = "What reports and --policy call the policy; unique in the file.",
      .presence = Presence::required},
     {.name = "owner",
      .kind = ValueKind::owners,
      .explanation = "Whose packages: org:NAME, user:NAME or me, or a list of them.",
      .presence = Presence::required},
     {.name = "type",
      .kind = ValueKind::types,
      .explanation = "Which packages: a type or a list of them; Gradle packages are maven.",
      .presence = Presence::required,
      .choices = kTypeChoices},
     {.name = "packages",
      .kind = ValueKind::patterns,
      .explanation = "Patterns on the package name; * crosses slashes, and a pattern with ! leaves packages out.",
      .presence = Presence::required},
     {.name = "repository",
      .kind = ValueKind::patterns,
      .explanation = "Patterns on the plain name of the repository a package is linked to; others are left out."},
     {.name = "ignore_tags",
      .kind = ValueKind::patterns,
      .explanation = "Tags that the delete rules of this policy overlook, and that spare nothing."},
     inherited(kMode),
     inherited(kMinAge),
     inherited(kGrace),
     inherited(kMinKeep),
     {.name = "limits",
      .kind = ValueKind::section,
      .explanation = "Overrides limits of defaults for the packages of this policy.",
      .keys = &kPolicyLimitTable},
     {.name = "keep",
      .kind = ValueKind::sections,
      .explanation = "Rules that keep; each wins over every delete rule of every policy.",
      .keys = &kKeepTable},
     {.name = "delete",
      .kind = ValueKind::sections,
      .explanation = "Rules that name what may go.",
      .keys = &kDeleteTable}}};
inline constexpr KeyTable kPolicyTable{"a policy", kPolicyKeys};

// The keys at the top of the file that make up a RuleSet; the file's own table repeats them.
inline constexpr KeySpec kTimezone{
    .name = "timezone",
    .kind = ValueKind::zone,
    .explanation = "The zone of calendar months and years in durations, and of the schedule.",
    .fallback = "UTC"};
inline constexpr KeySpec kDefaults{.name = "defaults",
                                   .kind = ValueKind::section,
                                   .explanation = "What holds in every policy that does not say otherwise.",
                                   .keys = &kDefaultsTable};
inline constexpr KeySpec kProtect{.name = "protect",
                                  .kind = ValueKind::sections,
                                  .explanation = "Rules above every policy: what they match is never deleted.",
                                  .keys = &kProtectTable};
inline constexpr KeySpec kPolicies{.name = "policies",
                                   .kind = ValueKind::sections,
                                   .explanation = "Which packages are tidied, and by which rules.",
                                   .keys = &kPolicyTable};

}  // namespace retention::language
