#include "tests/policy/reference/floor.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <vector>

#include "tests/policy/reference/nature.h"

namespace retention::reference {
namespace {

using Test = std::function<bool(std::size_t)>;

// The floor under candidates that are really deleted, or, once these are gone, under those that are only audited.
struct Floor {
  enum class Under { bound, audited };

  const Case& question;
  Outcome& outcome;
  Under under;

  [[nodiscard]] const PackageVersion& version(std::size_t position) const {
    return question.inventory.versions[position];
  }

  [[nodiscard]] bool is_candidate(std::size_t position) const {
    const Fate& fate = outcome.fates[position];
    return fate.verdict == Verdict::remove && (fate.mode == Mode::audit) == (under == Under::audited);
  }

  [[nodiscard]] bool stays(std::size_t position) const {
    const Fate& fate = outcome.fates[position];
    const bool goes = fate.verdict == Verdict::remove && (under == Under::audited || fate.mode != Mode::audit);
    return !goes && !may_be_part(question.inventory.package.type, version(position));
  }

  void keep(std::size_t position) {
    Fate& fate = outcome.fates[position];
    fate.verdict = Verdict::keep;
    fate.layer = Layer::floor;
    fate.mode.reset();
  }

  // Keeps the newest candidates that pass the test until so many images do and stay.
  void hold(std::int64_t wanted, const Test& counts) {
    std::int64_t stay = 0;
    std::vector<std::size_t> candidates;
    for (std::size_t position = 0; position < outcome.fates.size(); ++position) {
      if (!counts(position)) continue;
      if (stays(position)) ++stay;
      if (is_candidate(position)) candidates.push_back(position);
    }
    std::sort(candidates.begin(), candidates.end(),
              [&](std::size_t a, std::size_t b) { return is_newer(version(a), version(b)); });
    for (const std::size_t candidate : candidates) {
      if (stay++ < wanted) keep(candidate);
    }
  }
};

}  // namespace

void apply_floor(const Case& question, std::int64_t min_keep, Outcome& outcome) {
  for (const auto under : {Floor::Under::bound, Floor::Under::audited}) {
    Floor floor{question, outcome, under};
    floor.hold(min_keep, [](std::size_t) { return true; });
    if (!carries_tags(question.inventory.package.type)) continue;
    floor.hold(1, [&](std::size_t position) {
      const auto& tags = floor.version(position).tags;
      return tags && !tags->empty();
    });
  }
}

}  // namespace retention::reference
