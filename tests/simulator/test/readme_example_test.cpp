#include <gtest/gtest.h>

#include "tests/simulator/test/github.h"

namespace retention::simulator::test {
namespace {

std::string run_client_against(const std::string& url) {
  const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  const Answer answer = ask(port, "DELETE", "/orgs/acme/packages/container/web/versions/1",
                            "User-Agent: test\r\nAuthorization: Bearer secret\r\n");
  return answer.reset ? "connection reset" : "status " + std::to_string(answer.status);
}

// The text of these tests is that of the examples in README.md.
TEST(Readme, ExampleOfATestWorks) {
  // clang-format off
Simulator github(Scenario::parse(R"(
clock: 2026-03-02T12:00:00Z
owners: [{ login: acme }]
tokens: [{ value: secret, user: olivia, scopes: ["write:packages", "delete:packages"], admin: [acme] }]
packages:
  - { owner: acme, type: container, name: web, versions: [{ id: 1, tags: [v1], created: 40d }, { id: 2, tags: [v2] }] }
)"));
github.add_fault("{ kind: reset, operation: delete_version, moment: after, nth: 1 }");
EXPECT_EQ(run_client_against(github.url()), "connection reset");
EXPECT_EQ(ids(github.active("acme", "container", "web")), (std::vector<std::int64_t>{2}));
EXPECT_EQ(github.mutations().size(), 1U);
EXPECT_EQ(github.requests().back().operation, "delete_version");
  // clang-format on
}

TEST(Readme, ExampleOfAWebhookWorks) {
  GitHub world("packages: [{ owner: acme, type: npm, name: kit, versions: [{ id: 2, name: 1.0.0 }] }]\n");
  Simulator& github = world.simulator;
  const std::string hook = "http://127.0.0.1:1/nobody-listens";
  std::vector<int> answers;
  // clang-format off
const Delivery pushed = github.delivery(HookAction::published, 2, "the hook's secret");
const Delivery forged = github.delivery(HookAction::published, 2, "another secret");
for (const Delivery& delivery : {pushed, pushed, forged}) answers.push_back(send(delivery, hook));
  // clang-format on
  EXPECT_EQ(answers, (std::vector<int>{0, 0, 0}));
  EXPECT_NE(pushed.signature, forged.signature);
}

}  // namespace
}  // namespace retention::simulator::test
