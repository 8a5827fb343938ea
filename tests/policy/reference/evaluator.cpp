#include "tests/policy/reference/evaluator.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "tests/policy/reference/candidacy.h"
#include "tests/policy/reference/civil.h"
#include "tests/policy/reference/conditions.h"
#include "tests/policy/reference/floor.h"
#include "tests/policy/reference/following.h"
#include "tests/policy/reference/kin.h"
#include "tests/policy/reference/limit.h"
#include "tests/policy/reference/measured.h"
#include "tests/policy/reference/nature.h"
#include "tests/policy/reference/selected.h"

namespace retention::reference {
namespace {

using Policies = std::vector<const Policy*>;

// What the layers say of one version before the floor is asked.
struct Hearing {
  std::set<Layer> layers;           // those that spoke
  std::set<std::string> voices;     // the rules among them
  std::vector<Claim> claims;        // the delete rules that match
  std::set<std::string> friends{};  // keep rules that keep an attachment, should a delete rule want it
};

class Court {
 public:
  explicit Court(const Case& question) : question_(question), policies_(selecting(question)) {
    if (type() == PackageType::container && question.manifests) family_.emplace(question);
  }

  Outcome decide() {
    hearings_.resize(question_.inventory.versions.size());
    for (std::size_t position = 0; position < hearings_.size(); ++position) {
      if (is_guarded(version(position))) hearings_[position].layers.insert(Layer::guard);
      if (is_held(version(position))) hearings_[position].layers.insert(Layer::protect);
    }
    for (const RuleIndex rule : question_.rules.protect) hear_keeper(rule);
    for (const Policy* const policy : policies_) {
      for (const RuleIndex rule : policy->rules) {
        rule_at(rule).info.layer == Layer::remove ? hear_deleter(rule, *policy) : hear_keeper(rule);
      }
    }
    for (Hearing& hearing : hearings_) {
      if (hearing.claims.empty() || hearing.friends.empty()) continue;
      hearing.layers.insert(Layer::keep);
      hearing.voices.insert(hearing.friends.begin(), hearing.friends.end());
    }
    return conclude();
  }

 private:
  [[nodiscard]] PackageType type() const { return question_.inventory.package.type; }
  [[nodiscard]] const PackageVersion& version(std::size_t position) const {
    return question_.inventory.versions[position];
  }
  [[nodiscard]] const Rule& rule_at(RuleIndex index) const {
    return question_.rules.rules[static_cast<std::size_t>(index)];
  }

  [[nodiscard]] bool is_guarded(const PackageVersion& version) const {
    if (!question_.inventory.completeness.complete()) return true;
    if (!version.created_at || lacks_tags(type(), version) || lacks_manifest(version)) return true;
    if (*version.created_at > question_.now) return true;
    const auto refusal = question_.memory.refusals.find(version.id);
    if (refusal != question_.memory.refusals.end() && refusal->second.retry_at > question_.now) return true;
    return std::any_of(policies_.begin(), policies_.end(), [&](const Policy* policy) {
      return *version.created_at > before(question_.now, policy->min_age, question_.rules.zone.name());
    });
  }

  [[nodiscard]] bool lacks_manifest(const PackageVersion& version) const {
    return family_ ? manifest_of(question_, version.name) == nullptr : may_be_part(type(), version);
  }

  // Rules decide on what is or may be an image; those about orphans on attachments, unless something has them.
  [[nodiscard]] bool decides_on(const Rule& rule, std::size_t position) const {
    const bool about_orphans = std::any_of(rule.conditions.begin(), rule.conditions.end(), [](const Condition& one) {
      return std::holds_alternative<OrphanCondition>(one);
    });
    const Nature nature = nature_of(question_, version(position));
    if (about_orphans) return nature == Nature::attachment && family_->kin.is_alone(position);
    return nature == Nature::image || nature == Nature::unclear;
  }

  [[nodiscard]] bool holds(const Memory::Pin& pin) const { return !pin.until || *pin.until > question_.now; }

  // By a pin, or because it came back.
  [[nodiscard]] bool is_held(const PackageVersion& version) const {
    const Memory& memory = question_.memory;
    const auto pin = memory.pins.find(version.id);
    const auto named = memory.pinned_names.find(version.name);
    return (pin != memory.pins.end() && holds(pin->second)) ||
           (named != memory.pinned_names.end() && holds(named->second)) || memory.returned.contains(version.id);
  }

