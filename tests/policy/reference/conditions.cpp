#include "tests/policy/reference/conditions.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <variant>
#include <vector>

#include "tests/policy/reference/civil.h"
#include "tests/policy/reference/ecosystem.h"
#include "tests/policy/reference/in_use.h"
#include "tests/policy/reference/nature.h"
#include "tests/policy/reference/pattern_text.h"
#include "tests/policy/reference/semver.h"

namespace retention::reference {
namespace {

using Texts = std::vector<std::string>;

Holds when(bool holds) {
  return holds ? Holds::yes : Holds::no;
}

// One condition for one version.
struct Judge {
  const Case& question;
  const PackageVersion& version;
  Layer layer;
  Texts texts;  // those that the rule does not overlook

  [[nodiscard]] PackageType type() const { return question.inventory.package.type; }
  [[nodiscard]] bool deletes() const { return layer == Layer::remove; }
  [[nodiscard]] bool lacks_texts() const { return lacks_tags(type(), version); }
  [[nodiscard]] SysTime ago(const Duration& age) const { return before(question.now, age, question.rules.zone.name()); }

  [[nodiscard]] bool some(const std::function<bool(const std::string&)>& holds) const {
    return std::any_of(texts.begin(), texts.end(), holds);
  }
  [[nodiscard]] bool every(const std::function<bool(const std::string&)>& holds) const {
    return std::all_of(texts.begin(), texts.end(), holds);
  }

  // To keep, one text is enough; to delete, there must be one and all must agree.
  [[nodiscard]] Holds by_texts(const std::function<bool(const std::string&)>& holds) const {
    if (lacks_texts()) return Holds::unknown;
    return when(some(holds) && (!deletes() || every(holds)));
  }

  Holds operator()(const TagsCondition& tags) const {
    if (lacks_texts()) return Holds::unknown;
    if (texts.empty()) return Holds::no;
    const auto in = [](const PatternList& list) {
      return [&list](const std::string& tag) { return in_list(list, tag); };
    };
    const bool any = tags.any.patterns().empty() || some(in(tags.any));
    const bool all = tags.all.patterns().empty() || every(in(tags.all));
    const bool none = tags.none.patterns().empty() || !some(in(tags.none));
    const bool spared = deletes() && some([&](const std::string& tag) { return is_subtracted(tags.any, tag); });
    return when(any && all && none && !spared);
  }
  Holds operator()(const TaggedCondition& tagged) const {
    if (!version.tags) return Holds::unknown;
    return when(version.tags->empty() == (tagged.wanted == TaggedCondition::Wanted::untagged));
  }
  Holds operator()(const VersionCondition& names) const { return when(in_list(names.names, version.name)); }
  Holds operator()(const OlderThanCondition& older) const {
    return version.created_at ? when(*version.created_at < ago(older.age)) : Holds::unknown;
  }
  Holds operator()(const YoungerThanCondition& younger) const {
    return version.created_at ? when(*version.created_at > ago(younger.age)) : Holds::unknown;
  }
  Holds operator()(const IdleForCondition& idle) const {
    return version.updated_at ? when(*version.updated_at < ago(idle.idle)) : Holds::unknown;
  }
  Holds operator()(const SemverCondition& semver) const {
    return by_texts([&](const std::string& text) {
      const auto value = read_semver(text);
      return value && in_range(*value, semver.text);
    });
  }
  Holds operator()(const PrereleaseCondition& prerelease) const {
    const bool wanted = prerelease.wanted == PrereleaseCondition::Wanted::prerelease;
    return by_texts(
        [&](const std::string& text) { return is_version(type(), text) && is_prerelease(type(), text) == wanted; });
  }
  Holds operator()(const InUseFileCondition& in_use) const { return names(in_use, question, version); }
  Holds operator()(const OrphanCondition& /*orphan*/) const {
    const Nature nature = nature_of(question, version);
    if (nature == Nature::unclear) return Holds::unknown;
    if (nature != Nature::attachment) return Holds::no;
    const std::vector<std::string> subjects = subjects_of(question, version);
    const auto present = [&](const std::string& name) {
      return std::any_of(question.inventory.versions.begin(), question.inventory.versions.end(),
                         [&](const PackageVersion& other) { return other.name == name; });
    };
    if (std::any_of(subjects.begin(), subjects.end(), present)) return Holds::no;
    const auto owned = question.facts.digests.find(question.inventory.package.owner.id);
    if (owned == question.facts.digests.end() || manifest_of(question, version.name) == nullptr) return Holds::unknown;
    for (const Digest& digest : *owned->second) {
      if (std::find(subjects.begin(), subjects.end(), digest.to_string()) != subjects.end()) return Holds::no;
    }
    return Holds::yes;
  }
  Holds operator()(const BrokenCondition& broken) const {
    const Manifest* const manifest = manifest_of(question, version.name);
    if (manifest == nullptr) return Holds::unknown;
    if (manifest->kind != ManifestKind::index) return Holds::no;
    std::size_t left = 0;
    for (const PackageVersion& other : question.inventory.versions) left += lists(question, version.name, other.name);
    const std::size_t gone = manifest->children.size() - left;
    return when(gone > 0 && (left > 0) == (broken.wanted == BrokenCondition::Wanted::some));
  }
  Holds operator()(const EverythingCondition& /*everything*/) const { return Holds::yes; }
};

}  // namespace

bool applies(const Rule& rule, PackageType type) {
  return std::all_of(rule.conditions.begin(), rule.conditions.end(), [&](const Condition& condition) {
    const bool of_images = std::holds_alternative<TagsCondition>(condition) ||
                           std::holds_alternative<TaggedCondition>(condition) ||
                           std::holds_alternative<InUseFileCondition>(condition);
    const bool of_manifests =
        std::holds_alternative<OrphanCondition>(condition) || std::holds_alternative<BrokenCondition>(condition);
    if (of_manifests) return type == PackageType::container;
    const bool of_names = std::holds_alternative<VersionCondition>(condition);
    return carries_tags(type) ? !of_names : !of_images;
  });
}

Holds all_hold(const Rule& rule, const PatternList& ignored, const Case& question, const PackageVersion& version) {
  Judge judge{question, version, rule.info.layer, {}};
  for (const std::string& text : texts_of(judge.type(), version)) {
    if (!carries_tags(judge.type()) || !in_list(ignored, text)) judge.texts.push_back(text);
  }
  Holds result = Holds::yes;
  for (const Condition& condition : rule.conditions) result = std::min(result, std::visit(judge, condition));
  return result;
}

bool rests_on_doubt(const Rule& rule, const Case& question) {
  return std::any_of(rule.conditions.begin(), rule.conditions.end(), [&](const Condition& condition) {
    const auto* const in_use = std::get_if<InUseFileCondition>(&condition);
    return in_use != nullptr && !is_believed(*in_use, question);
  });
}

}  // namespace retention::reference
