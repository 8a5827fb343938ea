// Manifests that people made to do harm: the package that has one is kept as it is, and the others are tidied.
#include <gmock/gmock.h>

#include <ostream>
#include <string>

#include "daemon/registry/wire.h"
#include "tests/daemon/engine/engine_fixture.h"
#include "tests/daemon/registry/manifests.h"
#include "tests/support/inventory_builder.h"

namespace retention::engine {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

std::string repeated_text(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

const std::string kOther = registry::test::digest(1).to_string();

std::string index_of(std::size_t children) {
  const std::string one = R"({"digest":")" + kOther + R"("})";
  return R"({"schemaVersion":2,"manifests":[)" + repeated_text(one + ",", children - 1) + one + "]}";
}

struct Hostile {
  const char* name;
  std::string (*body)();  // made when it is used, since some are large
  const char* why;
  bool of_its_digest{true};  // or the bytes are those of another digest
};

void PrintTo(const Hostile& hostile, std::ostream* out) {
  *out << hostile.name;
}

const Hostile kHostile[] = {
    {"TenMegabytes",
     [] { return registry::test::image(R"(,"annotations":{"x":")" + std::string(10 << 20, 'x') + R"("})"); },
     "larger than 4194304 bytes"},
    {"AHundredThousandChildren", [] { return index_of(100'000); }, "larger than"},
    {"FortyThousandChildren", [] { return index_of(40'000); }, "more than 10000 manifests"},
    {"DeepNesting", [] { return registry::test::image(R"(,"x":)" + std::string(1000, '[') + std::string(1000, ']')); },
     "nests deeper than 32 levels"},
    {"BrokenJson", [] { return std::string(R"({"schemaVersion":2,"manifests":[)"); }, "not valid JSON"},
    {"NoObject", [] { return std::string("[]"); }, "no JSON object"},
    {"NoManifest", [] { return std::string(R"({"schemaVersion":2})"); }, "an index has a list of manifests"},
    {"AWrongDigest", [] { return registry::test::image(); }, "digest", false}};

class HostileManifests : public EngineTest, public testing::WithParamInterface<Hostile> {
 protected:
  HostileManifests() {
    rules = test::RuleSetBuilder().policy("images").remove("old", {test::older_than("30d")}).build();
    rules.policies.front().types = {PackageType::container};
  }

  void push(const std::string& package, std::int64_t id, const Digest& digest, int age) {
    const SysTime created = seconds_of(clock.now()) - std::chrono::days{age};
    github.shelf(package).active.push_back({{id}, digest.to_string(), created, created, {{"v" + std::to_string(id)}}});
  }

  // A package with an old image and a young one.
  void add_images(const std::string& name, std::int64_t first) {
    github.add({{first},
                {{1}, "acme", OwnerKind::organization, OwnerRoute::organization},
                PackageType::container,
                name,
                "private",
                ""});
    for (const std::int64_t id : {first, first + 1}) {
      const Digest digest = sha256(std::to_string(id));
      push(name, id, digest, id == first ? 90 : 1);
      registry.manifests[digest] = Manifest{};
    }
  }

  // Gives the engine what the registry's client makes of these bytes.
  Digest serve(const Hostile& hostile) {
    const std::string body = hostile.body();
    const Digest digest = sha256(hostile.of_its_digest ? body : std::string("another manifest"));
    const auto read = registry::read_manifest(digest, {registry::test::kOciIndex, body});
    EXPECT_FALSE(read);
    if (!read) registry.errors[digest] = read.error();
    return digest;
  }
};

TEST_P(HostileManifests, KeepTheirPackageAndNoOther) {
  add_images("app", 100);
  add_images("other", 200);
  const Digest digest = serve(GetParam());
  push("app", 150, digest, 90);
  const auto outcome = apply();
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(outcome->status, ExitStatus::incomplete);
  EXPECT_THAT(active("app"), ElementsAre(100, 101, 150));
  EXPECT_THAT(active("other"), ElementsAre(201));
  const auto told = events.all<PackageIncomplete>();
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told.front().package.name, "app");
  EXPECT_THAT(told.front().why,
              AllOf(HasSubstr("manifests 2 of 3"), HasSubstr(digest.to_string()), HasSubstr(GetParam().why)));
  EXPECT_LT(told.front().why.size(), 500U) << "whatever was sent, what is told of it is short";
}

INSTANTIATE_TEST_SUITE_P(Each, HostileManifests, testing::ValuesIn(kHostile),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace retention::engine
