#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "tests/simulator/http/channel.h"
#include "tests/simulator/http/message.h"

namespace retention::simulator::http {

using Handler = std::function<Reply(const Request&, std::stop_token)>;

// Serves the requests of one connection, one after the other, until either side closes it. For one thread.
class Connection {
 public:
  explicit Connection(Channel& channel) : channel_(channel) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection(Connection&&) = delete;
  Connection& operator=(Connection&&) = delete;
  ~Connection() = default;

  void serve(const Handler& handler, const std::stop_token& stop);

 private:
  std::optional<Request> read_request();
  std::optional<std::string> read_line();
  bool read_headers(Headers& headers);
  std::optional<std::string> read_exactly(std::size_t size);
  std::optional<std::string> read_chunks();
  bool fill();
  // Whether the connection can carry another request.
  bool send(const Request& request, Reply reply, const std::stop_token& stop);
  bool drip(std::string_view body, Duration pause, const std::stop_token& stop);

  Channel& channel_;
  std::string buffer_;  // read but not yet used
};

// Sleeps for `wait` or until a stop is asked for; whether it slept to the end.
bool pause_for(Duration wait, const std::stop_token& stop);

}  // namespace retention::simulator::http
