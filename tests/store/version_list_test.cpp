#include "store/version_list.h"

#include <gmock/gmock.h>

#include <limits>

#include "tests/support/inventory_builder.h"

namespace retention::store {
namespace {

using std::chrono::days;
using test::kNow;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

VersionListParts list_of(const std::vector<KnownVersion>& versions) {
  VersionListWriter list;
  for (const KnownVersion& version : versions) list.add(version);
  return list.parts();
}

std::vector<KnownVersion> read(const VersionListParts& parts) {
  std::vector<KnownVersion> versions;
  for (VersionList list(parts); const KnownVersion* version = list.next();) versions.push_back(*version);
  return versions;
}

std::vector<KnownVersion> plain(std::int64_t count) {
  std::vector<KnownVersion> versions;
  for (std::int64_t id = 1; id <= count; ++id) {
    versions.push_back({VersionId{id}, id, Presence::listed, kNow + std::chrono::seconds(id), id * 7, {}});
  }
  return versions;
}

TEST(VersionList, ReadsWhatWasWritten) {
  const std::vector<KnownVersion> versions{
      {VersionId{1}, 7, Presence::listed, kNow, 1, {}},
      {VersionId{2}, 3, Presence::unlisted, std::nullopt, std::nullopt, {}},
      {VersionId{900'000'000'000}, 4, Presence::listed, kNow - days(9000), -1, {{2, kNow, 5}, {3, kNow - days(3), -9}}},
      {VersionId{900'000'000'001}, kMost, Presence::listed, SysTime(std::chrono::seconds(kMost)), kLeast, {}},
      {VersionId{kMost},
       kLeast,
       Presence::listed,
       SysTime(std::chrono::seconds(kLeast)),
       kMost,
       {{kMost, SysTime(std::chrono::seconds(kMost)), kLeast}}}};
  EXPECT_EQ(read(list_of(versions)), versions);
  EXPECT_TRUE(read({}).empty());
}

TEST(VersionList, TakesFewBytesForAVersion) {
  std::size_t bytes = 0;
  for (const VersionListPart& part : list_of(plain(10000))) bytes += part.bytes.size();
  EXPECT_LT(bytes, 10000U * 13);
}

TEST(VersionList, ChangesOnlyThePartsOfWhatChanged) {
  std::vector<KnownVersion> versions = plain(10000);
  const VersionListParts before = list_of(versions);
  EXPECT_GT(before.size(), 10U);
  EXPECT_LT(before.size(), 40U);
  EXPECT_EQ(read(before), versions);
  versions.erase(versions.begin(), versions.begin() + 3);
  versions[5000].mark = 0;
  versions.push_back({VersionId{10001}, 10001, Presence::listed, kNow, 1, {}});
  const VersionListParts after = list_of(versions);
  std::size_t same = 0;
  for (const VersionListPart& part : after) same += std::count(before.begin(), before.end(), part) > 0 ? 1U : 0U;
  EXPECT_GE(same, before.size() - 3);
  EXPECT_EQ(read(after), versions);
}

TEST(VersionList, RefusesWhatItDidNotWrite) {
  const VersionListParts whole = list_of({{VersionId{5}, 7, Presence::listed, kNow, 1, {{2, kNow, 5}}}});
  const std::string& bytes = whole.front().bytes;
  for (std::size_t length = 1; length < bytes.size(); ++length) {
    EXPECT_THROW(read({{VersionId{5}, bytes.substr(0, length)}}), DatabaseFailure) << length;
  }
  EXPECT_THROW(read({{VersionId{5}, std::string(20, '\xFF')}}), DatabaseFailure);
}

class StoredVersionList : public testing::Test {
 protected:
  StoredVersionList() {
    database_.execute(
        "CREATE TABLE version_list (package_id INTEGER, first INTEGER, versions BLOB, "
        "PRIMARY KEY (package_id, first)) STRICT");
  }

  Database database_{":memory:", Database::Access::write};
};

TEST_F(StoredVersionList, IsWhatWasStoredLast) {
  const VersionListParts other = list_of(plain(3));
  write_version_list(database_, 2, {}, other);
  VersionListParts before;
  for (const std::size_t first : {0U, 700U, 20U, 4000U, 5000U, 0U}) {
    std::vector<KnownVersion> versions = plain(5000);
    versions.erase(versions.begin(), versions.begin() + static_cast<std::ptrdiff_t>(first));
    const VersionListParts after = list_of(versions);
    write_version_list(database_, 1, before, after);
    before = stored_version_list(database_, 1);
    EXPECT_EQ(before, after);
  }
  EXPECT_EQ(stored_version_list(database_, 2), other);
}

TEST_F(StoredVersionList, WritesNothingThatIsTheSame) {
  std::vector<KnownVersion> versions = plain(5000);
  const VersionListParts before = list_of(versions);
  write_version_list(database_, 1, {}, before);
  const auto changes = [&] {
    Query query = database_.query("SELECT total_changes()");
    query.bind();
    query.step();
    return query.integer(0);
  };
  const std::int64_t then = changes();
  write_version_list(database_, 1, before, before);
  EXPECT_EQ(changes(), then);
  versions.back().mark = 0;
  write_version_list(database_, 1, before, list_of(versions));
  EXPECT_EQ(changes(), then + 1);
}

}  // namespace
}  // namespace retention::store
