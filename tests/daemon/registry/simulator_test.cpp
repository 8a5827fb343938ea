#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/registry/reader.h"
#include "tests/daemon/registry/reader_fixture.h"
#include "tests/simulator/simulator.h"

namespace retention::registry {
namespace {

using namespace test;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;

// The reader, over real connections, against the registry of the simulator; both live by one fake clock.
class RegistrySimulatorTest : public ::testing::Test {
 protected:
  void start(const std::string& rest = "") {
    const std::string scenario = R"(
clock: 2026-03-02T02:30:00Z
owners:
  - { login: Acme, kind: organization, id: 42, admins: [olivia] }
  - { login: olivia, kind: user, id: 51 }
  - { login: sam, kind: user, id: 52 }
tokens:
  - { name: keeper, value: ghp_keeper, user: olivia, scopes: ["read:packages"] }
  - { name: none, value: ghp_none, user: olivia }
  - { name: stranger, value: ghp_stranger, user: sam, scopes: ["read:packages"] }
packages:
  - owner: Acme
    type: container
    name: Team/web
    versions:
      - { id: 1, label: amd, platform: linux/amd64 }
      - { id: 2, label: arm, platform: linux/arm64/v8 }
      - { id: 3, label: proof, attests: amd }
      - { id: 4, tags: ["1.0"], label: index, index: [amd, arm, proof] }
      - { id: 5, tags: ["sha256-{index}.sig"], subject: index, artifact_type: application/x-signature }
      - { id: 6, tags: [flat], media: docker, label: flat }
      - { id: 7, tags: [list], media: docker, label: list, index: [flat] }
      - { id: 8, tags: [nested], label: nested, index: [index, list] }
      - { id: 9, tags: [raw], manifest: '{"mediaType":"application/x","any":1}' }
      - { id: 10, label: gone }
)" + rest;
    simulator::Options options;
    options.clock = [this] { return clock_.now(); };
    simulator_ = std::make_unique<simulator::Simulator>(simulator::Scenario::parse(scenario), options);
    for (const auto& view : simulator_->active("Acme", "container", "Team/web"))
      digests_.push_back(*Digest::parse(view.name));
    connect();
  }

  void connect(milliseconds deadline = seconds{30}, PaceOptions pace = {}) {
    const auto url = *http::parse_url(simulator_->url());
    ReaderOptions options{{{url, url}, "1.2.3"}, {}, pace};
    options.connection.deadline = deadline;
    reader_ = std::make_unique<ManifestReader>(std::move(options), tokens_, clock_);
  }

  // By the id of its version.
  [[nodiscard]] const Digest& of(std::size_t id) const { return digests_.at(id - 1); }

  Result<void> read(const std::vector<Digest>& digests, const Package& from = package()) {
    return reader_->read(from, digests, sink_, stop_.get_token());
  }

  [[nodiscard]] std::int64_t calls(std::string_view operation) const {
    const auto requests = simulator_->requests();
    return std::count_if(requests.begin(), requests.end(), [&](const auto& one) { return one.operation == operation; });
  }

