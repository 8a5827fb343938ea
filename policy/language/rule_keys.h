#pragma once

#include <array>
#include <string_view>

#include "policy/language/keys.h"

// The keys that rules, policies and their defaults have.
namespace retention::language {

inline constexpr std::array<std::string_view, 3> kModeChoices{"audit", "approve", "enforce"};
inline constexpr std::array<std::string_view, 6> kTypeChoices{"container", "npm",   "maven",
                                                              "rubygems",  "nuget", "docker"};

inline constexpr std::array<std::string_view, 3> kLineChoices{"major", "minor", "patch"};
inline constexpr std::array<std::string_view, 2> kOrderChoices{"created", "version"};

inline constexpr std::array<KeySpec, 3> kTagKeys{
    {{.name = "any", .kind = ValueKind::patterns, .explanation = "Some tag matches one of these patterns."},
     {.name = "all", .kind = ValueKind::patterns, .explanation = "Every tag matches one of these patterns."},
     {.name = "none", .kind = ValueKind::patterns, .explanation = "No tag matches one of these patterns."}}};
inline constexpr KeyTable kTagTable{"tags", kTagKeys, {}, 1};

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
inline constexpr KeySpec kIdleFor{
    .name = "idle_for",
    .kind = ValueKind::duration,
    .explanation = "Nothing about the version changed for longer than this; a tag that was moved is a change."};
inline constexpr KeySpec kSemver{
    .name = "semver",
    .kind = ValueKind::range,
    .explanation =
        "A range in the syntax of npm over the version name, or over the tags of an image that are full "
        "versions; to delete an image every tag must be a full version in it."};
inline constexpr KeySpec kPrerelease{
    .name = "prerelease",
    .kind = ValueKind::boolean,
    .explanation = "Whether it is a pre-release by the rule of its ecosystem, over the same texts as semver."};
inline constexpr KeySpec kEverything{.name = "everything",
                                     .kind = ValueKind::only_true,
                                     .explanation = "Every version, spelled out; the only condition of its rule."};

inline constexpr std::array<KeySpec, 2> kInUseKeys{
    {{.name = "path",
      .kind = ValueKind::file,
      .explanation = "The file: a digest, IMAGE@DIGEST, IMAGE:TAG or :TAG-PATTERN on each line.",
      .presence = Presence::required},
     {.name = "max_age",
      .kind = ValueKind::duration,
      .explanation = "A file that was written longer ago is not believed, and everything is kept.",
      .fallback = "2d"}}};
inline constexpr KeyTable kInUseTable{"in_use_file", kInUseKeys};
inline constexpr KeySpec kInUseFile{
    .name = "in_use_file",
    .kind = ValueKind::section,
    .explanation =
        "Container and docker versions that a file says are in use; while the file is missing, empty, wrong "
        "or old, everything that the rule applies to is kept.",
    .keys = &kInUseTable};

inline constexpr std::array<std::string_view, 2> kBrokenChoices{"all", "some"};

inline constexpr KeySpec kOrphan{
    .name = "orphan",
    .kind = ValueKind::only_true,
    .explanation =
        "An attachment, such as a signature, whose subject is in no container package of its owner; the rule then "
        "decides on attachments only."};
inline constexpr KeySpec kBroken{.name = "broken",
                                 .kind = ValueKind::choice,
                                 .explanation = "An index of whose listed manifests all are gone, or some but not all.",
                                 .choices = kBrokenChoices};

inline constexpr KeySpec kNewest{
    .name = "newest",
    .kind = ValueKind::integer,
    .explanation =
        "Keeps this many of the matching versions, the first in order; one version counts once, however many "
        "tags it has, and tagged and untagged ones count apart.",
    .least = 1};

inline constexpr std::array<KeySpec, 4> kCalendarKeys{
    {{.name = "daily",
      .kind = ValueKind::integer,
      .explanation = "The newest version of each of so many days.",
      .most = 100'000},
     {.name = "weekly",
      .kind = ValueKind::integer,
      .explanation = "The newest version of each of so many ISO weeks.",
      .most = 100'000},
     {.name = "monthly",
      .kind = ValueKind::integer,
      .explanation = "The newest version of each of so many months.",
      .most = 100'000},
     {.name = "yearly",
      .kind = ValueKind::integer,
      .explanation = "The newest version of each of so many years.",
      .most = 100'000}}};
inline constexpr KeyTable kCalendarTable{"calendar", kCalendarKeys};
inline constexpr KeySpec kCalendar{
    .name = "calendar",
    .kind = ValueKind::section,
    .explanation =
        "Keeps the newest of the matching versions in each of the last days, weeks, months and years that "
        "have any, in timezone; and the oldest one while there are fewer than counted.",
    .keys = &kCalendarTable};
inline constexpr KeySpec kGroupBy{
    .name = "group_by",
    .kind = ValueKind::names,
    .explanation = "Named captures of the rule's re: patterns; newest and calendar then count in each group apart."};
inline constexpr KeySpec kPer{
    .name = "per",
    .kind = ValueKind::choice,
    .explanation = "newest and calendar count in each version line apart, by order of version.",
    .choices = kLineChoices};
inline constexpr KeySpec kOrder{
    .name = "order",
    .kind = ValueKind::choice,
    .explanation = "What newest and calendar count by: when a version was created, or its precedence in its ecosystem.",
    .choices = kOrderChoices};

inline constexpr std::array<KeySpec, 16> kKeepKeys{
    kRuleName,   kTags,      kTagged,     kVersion, kOlderThan, kYoungerThan, kIdleFor, kSemver,
    kPrerelease, kInUseFile, kEverything, kNewest,  kCalendar,  kGroupBy,     kPer,     kOrder};
inline constexpr std::array<KeySpec, 11> kProtectKeys{kRuleName,   kTags,        kTagged,    kVersion,
                                                      kOlderThan,  kYoungerThan, kIdleFor,   kSemver,
                                                      kPrerelease, kInUseFile,   kEverything};
inline constexpr std::array<KeySpec, 12> kDeleteKeys{kRuleName,   kTags,        kTagged,  kVersion,
                                                     kOlderThan,  kYoungerThan, kIdleFor, kSemver,
                                                     kPrerelease, kOrphan,      kBroken,  kEverything};

inline constexpr std::string_view kMeasureIsForKeep =
    "counts what to keep, so only keep rules have it; write a keep rule with it beside this rule";
inline constexpr std::string_view kInUseIsForKeep =
    "says what must stay, so only keep and protect rules have it; write a protect rule with it";
inline constexpr std::string_view kOrphanIsForDelete =
    "says what has lost its subject, so only delete rules have it; write a delete rule with it";
inline constexpr std::string_view kBrokenIsForDelete =
    "says what cannot be pulled any more, so only delete rules have it; write a delete rule with it";
inline constexpr std::array<RefusedKey, 2> kRefusedInKeep{
    {{"orphan", kOrphanIsForDelete}, {"broken", kBrokenIsForDelete}}};
inline constexpr std::array<RefusedKey, 7> kRefusedInProtect{{{"orphan", kOrphanIsForDelete},
                                                              {"broken", kBrokenIsForDelete},
                                                              {"newest", kMeasureIsForKeep},
                                                              {"calendar", kMeasureIsForKeep},
                                                              {"group_by", kMeasureIsForKeep},
                                                              {"per", kMeasureIsForKeep},
                                                              {"order", kMeasureIsForKeep}}};
inline constexpr std::array<RefusedKey, 6> kRefusedInDelete{{{"newest", kMeasureIsForKeep},
                                                             {"calendar", kMeasureIsForKeep},
                                                             {"group_by", kMeasureIsForKeep},
                                                             {"per", kMeasureIsForKeep},
                                                             {"order", kMeasureIsForKeep},
                                                             {"in_use_file", kInUseIsForKeep}}};

// A rule without a condition or measure is an error.
inline constexpr std::size_t kNameAndMore = 2;

inline constexpr KeyTable kKeepTable{"a keep rule", kKeepKeys, kRefusedInKeep, kNameAndMore};
inline constexpr KeyTable kDeleteTable{"a delete rule", kDeleteKeys, kRefusedInDelete, kNameAndMore};
inline constexpr KeyTable kProtectTable{"a protect rule", kProtectKeys, kRefusedInProtect, kNameAndMore};

}  // namespace retention::language
