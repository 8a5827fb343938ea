#include "tests/policy/reference/following.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>

#include "tests/policy/reference/limit.h"

namespace retention::reference {
namespace {

using Nodes = std::set<std::size_t>;

// One version that follows others.
struct Follower {
  std::size_t position;
  Nodes candidates{};                   // above it
  std::optional<std::size_t> newest{};  // of them
};

class Following {
 public:
  Following(const Case& question, const std::vector<const Policy*>& policies, const Family& family,
            const std::vector<std::vector<Claim>>& claims, Outcome& outcome)
      : question_(question), policies_(policies), family_(family), claims_(claims), outcome_(outcome) {}

  void settle() {
    name_all();
    for (const Follower& follower : followers_) settle_mode(follower);
    for (const Follower& follower : followers_) settle_course(follower);
    hold_back();
    settle_times();
    wait_for_what_is_far();
    for (const Follower& follower : followers_) add_limits(follower);
  }

 private:
  [[nodiscard]] Fate& fate(std::size_t position) { return outcome_.fates[position]; }
  [[nodiscard]] bool is_follower(std::size_t node) const {
    return std::any_of(followers_.begin(), followers_.end(),
                       [&](const Follower& follower) { return follower.position == node; });
  }

  void name_all() {
    for (std::size_t position = 0; position < outcome_.fates.size(); ++position) {
      if (family_.decided[position]) continue;
      const bool by_kin = family_.held[position] || family_.reached[position];
      if (family_.kept[position]) {
        fate(position).layer = by_kin ? Layer::graph : Layer::fallback;
      } else if (!policies_.empty()) {
        fate(position).verdict = Verdict::remove;
        fate(position).layer = Layer::graph;
        followers_.push_back({position});
      }
    }
    going_.assign(family_.kin.size(), true);
    for (std::size_t position = 0; position < outcome_.fates.size(); ++position) {
      going_[position] = fate(position).verdict == Verdict::remove;
    }
    for (Follower& follower : followers_) {
      for (const std::size_t upper : family_.kin.above(follower.position, going_)) {
        if (!family_.kin.is_listed(upper) || is_follower(upper)) continue;
        follower.candidates.insert(upper);
        const auto& versions = question_.inventory.versions;
        if (!follower.newest || is_newer(versions[upper], versions[*follower.newest])) follower.newest = upper;
      }
      fate(follower.position).winner = follower.newest ? fate(*follower.newest).winner : "";
    }
  }

  // What follows only what is gone has the most careful mode of the policies that do not only audit.
  void settle_mode(const Follower& follower) {
    Mode mode = Mode::enforce;
    if (follower.candidates.empty()) {
      std::set<Mode> modes;
      for (const Policy* const policy : policies_) modes.insert(policy->mode);
      if (modes.size() > 1) modes.erase(Mode::audit);
      mode = *modes.begin();
    }
    fate(follower.position).mode = mode;
    if (follower.candidates.empty()) return;
    for (const std::size_t upper : family_.kin.above(follower.position, going_)) {
      if (!family_.kin.is_listed(upper)) continue;
      // Of another follower only that counts which it does not have from candidates: they are above this one too.
      const Mode other = is_follower(upper) ? mode_after_removed(upper) : *fate(upper).mode;
      fate(follower.position).mode = std::min(*fate(follower.position).mode, other);
    }
  }

  Mode mode_after_removed(std::size_t position) {
    const auto found = std::find_if(followers_.begin(), followers_.end(),
                                    [&](const Follower& follower) { return follower.position == position; });
    if (!found->candidates.empty()) return Mode::enforce;
    settle_mode(*found);
    return *fate(position).mode;
  }

  [[nodiscard]] bool is_approved(const Follower& follower) {
    const auto approval = question_.memory.approvals.find(fate(follower.position).version);
    if (approval == question_.memory.approvals.end()) return false;
    if (!follower.newest) return !approval->second.empty();
    for (const Claim& claim : claims_[*follower.newest]) {
      if (claim.policy->mode == Mode::audit) continue;
      for (const Digest& meaning : approval->second) {
        if (meaning == claim.rule->info.meaning) return true;
      }
    }
    return false;
  }

  void settle_course(const Follower& follower) {
    Fate& own = fate(follower.position);
    if (own.mode == Mode::audit) {
      own.course = Course::reported;
    } else if (is_approved(follower)) {
      own.course = Course::approved;
    } else {
      own.course = own.mode == Mode::approve ? Course::awaiting : Course::due;
    }
  }

