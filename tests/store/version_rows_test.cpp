#include "store/version_rows.h"

#include "store/database.h"
#include "store/purge_steps.h"
#include "store/verify_lists.h"
#include "store/version_list.h"
#include "tests/store/ledger_fixture.h"

namespace retention::store {
namespace {

class RecordedVersions : public LedgerTest {
 protected:
  std::int64_t count(const std::string& what) {
    Database database(ledger().location(), Database::Access::read);
    Query query = database.query("SELECT count(*) FROM " + what);
    query.bind();
    query.step();
    return query.integer(0);
  }

  void change(const std::string& sql) { Database(ledger().location(), Database::Access::write).execute(sql); }

  // Of the only package.
  VersionListParts list() {
    Database database(ledger().location(), Database::Access::read);
    return stored_version_list(database, 1);
  }
};

TEST_F(RecordedVersions, WritesNothingAnewWithoutAListOfVersions) {
  record(begin(), images(3), {{2}});
  const VersionListParts before = list();
  change("DELETE FROM version_list");
  record(begin(), images(3), {{2}});
  EXPECT_EQ(list(), before);
  EXPECT_EQ(count("decision_change"), 3);
  EXPECT_EQ(count("version_change"), 0);
}

TEST_F(RecordedVersions, ComparesAVersionWhoseMarkIsAnother) {
  record(begin(), images(3), {});
  const VersionListParts before = list();
  VersionListWriter other;
  for (VersionList versions(before); const KnownVersion* version = versions.next();) {
    KnownVersion changed = *version;
    changed.mark = *version->mark + 1;
    other.add(changed);
  }
  Database database(ledger().location(), Database::Access::write);
  write_version_list(database, 1, before, other.parts());
  ASSERT_NE(list(), before);
  record(begin(), images(3), {});
  EXPECT_EQ(list(), before);
  EXPECT_EQ(count("decision_change"), 3);
  EXPECT_EQ(count("version_change"), 0);
}

TEST_F(RecordedVersions, FindsTheRowOfAVersionThatWasGone) {
  record(begin(), images(5), {});
  Inventory less = images(5);
  std::erase_if(less.versions, [](const PackageVersion& version) { return version.id == VersionId{3}; });
  record(begin(), less, {});
  EXPECT_EQ(count("version WHERE present = 0"), 1);
  record(begin(), images(5), {});
  EXPECT_EQ(count("version"), 5);
  EXPECT_EQ(count("version WHERE present = 1"), 5);
}

TEST_F(RecordedVersions, KeepsWhatAPartialListingLacksInTheList) {
  constexpr std::int64_t kAll = 3000;  // several parts of the list
  constexpr std::int64_t kLost = 2500;
  record(begin(), images(kAll), {});
  Inventory part = images(kAll);
  part.completeness = {Incompleteness::listing_failed, "page 2"};
  std::erase_if(part.versions, [](const PackageVersion& version) { return version.id.value <= kLost; });
  record(begin(), part, {});
  EXPECT_EQ(count("version WHERE present = 2"), kLost);
  change("DELETE FROM version_list");
  record(begin(), part, {});
  expect_sound();
  part.completeness = {};
  record(begin(), part, {});
  EXPECT_EQ(count("version WHERE present = 0"), kLost);
  expect_sound();
}

// A package may come back before the purge of it is over.
TEST_F(RecordedVersions, HaveNoListOnceAPurgeTookARow) {
  record(begin(), images(4), {});
  Inventory successor = images(4);
  successor.package.id = PackageId{8};
  const RunId last = begin();
  record(last, successor, {});
  Database database(ledger().location(), Database::Access::write);
  const auto step = std::ranges::find(purge_steps(), "versions", &PurgeStep::name);
  for (const std::string_view statement : step->statements) {
    Query query = database.query(std::string(kPurgeBounds) + std::string(statement));
    query.bind(2, RunId{last.value + 1}, PlanId{3}, 0, 0, kNow + days(2));
    query.run();
  }
  EXPECT_EQ(count("version WHERE package_id = 1"), 2);
  const auto sound = check_version_lists(database);
  EXPECT_TRUE(sound) << sound.error().message;
}

}  // namespace
}  // namespace retention::store
