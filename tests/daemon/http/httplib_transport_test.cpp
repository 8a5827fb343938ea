#include "daemon/http/httplib_transport.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/daemon/http/transport_fixture.h"

namespace retention::http {
namespace {

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

TEST(Transport, HandsOverHeaderValuesDecoded) {
  RawServer server([](RawConnection& connection, int) {
    answer_all(connection,
               "HTTP/1.1 301 Moved\r\n"
               "Link: <https://h/container/tools%2Flint/versions?page=2>; rel=\"next\"\r\n"
               "Location: https://h/container/tools%2Flint/versions\r\nContent-Length: 0\r\n\r\n");
  });
  const auto transport = transport_to(server);
  const auto reply = transport->exchange(get(), {});
  ASSERT_TRUE(reply.has_value()) << reply.error().message;
  EXPECT_EQ(reply->headers.find("link"), "<https://h/container/tools/lint/versions?page=2>; rel=\"next\"");
  EXPECT_EQ(reply->headers.find("location"), "https://h/container/tools/lint/versions");
}

TEST(Transport, LosesHeadersWithAnEmptyValue) {
  RawServer server([](RawConnection& connection, int) {
    answer_all(connection, "HTTP/1.1 200 OK\r\nX-OAuth-Scopes: \r\nX-Empty:\r\nX-Full: a\r\nContent-Length: 0\r\n\r\n");
  });
  const auto transport = transport_to(server);
  const auto reply = transport->exchange(get(), {});
  ASSERT_TRUE(reply.has_value()) << reply.error().message;
  EXPECT_EQ(reply->headers.find("x-oauth-scopes"), std::nullopt);
  EXPECT_EQ(reply->headers.find("x-empty"), std::nullopt);
  EXPECT_EQ(reply->headers.find("x-full"), "a");
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
