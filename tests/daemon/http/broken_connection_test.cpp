#include "daemon/http/httplib_transport.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>

#include "tests/daemon/http/transport_fixture.h"

namespace retention::http {
namespace {

// A server that reads a whole request and then leaves its client to the deadline.
class LateServer {
 public:
  explicit LateServer(const std::function<void(RawConnection&)>& then)
      : server_([this, then](RawConnection& connection, int) {
          if (connection.read_request().empty()) return;
          arrived_ = true;
          then(connection);
        }) {}

  // What became of a request that had arrived before its deadline. On a busy machine a short one may pass earlier,
  // which proves nothing; then a longer one is tried.
  tl::expected<Response, TransportFailure> exchange(const Request& request) {
    auto deadline = 100ms;
    auto reply = transport_to(server_, deadline)->exchange(request, {});
    while (!arrived_ && deadline < 10s) {
      deadline *= 3;
      reply = transport_to(server_, deadline)->exchange(request, {});
    }
    return reply;
  }

 private:
  std::atomic<bool> arrived_{false};
  RawServer server_;
};

// A body of 40 seconds.
void drip(RawConnection& connection) {
  for (int i = 0; i < 20000 && connection.pause(2ms) && connection.send("x"); ++i) {
  }
}

TEST(Transport, EndsADrippingReplyAtTheDeadline) {
  LateServer server([](RawConnection& connection) {
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n");
    drip(connection);
  });
  const auto reply = server.exchange(get());
  ASSERT_FALSE(reply.has_value()) << "the whole reply was waited for";
  EXPECT_EQ(reply.error().kind, Kind::timed_out);
  EXPECT_EQ(reply.error().phase, Phase::unknown);
}

TEST(Transport, ADrippingReplyWithoutALengthIsNotTakenForWhole) {
  LateServer server([](RawConnection& connection) {
    connection.send("HTTP/1.1 200 OK\r\n\r\n");
    drip(connection);
  });
  const auto reply = server.exchange(get());
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().kind, Kind::timed_out);
}

TEST(Transport, EndsASilentExchangeAtTheDeadline) {
  LateServer server([](RawConnection& connection) { connection.await_close(); });
  const auto reply = server.exchange(remove());
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().kind, Kind::timed_out);
  EXPECT_EQ(reply.error().phase, Phase::unknown) << "the server may have done it";
}

TEST(Transport, ARefusedConnectionIsNotSent) {
  const RefusingPort nobody;
  const auto transport = std::move(*make_transport(options_for(nobody.port())));
  const auto reply = transport->exchange(remove(), {});
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().phase, Phase::not_sent);
  EXPECT_EQ(reply.error().kind, Kind::unreachable);
}

TEST(Transport, AnUnknownHostIsNotSentAndNamed) {
  auto options = options_for(80);
  options.server.host = "no-such-host.invalid";
  const auto reply = std::move(*make_transport(std::move(options)))->exchange(remove(), {});
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().phase, Phase::not_sent);
  EXPECT_NE(reply.error().message.find("no address was found for http://no-such-host.invalid"), std::string::npos);
}

TEST(Transport, AConnectionResetBeforeTheRequestIsReadIsUnknownAndNotRepeated) {
  RawServer server([](RawConnection& connection, int) {
    connection.await_bytes();
    connection.reset();
  });
  const auto reply = transport_to(server)->exchange(remove(), {});
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().phase, Phase::unknown);
  EXPECT_EQ(reply.error().kind, Kind::broken);
  EXPECT_EQ(server.connections(), 1);
}

TEST(Transport, AConnectionResetAfterTheRequestIsUnknownAndNotRepeated) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_request();
    connection.reset();
  });
  const auto reply = transport_to(server)->exchange(remove(), {});
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().phase, Phase::unknown);
  EXPECT_EQ(server.connections(), 1);
}

TEST(Transport, AnIdleConnectionThatTheServerClosedIsReplaced) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_request();
    connection.send(kOk);
  });
  const auto transport = transport_to(server);
  EXPECT_TRUE(transport->exchange(get(), {}).has_value());
  server.await_closed(1);
  EXPECT_TRUE(transport->exchange(remove(), {}).has_value());
  EXPECT_EQ(server.connections(), 2);
}

TEST(Transport, ATruncatedBodyIsAFailure) {
  for (const std::string_view text : {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1,2",
                                      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n[1,2",
                                      "HTTP/1.1 200 OK\r\nContent-Len", "HTTP/1.1 200", "SSH-2.0-x\r\n\r\n", ""}) {
    RawServer server([&](RawConnection& connection, int) {
      connection.read_request();
      connection.send(text);
    });
    const auto reply = transport_to(server)->exchange(get(), {});
    ASSERT_FALSE(reply.has_value()) << text;
    EXPECT_EQ(reply.error().kind, Kind::broken) << text;
    EXPECT_EQ(reply.error().phase, Phase::unknown) << text;
  }
}

TEST(Transport, ABodyOverTheLimitIsAFailure) {
  const std::string body(3000, 'x');
  for (const std::string& head : {std::string("Content-Length: 3000\r\n\r\n"),
                                  std::string("Transfer-Encoding: chunked\r\n\r\nbb8\r\n"), std::string("\r\n")}) {
    RawServer server([&](RawConnection& connection, int) {
      connection.read_request();
      connection.send("HTTP/1.1 200 OK\r\n" + head + body);
      connection.await_close();
    });
    auto options = options_for(server.port());
    options.max_body = 2999;
    const auto reply = std::move(*make_transport(std::move(options)))->exchange(get(), {});
    ASSERT_FALSE(reply.has_value()) << head;
    EXPECT_EQ(reply.error().kind, Kind::too_large) << head;
  }
}

}  // namespace
}  // namespace retention::http
