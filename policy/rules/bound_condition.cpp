#include "policy/rules/bound_condition.h"

#include "policy/rules/age.h"
#include "policy/rules/broken.h"
#include "policy/rules/everything.h"
#include "policy/rules/prerelease.h"
#include "policy/rules/semver.h"
#include "policy/rules/tagged.h"
#include "policy/rules/version.h"

namespace retention {
namespace {

struct CanHave {
  PackageType type;

  bool operator()(const TagsCondition& /*condition*/) const { return has_tags(type); }
  bool operator()(const TaggedCondition& /*condition*/) const { return has_tags(type); }
  bool operator()(const VersionCondition& /*condition*/) const { return !has_tags(type); }
  bool operator()(const InUseFileCondition& /*condition*/) const { return has_tags(type); }
  bool operator()(const OrphanCondition& /*condition*/) const { return type == PackageType::container; }
  bool operator()(const BrokenCondition& /*condition*/) const { return type == PackageType::container; }
  template <typename Other>
  bool operator()(const Other& /*condition*/) const {
    return true;
  }
};

}  // namespace

struct BoundCondition::Binder {
  const Binding& binding;

  [[nodiscard]] SysTime ago(const Duration& age) const { return subtract(binding.now, age, binding.rules.zone); }

  Bound operator()(const TagsCondition& condition) const { return BoundTags(condition, binding.index); }
  Bound operator()(const TaggedCondition& condition) const { return condition; }
  Bound operator()(const VersionCondition& condition) const { return BoundPatterns(condition.names, binding.index); }
  Bound operator()(const OlderThanCondition& condition) const { return Before{ago(condition.age)}; }
  Bound operator()(const YoungerThanCondition& condition) const { return After{ago(condition.age)}; }
  Bound operator()(const IdleForCondition& condition) const { return IdleSince{ago(condition.idle)}; }
  Bound operator()(const SemverCondition& condition) const { return condition; }
  Bound operator()(const PrereleaseCondition& condition) const {
    return Prerelease{condition, binding.inventory.package.type};
  }
  Bound operator()(const InUseFileCondition& condition) const {
    return BoundInUse(condition, binding.facts, binding.inventory.package, binding.now, binding.rules.zone);
  }
  Bound operator()(const OrphanCondition& /*condition*/) const {
    return BoundOrphan(binding.inventory, binding.facts, binding.family);
  }
  Bound operator()(const BrokenCondition& condition) const { return Broken{condition, binding.family}; }
  Bound operator()(const EverythingCondition& condition) const { return condition; }
};

struct BoundCondition::Matcher {
  std::size_t position;
  const PackageVersion& version;
  const VersionTexts& texts;
  const TextScope& scope;

  static TextMatch plain(Match match) { return {match, std::nullopt}; }

  TextMatch operator()(const BoundTags& condition) const {
    return texts.known() ? match_tags(condition, texts, scope) : plain(Match::unknown);
  }
  TextMatch operator()(const TaggedCondition& condition) const { return plain(match_tagged(condition, version)); }
  TextMatch operator()(const BoundPatterns& names) const { return plain(match_version(names, texts)); }
  TextMatch operator()(const Before& age) const { return plain(match_older_than(age.cut_off, version.created_at)); }
  TextMatch operator()(const After& age) const { return plain(match_younger_than(age.cut_off, version.created_at)); }
  TextMatch operator()(const IdleSince& idle) const { return plain(match_idle_for(idle.cut_off, version.updated_at)); }
  TextMatch operator()(const SemverCondition& condition) const {
    return texts.known() ? match_semver(condition, texts, scope) : plain(Match::unknown);
  }
  TextMatch operator()(const Prerelease& bound) const {
    return texts.known() ? match_prerelease(bound.condition, bound.type, texts, scope) : plain(Match::unknown);
  }
  TextMatch operator()(const BoundInUse& in_use) const { return plain(in_use.match(version)); }
  TextMatch operator()(const BoundOrphan& orphan) const { return plain(orphan.match(position)); }
  TextMatch operator()(const Broken& bound) const {
    return plain(match_broken(bound.condition, bound.family, position));
  }
  TextMatch operator()(const EverythingCondition& condition) const { return plain(match_everything(condition)); }
};

BoundCondition::BoundCondition(const Condition& condition, const Binding& binding)
    : bound_(std::visit(Binder{binding}, condition)),
      applicable_(std::visit(CanHave{binding.inventory.package.type}, condition)) {}

bool BoundCondition::usable() const {
  const auto* in_use = std::get_if<BoundInUse>(&bound_);
  return in_use == nullptr || in_use->usable();
}

TextMatch BoundCondition::match(const Subject& subject, const TextScope& scope) const {
  return std::visit(Matcher{subject.position, subject.version, subject.texts, scope}, bound_);
}

}  // namespace retention
