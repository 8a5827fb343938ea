#pragma once

#include <sys/types.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace retention::server {

// How much of the server one client may use.
struct ConnectionLimits {
  std::chrono::milliseconds time{5000};       // for the connection as a whole
  std::size_t bytes{std::size_t{16} * 1024};  // that are read from it
};

// One accepted socket that cannot hold its thread for long: it ends at a deadline however slowly the client sends,
// after a number of bytes, and when the server stops. Measured by a kernel timer, so no clock is read. One thread.
class Connection {
 public:
  // Takes the socket over and closes it at the end. `stop_event` is an eventfd of the caller's that turns readable when
  // the server stops.
  Connection(int socket, int stop_event, ConnectionLimits limits);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection(Connection&&) = delete;
  Connection& operator=(Connection&&) = delete;

  // As read(2): 0 at the end of what the client sends, -1 when a limit or a stop ends the connection.
  ssize_t read(char* data, std::size_t size);

  // As write(2), but all of `data` or -1.
  ssize_t write(std::string_view data);

  // Says that nothing more is sent, and reads a little of what the client still has under way: closing before that
  // could discard the reply.
  void finish();

  [[nodiscard]] int socket() const { return socket_; }

 private:
  bool wait_for(short event);
  ssize_t receive(char* data, std::size_t size);

  int socket_;
  int stop_event_;
  int timer_;
  std::size_t bytes_left_;
  std::array<char, 2048> buffer_{};
  std::size_t begin_{0};  // of what buffer_ holds
  std::size_t end_{0};
};

}  // namespace retention::server
