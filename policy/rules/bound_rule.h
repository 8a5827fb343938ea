#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "policy/model/rule.h"
#include "policy/rule_set.h"
#include "policy/rules/binding.h"
#include "policy/rules/bound_condition.h"
#include "policy/rules/marks.h"
#include "policy/rules/subject.h"
#include "policy/rules/text_match.h"

namespace retention {

// A rule bound to one inventory at one instant. Points into its Binding. Conditions that the type cannot have (`tags`
// on language packages, `version` on containers) never match.
class BoundRule {
 public:
  // `ignored` are the tags that the rule overlooks.
  BoundRule(const Binding& binding, RuleIndex index, const PatternList& ignored);

  // What the rule says of a version of the inventory.
  [[nodiscard]] TextMatch match(const Subject& subject) const;

  // What each condition alone says of it, in the order of the rule.
  [[nodiscard]] std::vector<Match> match_each(const Subject& subject) const;

  // Whether it is for such versions: all in protect, attachments with `orphan`, else what is or may be an image.
  [[nodiscard]] bool decides_on(VersionKind kind) const;

  // False for a rule that can match no version of this type.
  [[nodiscard]] bool applicable() const { return applicable_; }

  // Whether the rule rests on an in-use file that cannot be believed, so that every version has to be kept.
  [[nodiscard]] bool doubtful() const { return doubtful_; }

  [[nodiscard]] RuleIndex index() const { return index_; }
  [[nodiscard]] const Rule& rule() const { return *rule_; }

 private:
  const Rule* rule_;
  RuleIndex index_;
  BoundPatterns ignored_;
  std::vector<BoundCondition> conditions_;
  bool applicable_{true};
  bool doubtful_{false};
  bool on_attachments_{false};
};

}  // namespace retention
