// What `check --online` tells of the container registry.
#include <gmock/gmock.h>

#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::HasSubstr;

class RegistryCheck : public WholeProgram {
 protected:
  void images(const std::string& more = "") {
    github("  - { owner: acme, type: container, name: web, versions: [{ id: 1, tags: [v1], created: 40d }] }\n", more);
    policies(
        "  - { name: images, owner: \"org:acme\", type: container, packages: [\"*\"], delete: [{ name: old, "
        "older_than: 30d }] }\n");
  }
};

TEST_F(RegistryCheck, IsContentWithARegistryThatLetsTheTokenIn) {
  images();
  const Output checked = run({"check", "--online"});
  EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("org:acme, container: 1 package"));
  for (const auto& request : sim().requests()) EXPECT_NE(request.operation, "registry_manifest");
}

TEST_F(RegistryCheck, TheReportCountsWhatTheRegistryWasAsked) {
  images();
  EXPECT_THAT(run({"plan"}).out, HasSubstr(" API requests, 3 registry requests"));
  EXPECT_THAT(run({"plan"}).out, testing::Not(HasSubstr("registry request"))) << "what was read is known";
}

TEST_F(RegistryCheck, TellsOfARegistryThatRefusesTheToken) {
  images("faults:\n  - { operation: registry_token, status: 403 }\n");
  const Output checked = run({"check", "--online"});
  EXPECT_NE(checked.status, 0) << checked.out << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("registry"));
}

TEST_F(RegistryCheck, TellsOfARegistryThatIsNotThere) {
  images();
  change("registry_url: " + sim().url(), "registry_url: http://127.0.0.1:9");
  const Output checked = run({"check", "--online"});
  EXPECT_EQ(checked.status, 7) << checked.out << checked.err;
  EXPECT_THAT(checked.out, HasSubstr("127.0.0.1:9"));
}

}  // namespace
}  // namespace retention::test
