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
  Family* family;
  Outcome& outcome;
  Under under;

  [[nodiscard]] const PackageVersion& version(std::size_t position) const {
    return question.inventory.versions[position];
  }

  [[nodiscard]] bool is_image(std::size_t position) const {
    return nature_of(question, version(position)) == Nature::image;
  }

  [[nodiscard]] bool is_candidate(std::size_t position) const {
    const Fate& fate = outcome.fates[position];
    return is_image(position) && fate.verdict == Verdict::remove &&
           (fate.mode == Mode::audit) == (under == Under::audited);
  }

  [[nodiscard]] bool stays(std::size_t position) const {
    const Fate& fate = outcome.fates[position];
    const bool goes = fate.verdict == Verdict::remove && (under == Under::audited || fate.mode != Mode::audit);
    return !goes && is_image(position);
  }

  void keep(std::size_t position) {
    Fate& fate = outcome.fates[position];
    fate.verdict = Verdict::keep;
    fate.layer = Layer::floor;
    fate.mode.reset();
    if (family == nullptr) return;
    family->kept[position] = true;
    family->close(outcome);
  }

  // Keeps the newest candidate that passes the test, again and again, until so many images do and stay.
  void hold(std::int64_t wanted, const Test& counts) {
    for (;;) {
      std::int64_t stay = 0;
      std::vector<std::size_t> candidates;
      for (std::size_t position = 0; position < outcome.fates.size(); ++position) {
        if (!counts(position)) continue;
        if (stays(position)) ++stay;
        if (is_candidate(position)) candidates.push_back(position);
      }
      if (stay >= wanted || candidates.empty()) return;
      keep(*std::min_element(candidates.begin(), candidates.end(),
                             [&](std::size_t a, std::size_t b) { return is_newer(version(a), version(b)); }));
    }
  }
};

}  // namespace

void apply_floor(const Case& question, std::int64_t min_keep, Family* family, Outcome& outcome) {
  for (const auto under : {Floor::Under::bound, Floor::Under::audited}) {
    Floor floor{question, family, outcome, under};
    floor.hold(min_keep, [](std::size_t) { return true; });
    if (!carries_tags(question.inventory.package.type)) continue;
    floor.hold(1, [&](std::size_t position) {
      const auto& tags = floor.version(position).tags;
      return tags && !tags->empty();
    });
  }
}

}  // namespace retention::reference
