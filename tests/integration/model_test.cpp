// Random commands, kills and other people, held against a plain model. A walk is fixed by its seed:
// RETENTION_MODEL_SEED in the environment walks one alone.
#include <gmock/gmock.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "tests/integration/model_walk.h"

namespace retention::test {
namespace {

constexpr int kSteps = 300;

TEST(Model, HoldsWhateverPeopleAndKillsDo) {
  const char* const wanted = std::getenv("RETENTION_MODEL_SEED");              // NOLINT(concurrency-mt-unsafe)
  const bool nightly = std::getenv("RETENTION_EVERY_CRASH_POINT") != nullptr;  // NOLINT(concurrency-mt-unsafe)
  const auto first = static_cast<std::uint32_t>(wanted == nullptr ? 4 : std::atoi(wanted));
  const std::uint32_t walks = wanted == nullptr && nightly ? 34 : 1;
  std::size_t calls = 0;
  std::string all;
  for (std::uint32_t seed = first; seed < first + walks; ++seed) {
    Walk walk(seed);
    std::string steps;
    for (int i = 0; i < kSteps && !testing::Test::HasFailure(); ++i) {
      steps += walk.step() + "; ";
      walk.check("step " + std::to_string(i));
    }
    ASSERT_FALSE(testing::Test::HasFailure()) << "RETENTION_MODEL_SEED=" << seed << " after: " << steps;
    calls += walk.calls();
    all += steps;
  }
  if (wanted == nullptr) {
    for (const char* rare :
         {"apply, the tag moves;", "reject;", "reject what was approved;", "approve ", "undo, killed"}) {
      EXPECT_THAT(all, testing::HasSubstr(rare)) << "no walk got there";
    }
  }
  EXPECT_GT(calls, 50U) << "a walk that sends nothing proves nothing";
}

}  // namespace
}  // namespace retention::test
