#pragma once

#include <array>
#include <string_view>

#include "policy/language/keys.h"

// The keys that rules, policies and their defaults have.
namespace retention::language {

inline constexpr std::array<std::string_view, 2> kModeChoices{"audit", "enforce"};
inline constexpr std::array<std::string_view, 6> kTypeChoices{"container", "npm",   "maven",
                                                              "rubygems",  "nuget", "docker"};

inline constexpr std::array<KeySpec, 3> kTagKeys{
    {{.name = "any", .kind = ValueKind::patterns, .explanation = "Some tag matches one of these patterns."},
     {.name = "all", .kind = ValueKind::patterns, .explanation = "Every tag matches one of these patterns."},
     {.name = "none", .kind = ValueKind::patterns, .explanation = "No tag matches one of these patterns."}}};
inline constexpr KeyTable kTagTable{"tags", kTagKeys};

inline constexpr KeySpec kRuleName{.name = "name",
                                   .kind = ValueKind::name,
                                   .explanation = "What reports call the rule; unique in its policy.",
                                   .presence = Presence::required};
inline constexpr KeySpec kTags{
    .name = "tags",
    .kind = ValueKind::tags,
    .explanation =
        "Patterns on the tags of container and docker versions; a bare list means any tag in keep and "
        "protect and all tags in delete, and an untagged version never matches.",
    .keys = &kTagTable};
inline constexpr KeySpec kTagged{
    .name = "tagged", .kind = ValueKind::boolean, .explanation = "Whether a container or docker version has tags."};
inline constexpr KeySpec kVersion{
    .name = "version",
    .kind = ValueKind::patterns,
    .explanation = "Patterns on the version name of npm, maven, rubygems and nuget packages."};
inline constexpr KeySpec kOlderThan{
    .name = "older_than", .kind = ValueKind::duration, .explanation = "The version was created longer ago than this."};
inline constexpr KeySpec kYoungerThan{.name = "younger_than",
                                      .kind = ValueKind::duration,
                                      .explanation = "The version was created less long ago than this."};
inline constexpr KeySpec kEverything{.name = "everything",
                                     .kind = ValueKind::only_true,
                                     .explanation = "Every version, spelled out; the only condition of its rule."};
inline constexpr KeySpec kNewest{
    .name = "newest",
    .kind = ValueKind::integer,
    .explanation =
        "Keeps this many of the matching versions, the newest ones; one version counts once, however many "
        "tags it has, and tagged and untagged ones count apart.",
    .least = 1};

inline constexpr std::array<KeySpec, 8> kKeepKeys{kRuleName,  kTags,        kTagged,     kVersion,
                                                  kOlderThan, kYoungerThan, kEverything, kNewest};
inline constexpr std::array<KeySpec, 7> kConditionKeys{kRuleName,  kTags,        kTagged,    kVersion,
                                                       kOlderThan, kYoungerThan, kEverything};

inline constexpr std::string_view kNewestIsForKeep =
    "counts what to keep, so only keep rules have it; write a keep rule with newest beside this rule";
inline constexpr std::array<RefusedKey, 10> kRefusedInKeep{{{"semver", kNotSupported},
                                                            {"prerelease", kNotSupported},
                                                            {"idle_for", kNotSupported},
                                                            {"orphan", kNotSupported},
                                                            {"broken", kNotSupported},
                                                            {"in_use_file", kNotSupported},
                                                            {"group_by", kNotSupported},
                                                            {"per", kNotSupported},
                                                            {"calendar", kNotSupported},
                                                            {"order", kNotSupported}}};
inline constexpr std::array<RefusedKey, 11> kRefusedInOthers{{{"newest", kNewestIsForKeep},
                                                              {"semver", kNotSupported},
                                                              {"prerelease", kNotSupported},
                                                              {"idle_for", kNotSupported},
                                                              {"orphan", kNotSupported},
                                                              {"broken", kNotSupported},
                                                              {"in_use_file", kNotSupported},
                                                              {"group_by", kNotSupported},
                                                              {"per", kNotSupported},
                                                              {"calendar", kNotSupported},
                                                              {"order", kNotSupported}}};

inline constexpr KeyTable kKeepTable{"a keep rule", kKeepKeys, kRefusedInKeep};
inline constexpr KeyTable kDeleteTable{"a delete rule", kConditionKeys, kRefusedInOthers};
inline constexpr KeyTable kProtectTable{"a protect rule", kConditionKeys, kRefusedInOthers};

}  // namespace retention::language
