#pragma once

#include <cstdint>
#include <variant>

#include "policy/base/duration.h"
#include "policy/base/pattern.h"

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

// `everything: true`
struct EverythingCondition {};

using Condition = std::variant<TagsCondition, TaggedCondition, VersionCondition, OlderThanCondition,
                               YoungerThanCondition, EverythingCondition>;

}  // namespace retention
