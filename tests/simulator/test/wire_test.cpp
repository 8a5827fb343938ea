#include <gtest/gtest.h>

#include "tests/simulator/test/github.h"

namespace retention::simulator::test {
namespace {

const std::string kPackages = "packages: [{ owner: acme, type: npm, name: kit, versions: [{ id: 1, name: '1' }] }]\n";
const std::string kHeaders = "Host: github.test\r\nUser-Agent: test\r\nAuthorization: Bearer t-admin\r\n";

TEST(OnTheWire, NotModifiedHasNeitherLengthNorBody) {
  GitHub github(kPackages);
  Wire wire(github.simulator.port());
  wire.send("GET /orgs/acme/packages/npm/kit HTTP/1.1\r\n" + kHeaders + "\r\n");
  const std::string tag(wire.receive().headers.get("ETag"));
  ASSERT_EQ(tag.find("W/\""), 0U);
  wire.send("GET /orgs/acme/packages/npm/kit HTTP/1.1\r\n" + kHeaders + "If-None-Match: " + tag + "\r\n\r\n");
  const Answer answer = wire.receive();
  EXPECT_EQ(answer.head.find("HTTP/1.1 304 Not Modified\r\n"), 0U);
  EXPECT_FALSE(answer.headers.has("Content-Length"));
  EXPECT_FALSE(answer.headers.has("Transfer-Encoding"));
  EXPECT_FALSE(answer.headers.has("Content-Type"));
  wire.send("GET /user HTTP/1.1\r\n" + kHeaders + "\r\n");
  EXPECT_EQ(wire.receive().status, 200) << "the connection stays usable, so no body was sent";
}

TEST(OnTheWire, AConnectionCarriesManyRequestsAlsoAtOnce) {
  GitHub github(kPackages);
  Wire wire(github.simulator.port());
  const std::string request = "GET /user HTTP/1.1\r\n" + kHeaders + "\r\n";
  wire.send(request + request);
  EXPECT_EQ(wire.receive().status, 200);
  EXPECT_EQ(wire.receive().status, 200);
}

TEST(OnTheWire, UrlsBeginWithTheHostThatWasAsked) {
  GitHub github(kPackages);
  Wire wire(github.simulator.port());
  wire.send("GET /orgs/acme/packages/npm/kit HTTP/1.1\r\n" + kHeaders + "\r\n");
  const auto json = nlohmann::json::parse(wire.receive().body);
  EXPECT_EQ(json["url"], "http://github.test/orgs/acme/packages/npm/kit");
}

TEST(OnTheWire, UrlsBeginWithThePublicUrlWhenThereIsOne) {
  Options options;
  options.public_url = "https://api.example.test";
  Simulator simulator(Scenario::parse(std::string(kPeople) + kPackages), options);
  const Answer answer = ask(simulator.port(), "GET", "/orgs/acme/packages/npm/kit", kHeaders);
  EXPECT_EQ(nlohmann::json::parse(answer.body)["url"], "https://api.example.test/orgs/acme/packages/npm/kit");
}

TEST(OnTheWire, BodiesInChunksAreRead) {
  GitHub github(kPackages);
  Wire wire(github.simulator.port());
  wire.send(
      "POST /_simulator/clock HTTP/1.1\r\nTransfer-Encoding: "
      "chunked\r\n\r\n8\r\n{\"advanc\r\n8\r\ne\":\"1d\"}\r\n0\r\n\r\n");
  EXPECT_EQ(wire.receive().status, 200);
  EXPECT_EQ(format_time(github.simulator.now()), "2026-03-03T12:00:00Z");
}

TEST(OnTheWire, HeadAnnouncesALengthAndSendsNoBody) {
  GitHub github(kPackages);
  Wire wire(github.simulator.port());
  wire.send("HEAD /orgs/acme/packages/npm/kit HTTP/1.1\r\n" + kHeaders + "\r\n");
  EXPECT_NE(wire.receive_head().headers.get("Content-Length"), "0");
  wire.send("GET /user HTTP/1.1\r\n" + kHeaders + "\r\n");
  EXPECT_EQ(wire.receive().status, 200);
}

TEST(OnTheWire, TheDateIsTheSimulatorsOwn) {
  GitHub github(kPackages);
  EXPECT_EQ(github.get("/user").headers.get("Date"), "Mon, 02 Mar 2026 12:00:00 GMT");
}

TEST(OnTheWire, NonsenseEndsTheConnectionAndNothingElse) {
  GitHub github(kPackages);
  Wire wire(github.simulator.port());
  wire.send("nonsense\r\n\r\n");
  EXPECT_EQ(wire.receive().status, 0);
  EXPECT_EQ(github.get("/user").status, 200);
}

}  // namespace
}  // namespace retention::simulator::test
