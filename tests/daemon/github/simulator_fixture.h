#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/github/client.h"
#include "daemon/github/mutation_client.h"
#include "daemon/github/reads.h"
#include "daemon/github/token_cache.h"
#include "daemon/http/httplib_transport.h"
#include "tests/simulator/simulator.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fixed_tokens.h"
#include "tests/support/recording_sink.h"

namespace retention::github {

// The clients, over real connections, against the simulator; both live by one fake clock.
class SimulatorTest : public ::testing::Test {
 protected:
  // Starts the simulator with some packages and switches in the words of a scenario file.
  void start(std::string_view rest, std::string_view path = "") {
    std::string scenario = R"(
clock: 2026-03-02T02:30:00Z
owners:
  - { login: acme, kind: organization, id: 42, admins: [olivia], former_logins: [oldname] }
  - { login: MixedCase, kind: organization, id: 43, admins: [olivia] }
  - { login: olivia, kind: user, id: 51 }
  - { login: mark, kind: user, id: 52 }
tokens:
  - { name: keeper, value: ghp_keeper, user: olivia, scopes: ["write:packages", "delete:packages", repo] }
  - { name: reader, value: ghp_reader, user: olivia, scopes: ["read:packages"] }
  - { name: member, value: ghp_member, user: mark, scopes: ["write:packages", "delete:packages", repo] }
)";
    scenario += rest;
    simulator::Options options;
    options.clock = [this] { return clock_.now(); };
    simulator_ = std::make_unique<simulator::Simulator>(simulator::Scenario::parse(scenario), options);
    connect(path);
  }

  // New clients, as a new cycle has them.
  void connect(std::string_view path = "") {
    http::TransportOptions transport;
    transport.server = *http::parse_url(simulator_->url() + std::string(path));
    const ClientOptions client{transport.server, "1.2.3", {}};
    transport_ = std::move(*http::make_transport(transport));
    gate_ = std::make_unique<http::Gate>(http::GateOptions{}, clock_, events_);
    cache_ = std::make_unique<TokenCache>(tokens_);
    reads_ = std::make_unique<Reads>(client, *transport_, *gate_, *cache_, clock_, std::stop_token{});
    client_ = std::make_unique<ReadClient>(*reads_);
    channel_ = std::make_unique<MutationChannel>(
        MutationChannel{client, *transport_, *gate_, *cache_, clock_, std::stop_token{}});
  }

  Owner acme() { return *client_->owner({OwnerRoute::organization, "acme"}); }

  Package package(PackageType type, const std::string& name) { return *client_->package(acme(), type, name); }

  MutationOutcome remove(const Package& package, std::int64_t id) {
    EXPECT_EQ(gate_->await({}).kind, Permit::Answer::Kind::granted);
    return DeleteClient(*channel_).delete_version(package, VersionId{id});
  }

  MutationOutcome restore(const Package& package, std::int64_t id) {
    EXPECT_EQ(gate_->await({}).kind, Permit::Answer::Kind::granted);
    return RestoreClient(*channel_).restore_version(package, VersionId{id});
  }

  // How many requests of one operation the simulator has seen.
  [[nodiscard]] std::int64_t calls(std::string_view operation) const {
    const auto requests = simulator_->requests();
    return std::count_if(requests.begin(), requests.end(),
                         [&](const auto& request) { return request.operation == operation; });
  }

  test::FakeClock clock_;
  test::RecordingSink events_;
  test::FixedTokens tokens_{"ghp_keeper"};
  std::unique_ptr<simulator::Simulator> simulator_;
  std::unique_ptr<http::HttpTransport> transport_;
  std::unique_ptr<http::Gate> gate_;
  std::unique_ptr<TokenCache> cache_;
  std::unique_ptr<Reads> reads_;
  std::unique_ptr<ReadClient> client_;
  std::unique_ptr<MutationChannel> channel_;
};

}  // namespace retention::github
