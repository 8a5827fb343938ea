#pragma once

#include "policy/rules/condition.h"
#include "policy/rules/marks.h"
#include "policy/rules/text_match.h"
#include "policy/rules/texts.h"

namespace retention {

// `tags` with its patterns as slots of an index.
struct BoundTags {
  BoundPatterns any;
  BoundPatterns all;
  BoundPatterns none;

  BoundTags(const TagsCondition& condition, const PatternIndex& index)
      : any(condition.any, index), all(condition.all, index), none(condition.none, index) {}
};

// `tags`: some tag is in `any`, every tag in `all`, no tag in `none`, and in a delete rule no tag is subtracted by a
// `!` of `any` either. Lists that were not written demand nothing. Never holds for a version without tags that count.
[[nodiscard]] TextMatch match_tags(const BoundTags& condition, const VersionTexts& tags, const TextScope& scope);

}  // namespace retention
