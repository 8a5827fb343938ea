#include "policy/model/package.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/inventory_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::inventory;

TEST(OwnerSelector, IsWrittenAsInTheConfiguration) {
  EXPECT_EQ(to_string(OwnerSelector{OwnerRoute::organization, "acme"}), "org:acme");
  EXPECT_EQ(to_string(OwnerSelector{OwnerRoute::user, "octocat"}), "user:octocat");
  EXPECT_EQ(to_string(OwnerSelector{OwnerRoute::self, ""}), "me");
}

TEST(PackageRef, IsOwnerTypeAndName) {
  EXPECT_EQ(to_string(PackageRef{"acme", PackageType::container, "kas/kas"}), "acme/container/kas/kas");
  EXPECT_EQ(ref_of(inventory(PackageType::npm).build().package), (PackageRef{"acme", PackageType::npm, "app"}));
}

PackageVersion created(std::int64_t id, std::optional<SysTime> at) {
  return {VersionId{id}, "v", at, at, std::vector<std::string>{}};
}

TEST(NewestFirst, OrdersByCreatedThenById) {
  EXPECT_TRUE(newest_first(created(1, test::kNow), created(2, test::kNow - days(1))));
  EXPECT_FALSE(newest_first(created(2, test::kNow - days(1)), created(1, test::kNow)));
  EXPECT_TRUE(newest_first(created(2, test::kNow), created(1, test::kNow)));
  EXPECT_FALSE(newest_first(created(1, test::kNow), created(1, test::kNow)));
}

TEST(NewestFirst, PutsAnUnknownCreatedTimeFirst) {
  EXPECT_TRUE(newest_first(created(1, std::nullopt), created(2, test::kNow)));
  EXPECT_FALSE(newest_first(created(2, test::kNow), created(1, std::nullopt)));
  EXPECT_TRUE(newest_first(created(2, std::nullopt), created(1, std::nullopt)));
}

TEST(HashOfInventory, DoesNotDependOnOrder) {
  Inventory one =
      inventory(PackageType::container).version(1, days(3), {"a", "b"}).version(2, days(2)).version(3, days(1)).build();
  const Digest before = hash_of(one);
  std::reverse(one.versions.begin(), one.versions.end());
  std::reverse(one.versions.back().tags->begin(), one.versions.back().tags->end());
  EXPECT_EQ(hash_of(one), before);
}

TEST(HashOfInventory, ChangesWithEveryFieldOfAVersion) {
  const Inventory original = inventory(PackageType::container).version(1, days(3), {"a", "b"}).build();
  std::vector<Digest> hashes{hash_of(original), hash_of(inventory(PackageType::container).build())};
  const auto changed = [&](auto change) {
    Inventory copy = original;
    change(copy.versions.front());
    hashes.push_back(hash_of(copy));
  };
  changed([](PackageVersion& version) { version.id = VersionId{2}; });
  changed([](PackageVersion& version) { version.name += "0"; });
  changed([](PackageVersion& version) { *version.created_at += std::chrono::seconds(1); });
  changed([](PackageVersion& version) { version.created_at.reset(); });
  changed([](PackageVersion& version) { *version.updated_at += std::chrono::seconds(1); });
  changed([](PackageVersion& version) { version.tags.reset(); });
  changed([](PackageVersion& version) { version.tags->clear(); });
  changed([](PackageVersion& version) { version.tags = {"ab"}; });
  changed([](PackageVersion& version) { version.tags = {"a", "b", "c"}; });
  std::sort(hashes.begin(), hashes.end());
  EXPECT_EQ(std::adjacent_find(hashes.begin(), hashes.end()), hashes.end());
}

}  // namespace
}  // namespace retention
