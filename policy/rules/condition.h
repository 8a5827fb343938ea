#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "policy/base/duration.h"
#include "policy/base/pattern.h"
#include "policy/ordering/semver_range.h"

namespace retention {

// The conditions of the policy language. Each has a file of its own that says when it holds; this is their data.

// `tags`: never matches an untagged version. Lists that were not written are empty and demand nothing.
struct TagsCondition {
  PatternList any;   // some tag is in it
  PatternList all;   // every tag is in it
  PatternList none;  // no tag is in it
};

// `tagged`
struct TaggedCondition {
  enum class Wanted : std::uint8_t { tagged, untagged };
  Wanted wanted{Wanted::tagged};
};

// `version`: patterns on the version name of language packages.
struct VersionCondition {
  PatternList names;
};

// `older_than` and `younger_than`: now minus created, strictly.
struct OlderThanCondition {
  Duration age;
};
struct YoungerThanCondition {
  Duration age;
};

// `idle_for`: now minus updated, strictly.
struct IdleForCondition {
  Duration idle;
};

// `semver`: a range of npm over the version name, or over the tags of an image that are full versions.
struct SemverCondition {
  SemverRange range;
  std::string text;  // as written, for people
};

// `prerelease`: by the rule of the version's ecosystem, over the same texts as `semver`.
struct PrereleaseCondition {
  enum class Wanted : std::uint8_t { prerelease, release };
  Wanted wanted{Wanted::prerelease};
};

// `in_use_file`, of keep and protect rules: what the file says is read from Facts.
struct InUseFileCondition {
  std::string path;  // as Facts has it
  Duration max_age;  // an older file is not believed
};

// `orphan: true`, of delete rules, which then decide on attachments only: its subject is in no package of its owner.
struct OrphanCondition {};

// `broken`, of delete rules: an index of whose listed manifests all are gone, or some.
struct BrokenCondition {
  enum class Wanted : std::uint8_t { all, some };
  Wanted wanted{Wanted::all};
};

// `everything: true`
struct EverythingCondition {};

using Condition = std::variant<TagsCondition, TaggedCondition, VersionCondition, OlderThanCondition,
                               YoungerThanCondition, IdleForCondition, SemverCondition, PrereleaseCondition,
                               InUseFileCondition, OrphanCondition, BrokenCondition, EverythingCondition>;

}  // namespace retention