  // A protect or keep rule.
  void hear_keeper(RuleIndex index) {
    const Rule& rule = rule_at(index);
    if (!applies(rule, type())) return;
    const bool doubt = rests_on_doubt(rule, question_);
    std::set<std::size_t> measured;
    if (rule.measure && !doubt) measured = kept_by_measure(rule, question_);
    for (std::size_t position = 0; position < hearings_.size(); ++position) {
      const bool keeps = doubt || (rule.measure ? measured.contains(position)
                                                : all_hold(rule, {}, question_, version(position)) != Holds::no);
      if (!keeps) continue;
      if (rule.info.layer == Layer::keep && !doubt && !decides_on(rule, position)) {
        if (!rule.measure) hearings_[position].friends.insert(voice_of(rule.info));
        continue;
      }
      hearings_[position].layers.insert(rule.info.layer);
      hearings_[position].voices.insert(voice_of(rule.info));
    }
  }

  void hear_deleter(RuleIndex index, const Policy& policy) {
    const Rule& rule = rule_at(index);
    if (!applies(rule, type())) return;
    for (std::size_t position = 0; position < hearings_.size(); ++position) {
      if (!decides_on(rule, position)) continue;
      if (all_hold(rule, policy.ignore_tags, question_, version(position)) != Holds::yes) continue;
      hearings_[position].layers.insert(Layer::remove);
      hearings_[position].voices.insert(voice_of(rule.info));
      hearings_[position].claims.push_back({&policy, &rule});
    }
  }

  // The most careful of the policies that do not only audit; audit if there are none.
  static Mode mode_of(const std::vector<Claim>& claims) {
    Mode mode = Mode::audit;
    for (const Claim& claim : claims) {
      const Mode other = claim.policy->mode;
      if (other != Mode::audit) mode = mode == Mode::audit ? other : std::min(mode, other);
    }
    return mode;
  }

  Outcome conclude() {
    Outcome outcome;
    std::int64_t min_keep = 1;
    for (const Policy* const policy : policies_) {
      outcome.policies.insert(policy->name);
      outcome.mode = std::max(outcome.mode, policy->mode);
      min_keep = std::max(min_keep, policy->min_keep);
    }
    for (std::size_t position = 0; position < hearings_.size(); ++position) {
      const Hearing& hearing = hearings_[position];
      Fate fate{version(position).id, Verdict::keep, Layer::fallback, hearing.voices, {}};
      if (!hearing.layers.empty()) fate.layer = *hearing.layers.begin();
      if (fate.layer == Layer::remove) {
        fate.verdict = Verdict::remove;
        fate.mode = mode_of(hearing.claims);
      }
      outcome.fates.push_back(fate);
    }
    if (family_) {
      std::vector<std::set<Layer>> layers;
      for (const Hearing& hearing : hearings_) layers.push_back(hearing.layers);
      family_->begin(question_, layers, outcome);
      family_->close(outcome);
    }
    apply_floor(question_, min_keep, family_ ? &*family_ : nullptr, outcome);
    settle_all(outcome);
    count_due(outcome);
    return outcome;
  }

  void settle_all(Outcome& outcome) const {
    for (std::size_t position = 0; position < hearings_.size(); ++position) {
      Fate& fate = outcome.fates[position];
      const std::vector<Claim>& claims = hearings_[position].claims;
      for (const Claim& claim : claims) fate.clocks[voice_of(claim.rule->info)] = {0, 0};
      if (fate.verdict == Verdict::remove) settle(question_, version(position), claims, fate);
    }
    if (!family_) return;
    std::vector<std::vector<Claim>> claims;
    for (const Hearing& hearing : hearings_) claims.push_back(hearing.claims);
    settle_kin(question_, policies_, *family_, claims, outcome);
  }

  void count_due(Outcome& outcome) const {
    std::vector<const PackageVersion*> images;
    std::int64_t due_images = 0;
    for (std::size_t position = 0; position < hearings_.size(); ++position) {
      const bool image = nature_of(question_, version(position)) == Nature::image;
      if (image) images.push_back(&version(position));
      const Course course = outcome.fates[position].course;
      if (course == Course::approved) ++outcome.approved;
      if (course == Course::waiting) ++outcome.waiting;
      if (course != Course::due && course != Course::awaiting) continue;
      ++outcome.due;
      if (image) ++due_images;
      for (const Claim& claim : hearings_[position].claims) {
        if (claim.policy->mode != Mode::audit) outcome.limits = smaller(outcome.limits, claim.policy->limits);
      }
    }
    outcome.breach = breach(outcome.limits, outcome.due, due_images, std::ssize(images));
    // All that block do; a limit is named before doubtful times.
    if (outcome.due == 0 || outcome.breach != LimitBreach::none) return;
    if (share_a_second(images)) outcome.breach = LimitBreach::times_alike;
    if (question_.memory.drift.created_changed > 0) outcome.breach = LimitBreach::times_changed;
  }

  const Case& question_;
  Policies policies_;
  std::vector<Hearing> hearings_;
  std::optional<Family> family_{};
};

}  // namespace

Outcome decide(const Case& question) {
  return Court(question).decide();
}

}  // namespace retention::reference
