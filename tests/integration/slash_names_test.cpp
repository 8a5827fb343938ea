// Packages with a slash in their name and with more versions than a page holds, through the whole program.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::SizeIs;

constexpr const char* kPackage = "  - owner: acme\n    type: container\n    name: tools/lint\n    versions:\n";

constexpr const char* kUnlimited = "switches: { points_per_minute: 1000000 }\n";

class SlashNames : public WholeProgram {
 protected:
  void keep_the_newest(int count) {
    policies(
        "  - name: p\n    owner: org:acme\n    type: container\n    packages: [\"*\"]\n    keep: [{ name: new, "
        "newest: " +
        std::to_string(count) + " }]\n    delete: [{ name: rest, everything: true }]\n");
  }

  // The targets of the requests that listed versions.
  std::vector<std::string> listings() {
    std::vector<std::string> targets;
    for (const auto& request : sim().requests()) {
      if (request.operation == "list_versions") targets.push_back(request.target);
    }
    return targets;
  }
};

TEST_F(SlashNames, Case52EveryPageOfTheListIsAskedWithTheSlashEncoded) {
  github(std::string(kPackage) + "      - { id: 1000, tags: [\"pr-{n}\"], created: 10d, step: 1h, count: 250 }\n");
  keep_the_newest(247);

  const Output output = run({"apply"});

  EXPECT_EQ(output.status, 0) << output.out << output.err;
  EXPECT_THAT(delete_calls(), testing::ElementsAre(1247, 1248, 1249));
  EXPECT_THAT(listings(), AllOf(SizeIs(6), Each(HasSubstr("/container/tools%2Flint/versions?"))));
}

TEST_F(SlashNames, MoreDeletedVersionsThanAPageHoldsAllComeBack) {
  github(std::string(kPackage) + "      - { id: 1000, tags: [\"pr-{n}\"], created: 10d, step: 1h, count: 110 }\n",
         kUnlimited);
  keep_the_newest(5);
  ASSERT_EQ(run({"apply"}).status, 0);
  ASSERT_THAT(active("container", "tools/lint"), SizeIs(5));

  const Output output = run({"undo", "--run", "1", "--yes"});

  EXPECT_EQ(output.status, 0) << output.out << output.err;
  EXPECT_THAT(active("container", "tools/lint"), SizeIs(110));
}

TEST_F(SlashNames, AnOwnersFormerNameLeadsToThePackage) {
  github(std::string(kPackage) + "      - { id: 1, tags: [\"pr-{n}\"], created: 10d, step: 1d, count: 3 }\n");
  keep_the_newest(1);
  ASSERT_EQ(run({"apply"}).status, 0);

  world(
      "owners:\n"
      "  - { login: umbrella, id: 4242, admins: [robot], former_logins: [acme] }\n"
      "tokens:\n"
      "  - { value: ghp_everything, user: robot, scopes: [write:packages, delete:packages] }\n"
      "packages:\n"
      "  - owner: umbrella\n    type: container\n    name: tools/lint\n    versions:\n"
      "      - { id: 1, tags: [pr-1], created: 10d }\n"
      "      - { id: 2, tags: [\"pr-{n}\"], from: 2, created: 11d, step: 1d, count: 2, deleted: 1h }\n");
  keep_the_newest(1);
  const Output output = run({"undo", "--run", "1", "--dry-run"});

  EXPECT_EQ(output.status, 0) << output.out << output.err;
  EXPECT_THAT(output.out, HasSubstr("2 versions can be restored."));
  const auto requests = sim().requests();
  EXPECT_TRUE(std::ranges::any_of(requests, [](const auto& request) { return request.status == 301; }));
}

}  // namespace
}  // namespace retention::test
