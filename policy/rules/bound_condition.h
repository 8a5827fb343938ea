#pragma once

#include <cstddef>
#include <variant>

#include "policy/base/time.h"
#include "policy/rules/binding.h"
#include "policy/rules/condition.h"
#include "policy/rules/in_use.h"
#include "policy/rules/marks.h"
#include "policy/rules/orphan.h"
#include "policy/rules/subject.h"
#include "policy/rules/tags.h"
#include "policy/rules/text_match.h"
#include "policy/rules/texts.h"

namespace retention {

// A condition whose ages have become instants, whose patterns slots of an index and whose file a list.
class BoundCondition {
 public:
  BoundCondition(const Condition& condition, const Binding& binding);

  // Whether versions of the type can have what the condition asks about; one that they cannot have never matches.
  [[nodiscard]] bool applicable() const { return applicable_; }

  // False for an in-use file that cannot be believed.
  [[nodiscard]] bool usable() const;

  [[nodiscard]] TextMatch match(const Subject& subject, const TextScope& scope) const;

 private:
  struct Before {
    SysTime cut_off;
  };
  struct After {
    SysTime cut_off;
  };
  struct IdleSince {
    SysTime cut_off;
  };
  struct Prerelease {
    PrereleaseCondition condition;
    PackageType type;
  };
  struct Broken {
    BrokenCondition condition;
    const Family* family;
  };
  using Bound = std::variant<BoundTags, TaggedCondition, BoundPatterns, Before, After, IdleSince, SemverCondition,
                             Prerelease, BoundInUse, BoundOrphan, Broken, EverythingCondition>;
  struct Binder;
  struct Matcher;

  Bound bound_;
  bool applicable_;
};

}  // namespace retention