  retention::test::FakeClock clock_;
  retention::test::FixedTokens tokens_{"ghp_keeper"};
  KeepingSink sink_;
  std::stop_source stop_;
  std::unique_ptr<simulator::Simulator> simulator_;
  std::vector<Digest> digests_;
  std::unique_ptr<ManifestReader> reader_;
};

TEST_F(RegistrySimulatorTest, ReadsIndexesImagesAttestationsAndSubjects) {
  start();
  ASSERT_TRUE(read(digests_));
  EXPECT_EQ(sink_.at(of(1))->kind, ManifestKind::image);
  EXPECT_THAT(sink_.at(of(4))->children, ElementsAre(of(1), of(2), of(3)));
  EXPECT_EQ(sink_.at(of(5))->subject, of(4));
  EXPECT_EQ(sink_.at(of(5))->artifact_type, "application/x-signature");
  EXPECT_EQ(sink_.at(of(6))->kind, ManifestKind::image);
  EXPECT_THAT(sink_.at(of(7))->children, ElementsAre(of(6)));
  EXPECT_THAT(sink_.at(of(8))->children, ElementsAre(of(4), of(7)));
  EXPECT_EQ(sink_.at(of(9)).error().code, ErrorCode::bad_reply) << "a type that is not accepted is not missing";
}

TEST_F(RegistrySimulatorTest, CountsEachAsOneDownloadAndAsksForNothingElse) {
  start();
  ASSERT_TRUE(read(digests_));
  for (const auto& view : simulator_->active("Acme", "container", "Team/web"))
    EXPECT_EQ(view.downloads, view.id == 9 ? 0 : 1) << view.id;
  EXPECT_EQ(calls("registry_base"), 1);
  EXPECT_EQ(calls("registry_token"), 1);
  EXPECT_EQ(calls("registry_manifest"), 10);
  EXPECT_EQ(calls("registry_referrers"), 0);
  for (const auto& request : simulator_->requests()) {
    if (request.operation != "registry_token") continue;
    EXPECT_EQ(request.token, "keeper");
  }
}

TEST_F(RegistrySimulatorTest, TellsDeletedManifestsFromUnknownPackages) {
  start();
  simulator_->remove(10);
  ASSERT_TRUE(read({of(10)}));
  EXPECT_EQ(sink_.at(of(10)).error().code, ErrorCode::not_found);
  const auto done = read({of(1)}, package("Acme", "nowhere"));
  EXPECT_EQ(done.error().code, ErrorCode::not_found);
  EXPECT_THAT(done.error().message, HasSubstr("NAME_UNKNOWN"));
  EXPECT_EQ(sink_.size(), 1U);
}

TEST_F(RegistrySimulatorTest, RefusesBytesThatTheDigestDoesNotName) {
  start("switches: { manifest_digests: mismatched }");
  ASSERT_TRUE(read({of(1)}));
  EXPECT_THAT(sink_.at(of(1)).error().message, HasSubstr("other bytes than the digest names"));
}

TEST_F(RegistrySimulatorTest, TellsWhatTheTokenLacks) {
  start();
  tokens_.set(Purpose::read, "ghp_none");
  EXPECT_EQ(read({of(1)}).error().code, ErrorCode::missing_scope);
  tokens_.set(Purpose::read, "ghp_stranger");
  EXPECT_EQ(read({of(1)}).error().code, ErrorCode::forbidden);
  tokens_.set(Purpose::read, "ghp_nobody");
  EXPECT_EQ(read({of(1)}).error().code, ErrorCode::unauthorized);
  tokens_.set(Purpose::read, "ghp_keeper");
  EXPECT_TRUE(read({of(1)}));
}

TEST_F(RegistrySimulatorTest, ExchangesAnewOnceTheTokenHasEnded) {
  start();
  connect(seconds{30}, {.first = 1, .most = 1});
  // A token of 300 s that was good for a second request is at its end when that arrives.
  simulator_->before_request([this](const simulator::RequestRecord& request) {
    if (request.operation == "registry_manifest") clock_.advance(seconds{200});
  });
  ASSERT_TRUE(read({of(1), of(2), of(3), of(4), of(5), of(6), of(7), of(8)}));
  EXPECT_EQ(sink_.good(), 8U);
  EXPECT_GE(calls("registry_token"), 4);
  EXPECT_GT(calls("registry_manifest"), 8) << "some were answered 401 and asked for again";
}

TEST_F(RegistrySimulatorTest, WaitsOutABurst) {
  start("switches: { registry_burst: 3 }");
  ASSERT_TRUE(read({of(1), of(2), of(3), of(4), of(5), of(6), of(7), of(8)}));
  EXPECT_EQ(sink_.good(), 8U);
  EXPECT_GE(clock_.total_slept(), seconds{2});
}

TEST_F(RegistrySimulatorTest, SurvivesEachFaultOfTheServer) {
  start();
  for (const char* fault :
       {"{ kind: status, status: 502, nth: 2 }", "{ kind: reset, nth: 2 }", "{ kind: short_body, nth: 2 }",
        "{ kind: status, status: 503, nth: 1, headers: { Retry-After: '5' } }"}) {
    simulator_->clear_faults();
    simulator_->add_fault(fault);
    sink_ = {};
    ASSERT_TRUE(read({of(1), of(2), of(3), of(4)})) << fault;
    EXPECT_EQ(sink_.good(), 4U) << fault;
  }
}

TEST_F(RegistrySimulatorTest, TakesNoGarbageForAManifest) {
  start();
  for (const char* kind : {"truncated", "html", "empty_body", "object"}) {
    simulator_->clear_faults();
    simulator_->add_fault(std::string("{ operation: registry_manifest, kind: ") + kind + ", status: 200 }");
    sink_ = {};
    ASSERT_TRUE(read({of(1)})) << kind;
    ASSERT_FALSE(sink_.at(of(1))) << kind;
    EXPECT_EQ(sink_.at(of(1)).error().code, ErrorCode::bad_reply) << kind;
  }
}

TEST_F(RegistrySimulatorTest, HeedsTheDeadlineOfEachExchange) {
  start();
  connect(milliseconds{50});
  simulator_->add_fault("{ operation: registry_manifest, kind: drip }");
  const auto done = read({of(1)});
  ASSERT_TRUE(done);
  EXPECT_EQ(sink_.at(of(1)).error().code, ErrorCode::timed_out);
  EXPECT_EQ(calls("registry_manifest"), 4);
}

TEST_F(RegistrySimulatorTest, EndsAtAStopInTheMiddleOfAReply) {
  start();
  simulator_->add_fault("{ operation: registry_manifest, kind: delay, wait: 30s }");
  simulator_->before_request([this](const simulator::RequestRecord& request) {
    if (request.operation == "registry_manifest") stop_.request_stop();
  });
  EXPECT_EQ(read({of(1), of(2)}).error().code, ErrorCode::interrupted);
  EXPECT_EQ(sink_.size(), 0U);
}

TEST_F(RegistrySimulatorTest, ReadsManyAtOnce) {
  std::string rest = "  - owner: Acme\n    type: container\n    name: many\n    versions:\n";
  for (int id = 1001; id <= 1400; ++id) rest += "      - { id: " + std::to_string(id) + " }\n";
  start(rest);
  std::vector<Digest> all;
  for (const auto& view : simulator_->active("Acme", "container", "many")) all.push_back(*Digest::parse(view.name));
  ASSERT_TRUE(read(all, package("Acme", "many")));
  EXPECT_EQ(sink_.good(), 400U);
  EXPECT_EQ(calls("registry_manifest"), 400);
  EXPECT_LE(simulator_->concurrency_high_water(), 32);
}

}  // namespace
}  // namespace retention::registry
