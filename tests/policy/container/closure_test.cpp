#include "policy/container/closure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "policy/container/spread.h"
#include "tests/support/family_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::family;

// Versions are nodes in the order of their ids, from 1.
class ClosureTest : public testing::Test {
 protected:
  void tie(const test::FamilyBuilder& builder, const std::vector<std::int64_t>& removed = {}) {
    inventory_ = builder.build();
    std::sort(inventory_.versions.begin(), inventory_.versions.end(),
              [](const PackageVersion& a, const PackageVersion& b) { return a.id < b.id; });
    graph_.emplace(inventory_, test::after_deleting(removed).removed);
  }
  Closure closure(std::vector<Stay> start) {
    start.resize(graph_->size(), Stay::open);
    return Closure(*graph_, std::move(start));
  }
  static std::vector<Stay> stays(const Closure& closure, Node count) {
    std::vector<Stay> found;
    for (Node node = 0; node < count; ++node) found.push_back(closure.of(node));
    return found;
  }

  Inventory inventory_;
  std::optional<ManifestGraph> graph_;
};

constexpr Stay kStays = Stay::stays;
constexpr Stay kPaper = Stay::on_paper;
constexpr Stay kGoes = Stay::goes;
constexpr Stay kOpen = Stay::open;

TEST_F(ClosureTest, KeepsAtAnyDepthWhatIsListedAndAttached) {
  tie(family().index(1, days(1), {2}, {"a"}).index(2, days(1), {3}).image(3, days(1)).referrer(4, days(1), 3));
  Closure closure = this->closure({kStays, kOpen, kOpen, kOpen});
  closure.close();
  EXPECT_EQ(stays(closure, 4), (std::vector{kStays, kStays, kStays, kStays}));
  Closure other = this->closure({kGoes, kOpen, kOpen, kOpen});
  other.close();
  EXPECT_EQ(stays(other, 4), (std::vector{kGoes, kGoes, kGoes, kGoes}));
}

TEST_F(ClosureTest, KeepsACandidateThatAKeptIndexLists) {
  tie(family().index(1, days(1), {2}, {"a"}).image(2, days(1), {"b"}));
  Closure closure = this->closure({kStays, kGoes});
  closure.close();
  EXPECT_EQ(closure.of(1), kStays);
}

TEST_F(ClosureTest, GoesThroughWhatWasDeleted) {
  tie(family().index(1, days(1), {9}, {"a"}).image(2, days(1)).gone_index(9, {2}), {9});
  Closure closure = this->closure({kStays, kOpen});
  closure.close();
  EXPECT_EQ(closure.of(1), kStays);
}

TEST_F(ClosureTest, LetsAnAuditedCandidateKeepWhatReallyStays) {
  tie(family().index(1, days(1), {2, 3, 4}, {"a"}).image(2, days(1), {"b"}).image(3, days(1)).image(4, days(1), {"c"}));
  Closure closure = this->closure({kPaper, kGoes, kOpen, kPaper});
  closure.close();
  EXPECT_EQ(stays(closure, 4), (std::vector{kPaper, kStays, kPaper, kPaper}));
}

TEST_F(ClosureTest, GivesWhatStaysWithACandidate) {
  tie(family().index(1, days(1), {2, 3}, {"a"}).image(2, days(1), {"b"}).image(3, days(1)));
  Closure closure = this->closure({kGoes, kGoes, kOpen});
  closure.close();
  EXPECT_EQ(closure.keep(0), (std::vector<Node>{1}));
  EXPECT_EQ(closure.of(2), kStays);
}

TEST_F(ClosureTest, HoldsEveryIndexAboveAProtectedChildButNoSubject) {
  tie(family()
          .index(1, days(1), {2}, {"a"})
          .index(2, days(1), {3})
          .image(3, days(1))
          .image(4, days(1), {"s"})
          .index(5, days(1), {3}, {test::attachment_tag(4)}));
  Closure closure = this->closure({kGoes, kOpen, kStays, kGoes, kOpen});
  const std::vector<Node> children{2};
  closure.hold(children);
  closure.close();
  EXPECT_EQ(stays(closure, 5), (std::vector{kStays, kStays, kStays, kGoes, kStays}));
  EXPECT_EQ(closure.held_for(0), 2U);
  EXPECT_EQ(closure.held_for(3), kNoNode);
}

TEST_F(ClosureTest, EndsInCirclesAndKeepsThem) {
  tie(family().index(1, days(1), {2, 3}).index(2, days(1), {1}).image(3, days(1)).index(4, days(1), {3}, {"a"}));
  Closure closure = this->closure({kOpen, kOpen, kOpen, kGoes});
  closure.close();
  EXPECT_EQ(stays(closure, 4), (std::vector{kStays, kStays, kStays, kGoes}));
  EXPECT_TRUE(closure.rootless(0));
  EXPECT_FALSE(closure.rootless(2));
}

TEST_F(ClosureTest, LetsACircleGoWithACandidate) {
  tie(family().index(1, days(1), {2}).index(2, days(1), {1}).index(3, days(1), {2}, {"a"}));
  Closure closure = this->closure({kOpen, kOpen, kGoes});
  const std::vector<Node> none;
  closure.hold(none);
  closure.close();
  EXPECT_EQ(stays(closure, 3), (std::vector{kGoes, kGoes, kGoes}));
}

TEST_F(ClosureTest, IsNotRecursive) {
  test::FamilyBuilder builder = family();
  constexpr std::int64_t kDepth = 50'000;
  for (std::int64_t id = 1; id <= kDepth; ++id) builder.index(id, days(1), {id + 1});
  tie(builder);
  std::vector<Stay> start(kDepth, kOpen);
  start.front() = kStays;
  Closure closure = this->closure(start);
  const std::vector<Node> last{kDepth - 1};
  closure.hold(last);
  closure.close();
  EXPECT_EQ(closure.of(kDepth - 1), kStays);
  EXPECT_EQ(closure.held_for(0), static_cast<Node>(kDepth - 1));
}

TEST_F(ClosureTest, SpreadsThroughEachVersionOnce) {
  tie(family().index(1, days(1), {2, 3}, {"a"}).index(2, days(1), {3}).index(3, days(1), {2}).image(4, days(1)));
  const std::vector<bool> open{true, true, true, false};
  Spread spread(*graph_, open);
  std::vector<Node> met;
  spread.from(0, [&](Node node) { met.push_back(node); });
  std::sort(met.begin(), met.end());
  EXPECT_EQ(met, (std::vector<Node>{1, 1, 2, 2}));
  met.clear();
  spread.from(1, [&](Node node) { met.push_back(node); });
  EXPECT_TRUE(met.empty());
}

}  // namespace
}  // namespace retention
