#include "store/manifest_cache.h"

#include <gmock/gmock.h>

#include "store/database.h"
#include "tests/store/ledger_fixture.h"
#include "tests/support/temp_directory.h"

namespace retention::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Digest digest(const std::string& text) {
  return sha256(text);
}

class Manifests : public LedgerTest {
 protected:
  ManifestCache cache() {
    auto opened = ManifestCache::open(ledger().location());
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }

  const KnownManifest index{digest("index"), {ManifestKind::index, {digest("amd64"), digest("arm64")}, {}, {}}};
  const KnownManifest amd64{digest("amd64"), {}};
  const KnownManifest signature{digest("signature"),
                                {ManifestKind::image, {}, digest("index"), "application/vnd.example"}};
};

TEST_F(Manifests, AreKnownOnceTheyAreKept) {
  ManifestCache manifests = cache();
  const std::vector all{index.digest, amd64.digest, digest("arm64"), signature.digest};
  EXPECT_EQ(manifests.known(all)->size(), 0U);
  ASSERT_TRUE(manifests.keep(std::vector{index, amd64, signature}));
  const auto known = manifests.known(all);
  ASSERT_TRUE(known) << known.error().message;
  EXPECT_EQ(known->size(), 3U);
  EXPECT_THAT(known->find(index.digest)->children, UnorderedElementsAre(digest("amd64"), digest("arm64")));
  EXPECT_EQ(known->find(amd64.digest)->kind, ManifestKind::image);
  EXPECT_EQ(*known->find(signature.digest)->subject, index.digest);
  EXPECT_FALSE(known->find(digest("arm64"))) << "it is named by the index, and nobody has read it";
}

TEST_F(Manifests, OutlastTheirProcess) {
  const test::TempDirectory folder;
  use(folder.file("ledger.db"));
  ASSERT_TRUE(cache().keep(std::vector{index}));
  use(folder.file("ledger.db"));
  EXPECT_EQ(cache().known(std::vector{index.digest})->size(), 1U);
  expect_sound();
}

TEST_F(Manifests, StayAsTheyWereReadFirst) {
  ManifestCache manifests = cache();
  ASSERT_TRUE(manifests.keep(std::vector{index}));
  ASSERT_TRUE(manifests.keep(std::vector{KnownManifest{index.digest, {}}}));
  EXPECT_EQ(manifests.known(std::vector{index.digest})->find(index.digest)->kind, ManifestKind::index);
}

TEST_F(Manifests, MayNameThemselvesAndEachOther) {
  ManifestCache manifests = cache();
  const KnownManifest self{digest("self"),
                           {ManifestKind::index, {digest("self"), digest("other")}, digest("self"), {}}};
  const KnownManifest other{digest("other"), {ManifestKind::index, {digest("self")}, {}, {}}};
  ASSERT_TRUE(manifests.keep(std::vector{self, other}));
  const auto known = manifests.known(std::vector{self.digest, other.digest});
  EXPECT_THAT(known->find(self.digest)->children, UnorderedElementsAre(self.digest, other.digest));
  EXPECT_THAT(known->find(other.digest)->children, ElementsAre(self.digest));
}

TEST_F(Manifests, AreKeptAllOrNone) {
  Database database(ledger().location(), Database::Access::write);
  database.execute("CREATE TRIGGER full BEFORE INSERT ON manifest_child BEGIN SELECT raise(ABORT, 'no room'); END");
  ManifestCache manifests = cache();
  const auto kept = manifests.keep(std::vector{amd64, index});
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, ErrorCode::ledger);
  EXPECT_EQ(manifests.known(std::vector{amd64.digest})->size(), 0U);
}

TEST_F(Manifests, ThatCannotBeUsedAreToldWithTheFirstReason) {
  ManifestCache manifests = cache();
  const RefusedManifest self{digest("self"), "it lists itself"};
  const RefusedManifest large{digest("large"), "it lists too much"};
  ASSERT_TRUE(manifests.keep_refused(std::vector{self, large}));
  ASSERT_TRUE(manifests.keep_refused(std::vector{RefusedManifest{self.digest, "another"}}));
  EXPECT_THAT(manifests.refused(std::vector{digest("none"), self.digest}).value(), ElementsAre(self));
  EXPECT_THAT(manifests.refused(std::vector{self.digest, large.digest}).value(), UnorderedElementsAre(self, large));
  EXPECT_EQ(manifests.known(std::vector{self.digest})->size(), 0U);
}

TEST_F(Manifests, ThatAreMissingAreRememberedForTheirPackage) {
  ManifestCache manifests = cache();
  const Package package = images(1).package;
  Package other = package;
  other.id = PackageId{package.id.value + 1};
  EXPECT_THAT(manifests.missing(package).value(), IsEmpty());
  const MissingManifest old{digest("old"), kNow, kNow + seconds(60)};
  ASSERT_TRUE(manifests.keep_missing(package, std::vector{old}));
  EXPECT_THAT(manifests.missing(package).value(), ElementsAre(old));
  EXPECT_THAT(manifests.missing(other).value(), IsEmpty());
  ASSERT_TRUE(manifests.keep_missing(package, {}));
  EXPECT_THAT(manifests.missing(package).value(), IsEmpty());
}

TEST(ManifestCache, NeedsALedger) {
  const test::TempDirectory folder;
  const auto opened = ManifestCache::open(folder.file("none.db"));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::ledger);
}

}  // namespace
}  // namespace retention::store
