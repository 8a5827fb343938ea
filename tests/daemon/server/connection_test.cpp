#include "daemon/server/connection.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <thread>

namespace retention::server {
namespace {

using namespace std::chrono_literals;

constexpr ConnectionLimits kAmple{60s, 1000};

// A connection and the client's end of it.
class ConnectionTest : public testing::Test {
 protected:
  void SetUp() override {
    std::array<int, 2> ends{};
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    served_ = ends[0];
    client_ = ends[1];
    stop_ = eventfd(0, EFD_CLOEXEC);
  }

  void TearDown() override {
    close(client_);
    close(stop_);
  }

  void send_from_client(const std::string& data) const {
    ASSERT_EQ(send(client_, data.data(), data.size(), MSG_NOSIGNAL), static_cast<ssize_t>(data.size()));
  }

  int served_{-1};  // closed by the connection
  int client_{-1};
  int stop_{-1};
};

// Reads until the end or a limit; what came and how it ended.
std::pair<std::string, ssize_t> read_all(Connection& connection) {
  std::string all;
  std::array<char, 7> part{};
  ssize_t got = 0;
  while ((got = connection.read(part.data(), part.size())) > 0) all.append(part.data(), static_cast<std::size_t>(got));
  return {all, got};
}

TEST_F(ConnectionTest, ReadsWhatTheClientSendsToItsEnd) {
  Connection connection(served_, stop_, kAmple);
  send_from_client("hello, server");
  shutdown(client_, SHUT_WR);
  EXPECT_EQ(read_all(connection), std::pair(std::string("hello, server"), ssize_t{0}));
}

TEST_F(ConnectionTest, ReadsNoMoreBytesThanAreAllowed) {
  Connection connection(served_, stop_, {60s, 10});
  send_from_client("0123456789abcdef");
  EXPECT_EQ(read_all(connection), std::pair(std::string("0123456789"), ssize_t{-1}));
}

TEST_F(ConnectionTest, EndsAtItsDeadlineThoughTheClientIsSilent) {
  Connection connection(served_, stop_, {1ms, 1000});
  EXPECT_EQ(read_all(connection).second, -1);
}

TEST_F(ConnectionTest, EndsWhenTheServerStops) {
  Connection connection(served_, stop_, kAmple);
  const std::jthread stopper([this] { eventfd_write(stop_, 1); });
  EXPECT_EQ(read_all(connection).second, -1);
}

TEST_F(ConnectionTest, WritesEverythingToAClientThatReadsSlowly) {
  Connection connection(served_, stop_, kAmple);
  const std::string data(2'000'000, 'x');
  std::size_t received = 0;
  {
    const std::jthread reader([&] {
      std::array<char, 4096> part{};
      ssize_t got = 0;
      while ((got = recv(client_, part.data(), part.size(), 0)) > 0) received += static_cast<std::size_t>(got);
    });
    EXPECT_EQ(connection.write(data), static_cast<ssize_t>(data.size()));
    shutdown(client_, SHUT_WR);
    connection.finish();
  }
  EXPECT_EQ(received, data.size());
}

TEST_F(ConnectionTest, StopsWritingAtItsDeadline) {
  Connection connection(served_, stop_, {1ms, 1000});
  EXPECT_EQ(connection.write(std::string(10'000'000, 'x')), -1);
}

TEST_F(ConnectionTest, FailsToWriteToAClientThatIsGone) {
  Connection connection(served_, stop_, kAmple);
  shutdown(client_, SHUT_RDWR);
  EXPECT_EQ(connection.write("x"), -1);
}

}  // namespace
}  // namespace retention::server
