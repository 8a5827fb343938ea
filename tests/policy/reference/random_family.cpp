#include "tests/policy/reference/random_family.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/policy/reference/case_text.h"
#include "tests/support/rule_set_builder.h"

namespace retention::reference {
namespace {

Digest ghost(std::int64_t number) {
  return sha256("a ghost " + std::to_string(number));
}

class Maker {
 public:
  Maker(Dice& dice, Case& question) : dice_(dice), question_(question) {
    for (const PackageVersion& version : versions()) digests_.push_back(Digest::parse(version.name).value());
    for (std::int64_t i = dice.percent(40) ? dice.between(1, 3) : 0; i > 0; --i) removed_.push_back(ghost(10 + i));
    // One that is back is not removed any more.
    if (dice.percent(5) && !digests_.empty()) removed_.push_back(dice.pick(digests_));
  }

  void make() {
    tie_tags();
    std::map<std::string, Manifest> manifests;
    for (const Digest& digest : digests_) add(manifests, digest, 95);
    for (const Digest& digest : removed_) add(manifests, digest, 85);
    set_manifests(question_, manifests);
    std::sort(removed_.begin(), removed_.end());
    question_.memory.removed = removed_;
    for (const Digest& digest : removed_) {
      if (dice_.percent(20)) question_.memory.pinned_names[digest.to_string()] = {};
    }
    list_owner();
    if (dice_.percent(50)) loosen();
    add_rules();
  }

 private:
  std::vector<PackageVersion>& versions() { return question_.inventory.versions; }

  // Of a version, often one of the first so that they are shared; of what was deleted; of nothing that is there.
  Digest some_digest() {
    if (!removed_.empty() && dice_.percent(15)) return dice_.pick(removed_);
    if (digests_.empty() || dice_.percent(10)) return ghost(dice_.below(3));
    if (dice_.percent(40))
      return digests_[static_cast<std::size_t>(dice_.below(std::min<std::int64_t>(3, std::ssize(digests_))))];
    return dice_.pick(digests_);
  }

  // Many versions have no tags or those of an attachment.
  void tie_tags() {
    static const std::vector<std::string> kEnds{"", "", ".sig", ".att", ".sbom"};
    for (PackageVersion& version : versions()) {
      if (!version.tags) continue;
      if (dice_.percent(40)) version.tags->clear();
      if (!dice_.percent(14)) continue;
      if (dice_.percent(85)) version.tags->clear();
      for (std::int64_t n = dice_.percent(80) ? 1 : 2; n > 0; --n) {
        version.tags->push_back("sha256-" + some_digest().to_string().substr(7) + dice_.pick(kEnds));
      }
    }
  }

  void add(std::map<std::string, Manifest>& manifests, const Digest& digest, int known) {
    Manifest manifest;
    if (dice_.percent(40)) {
      manifest.kind = ManifestKind::index;
      for (std::int64_t n = dice_.below(5); n > 0; --n) {
        const Digest child = some_digest();
        const auto& children = manifest.children;
        if (std::find(children.begin(), children.end(), child) == children.end()) manifest.children.push_back(child);
      }
    }
    if (dice_.percent(15)) manifest.subject = some_digest();
    if (dice_.percent(known)) manifests[digest.to_string()] = manifest;
  }

  void list_owner() {
    if (dice_.percent(20)) return;
    std::vector<Digest> owned(digests_);
    for (std::int64_t i = 0; i < 3; ++i) {
      if (dice_.percent(25)) owned.push_back(ghost(i));
    }
    std::sort(owned.begin(), owned.end());
    question_.facts.digests[question_.inventory.package.owner.id] =
        std::make_shared<const std::vector<Digest>>(std::move(owned));
  }

  // Lets much go, so that much follows.
  void loosen() {
    for (Policy& policy : question_.rules.policies) policy.min_age = {};
    for (Rule& rule : question_.rules.rules) {
      if (!dice_.percent(70)) continue;
      rule.measure.reset();
      rule.conditions = {rule.info.layer == Layer::remove ? test::everything() : test::tags_any({"latest", "v1"})};
      rule.info.meaning = sha256(conditions_code(rule.conditions));
    }
  }

  // Turns some delete rules into such about orphans or broken indexes.
  void add_rules() {
    using Wanted = BrokenCondition::Wanted;
    for (Rule& rule : question_.rules.rules) {
      if (rule.info.layer != Layer::remove || !dice_.percent(25)) continue;
      if (dice_.percent(60)) rule.conditions.clear();
      std::erase_if(rule.conditions,
                    [](const Condition& condition) { return std::holds_alternative<EverythingCondition>(condition); });
      const bool about_orphans = dice_.percent(60);
      if (about_orphans) rule.conditions.push_back(test::orphan());
      if (!about_orphans || dice_.percent(15)) {
        rule.conditions.push_back(test::broken(dice_.percent(50) ? Wanted::all : Wanted::some));
      }
      rule.info.meaning = sha256(conditions_code(rule.conditions));
    }
  }

  Dice& dice_;
  Case& question_;
  std::vector<Digest> digests_;
  std::vector<Digest> removed_;
};

}  // namespace

void add_family(Dice& dice, Case& question) {
  Maker(dice, question).make();
}

}  // namespace retention::reference
