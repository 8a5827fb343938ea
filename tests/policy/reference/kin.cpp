#include "tests/policy/reference/kin.h"

#include <algorithm>

namespace retention::reference {

Kin::Kin(const Case& question) : listed_(question.inventory.versions.size()) {
  for (const PackageVersion& version : question.inventory.versions) names_.push_back(version.name);
  for (const std::string& name : removed_from(question)) names_.push_back(name);
  lists_.assign(names_.size(), std::vector<bool>(names_.size()));
  for (std::size_t upper = 0; upper < names_.size(); ++upper) {
    for (std::size_t lower = 0; lower < names_.size(); ++lower) {
      lists_[upper][lower] = reference::lists(question, names_[upper], names_[lower]);
    }
  }
  has_ = lists_;
  for (std::size_t lower = 0; lower < names_.size(); ++lower) {
    std::vector<std::string> subjects;
    if (is_listed(lower)) {
      subjects = subjects_of(question, question.inventory.versions[lower]);
    } else if (const Manifest* const manifest = manifest_of(question, names_[lower]);
               manifest != nullptr && manifest->subject) {
      subjects.push_back(manifest->subject->to_string());
    }
    for (std::size_t upper = 0; upper < names_.size(); ++upper) {
      if (std::find(subjects.begin(), subjects.end(), names_[upper]) != subjects.end()) has_[upper][lower] = true;
    }
  }
}

bool Kin::is_alone(std::size_t node) const {
  return std::none_of(has_.begin(), has_.end(), [&](const std::vector<bool>& row) { return row[node]; });
}

std::set<std::size_t> Kin::above(std::size_t node, const std::vector<bool>& through) const {
  std::set<std::size_t> found;
  for (bool more = true; more;) {
    more = false;
    for (std::size_t upper = 0; upper < size(); ++upper) {
      if (!through[upper] || found.contains(upper)) continue;
      const bool tied = has(upper, node) ||
                        std::any_of(found.begin(), found.end(), [&](std::size_t lower) { return has(upper, lower); });
      if (!tied) continue;
      found.insert(upper);
      more = true;
    }
  }
  return found;
}

void Family::begin(const Case& question, const std::vector<std::set<Layer>>& layers, const Outcome& outcome) {
  const auto nature = [&](std::size_t node) { return nature_of(question, question.inventory.versions[node]); };
  held.assign(kin.size(), false);
  for (bool more = true; more;) {
    more = false;
    for (std::size_t upper = 0; upper < kin.size(); ++upper) {
      for (std::size_t lower = 0; lower < kin.size() && !held[upper]; ++lower) {
        const bool holds = held[lower] || (kin.is_listed(lower) && nature(lower) == Nature::child &&
                                           layers[lower].contains(Layer::protect));
        if (!holds || !kin.lists(upper, lower)) continue;
        held[upper] = true;
        more = true;
      }
    }
  }
  decided.assign(kin.size(), false);
  kept = held;
  remains = held;
  for (std::size_t node = 0; node < outcome.fates.size(); ++node) {
    const bool part = nature(node) == Nature::child || nature(node) == Nature::attachment;
    decided[node] = !part || !layers[node].empty() || kin.is_alone(node);
    if (!decided[node]) continue;
    const Fate& fate = outcome.fates[node];
    if (fate.verdict == Verdict::keep) kept[node] = true;
    if (fate.verdict == Verdict::keep || fate.mode == Mode::audit) remains[node] = true;
  }
  reached.assign(kin.size(), false);
  for (bool more = true; more;) {
    more = false;
    for (std::size_t upper = 0; upper < kin.size(); ++upper) {
      if (kin.is_listed(upper) && !decided[upper] && !held[upper] && !reached[upper]) continue;
      for (std::size_t lower = 0; lower < kin.size(); ++lower) {
        if (!kin.has(upper, lower) || reached[lower]) continue;
        reached[lower] = true;
        more = true;
      }
    }
  }
  for (std::size_t node = 0; node < outcome.fates.size(); ++node) {
    if (!decided[node] && !reached[node]) kept[node] = remains[node] = true;
  }
}

void Family::close(Outcome& outcome) {
  for (bool more = true; more;) {
    more = false;
    const auto set = [&](std::vector<bool>& list, std::size_t node) {
      if (!list[node]) more = true;
      list[node] = true;
    };
    for (std::size_t upper = 0; upper < kin.size(); ++upper) {
      if (kept[upper] && !remains[upper]) set(remains, upper);
      for (std::size_t lower = 0; lower < kin.size(); ++lower) {
        if (!kin.has(upper, lower)) continue;
        if (kept[upper]) set(kept, lower);
        if (!remains[upper]) continue;
        set(remains, lower);
        // What would really go stays, and so is no candidate.
        const bool goes = kin.is_listed(lower) && decided[lower] && outcome.fates[lower].verdict == Verdict::remove &&
                          outcome.fates[lower].mode != Mode::audit;
        if (goes) set(kept, lower);
      }
    }
    for (std::size_t node = 0; node < outcome.fates.size(); ++node) {
      Fate& fate = outcome.fates[node];
      if (!kept[node] || fate.verdict == Verdict::keep) continue;
      fate.verdict = Verdict::keep;
      fate.layer = Layer::graph;
      fate.mode.reset();
    }
  }
}

}  // namespace retention::reference
