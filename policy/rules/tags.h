#pragma once

#include <cstdint>
#include <optional>

#include "policy/model/package.h"
#include "policy/model/rule.h"
#include "policy/rules/condition.h"
#include "policy/rules/match.h"

namespace retention {

// The tags of a version that keep a condition from holding while others of its tags would let it.
struct SparingTags {
  std::int64_t first{0};  // position of the first of them in the version's tags
  std::int64_t count{0};

  friend bool operator==(const SparingTags&, const SparingTags&) = default;
};

struct TagsMatch {
  Match match{Match::no};
  std::optional<SparingTags> spared;  // only beside Match::no

  friend bool operator==(const TagsMatch&, const TagsMatch&) = default;
};

// `tags` for a rule of `layer`: some tag is in `any`, every tag in `all`, no tag in `none`, and in a delete rule no tag
// is subtracted by a `!` of `any` either. Never holds for an untagged version; unknown if the API did not name the
// tags.
[[nodiscard]] TagsMatch match_tags(const TagsCondition& condition, const PackageVersion& version, Layer layer);

}  // namespace retention
