#include "policy/container/classes.h"

#include <gtest/gtest.h>

#include "tests/support/family_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using test::family;

VersionKind kind(const Inventory& inventory, std::int64_t id, const Memory& memory = {}) {
  const Family known = family_of(inventory, memory).value();
  for (std::size_t position = 0; position < inventory.versions.size(); ++position) {
    if (inventory.versions[position].id == VersionId{id}) return known.kinds[position];
  }
  throw std::out_of_range("no such version");
}

TEST(KindsOf, MakeAttachmentsOfVersionsWithNothingButAttachmentTags) {
  const Inventory inventory = family()
                                  .image(1, days(1), {test::attachment_tag(9), test::attachment_tag(9, ".sig")})
                                  .image(2, days(1), {test::attachment_tag(9), "latest"})
                                  .index(3, days(1), {4}, {test::attachment_tag(9)})
                                  .image(4, days(1))
                                  .version(5, days(1), {test::attachment_tag(9, ".att")})
                                  .build();
  EXPECT_EQ(kind(inventory, 1), VersionKind::attachment);
  EXPECT_EQ(kind(inventory, 2), VersionKind::image);
  EXPECT_EQ(kind(inventory, 3), VersionKind::attachment) << "a fallback index";
  EXPECT_EQ(kind(inventory, 4), VersionKind::child) << "of the fallback index";
  EXPECT_EQ(kind(inventory, 5), VersionKind::attachment) << "its tags tell enough";
}

TEST(KindsOf, MakeAnAttachmentOfWhatIsUntaggedWithASubject) {
  const Inventory inventory =
      family().index(1, days(1), {2}, {"a"}).referrer(2, days(1), 1).referrer(3, days(1), 1, {"b"}).build();
  EXPECT_EQ(kind(inventory, 2), VersionKind::attachment) << "even if an index lists it";
  EXPECT_EQ(kind(inventory, 3), VersionKind::image) << "a tagged manifest with a subject is an image";
}

TEST(KindsOf, MakeAChildOfWhatIsUntaggedAndListed) {
  const Inventory inventory = family()
                                  .index(1, days(1), {2, 3, 4}, {"a"})
                                  .image(2, days(1))
                                  .index(3, days(1), {5})
                                  .image(4, days(1), {"b"})
                                  .image(5, days(1))
                                  .image(6, days(1))
                                  .image(7, days(1))
                                  .gone_index(8, {7})
                                  .build();
  EXPECT_EQ(kind(inventory, 1), VersionKind::image);
  EXPECT_EQ(kind(inventory, 2), VersionKind::child);
  EXPECT_EQ(kind(inventory, 3), VersionKind::child);
  EXPECT_EQ(kind(inventory, 4), VersionKind::image) << "a tagged member of an index";
  EXPECT_EQ(kind(inventory, 5), VersionKind::child) << "of a nested index";
  EXPECT_EQ(kind(inventory, 6), VersionKind::image) << "untagged, and nothing lists it";
  EXPECT_EQ(kind(inventory, 7), VersionKind::image) << "its index was lost in another way";
  EXPECT_EQ(kind(inventory, 7, test::after_deleting({8})), VersionKind::child) << "its index was deleted";
}

TEST(KindsOf, LeaveWhatIsNotKnownUnclear) {
  Inventory inventory = family()
                            .version(1, days(1))
                            .version(2, days(1))
                            .index(3, days(1), {2}, {"a"})
                            .image(4, days(1), {"b"})
                            .version(5, days(1), {"c"})
                            .build();
  for (PackageVersion& version : inventory.versions) {
    if (version.id == VersionId{4}) version.tags.reset();
  }
  EXPECT_EQ(kind(inventory, 1), VersionKind::unclear);
  EXPECT_EQ(kind(inventory, 2), VersionKind::child) << "it is listed, whatever it is";
  EXPECT_EQ(kind(inventory, 4), VersionKind::unclear);
  EXPECT_EQ(kind(inventory, 5), VersionKind::image) << "its tag tells enough";
}

TEST(FamilyOf, IsNothingWhereThereAreNoManifests) {
  Inventory inventory = family().image(1, days(1)).build();
  EXPECT_TRUE(family_of(inventory, {}));
  inventory.package.type = PackageType::docker;
  EXPECT_FALSE(family_of(inventory, {}));
  EXPECT_FALSE(family_of(test::inventory(PackageType::container).version(1, days(1)).build(), {}));
}

}  // namespace
}  // namespace retention
