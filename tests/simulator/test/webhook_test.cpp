#include "tests/simulator/webhook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <stdexcept>

#include "tests/simulator/http/server.h"
#include "tests/simulator/test/github.h"

namespace retention::simulator::test {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

const std::string kPackages = R"(
packages:
  - { owner: acme, type: container, name: team/web, versions: [{ id: 1, tags: [v1, latest] }, { id: 2 }] }
  - { owner: acme, type: npm, name: kit, versions: [{ id: 11, name: 1.0.0 }] }
)";

// What a webhook receives.
class Receiver {
 public:
  explicit Receiver(int status = 202)
      : server_("127.0.0.1", 0, http::plain_channels(), [this, status](const http::Request& request, const auto&) {
          const std::lock_guard lock(mutex_);
          received_.push_back(request);
          http::Reply reply;
          reply.status = status;
          return reply;
        }) {}

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/webhook"; }
  [[nodiscard]] std::vector<http::Request> received() const {
    const std::lock_guard lock(mutex_);
    return received_;
  }
  [[nodiscard]] std::vector<std::string> ids() const {
    std::vector<std::string> list;
    for (const http::Request& request : received()) list.emplace_back(request.headers.get("X-GitHub-Delivery"));
    return list;
  }

 private:
  mutable std::mutex mutex_;  // guards received_
  std::vector<http::Request> received_;
  http::Server server_;
};

TEST(Webhook, SignsAsGitHubDoes) {
  EXPECT_EQ(hook_signature("It's a Secret to Everybody", "Hello, World!"),
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
}

TEST(Webhook, TellsWhatWasPublished) {
  GitHub github(kPackages);
  const Delivery delivery = github.simulator.delivery(HookAction::published, 1, "s");
  EXPECT_EQ(delivery.event, "registry_package");
  const auto body = nlohmann::json::parse(delivery.body);
  EXPECT_EQ(body.at("action"), "published");
  const auto& package = body.at("registry_package");
  EXPECT_EQ(package.at("name"), "team/web");
  EXPECT_EQ(package.at("namespace"), "acme");
  EXPECT_EQ(package.at("package_type"), "CONTAINER");
  EXPECT_EQ(package.at("owner").at("id"), 9919);
  EXPECT_EQ(package.at("package_version").at("id"), 1);
  EXPECT_EQ(package.at("package_version").at("container_metadata").at("tag").at("name"), "latest");
}

TEST(Webhook, TellsWhatWasUpdated) {
  GitHub github(kPackages);
  const auto body = nlohmann::json::parse(github.simulator.delivery(HookAction::updated, 11, "s").body);
  EXPECT_EQ(body.at("action"), "updated");
  EXPECT_EQ(body.at("registry_package").at("ecosystem"), "NPM");
  EXPECT_EQ(body.at("registry_package").at("package_version").at("version"), "1.0.0");
  EXPECT_FALSE(body.at("registry_package").at("package_version").contains("container_metadata"));
}

TEST(Webhook, DeliversTheBytesThatItSigned) {
  GitHub github(kPackages);
  const Receiver receiver;
  EXPECT_EQ(send(github.simulator.delivery(HookAction::published, 1, "right"), receiver.url()), 202);
  ASSERT_THAT(receiver.received(), SizeIs(1));
  const http::Request request = receiver.received().front();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/webhook");
  EXPECT_EQ(request.headers.get("X-GitHub-Event"), "registry_package");
  EXPECT_EQ(request.headers.get("X-GitHub-Delivery").size(), 36U);
  EXPECT_EQ(request.headers.get("X-Hub-Signature-256"), hook_signature("right", request.body));
  EXPECT_NE(request.headers.get("X-Hub-Signature-256"), hook_signature("wrong", request.body));
}

TEST(Webhook, CanComeUnsigned) {
  GitHub github(kPackages);
  const Receiver receiver;
  Delivery delivery = github.simulator.delivery(HookAction::published, 1, "s");
  delivery.signature.clear();
  EXPECT_EQ(send(delivery, receiver.url()), 202);
  EXPECT_FALSE(receiver.received().front().headers.has("X-Hub-Signature-256"));
}

TEST(Webhook, ComesTwiceAndOutOfOrder) {
  GitHub github(kPackages);
  const Receiver receiver;
  const Delivery first = github.simulator.delivery(HookAction::published, 1, "s");
  const Delivery second = github.simulator.delivery(HookAction::updated, 1, "s");
  EXPECT_NE(first.id, second.id);
  for (const Delivery* delivery : {&second, &first, &first}) EXPECT_EQ(send(*delivery, receiver.url()), 202);
  EXPECT_THAT(receiver.ids(), ElementsAre(second.id, first.id, first.id));
}

TEST(Webhook, TellsHowItWasReceived) {
  GitHub github(kPackages);
  const Delivery delivery = github.simulator.delivery(HookAction::published, 1, "s");
  EXPECT_EQ(send(delivery, Receiver(401).url()), 401);
  EXPECT_EQ(send(delivery, "http://127.0.0.1:1/webhook"), 0) << "nobody listens there";
}

TEST(Webhook, NeverLeavesThisMachine) {
  GitHub github(kPackages);
  const Delivery delivery = github.simulator.delivery(HookAction::published, 1, "s");
  for (const char* url : {"http://192.0.2.1:80/x", "https://127.0.0.1:80/x", "http://127.0.0.1:80",
                          "http://127.0.0.1/x", "http://127.0.0.1:80@192.0.2.1/x"}) {
    EXPECT_THROW((void)send(delivery, url), std::invalid_argument) << url;
  }
}

TEST(Webhook, OfAVersionThatIsNotThereCannotBeMade) {
  GitHub github(kPackages);
  EXPECT_THROW((void)github.simulator.delivery(HookAction::published, 99, "s"), std::runtime_error);
}

}  // namespace
}  // namespace retention::simulator::test
