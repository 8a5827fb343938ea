#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "tests/simulator/http/message.h"

namespace retention::simulator::test {

// What came back over the wire.
struct Answer {
  int status{};      // 0: the connection ended without a status line
  bool reset{};      // it ended by RST
  std::string head;  // the bytes up to the empty line
  http::Headers headers;
  std::string body;  // all bytes after it, until the declared length or the end of the connection
};

// A connection of its own to a port of this machine, spoken to byte by byte so that tests see what is really sent.
class Wire {
 public:
  explicit Wire(std::uint16_t port);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  Wire(Wire&&) = delete;
  Wire& operator=(Wire&&) = delete;

  void send(std::string_view bytes);
  Answer receive();       // one reply
  Answer receive_head();  // one reply to HEAD, whose length announces a body that does not come

 private:
  bool fill(bool& reset);  // false at the end; says whether it was a reset
  Answer receive_until_head();

  int socket_;
  std::string buffer_;
};

// Sends one request on a fresh connection and closes it. `headers` are complete lines.
Answer ask(std::uint16_t port, const std::string& method, const std::string& target, const std::string& headers,
           const std::string& body = {});

}  // namespace retention::simulator::test
