#include "tests/policy/reference/evaluator.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <vector>

#include "tests/policy/reference/candidacy.h"
#include "tests/policy/reference/civil.h"
#include "tests/policy/reference/conditions.h"
#include "tests/policy/reference/floor.h"
#include "tests/policy/reference/limit.h"
#include "tests/policy/reference/measured.h"
#include "tests/policy/reference/nature.h"
#include "tests/policy/reference/selected.h"

namespace retention::reference {
namespace {

using Policies = std::vector<const Policy*>;

// What the layers say of one version before the floor is asked.
struct Hearing {
  std::set<Layer> layers;        // those that spoke
  std::set<std::string> voices;  // the rules among them
  std::vector<Claim> claims;     // the delete rules that match
};

class Court {
 public:
  explicit Court(const Case& question) : question_(question), policies_(selecting(question)) {}

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
    if (!version.created_at || lacks_tags(type(), version) || may_be_part(type(), version)) return true;
    if (*version.created_at > question_.now) return true;
    const auto refusal = question_.memory.refusals.find(version.id);
    if (refusal != question_.memory.refusals.end() && refusal->second.retry_at > question_.now) return true;
    return std::any_of(policies_.begin(), policies_.end(), [&](const Policy* policy) {
      return *version.created_at > before(question_.now, policy->min_age, question_.rules.zone.name());
    });
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
      hearings_[position].layers.insert(rule.info.layer);
      hearings_[position].voices.insert(voice_of(rule.info));
    }
  }

  void hear_deleter(RuleIndex index, const Policy& policy) {
    const Rule& rule = rule_at(index);
    if (!applies(rule, type())) return;
    for (std::size_t position = 0; position < hearings_.size(); ++position) {
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
    apply_floor(question_, min_keep, outcome);
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
  }

  void count_due(Outcome& outcome) const {
    std::vector<const PackageVersion*> images;
    for (std::size_t position = 0; position < hearings_.size(); ++position) {
      if (!may_be_part(type(), version(position))) images.push_back(&version(position));
      const Course course = outcome.fates[position].course;
      if (course == Course::approved) ++outcome.approved;
      if (course == Course::waiting) ++outcome.waiting;
      if (course != Course::due && course != Course::awaiting) continue;
      ++outcome.due;
      for (const Claim& claim : hearings_[position].claims) {
        if (claim.policy->mode != Mode::audit) outcome.limits = smaller(outcome.limits, claim.policy->limits);
      }
    }
    outcome.breach = breach(outcome.limits, outcome.due, std::ssize(images));
    // All that block do; a limit is named before doubtful times.
    if (outcome.due == 0 || outcome.breach != LimitBreach::none) return;
    if (share_a_second(images)) outcome.breach = LimitBreach::times_alike;
    if (question_.memory.drift.created_changed > 0) outcome.breach = LimitBreach::times_changed;
  }

  const Case& question_;
  Policies policies_;
  std::vector<Hearing> hearings_;
};

}  // namespace

Outcome decide(const Case& question) {
  return Court(question).decide();
}

}  // namespace retention::reference
