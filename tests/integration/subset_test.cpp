// Every subset of the calls of a cycle meets every fate, over random families. RETENTION_FAMILY_SEED in the environment
// tries one family alone.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/integration/family_world.h"

namespace retention::test {
namespace {

struct Extent {
  std::uint32_t first;
  std::uint32_t whole;       // so many families meet every fate with every subset
  std::uint32_t mixed;       // and so many more each subset with fates that differ from call to call
  std::size_t most_calls{};  // a family that sends more is left out
};

Extent extent() {
  const char* const wanted = std::getenv("RETENTION_FAMILY_SEED");             // NOLINT(concurrency-mt-unsafe)
  const bool nightly = std::getenv("RETENTION_EVERY_CRASH_POINT") != nullptr;  // NOLINT(concurrency-mt-unsafe)
  if (wanted != nullptr) return {static_cast<std::uint32_t>(std::atoi(wanted)), 1, 0, 5};
  return nightly ? Extent{1, 100, 400, 5} : Extent{1, 1, RETENTION_MIXED_FAMILIES, 3};
}

// Nothing: each call of the subset has a fate of its own.
using Ordained = std::optional<Fate>;

std::vector<Ordained> all_fates() {
  std::vector<Ordained> fates{std::nullopt};
  for (const auto& [fate, name] : kFates) fates.emplace_back(fate);
  return fates;
}

// Whether in the end everything goes that would have gone undisturbed.
bool passes(Ordained fate) {
  return fate && *fate != Fate::refused && *fate != Fate::renamed && *fate != Fate::listed;
}

// One family, undisturbed and with all that may befall it.
class Trial {
 public:
  explicit Trial(std::uint32_t seed) : seed_(seed) {
    FamilyWorld plain(seed);
    traits_ = plain.whole().traits();
    plain.settle();
    calls_ = plain.deleted();
    left_ = plain.active();
    plain.undo();
    restores_ = static_cast<int>(plain.restored().size());
    plain.verify();
  }

  [[nodiscard]] std::size_t calls() const { return calls_.size(); }
  [[nodiscard]] const std::set<std::string>& traits() const { return traits_; }

  void meet(Ordained fate) const {
    const std::uint32_t subsets = 1U << calls_.size();
    for (std::uint32_t subset = 1; subset < subsets && !testing::Test::HasFailure(); ++subset) meet(fate, subset);
  }

  // Kills the undo at each of its calls.
  void cut_undo() const {
    for (int call = 1; call <= restores_ && !testing::Test::HasFailure(); ++call) {
      for (const auto moment : {CuttingGitHub::Moment::before, CuttingGitHub::Moment::after}) {
        SCOPED_TRACE("RETENTION_FAMILY_SEED=" + std::to_string(seed_) + ", the undo is killed at call " +
                     std::to_string(call));
        FamilyWorld world(seed_);
        world.settle();
        world.undo(FamilyWorld::Cut{call, moment});
        world.verify();
      }
    }
  }

 private:
  void meet(Ordained fate, std::uint32_t subset) const {
    std::mt19937 random(seed_ * 64 + subset);
    FamilyWorld world(seed_);
    std::string struck;
    for (std::size_t i = 0; i < calls_.size(); ++i) {
      if ((subset >> i & 1U) == 0) continue;
      const Fate own = fate.value_or(kFates[random() % kFates.size()].value);
      world.strike(calls_[i], own);
      struck += ", " + std::to_string(calls_[i].value) + " " + std::string(text_of(kFates, own));
    }
    SCOPED_TRACE("RETENTION_FAMILY_SEED=" + std::to_string(seed_) + ", rules: " + world.rules_name() + struck);
    world.settle();
    if (passes(fate)) {
      EXPECT_EQ(world.active(), left_) << "not all went that may go";
    }
    if (fate == Fate::refused) {
      EXPECT_THAT(world.active(), testing::SizeIs(testing::Gt(left_.size()))) << "what was refused is there";
    }
    const auto moment = random() % 2 == 0 ? CuttingGitHub::Moment::before : CuttingGitHub::Moment::after;
    world.undo(FamilyWorld::Cut{1 + static_cast<int>(random() % calls_.size()), moment});
    if (subset + 1 == 1U << calls_.size()) world.verify();
  }

  std::uint32_t seed_;
  std::set<std::string> traits_;
  std::vector<VersionId> calls_;
  std::vector<std::int64_t> left_;
  int restores_{0};
};

TEST(EverySubsetOfCalls, LeavesWhatResolvesWholeWhateverBecomesOfIt) {
  const Extent extent = test::extent();
  const std::uint32_t families = extent.whole + extent.mixed;
  std::set<std::string> traits;
  std::uint32_t tried = 0;
  for (std::uint32_t seed = extent.first; tried < families && seed < extent.first + 100 * families; ++seed) {
    const Trial trial(seed);
    ASSERT_FALSE(testing::Test::HasFailure()) << "RETENTION_FAMILY_SEED=" << seed << ", undisturbed";
    if (trial.calls() < 2 || trial.calls() > extent.most_calls) continue;
    traits.insert(trial.traits().begin(), trial.traits().end());
    const auto fates = tried++ < extent.whole ? all_fates() : std::vector<Ordained>{std::nullopt};
    for (const Ordained fate : fates) trial.meet(fate);
    trial.cut_undo();
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_EQ(tried, families) << "too few families send as many calls";
  if (families < 100) return;
  EXPECT_THAT(traits, testing::UnorderedElementsAre("attachment by subject", "attachment by tag", "circle",
                                                    "missing part", "nested index", "shared part", "tagged part"));
}

}  // namespace
}  // namespace retention::test