  // Nothing goes as long as something that has it waits.
  void hold_back() {
    for (bool more = true; more;) {
      more = false;
      for (std::size_t position = 0; position < outcome_.fates.size(); ++position) {
        if (!going_[position] || fate(position).course == Course::reported) continue;
        for (const std::size_t upper : family_.kin.above(position, going_)) {
          if (!family_.kin.is_listed(upper)) continue;
          const Course course = fate(upper).course;
          const bool waits = course == Course::waiting || course == Course::awaiting;
          if (!waits || course >= fate(position).course) continue;
          fate(position).course = course;
          more = true;
        }
      }
    }
  }

  void settle_times() {
    for (const Follower& follower : followers_) {
      if (follower.candidates.empty() && fate(follower.position).course != Course::reported) {
        fate(follower.position).due_at = question_.now;
      }
    }
    for (bool more = true; more;) {
      more = false;
      for (std::size_t position = 0; position < outcome_.fates.size(); ++position) {
        Fate& own = fate(position);
        if (!going_[position] || own.course == Course::reported) continue;
        for (const std::size_t upper : family_.kin.above(position, going_)) {
          if (!family_.kin.is_listed(upper) || !fate(upper).due_at) continue;
          if (own.due_at && *own.due_at >= *fate(upper).due_at) continue;
          own.due_at = fate(upper).due_at;
          more = true;
        }
      }
    }
  }

  // Nothing goes in one plan with what has it only by way of what is gone: all that reached it has to be gone first.
  void wait_for_what_is_far() {
    const auto goes_now = [&](std::size_t position) { return fate(position).course > Course::waiting; };
    std::set<std::size_t> far;
    for (std::size_t upper = 0; upper < outcome_.fates.size(); ++upper) {
      if (!goes_now(upper)) continue;
      Nodes gone;
      for (bool more = true; more;) {
        more = false;
        for (std::size_t node = outcome_.fates.size(); node < family_.kin.size(); ++node) {
          const bool tied =
              family_.kin.has(upper, node) ||
              std::any_of(gone.begin(), gone.end(), [&](std::size_t other) { return family_.kin.has(other, node); });
          if (tied && gone.insert(node).second) more = true;
        }
      }
      for (const std::size_t node : gone) {
        for (std::size_t lower = 0; lower < outcome_.fates.size(); ++lower) {
          if (family_.kin.has(node, lower) && goes_now(lower)) far.insert(lower);
        }
      }
    }
    for (std::size_t position = 0; position < outcome_.fates.size(); ++position) {
      if (!goes_now(position)) continue;
      const Nodes uppers = family_.kin.above(position, going_);
      const bool held = far.contains(position) || std::any_of(uppers.begin(), uppers.end(),
                                                              [&](std::size_t upper) { return far.contains(upper); });
      if (held) late_.insert(position);
    }
    for (const std::size_t position : late_) {
      fate(position).course = Course::waiting;
      fate(position).due_at = question_.now;
    }
  }

  // The policies that speak for a follower are those that speak for what it follows.
  void add_limits(const Follower& follower) {
    const Course course = fate(follower.position).course;
    if (course != Course::due && course != Course::awaiting) return;
    for (const std::size_t candidate : follower.candidates) {
      for (const Claim& claim : claims_[candidate]) {
        if (claim.policy->mode != Mode::audit) outcome_.limits = smaller(outcome_.limits, claim.policy->limits);
      }
    }
    if (!follower.candidates.empty()) return;
    for (const Policy* const policy : policies_) {
      if (policy->mode != Mode::audit) outcome_.limits = smaller(outcome_.limits, policy->limits);
    }
  }

  const Case& question_;
  const std::vector<const Policy*>& policies_;
  const Family& family_;
  const std::vector<std::vector<Claim>>& claims_;
  Outcome& outcome_;
  std::vector<Follower> followers_;
  std::vector<bool> going_;
  Nodes late_{};
};

}  // namespace

void settle_kin(const Case& question, const std::vector<const Policy*>& policies, const Family& family,
                const std::vector<std::vector<Claim>>& claims, Outcome& outcome) {
  Following(question, policies, family, claims, outcome).settle();
}

}  // namespace retention::reference
