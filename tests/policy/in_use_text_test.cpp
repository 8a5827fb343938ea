#include "policy/in_use_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace retention {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const std::string kDigest = "sha256:" + std::string(64, 'a');

InUseList read(const std::string& text) {
  const auto list = parse_in_use(text, "ghcr.io");
  EXPECT_TRUE(list) << list.error().message;
  return list.value_or(InUseList{});
}

std::string error(const std::string& text) {
  const auto list = parse_in_use(text, "ghcr.io");
  return list ? "" : list.error().message;
}

TEST(InUseText, ReadsEveryKindOfLine) {
  const InUseList list = read("# deployed\n\n" + kDigest + "\r\n  acme/team/app:v1.2   # blue\n" + "ghcr.io/acme/app@" +
                              kDigest + "\n:prod-*\nacme/app:v1@" + kDigest);
  EXPECT_THAT(list.digests, ElementsAre(*Digest::parse(kDigest)));
  EXPECT_THAT(list.tags, SizeIs(1));
  EXPECT_THAT(list.images, ElementsAre(ImageInUse{"acme", "team/app", "v1.2", std::nullopt},
                                       ImageInUse{"acme", "app", std::nullopt, Digest::parse(kDigest)},
                                       ImageInUse{"acme", "app", "v1", Digest::parse(kDigest)}));
}

TEST(InUseText, LeavesImagesOfOtherHostsOut) {
  const InUseList list = read("quay.io/acme/app:v1\nlocalhost:5000/acme/app\ndocker.io/nginx\nGHCR.io/acme/app:v1");
  EXPECT_THAT(list.images, SizeIs(1));
}

TEST(InUseText, RefusesALineThatIsNoneOfThese) {
  EXPECT_THAT(error(":a\nnginx:1.25"), HasSubstr("line 2: the image is not OWNER/NAME"));
  EXPECT_THAT(error("acme/app"), HasSubstr("line 1: it names no version"));
  EXPECT_THAT(error("acme/app:"), HasSubstr("line 1: what follows the : is no tag"));
  EXPECT_THAT(error("acme/app@sha256:12"), HasSubstr("line 1: what follows the @ is no digest"));
  EXPECT_THAT(error("sha256:12"), HasSubstr("line 1: the digest is not"));
  EXPECT_THAT(error(":!v1"), HasSubstr("cannot subtract"));
  EXPECT_THAT(error(":re:("), HasSubstr("line 1: "));
  EXPECT_THAT(error("acme/a b:v1"), HasSubstr("it has a blank"));
  EXPECT_THAT(error("/app:v1"), HasSubstr("the image is not OWNER/NAME"));
  EXPECT_THAT(error("<html>"), HasSubstr("line 1"));
}

TEST(InUseText, RefusesATextThatNamesNothing) {
  EXPECT_THAT(error(""), HasSubstr("it names nothing"));
  EXPECT_THAT(error("# nothing yet\n\n"), HasSubstr("it names nothing"));
  EXPECT_THAT(error("docker.io/library/nginx:1.25"), HasSubstr("another host than ghcr.io"));
}

}  // namespace
}  // namespace retention
