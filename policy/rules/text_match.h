#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "policy/model/rule.h"
#include "policy/rules/marks.h"
#include "policy/rules/match.h"
#include "policy/rules/texts.h"

namespace retention {

// The tags of a version that keep a condition from holding while others of its tags would let it.
struct SparingTags {
  std::int64_t first{0};  // position of the first of them in the version's tags
  std::int64_t count{0};

  friend bool operator==(const SparingTags&, const SparingTags&) = default;
};

struct TextMatch {
  Match match{Match::no};
  std::optional<SparingTags> spared;  // only beside Match::no

  friend bool operator==(const TextMatch&, const TextMatch&) = default;
};

// How a rule looks at the texts of a version.
struct TextScope {
  Layer layer{Layer::keep};
  const BoundPatterns& ignored;  // tags that the rule overlooks: `ignore_tags` of a delete rule's policy

  [[nodiscard]] bool overlooks(Marks marks) const { return ignored.matches(marks); }
};

// Collects what the single texts of a version say of one condition.
class TextVotes {
 public:
  void yes() { ++for_; }
  void no(std::size_t position) {
    if (against_.count++ == 0) against_.first = static_cast<std::int64_t>(position);
  }

  // That some text says yes.
  [[nodiscard]] TextMatch any() const { return {as_match(for_ > 0), std::nullopt}; }

  // That all do, and there is one.
  [[nodiscard]] TextMatch all() const {
    if (for_ == 0) return {};
    return against_.count > 0 ? TextMatch{Match::no, against_} : TextMatch{Match::yes, std::nullopt};
  }

 private:
  std::int64_t for_{0};
  SparingTags against_;
};

// A condition on single texts: one text suffices to keep and to protect; to delete, every text has to fulfil it that is
// not overlooked, and there has to be one.
template <typename Predicate>
[[nodiscard]] TextMatch match_texts(const VersionTexts& texts, const TextScope& scope, const Predicate& holds) {
  TextVotes votes;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (scope.overlooks(texts.marks(i))) continue;
    if (holds(texts.text(i))) {
      votes.yes();
    } else {
      votes.no(i);
    }
  }
  return scope.layer == Layer::remove ? votes.all() : votes.any();
}

}  // namespace retention
