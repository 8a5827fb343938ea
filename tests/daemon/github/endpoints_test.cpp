#include "daemon/github/endpoints.h"

#include <gtest/gtest.h>

namespace retention::github {
namespace {

const Owner kOrg{OwnerId{1}, "MixedCase", OwnerKind::organization, OwnerRoute::organization};
const Owner kUser{OwnerId{2}, "octo-cat", OwnerKind::user, OwnerRoute::user};
const Owner kSelf{OwnerId{2}, "octo-cat", OwnerKind::user, OwnerRoute::self};

Package package(const Owner& owner, PackageType type, std::string name) {
  return {PackageId{9}, owner, type, std::move(name), "private", ""};
}

TEST(Endpoints, KnowTheThreeRoutesToAnOwner) {
  EXPECT_EQ(packages_path(kOrg, PackageType::container),
            "/orgs/MixedCase/packages?package_type=container&per_page=100");
  EXPECT_EQ(packages_path(kUser, PackageType::npm), "/users/octo-cat/packages?package_type=npm&per_page=100");
  EXPECT_EQ(packages_path(kSelf, PackageType::docker), "/user/packages?package_type=docker&per_page=100");
}

TEST(Endpoints, AddressPackagesAndVersions) {
  const Package image = package(kOrg, PackageType::container, "kas/kas");
  EXPECT_EQ(package_path(image), "/orgs/MixedCase/packages/container/kas%2Fkas");
  EXPECT_EQ(restore_path(image), "/orgs/MixedCase/packages/container/kas%2Fkas/restore");
  EXPECT_EQ(package_path(kOrg, PackageType::container, "kas/kas"), "/orgs/MixedCase/packages/container/kas%2Fkas");
  EXPECT_EQ(versions_path(image, VersionState::active),
            "/orgs/MixedCase/packages/container/kas%2Fkas/versions?per_page=100");
  EXPECT_EQ(versions_path(image, VersionState::deleted),
            "/orgs/MixedCase/packages/container/kas%2Fkas/versions?per_page=100&state=deleted");
  EXPECT_EQ(version_path(image, VersionId{9000000001}),
            "/orgs/MixedCase/packages/container/kas%2Fkas/versions/9000000001");
  EXPECT_EQ(restore_path(package(kSelf, PackageType::maven, "com.example.lib"), VersionId{7}),
            "/user/packages/maven/com.example.lib/versions/7/restore");
}

TEST(Endpoints, NameEachPageOfAListButTheFirst) {
  EXPECT_EQ(of_page("/x?per_page=100", 1), "/x?per_page=100");
  EXPECT_EQ(of_page("/x?per_page=100", 12), "/x?per_page=100&page=12");
}

TEST(Endpoints, NeverEndInASlash) {
  for (const auto& path : {own_user_path(), user_path("a"), rate_limit_path()}) EXPECT_FALSE(path.ends_with('/'));
}

}  // namespace
}  // namespace retention::github
