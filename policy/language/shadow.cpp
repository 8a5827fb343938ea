#include "policy/language/shadow.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "policy/language/duration_order.h"

namespace retention::language {
namespace {

// Whether every text that `narrow` matches is matched by `wide`; neither subtracts.
bool covers(const Pattern& wide, const Pattern& narrow) {
  if (wide.body() == narrow.body()) return true;
  using Kind = Pattern::Lookup::Kind;
  const Pattern::Lookup outer = wide.lookup();
  const Pattern::Lookup inner = narrow.lookup();
  const bool plain = inner.kind == Kind::equals || inner.kind == Kind::begins;
  return outer.kind == Kind::begins && plain && inner.text.starts_with(outer.text);
}

std::vector<Pattern> adding(const PatternList& list) {
  std::vector<Pattern> patterns = list.patterns();
  std::erase_if(patterns, [](const Pattern& pattern) { return pattern.subtracts(); });
  return patterns;
}

// A list that only subtracts holds all else, so that nothing is plain about it.
bool covers(const PatternList& wide, const PatternList& narrow) {
  const std::vector<Pattern> outer = adding(wide);
  const std::vector<Pattern> inner = adding(narrow);
  if (inner.empty() || outer.size() != wide.patterns().size()) return false;
  return std::all_of(inner.begin(), inner.end(), [&](const Pattern& pattern) {
    return std::any_of(outer.begin(), outer.end(), [&](const Pattern& other) { return covers(other, pattern); });
  });
}

// What is written about one kind of thing in a rule; null if nothing is.
template <typename Kind>
const Kind* find(const Rule& rule) {
  for (const Condition& condition : rule.conditions) {
    if (const auto* found = std::get_if<Kind>(&condition)) return found;
  }
  return nullptr;
}

// Whether a condition of the wide rule holds wherever the narrow rule matches.
struct Implied {
  const Rule& narrow;

  bool operator()(const TagsCondition& wide) const {
    const auto* tags = find<TagsCondition>(narrow);
    if (tags == nullptr || !wide.none.patterns().empty()) return false;
    const bool some = wide.any.patterns().empty() || covers(wide.any, tags->any) || covers(wide.any, tags->all);
    const bool every = wide.all.patterns().empty() || covers(wide.all, tags->all);
    return some && every;
  }
  bool operator()(const TaggedCondition& wide) const {
    const auto* tagged = find<TaggedCondition>(narrow);
    if (tagged != nullptr) return tagged->wanted == wide.wanted;
    return wide.wanted == TaggedCondition::Wanted::tagged && find<TagsCondition>(narrow) != nullptr;
  }
  bool operator()(const VersionCondition& wide) const {
    const auto* version = find<VersionCondition>(narrow);
    return version != nullptr && covers(wide.names, version->names);
  }
  bool operator()(const OlderThanCondition& wide) const {
    const auto* older = find<OlderThanCondition>(narrow);
    return older != nullptr && never_shorter(older->age, wide.age);
  }
  bool operator()(const YoungerThanCondition& wide) const {
    const auto* younger = find<YoungerThanCondition>(narrow);
    return younger != nullptr && never_shorter(wide.age, younger->age);
  }
  bool operator()(const IdleForCondition& wide) const {
    const auto* idle = find<IdleForCondition>(narrow);
    return idle != nullptr && never_shorter(idle->idle, wide.idle);
  }
  bool operator()(const SemverCondition& wide) const {
    const auto* semver = find<SemverCondition>(narrow);
    return semver != nullptr && semver->text == wide.text;
  }
  bool operator()(const PrereleaseCondition& wide) const {
    const auto* prerelease = find<PrereleaseCondition>(narrow);
    return prerelease != nullptr && prerelease->wanted == wide.wanted;
  }
  bool operator()(const InUseFileCondition& /*wide*/) const { return false; }
  bool operator()(const OrphanCondition& /*wide*/) const { return find<OrphanCondition>(narrow) != nullptr; }
  bool operator()(const BrokenCondition& wide) const {
    const auto* broken = find<BrokenCondition>(narrow);
    return broken != nullptr && broken->wanted == wide.wanted;
  }
  bool operator()(const EverythingCondition& /*wide*/) const { return true; }
};

}  // namespace

bool covers(const Rule& wide, const Rule& narrow) {
  // In doubt about its file a rule keeps more than it names.
  if (find<InUseFileCondition>(narrow) != nullptr) return false;
  // Of delete rules the one with `orphan` decides on attachments only, and the others on images only.
  const bool of_attachments = find<OrphanCondition>(narrow) != nullptr;
  if (wide.info.layer == Layer::remove && of_attachments && find<OrphanCondition>(wide) == nullptr) return false;
  return std::all_of(wide.conditions.begin(), wide.conditions.end(),
                     [&](const Condition& condition) { return std::visit(Implied{narrow}, condition); });
}

}  // namespace retention::language
