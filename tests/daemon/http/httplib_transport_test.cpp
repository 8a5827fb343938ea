#include "daemon/http/httplib_transport.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/daemon/http/raw_server.h"

namespace retention::http {
namespace {

using namespace std::chrono_literals;
using Kind = TransportFailure::Kind;
using Phase = TransportFailure::Phase;
using test::RawConnection;
using test::RawServer;

constexpr std::string_view kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

TransportOptions options_for(std::uint16_t port) {
  TransportOptions options;
  options.server = Url{Scheme::http, "127.0.0.1", port, ""};
  return options;
}

std::unique_ptr<HttpTransport> transport_to(const RawServer& server, std::chrono::milliseconds deadline = 30s) {
  auto options = options_for(server.port());
  options.deadline = deadline;
  return std::move(*make_transport(std::move(options)));
}

Request get(std::string target = "/x") {
  return {Method::get, std::move(target), {}, std::nullopt};
}

Request remove() {
  return {Method::remove, "/x", {}, std::nullopt};
}

// Answers every request of a connection with `reply`.
void answer_all(RawConnection& connection, std::string_view reply) {
  while (!connection.read_request().empty() && connection.send(reply)) {
  }
}

TEST(Transport, KeepsOneConnectionForManyExchanges) {
  RawServer server([](RawConnection& connection, int) { answer_all(connection, kOk); });
  {
    const auto transport = transport_to(server);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(transport->exchange(get(), {})->body, "ok");
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST(Transport, SendsTheTargetAsItIsAndItsHeadersOnce) {
  std::string seen;
  RawServer server([&](RawConnection& connection, int) {
    seen = connection.read_request();
    connection.send(kOk);
  });
  auto request = get("/orgs/acme/packages/container/kas%2Fkas/versions?per_page=100&page=2");
  request.headers = {{"Authorization", "Bearer t"}, {"User-Agent", "retentiond/1"}, {"Accept", "text/x"}};
  const auto transport = transport_to(server);
  EXPECT_EQ(transport->exchange(request, {})->status, 200);
  server.await_closed(1);
  EXPECT_TRUE(seen.starts_with("GET /orgs/acme/packages/container/kas%2Fkas/versions?per_page=100&page=2 HTTP/1.1\r\n"))
      << seen;
  for (const char* line : {"Authorization: Bearer t\r\n", "User-Agent: retentiond/1\r\n", "Accept: text/x\r\n"}) {
    const auto at = seen.find(line);
    EXPECT_NE(at, std::string::npos) << line;
    EXPECT_EQ(seen.find(line, at + 1), std::string::npos) << line;
  }
}

TEST(Transport, MutationsWithoutABodySayThatTheirLengthIsZero) {
  std::vector<std::string> seen;
  RawServer server([&](RawConnection& connection, int) {
    for (int i = 0; i < 2; ++i) {
      seen.push_back(connection.read_request());
      connection.send("HTTP/1.1 204 No Content\r\n\r\n");
    }
  });
  const auto transport = transport_to(server);
  EXPECT_EQ(transport->exchange(remove(), {})->status, 204);
  EXPECT_EQ(transport->exchange({Method::post, "/x/restore", {}, std::nullopt}, {})->status, 204);
  server.await_closed(1);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_TRUE(seen[0].starts_with("DELETE /x "));
  EXPECT_TRUE(seen[1].starts_with("POST /x/restore "));
  for (const auto& text : seen) {
    const auto at = text.find("Content-Length: 0\r\n");
    EXPECT_NE(at, std::string::npos) << text;
    EXPECT_EQ(text.find("Content-Length", at + 1), std::string::npos) << text;
  }
}

TEST(Transport, ReturnsABare304AtOnce) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_request();
    connection.send("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n");
    connection.await_close();
  });
  const auto transport = transport_to(server);
  for (int i = 0; i < 2; ++i) {
    const auto reply = transport->exchange(get(), {});
    ASSERT_TRUE(reply.has_value()) << reply.error().message;
    EXPECT_EQ(reply->status, 304);
    EXPECT_EQ(reply->headers.find("etag"), "\"a\"");
    EXPECT_EQ(reply->body, "");
  }
}

TEST(Transport, KeepsTheConnectionAfterA304ThatSaysItIsEmpty) {
  RawServer server([](RawConnection& connection, int) {
    answer_all(connection, "HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n");
  });
  const auto transport = transport_to(server);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(transport->exchange(get(), {})->status, 304);
  EXPECT_EQ(server.connections(), 1);
}

TEST(Transport, DoesNotWaitForABodyThatA304Announces) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_request();
    connection.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 1234\r\n\r\n");
    connection.await_close();
  });
  EXPECT_EQ(transport_to(server)->exchange(get(), {})->status, 304);
}

TEST(Transport, EndsADrippingReplyAtTheDeadline) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_request();
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n");
    for (int i = 0; i < 2000 && connection.pause(2ms) && connection.send("x"); ++i) {
    }
  });
  const auto reply = transport_to(server, 100ms)->exchange(get(), {});
  ASSERT_FALSE(reply.has_value()) << "the whole reply was waited for";
  EXPECT_EQ(reply.error().kind, Kind::timed_out);
  EXPECT_EQ(reply.error().phase, Phase::unknown);
}

