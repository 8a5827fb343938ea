#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace retention::test {

// One accepted connection, spoken to byte by byte. Closes on destruction.
class RawConnection {
 public:
  explicit RawConnection(int socket) : socket_(socket) {}
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  // The head and body of the next request; empty once the client has closed.
  std::string read_request();

  // False if the client is gone.
  bool send(std::string_view bytes);

  // Lets `time` pass; false, and earlier, if the client closed meanwhile.
  bool pause(std::chrono::milliseconds time);

  // Returns once the client has sent something, and leaves it unread.
  void await_bytes();

  // Returns when the client has closed.
  void await_close();

  // Closes with a reset instead of an orderly end.
  void reset();

 private:
  int socket_;
};

// A loopback port where every connection is refused: it is taken, so nobody else gets it, and nobody listens.
class RefusingPort {
 public:
  RefusingPort();
  ~RefusingPort();
  RefusingPort(const RefusingPort&) = delete;
  RefusingPort& operator=(const RefusingPort&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  int socket_;
  std::uint16_t port_{0};
};

// A server on a free loopback port that does what its handler does: one connection after the other, each handled from
// accept to the handler's return and then closed.
class RawServer {
 public:
  using Handler = std::function<void(RawConnection& connection, int number)>;  // numbers count from 1

  explicit RawServer(Handler handler);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int connections() const { return connections_; }

  // Returns when so many connections have been handled and closed.
  void await_closed(int connections) const;

 private:
  void serve();

  Handler handler_;
  int listener_;
  std::uint16_t port_{0};
  std::atomic<int> connections_{0};
  std::atomic<int> closed_{0};
  std::jthread thread_;
};

}  // namespace retention::test
