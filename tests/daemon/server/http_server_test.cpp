#include "daemon/server/http_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/fake_clock.h"

namespace retention::server {
namespace {

class HttpServerTest : public testing::Test {
 protected:
  void SetUp() override {
    board_.turned(seconds_of(clock_.now()));
    auto started = HttpServer::start({"127.0.0.1", 0}, board_, clock_);
    ASSERT_TRUE(started) << started.error().message;
    server_ = std::move(*started);
    client_ = std::make_unique<httplib::Client>("127.0.0.1", server_->address().port);
  }

  void be_ready() {
    for (const Check check : {Check::configuration, Check::ledger, Check::start_up}) board_.passed(check);
  }

  // A connected socket that sends this much and no more.
  int connect_and_send(const std::string& data) const {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server_->address().port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const void* untyped = &address;
    EXPECT_EQ(connect(socket, static_cast<const sockaddr*>(untyped), sizeof address), 0);
    EXPECT_EQ(send(socket, data.data(), data.size(), MSG_NOSIGNAL), static_cast<ssize_t>(data.size()));
    return socket;
  }

  // All that is sent back until the server closes.
  std::string exchange(const std::string& data) const {
    const int socket = connect_and_send(data);
    std::string all;
    std::array<char, 1024> part{};
    ssize_t got = 0;
    while ((got = recv(socket, part.data(), part.size(), 0)) > 0)
      all.append(part.data(), static_cast<std::size_t>(got));
    close(socket);
    return all;
  }

  retention::test::FakeClock clock_;
  HealthBoard board_;
  std::unique_ptr<HttpServer> server_;
  std::unique_ptr<httplib::Client> client_;
};

TEST_F(HttpServerTest, ReportsTheFreePortItChose) {
  EXPECT_NE(server_->address().port, 0);
  EXPECT_EQ(server_->url(), "http://127.0.0.1:" + std::to_string(server_->address().port));
}

TEST_F(HttpServerTest, TellsHealthAndForgetsItAfterTwoMinutes) {
  EXPECT_EQ(client_->Get("/healthz")->status, 200);
  clock_.advance(std::chrono::seconds{121});
  EXPECT_EQ(client_->Get("/healthz")->status, 503);
}

TEST_F(HttpServerTest, TellsReadinessAndWhatIsMissing) {
  const auto early = client_->Get("/readyz");
  EXPECT_EQ(early->status, 503);
  EXPECT_EQ(early->get_header_value("Content-Type"), "application/problem+json");
  EXPECT_NE(early->body.find("the ledger is not open yet"), std::string::npos);
  be_ready();
  EXPECT_EQ(client_->Get("/readyz")->status, 200);
}

TEST_F(HttpServerTest, AnswersHeadWithoutABody) {
  const auto reply = client_->Head("/healthz");
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body, "");
  const std::string raw = exchange("HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_TRUE(raw.ends_with("\r\n\r\n")) << raw;
  EXPECT_NE(raw.find("Content-Length: "), std::string::npos) << raw;
}

TEST_F(HttpServerTest, RefusesOtherMethodsWithTheirBodies) {
  const auto reply = client_->Post("/healthz", std::string(1000, 'x'), "text/plain");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 405);
  EXPECT_EQ(reply->get_header_value("Allow"), "GET, HEAD");
}

TEST_F(HttpServerTest, RefusesAForeignHost) {
  EXPECT_EQ(client_->Get("/readyz", {{"Host", "evil.example"}})->status, 421);
}

TEST_F(HttpServerTest, SendsTheWholeBodyWhateverRangeIsAsked) {
  const auto reply = client_->Get("/healthz", {{"Range", "bytes=0-1"}});
  EXPECT_EQ(reply->status, 200);
  EXPECT_GT(reply->body.size(), 2U);
}

TEST_F(HttpServerTest, RefusesWhatIsNoRequest) {
  const std::string reply = exchange("COFFEE / HTTP/9\r\n\r\n");
  EXPECT_TRUE(reply.starts_with("HTTP/1.1 400")) << reply;
  EXPECT_NE(reply.find("application/problem+json"), std::string::npos) << reply;
}

TEST_F(HttpServerTest, DropsARequestWithEndlessHeaders) {
  std::string request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n";
  while (request.size() < std::size_t{64} * 1024) request += "X-Padding: 0123456789012345678901234567890123456789\r\n";
  EXPECT_EQ(exchange(request + "\r\n").find("HTTP/1.1 200"), std::string::npos);
  EXPECT_EQ(client_->Get("/healthz")->status, 200);
}

TEST_F(HttpServerTest, SurvivesClientsThatLeaveAtOnce) {
  for (int i = 0; i < 20; ++i) close(connect_and_send(i % 2 == 0 ? "" : "GET /healthz HTTP/1.1\r\n"));
  EXPECT_EQ(client_->Get("/healthz")->status, 200);
}

TEST_F(HttpServerTest, StopsThoughClientsHoldTheirConnections) {
  std::vector<int> idle;
  for (int i = 0; i < 12; ++i) idle.push_back(connect_and_send("GET /healthz HTTP/1.1\r\nHost:"));
  server_.reset();  // would take the 5 seconds of each connection, and the test its timeout, without the stop event
  EXPECT_FALSE(client_->Get("/healthz"));
  for (const int socket : idle) close(socket);
}

TEST_F(HttpServerTest, SaysThatTheAddressIsInUse) {
  const auto second = HttpServer::start(server_->address(), board_, clock_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::configuration);
  EXPECT_NE(second.error().message.find("Address already in use"), std::string::npos) << second.error().message;
}

TEST_F(HttpServerTest, SaysThatTheAddressIsNotOfThisMachine) {
  const auto server = HttpServer::start({"192.0.2.1", 0}, board_, clock_);
  ASSERT_FALSE(server);
  EXPECT_NE(server.error().message.find("Cannot assign requested address"), std::string::npos)
      << server.error().message;
}

TEST_F(HttpServerTest, CanListenAgainRightAway) {
  const ListenAddress address = server_->address();
  EXPECT_EQ(client_->Get("/healthz")->status, 200);
  server_.reset();
  const auto again = HttpServer::start(address, board_, clock_);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(client_->Get("/healthz")->status, 200);
}

}  // namespace
}  // namespace retention::server
