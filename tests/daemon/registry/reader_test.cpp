#include "daemon/registry/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/daemon/registry/reader_fixture.h"

namespace retention::registry {
namespace {

using namespace test;
using std::chrono::seconds;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Kind = http::TransportFailure::Kind;

bool is_manifest(const http::Request& request) {
  return request.target.find("/manifests/") != std::string::npos;
}

TEST_F(ReaderTest, HandsOnEachManifestOnceFromTheCallersThread) {
  auto digests = registry_.put_images(500);
  digests.push_back(digests.front());
  digests.push_back(digest(1));
  ASSERT_TRUE(read(digests));
  EXPECT_EQ(sink_.size(), 501U);
  EXPECT_EQ(sink_.good(), 500U);
  EXPECT_EQ(sink_.at(digest(1)).error().code, ErrorCode::not_found);
  EXPECT_EQ(sink_.from_elsewhere(), 0);
  EXPECT_EQ(registry_.asked("/manifests/"), 501);
}

TEST_F(ReaderTest, AsksNothingForNothing) {
  ASSERT_TRUE(read({}));
  EXPECT_TRUE(registry_.seen().empty());
  EXPECT_EQ(tokens_.reads(), 0);
}

TEST_F(ReaderTest, BeginsWithEightAtOnce) {
  Meeting eight(8);
  registry_.script([&](const http::Request& request) -> std::optional<FakeRegistry::Outcome> {
    if (is_manifest(request)) eight.arrive();
    return std::nullopt;
  });
  ASSERT_TRUE(read(registry_.put_images(8)));
  EXPECT_EQ(registry_.most_in_flight(), 8);
}

TEST_F(ReaderTest, GrowsUpToThirtyTwoAtOnceWithinOnePackage) {
  Meeting all(32);
  std::atomic<int> requests{0};
  registry_.script([&](const http::Request& request) -> std::optional<FakeRegistry::Outcome> {
    if (is_manifest(request) && ++requests > 600) all.arrive();
    return std::nullopt;
  });
  ASSERT_TRUE(read(registry_.put_images(700)));
  EXPECT_EQ(registry_.most_in_flight(), 32);
}

TEST_F(ReaderTest, KeepsItsConnectionsForTheNextPackage) {
  connect({.first = 1, .most = 1});
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(read(registry_.put_images(3)));
  EXPECT_EQ(registry_.connections(), 2) << "one for manifests and one for the exchange";
}

TEST_F(ReaderTest, WaitsAsLongAsTheRegistryAsksAndThenReadsTheRest) {
  std::atomic<int> requests{0};
  registry_.script([&](const http::Request& request) -> std::optional<FakeRegistry::Outcome> {
    if (!is_manifest(request) || ++requests % 10 != 0) return std::nullopt;
    return FakeRegistry::error(429, "TOOMANYREQUESTS", "slower", {{"Retry-After", "3"}});
  });
  ASSERT_TRUE(read(registry_.put_images(100)));
  EXPECT_EQ(sink_.good(), 100U);
  EXPECT_GE(clock_.total_slept(), seconds{3});
}

TEST_F(ReaderTest, HalvesWhatIsInFlightAfterALimit) {
  connect({.first = 8, .most = 8});
  std::atomic<bool> limited{false};
  std::atomic<int> now{0};
  std::atomic<int> most{0};
  Meeting eight(8);
  Meeting four(4);
  registry_.script([&](const http::Request& request) -> std::optional<FakeRegistry::Outcome> {
    if (!is_manifest(request)) return std::nullopt;
    if (!limited) {
      eight.arrive();
      limited = true;
      return FakeRegistry::error(429, "TOOMANYREQUESTS");
    }
    const int mine = ++now;
    for (int seen = most; mine > seen && !most.compare_exchange_weak(seen, mine);) {
    }
    four.arrive();
    for (int i = 0; i < 2000; ++i) std::this_thread::yield();  // whoever else may come in does
    --now;
    return std::nullopt;
  });
  ASSERT_TRUE(read(registry_.put_images(12)));
  EXPECT_LE(most, 6) << "four, and one more for each full window";
  EXPECT_EQ(sink_.good(), 12U);
}

TEST_F(ReaderTest, EndsAfterSixWindowsOfTroubleInARow) {
  for (const Kind kind : {Kind::unreachable, Kind::timed_out}) {
    connect();
    registry_.script([&](const http::Request&) { return FakeRegistry::failure(kind); });
    const auto before = registry_.seen().size();
    const auto done = read(registry_.put_images(1000));
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, kind == Kind::timed_out ? ErrorCode::timed_out : ErrorCode::unreachable);
    EXPECT_THAT(done.error().message, HasSubstr("the cable is cut"));
    EXPECT_LE(registry_.seen().size() - before, 8U + 4 + 2 + 1 + 1 + 1);
    EXPECT_EQ(sink_.size(), 0U);
  }
}

TEST_F(ReaderTest, EndsWhereALimitNeverEnds) {
  connect({.first = 1, .most = 1});
  registry_.script([&](const http::Request&) -> std::optional<FakeRegistry::Outcome> {
    return FakeRegistry::error(429, "TOOMANYREQUESTS", "slower", {{"Retry-After", "60"}});
  });
  const auto done = read(registry_.put_images(1000));
  EXPECT_EQ(done.error().code, ErrorCode::rate_limited);
  EXPECT_THAT(done.error().message, HasSubstr("429 TOOMANYREQUESTS, slower); it opens again at 2026-03-02T02:36:00Z"));
  EXPECT_EQ(clock_.total_slept() / seconds{60}, 5);
}

TEST_F(ReaderTest, DoesNotWaitForLongerThanAQuarterOfAnHour) {
  registry_.script([&](const http::Request&) -> std::optional<FakeRegistry::Outcome> {
    return FakeRegistry::error(429, "TOOMANYREQUESTS", "slower", {{"Retry-After", "901"}});
  });
  EXPECT_EQ(read({digest(1)}).error().code, ErrorCode::rate_limited);
  EXPECT_EQ(registry_.seen().size(), 1U);
  EXPECT_EQ(clock_.total_slept(), seconds{0});
}

TEST_F(ReaderTest, AsksOnceMoreForTheNextPackageWhenThePauseIsOver) {
  bool down = true;
  registry_.script([&](const http::Request&) -> std::optional<FakeRegistry::Outcome> {
    if (!down) return std::nullopt;
    return FakeRegistry::failure(Kind::unreachable);
  });
  ASSERT_FALSE(read(registry_.put_images(10)));
  const auto before = registry_.seen().size();
  const auto slept = clock_.total_slept();
  EXPECT_EQ(read(registry_.put_images(10)).error().code, ErrorCode::unreachable);
  EXPECT_EQ(registry_.seen().size(), before) << "the pause goes on";
  clock_.advance(seconds{60});
  EXPECT_EQ(read(registry_.put_images(10)).error().code, ErrorCode::unreachable);
  EXPECT_EQ(registry_.seen().size(), before + 1);
  EXPECT_EQ(clock_.total_slept(), slept);
  clock_.advance(seconds{60});
  down = false;
  EXPECT_TRUE(read(registry_.put_images(10)));
}

TEST_F(ReaderTest, EndsWithWhatTheSinkSays) {
  sink_.refuse_from(5);
  const auto done = read(registry_.put_images(1000));
  EXPECT_EQ(done.error(), (Error{ErrorCode::ledger, "the sink is full"}));
  EXPECT_EQ(sink_.size(), 5U);
  EXPECT_LT(registry_.asked("/manifests/"), 200) << "little is read ahead";
}

TEST_F(ReaderTest, SaysOfWhichManifestsItIsVainToReadThemAgain) {
  std::vector<Digest> asked = registry_.put_images(20);
  const Digest never = registry_.put("no manifest at all");
  const Digest odd = registry_.put(image(R"(,"annotations":{"n":"odd"})"), kDockerImage);
  asked.insert(asked.end(), {never, odd});
  ASSERT_TRUE(read(asked));
  EXPECT_EQ(sink_.good(), 20U);
  EXPECT_THAT(sink_.refused(), ElementsAre(never)) << "the other one was sent as what it is not";
  EXPECT_FALSE(sink_.at(odd));
  EXPECT_THAT(sink_.at(never).error().message,
              AllOf(HasSubstr("cannot use manifest " + never.to_string()), Not(HasSubstr("web"))));
}

TEST_F(ReaderTest, ReadsNoFurtherAheadThanThereIsRoom) {
  std::ptrdiff_t read_ahead = 0;
  sink_.on_take([&] {
    read_ahead = std::max(read_ahead, registry_.asked("/manifests/") - static_cast<std::ptrdiff_t>(sink_.size()));
  });
  ASSERT_TRUE(read(registry_.put_images(300)));
  EXPECT_LE(read_ahead, static_cast<std::ptrdiff_t>(Board::kRoom));
}

TEST_F(ReaderTest, EndsAtAStop) {
  sink_.on_take([this] { stop_.request_stop(); });
  const auto done = read(registry_.put_images(1000));
  EXPECT_EQ(done.error().code, ErrorCode::interrupted);
  EXPECT_THAT(done.error().message, HasSubstr("did not read the manifests of Acme/container/Team/web"));
  EXPECT_LT(sink_.size(), 1000U);
}

TEST_F(ReaderTest, HandsOverAtAStopWhatItHasAskedFor) {
  sink_.on_take([this] {
    while (registry_.asked("/manifests/") < static_cast<std::ptrdiff_t>(Board::kRoom)) std::this_thread::yield();
    stop_.request_stop();
  });
  EXPECT_FALSE(read(registry_.put_images(1000)));
  EXPECT_EQ(static_cast<std::ptrdiff_t>(sink_.size()), registry_.asked("/manifests/"));
  EXPECT_EQ(sink_.good(), sink_.size());
}

TEST_F(ReaderTest, EndsAtAStopThatWasAskedForBefore) {
  stop_.request_stop();
  EXPECT_EQ(read({digest(1)}).error().code, ErrorCode::interrupted);
  EXPECT_TRUE(registry_.seen().empty());
}

TEST_F(ReaderTest, ReadsTheTokenOfTheOwnerForReading) {
  tokens_.set(Purpose::remove, "ghp_other");
  tokens_.set(Purpose::restore, "ghp_other");
  ASSERT_TRUE(read({registry_.put(image())}));
  EXPECT_EQ(tokens_.last_owner(), "Acme");
  EXPECT_EQ(registry_.seen()[1].authorization, "Basic " + FakeRegistry::kBasic);
}

TEST_F(ReaderTest, LogsInWithoutReadingAManifest) {
  EXPECT_TRUE(reader_->log_in(package(), stop_.get_token()));
  EXPECT_EQ(registry_.asked("/manifests/"), 0);
  EXPECT_EQ(registry_.seen().back().authorization, "Basic " + FakeRegistry::kBasic);
}

TEST_F(ReaderTest, SaysWhyItCannotLogIn) {
  registry_.script([](const http::Request& request) -> std::optional<FakeRegistry::Outcome> {
    if (request.target.find("/token") == std::string::npos) return std::nullopt;
    return FakeRegistry::error(401, "UNAUTHORIZED", "authentication required");
  });
  const auto in = reader_->log_in(package(), stop_.get_token());
  ASSERT_FALSE(in);
  EXPECT_EQ(in.error().code, ErrorCode::unauthorized);
  EXPECT_THAT(in.error().message, HasSubstr("the registry does not accept the token"));
  EXPECT_EQ(read({digest(1)}).error().code, ErrorCode::unauthorized) << "a token that was refused is not shown again";
  EXPECT_EQ(registry_.asked("/token"), 1);
}

TEST_F(ReaderTest, SaysWhatTheTokenSourceSays) {
  tokens_.set(Purpose::read, "");
  EXPECT_EQ(read({digest(1)}).error(), (Error{ErrorCode::configuration, "the token file is empty"}));
}

TEST_F(ReaderTest, SaysWhyThereIsNoConnection) {
  ReaderOptions options{
      {{*http::parse_url("https://ghcr.io"), *http::parse_url("https://api.github.com")}, "1"}, {}, {}};
  ManifestReader reader(std::move(options), tokens_, clock_,
                        [](const http::TransportOptions&) -> Result<std::unique_ptr<http::HttpTransport>> {
                          return retention::fail(ErrorCode::configuration, "cannot read certificates");
                        });
  EXPECT_EQ(reader.read(package(), std::vector{digest(1)}, sink_, {}).error(),
            (Error{ErrorCode::configuration, "cannot read certificates"}));
}

}  // namespace
}  // namespace retention::registry
