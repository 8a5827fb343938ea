#include "daemon/registry/wire.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/daemon/registry/manifests.h"

namespace retention::registry {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Digest kAsked = digest(0);

Result<Manifest> parse(const std::string& body, std::string_view content_type = "") {
  return parse_manifest(kAsked, {content_type, body});
}

// Why it is refused; empty if it is not.
std::string refusal(const std::string& body, std::string_view content_type = "") {
  const auto read = parse(body, content_type);
  if (read) return "";
  EXPECT_EQ(read.error().code, ErrorCode::bad_reply);
  return read.error().message;
}

TEST(Wire, ReadsTheFourTypes) {
  EXPECT_EQ(parse(image(), kOciImage)->kind, ManifestKind::image);
  EXPECT_EQ(parse(image("", kDockerImage), kDockerImage)->kind, ManifestKind::image);
  for (const std::string& type : {kOciIndex, kDockerList}) {
    const auto read =
        parse(index({descriptor(kOciImage, digest(1)), descriptor(kDockerImage, digest(2))}, "", type), type);
    ASSERT_TRUE(read) << type;
    EXPECT_EQ(read->kind, ManifestKind::index);
    EXPECT_THAT(read->children, ElementsAre(digest(1), digest(2)));
    EXPECT_EQ(read->subject, std::nullopt);
    EXPECT_EQ(read->artifact_type, "");
  }
}

TEST(Wire, KeepsNestedIndexesAsChildren) {
  EXPECT_THAT(parse(index({descriptor(kOciIndex, digest(1)), descriptor(kDockerList, digest(2))}))->children,
              ElementsAre(digest(1), digest(2)));
}

TEST(Wire, LeavesOutWhatIsNoManifest) {
  const auto read = parse(
      index({descriptor("application/vnd.oci.image.layer.v1.tar+gzip", digest(1)),
             descriptor("application/vnd.buildkit.cacheconfig.v0", digest(2)),
             descriptor("application/vnd.docker.image.rootfs.diff.tar.gzip", digest(4)),
             R"({"mediaType":"application/octet-stream","digest":"sha512:abc"})", descriptor(kOciImage, digest(3))}));
  ASSERT_TRUE(read);
  EXPECT_THAT(read->children, ElementsAre(digest(3)));
}

TEST(Wire, TakesATypeInDoubtForAManifest) {
  const auto read = parse(index({descriptor("application/vnd.oci.artifact.manifest.v1+json", digest(1)),
                                 descriptor("application/vnd.docker.distribution.manifest.v1+prettyjws", digest(2)),
                                 descriptor("application/vnd.example.bundle+json", digest(4)),
                                 R"({"digest":")" + digest(3).to_string() + R"("})"}));
  ASSERT_TRUE(read);
  EXPECT_THAT(read->children, ElementsAre(digest(1), digest(2), digest(4), digest(3)));
}

TEST(Wire, ListsEachChildOnceInTheOrderOfTheList) {
  const auto entry = [](int number) { return descriptor(kOciImage, digest(number)); };
  EXPECT_THAT(parse(index({entry(5), entry(2), entry(5), entry(9), entry(2)}))->children,
              ElementsAre(digest(5), digest(2), digest(9)));
}

TEST(Wire, ReadsSubjectAndArtifactType) {
  const std::string more =
      R"(,"subject":)" + descriptor(kOciImage, digest(4)) + R"(,"artifactType":"application/x.sbom")";
  EXPECT_EQ(parse(image(more))->subject, digest(4));
  EXPECT_EQ(parse(image(more))->artifact_type, "application/x.sbom");
  EXPECT_EQ(parse(index({}, more))->subject, digest(4));
  EXPECT_EQ(parse(index({}, more))->artifact_type, "application/x.sbom");
}

TEST(Wire, TakesTheTypeOfTheConfigForThatOfTheArtifact) {
  const auto with_config = [](const std::string& type) {
    return R"({"schemaVersion":2,"mediaType":")" + kOciImage + R"(","config":)" + descriptor(type, digest(1)) +
           R"(,"layers":[]})";
  };
  EXPECT_EQ(parse(with_config("application/vnd.cncf.helm.config.v1+json"))->artifact_type,
            "application/vnd.cncf.helm.config.v1+json");
  EXPECT_EQ(parse(with_config("application/vnd.oci.image.config.v1+json"))->artifact_type, "");
  EXPECT_EQ(parse(with_config("application/vnd.docker.container.image.v1+json"))->artifact_type, "");
}

TEST(Wire, TellsOldManifestsWithoutATypeByTheirFields) {
  const std::string old_index = R"({"schemaVersion":2,"manifests":[)" + descriptor(kOciImage, digest(1)) + "]}";
  EXPECT_EQ(parse(old_index)->kind, ManifestKind::index);
  EXPECT_EQ(parse(old_index, kOciIndex)->kind, ManifestKind::index);
  EXPECT_EQ(parse(R"({"schemaVersion":2,"config":{},"layers":[]})")->kind, ManifestKind::image);
  EXPECT_THAT(refusal(old_index, kOciImage), HasSubstr("an image lists no manifests"));
  EXPECT_THAT(refusal(old_index, "application/json"), HasSubstr("its type is application/json"));
  EXPECT_THAT(refusal(R"({"schemaVersion":2})"), HasSubstr("neither manifests nor layers"));
}

TEST(Wire, ReadsTheTypeOfTheReplyWithoutItsParameters) {
  EXPECT_TRUE(parse(image(), "Application/vnd.OCI.image.manifest.v1+json ; charset=utf-8"));
}

TEST(Wire, RefusesTwoTypesThatDisagree) {
  EXPECT_THAT(refusal(image(), kDockerImage),
              HasSubstr("is sent as " + kDockerImage + " and calls itself " + kOciImage));
  EXPECT_THAT(refusal(index({}), kOciImage), HasSubstr("calls itself"));
  EXPECT_THAT(refusal(image(), "application/json"), HasSubstr("calls itself"));
}

TEST(Wire, RefusesWhatIsOfNoTypeThatIsKnown) {
  EXPECT_THAT(refusal(image("", "application/x")), HasSubstr("its type is application/x"));
  EXPECT_THAT(refusal(image("", "application/vnd.docker.distribution.manifest.v1+json")), HasSubstr("its type is"));
}

TEST(Wire, RefusesWhatCouldBeReadAsBothKinds) {
  EXPECT_THAT(refusal(image(R"(,"manifests":[])")), HasSubstr("those of an image"));
  EXPECT_THAT(refusal(index({}, R"(,"layers":[])")), HasSubstr("those of an image"));
  EXPECT_THAT(refusal(index({}, R"(,"config":{})")), HasSubstr("those of an image"));
  EXPECT_THAT(refusal(R"({"schemaVersion":2,"mediaType":")" + kOciIndex + R"(","layers":[]})"),
              HasSubstr("an index has no layers"));
  EXPECT_THAT(refusal(R"({"schemaVersion":2,"mediaType":")" + kOciIndex + R"("})"), HasSubstr("list of manifests"));
}

TEST(Wire, RefusesAnotherSchemaVersion) {
  EXPECT_THAT(refusal(R"({"schemaVersion":1,"layers":[]})"), HasSubstr("schemaVersion"));
  EXPECT_THAT(refusal(R"({"layers":[]})"), HasSubstr("schemaVersion"));
  EXPECT_THAT(refusal(R"({"schemaVersion":"2","layers":[]})"), HasSubstr("schemaVersion is of the wrong kind"));
}

TEST(Wire, RefusesFieldsOfTheWrongKindOrThereTwice) {
  EXPECT_THAT(refusal(R"({"schemaVersion":2,"manifests":{}})"), HasSubstr("manifests is of the wrong kind"));
  EXPECT_THAT(refusal(R"({"schemaVersion":2,"manifests":[1]})"), HasSubstr("an entry of its manifests is no object"));
  EXPECT_THAT(refusal(R"({"schemaVersion":2,"manifests":[null]})"), HasSubstr("is no object"));
  EXPECT_THAT(refusal(R"({"schemaVersion":2,"manifests":[[]]})"), HasSubstr("is no object"));
  EXPECT_THAT(refusal(R"({"schemaVersion":2,"manifests":["x"]})"), HasSubstr("is no object"));
  EXPECT_THAT(refusal(image(R"(,"subject":"x")")), HasSubstr("subject is of the wrong kind"));
  EXPECT_THAT(refusal(image(R"(,"subject":true)")), HasSubstr("subject is of the wrong kind"));
  EXPECT_THAT(refusal(image(R"(,"artifactType":[])")), HasSubstr("artifactType is of the wrong kind"));
  EXPECT_THAT(refusal(image(R"(,"mediaType":"x")")), HasSubstr("mediaType is there twice"));
  EXPECT_THAT(refusal(index({}, R"(,"manifests":[])")), HasSubstr("manifests is there twice"));
  EXPECT_THAT(refusal(index({R"({"mediaType":"a","mediaType":"b"})"})), HasSubstr("mediaType is there twice"));
}

TEST(Wire, RefusesDigestsThatAreNotSha256) {
  EXPECT_THAT(refusal(index({R"({"mediaType":")" + kOciImage + R"(","digest":"sha512:12"})"})),
              HasSubstr("a digest that is not SHA-256 ('sha512:12')"));
  EXPECT_THAT(refusal(index({R"({"mediaType":")" + kOciImage + R"("})"})), HasSubstr("no digest"));
  EXPECT_THAT(refusal(image(R"(,"subject":{"digest":"x"})")), HasSubstr("its subject has a digest"));
  EXPECT_THAT(refusal(image(R"(,"subject":{})")), HasSubstr("its subject has no digest"));
}

TEST(Wire, TakesNullForAbsent) {
  const auto read = parse(image(R"(,"subject":null,"artifactType":null,"annotations":null)"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->subject, std::nullopt);
  EXPECT_THAT(parse(R"({"schemaVersion":2,"mediaType":")" + kOciIndex + R"(","manifests":null})")->children, IsEmpty());
  EXPECT_TRUE(parse(R"({"schemaVersion":2,"mediaType":")" + kOciImage + R"(","layers":null})"));
}

TEST(Wire, IsBlindToTheFieldsOfOthers) {
  EXPECT_EQ(
      parse(image(R"(,"annotations":{"subject":"x","digest":"y","manifests":"z"},"extra":[[{"a":[1,2.5,true]}]])"))
          ->children.size(),
      0U);
  EXPECT_EQ(parse(index({R"({"mediaType":")" + kOciImage + R"(","digest":")" + digest(1).to_string() +
                         R"(","platform":{"os":"linux","digest":"no"},"data":"aGk=","urls":["x"]})"}))
                ->children.size(),
            1U);
}

TEST(Wire, RefusesAnArtifactTypeThatNobodyCouldWriteDown) {
  EXPECT_THAT(refusal(image(R"(,"artifactType":"a b")")), HasSubstr("artifact type"));
  EXPECT_THAT(refusal(image(R"(,"artifactType":"a\u0000")")), HasSubstr("artifact type"));
  EXPECT_EQ(refusal(image(R"(,"artifactType":")" + std::string(255, 'a') + R"(")")), "");
  EXPECT_THAT(refusal(image(R"(,"artifactType":")" + std::string(256, 'a') + R"(")")), HasSubstr("artifact type"));
}

TEST(Wire, TellsWhatCanNeverBeAManifestFromWhatWasSentWrongly) {
  const std::string text = "no manifest at all";
  EXPECT_TRUE(is_never_a_manifest(sha256(text), text));
  EXPECT_FALSE(is_never_a_manifest(sha256("something else"), text)) << "other bytes may come next time";
  EXPECT_FALSE(is_never_a_manifest(sha256(image()), image())) << "it may have been sent as another type";
  const std::string both = R"({"schemaVersion":2,"manifests":[],"layers":[]})";
  EXPECT_TRUE(is_never_a_manifest(sha256(both), both));
}

TEST(Wire, HoldsTheBytesAgainstTheDigest) {
  const std::string body = image();
  EXPECT_TRUE(read_manifest(sha256(body), {kOciImage, body}));
  const auto read = read_manifest(sha256(body), {kOciImage, body + " "});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::bad_reply);
  EXPECT_THAT(read.error().message, HasSubstr("other bytes than the digest names"));
}

}  // namespace
}  // namespace retention::registry
