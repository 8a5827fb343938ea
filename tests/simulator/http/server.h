#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "tests/simulator/http/channel.h"
#include "tests/simulator/http/connection.h"

namespace retention::simulator::http {

// An HTTP/1.1 server with one thread for each connection. It is written here, and not taken from the library that the
// program under test uses, so that it can misbehave on the wire and shares no mistake with the client it serves.
class Server {
 public:
  // Binds and starts to serve. The handler is called from many threads. Throws std::runtime_error when the address
  // cannot be bound.
  Server(const std::string& host, std::uint16_t port, std::unique_ptr<ChannelFactory> channels, Handler handler);
  // Ends every connection, also those in the middle of a reply, and waits for their threads.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  struct Guest {
    int socket{-1};  // -1 once its thread has closed it
    bool done{false};
    std::jthread thread;
  };

  void accept_connections(const std::stop_token& stop);
  void serve(Guest& guest, int socket, const std::stop_token& stop);
  void forget_finished();

  std::unique_ptr<ChannelFactory> channels_;
  Handler handler_;
  int listener_{-1};
  std::uint16_t port_{0};
  std::mutex mutex_;  // guards guests_ and the sockets in it
  std::list<Guest> guests_;
  std::jthread acceptor_;
};

}  // namespace retention::simulator::http