TEST(Transport, ADrippingReplyWithoutALengthIsNotTakenForWhole) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_request();
    connection.send("HTTP/1.1 200 OK\r\n\r\n");
    for (int i = 0; i < 2000 && connection.pause(2ms) && connection.send("x"); ++i) {
    }
  });
  const auto reply = transport_to(server, 100ms)->exchange(get(), {});
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().kind, Kind::timed_out);
}

TEST(Transport, EndsASilentExchangeAtTheDeadline) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_request();
    connection.await_close();
  });
  const auto reply = transport_to(server, 100ms)->exchange(remove(), {});
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().kind, Kind::timed_out);
  EXPECT_EQ(reply.error().phase, Phase::unknown) << "the server may have done it";
}

TEST(Transport, ARefusedConnectionIsNotSent) {
  std::uint16_t port = 0;
  {
    port = RawServer([](RawConnection&, int) {}).port();
  }
  const auto transport = std::move(*make_transport(options_for(port)));
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
  RawServer server([](RawConnection& connection, int) { connection.reset(); });
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

TEST(Transport, NeverFollowsARedirect) {
  RawServer elsewhere([](RawConnection& connection, int) { answer_all(connection, kOk); });
  RawServer server([&](RawConnection& connection, int) {
    connection.read_request();
    connection.send("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:" +
                    std::to_string(elsewhere.port()) + "/y\r\nContent-Length: 0\r\n\r\n");
  });
  auto request = get();
  request.headers.add("Authorization", "Bearer secret");
  const auto reply = transport_to(server)->exchange(request, {});
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->status, 307);
  EXPECT_EQ(elsewhere.connections(), 0);
}

TEST(Transport, AStopInterruptsAGetInFlight) {
  std::stop_source stop;
  RawServer server([&](RawConnection& connection, int number) {
    connection.read_request();
    if (number == 2) {
      connection.send(kOk);
      return;
    }
    stop.request_stop();
    connection.await_close();
  });
  const auto transport = transport_to(server);
  const auto reply = transport->exchange(get(), stop.get_token());
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().kind, Kind::interrupted);
  EXPECT_EQ(transport->exchange(remove(), stop.get_token()).error().phase, Phase::not_sent);
  EXPECT_EQ(server.connections(), 1);
  EXPECT_TRUE(transport->exchange(get(), {}).has_value()) << "a cut connection is replaced";
}

TEST(Transport, AMutationInFlightMayEndAfterAStop) {
  std::stop_source stop;
  RawServer server([&](RawConnection& connection, int) {
    connection.read_request();
    stop.request_stop();
    connection.send("HTTP/1.1 204 No Content\r\n\r\n");
    connection.await_close();
  });
  auto options = options_for(server.port());
  options.mutation_grace = 60s;
  const auto reply = std::move(*make_transport(std::move(options)))->exchange(remove(), stop.get_token());
  ASSERT_TRUE(reply.has_value()) << reply.error().message;
  EXPECT_EQ(reply->status, 204);
}

TEST(Transport, AMutationThatDoesNotEndAfterAStopIsUnknown) {
  std::stop_source stop;
  RawServer server([&](RawConnection& connection, int) {
    connection.read_request();
    stop.request_stop();
    connection.await_close();
  });
  auto options = options_for(server.port());
  options.mutation_grace = 50ms;
  const auto reply = std::move(*make_transport(std::move(options)))->exchange(remove(), stop.get_token());
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().kind, Kind::interrupted);
  EXPECT_EQ(reply.error().phase, Phase::unknown);
}

TEST(Transport, RefusesALineBreakInAHeaderOrTarget) {
  RawServer server([](RawConnection& connection, int) { answer_all(connection, kOk); });
  const auto transport = transport_to(server);
  auto request = get();
  request.headers.add("Authorization", "Bearer x\r\nX-Evil: 1");
  EXPECT_EQ(transport->exchange(request, {}).error().phase, Phase::not_sent);
  EXPECT_EQ(transport->exchange(get("/x\r\nX-Evil: 1"), {}).error().phase, Phase::not_sent);
  EXPECT_EQ(transport->exchange(get("/x y"), {}).error().phase, Phase::not_sent);
  EXPECT_EQ(server.connections(), 0);
}

TEST(Transport, AServerThatClosesWhileWeWriteDoesNotEndTheProcess) {
  RawServer server([](RawConnection& connection, int) { connection.reset(); });
  const auto transport = transport_to(server);
  Request large{Method::post, "/x", {}, std::string(std::size_t{8} << 20, 'x')};
  EXPECT_FALSE(transport->exchange(large, {}).has_value());
}

TEST(Transport, ACaFileThatCannotBeReadIsAConfigurationError) {
  auto options = options_for(1);
  options.ca_file = "/nonexistent/ca.pem";
  const auto transport = make_transport(std::move(options));
  ASSERT_FALSE(transport.has_value());
  EXPECT_EQ(transport.error().code, ErrorCode::configuration);
  EXPECT_NE(transport.error().message.find("/nonexistent/ca.pem"), std::string::npos);
}

}  // namespace
}  // namespace retention::http
