#include "policy/model/package_ref.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/inventory_builder.h"

namespace retention {
namespace {

using std::chrono::days;
using testing::HasSubstr;
using Kind = VersionSelector::Kind;

VersionRef parsed(std::string_view text) {
  return parse_version_ref(text).value();
}

std::string error_of(std::string_view text) {
  const auto ref = parse_version_ref(text);
  return ref ? "accepted" : ref.error().message;
}

TEST(VersionRef, NamesAPackage) {
  EXPECT_EQ(parsed("acme/container/app"), (VersionRef{{"acme", PackageType::container, "app"}, std::nullopt}));
  EXPECT_EQ(parsed("acme/container/kas/kas").package.name, "kas/kas");
  EXPECT_EQ(parsed("acme/maven/com.example.lib").package.name, "com.example.lib");
}

TEST(VersionRef, NamesAVersionAfterTheLastAt) {
  const VersionRef by_digest = parsed("acme/container/app@sha256:07cc");
  EXPECT_EQ(by_digest.package.name, "app");
  EXPECT_EQ(by_digest.version, (VersionSelector{Kind::at, "sha256:07cc"}));
  EXPECT_EQ(parsed("acme/npm/app@1.0.0-rc.1+b5").version, (VersionSelector{Kind::at, "1.0.0-rc.1+b5"}));
  EXPECT_EQ(parsed("acme/container/app@12345").version, (VersionSelector{Kind::at, "12345"}));
  EXPECT_EQ(parsed("acme/npm/@acme@x/app@1.0").package.name, "@acme@x/app");
  EXPECT_EQ(parsed("acme/container/app:v1@07cc").package.name, "app:v1");
}

TEST(VersionRef, NamesATagAfterTheLastColonBehindTheLastSlash) {
  const VersionRef by_tag = parsed("acme/container/kas/kas:v1.2");
  EXPECT_EQ(by_tag.package.name, "kas/kas");
  EXPECT_EQ(by_tag.version, (VersionSelector{Kind::tag, "v1.2"}));
  EXPECT_FALSE(parsed("acme/container/a:b/c").version);
}

TEST(VersionRef, ReadsWhatItWrites) {
  for (const char* text : {"acme/container/kas/kas", "acme/container/app@sha256:07cc", "acme/docker/app:v1",
                           "acme/npm/app@1.0.0", "acme/maven/com.example.lib@1.0"}) {
    EXPECT_EQ(to_string(parsed(text)), text);
  }
}

TEST(VersionRef, SaysWhatIsWrong) {
  EXPECT_THAT(error_of(""), HasSubstr("OWNER/TYPE/NAME"));
  EXPECT_THAT(error_of("app"), HasSubstr("OWNER/TYPE/NAME"));
  EXPECT_THAT(error_of("acme/container"), HasSubstr("OWNER/TYPE/NAME"));
  EXPECT_THAT(error_of("/container/app"), HasSubstr("OWNER/TYPE/NAME"));
  EXPECT_THAT(error_of("acme/container/"), HasSubstr("the name is missing"));
  EXPECT_THAT(error_of("acme/container/@07cc"), HasSubstr("the name is missing"));
  EXPECT_THAT(error_of("acme/container/:v1"), HasSubstr("the name is missing"));
  EXPECT_THAT(error_of("acme/container/app@"), HasSubstr("nothing follows the @"));
  EXPECT_THAT(error_of("acme/container/app:"), HasSubstr("nothing follows the :"));
  EXPECT_THAT(error_of("acme/containers/app"), HasSubstr("did you mean container?"));
  EXPECT_THAT(error_of("acme/gradle/app"), HasSubstr("container, docker, maven, npm, nuget, rubygems"));
  EXPECT_THAT(error_of("acme/npm/app:1.0"), HasSubstr("write acme/npm/app@1.0"));
  EXPECT_THAT(error_of("acme/npm/@acme/app"), HasSubstr("write acme/npm/app"));
  EXPECT_EQ(parse_version_ref("app").error().code, ErrorCode::usage);
}

TEST(VersionSelector, FitsAnIdANameOrTheBeginningOfADigest) {
  const PackageVersion image =
      test::inventory(PackageType::container).version(123, days(1), {"v1", "latest"}).build().versions.front();
  const std::string hex = image.name.substr(7);
  EXPECT_TRUE(fits({Kind::at, "123"}, image));
  EXPECT_TRUE(fits({Kind::at, image.name}, image));
  EXPECT_TRUE(fits({Kind::at, image.name.substr(0, 12)}, image));
  EXPECT_TRUE(fits({Kind::at, hex.substr(0, 6)}, image));
  EXPECT_FALSE(fits({Kind::at, "12"}, image) && !hex.starts_with("12"));
  EXPECT_FALSE(fits({Kind::at, hex.substr(1)}, image));
  EXPECT_FALSE(fits({Kind::at, "v1"}, image));
  EXPECT_TRUE(fits({Kind::tag, "latest"}, image));
  EXPECT_FALSE(fits({Kind::tag, "late"}, image));
}

TEST(VersionSelector, TakesAVersionStringAsAWhole) {
  const PackageVersion release = test::inventory(PackageType::npm).named(5, days(1), "1.0.10").build().versions.front();
  EXPECT_TRUE(fits({Kind::at, "1.0.10"}, release));
  EXPECT_FALSE(fits({Kind::at, "1.0.1"}, release));
  EXPECT_FALSE(fits({Kind::tag, "1.0.10"}, release));
}

}  // namespace
}  // namespace retention
