#include "tests/simulator/test/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>

namespace retention::simulator::test {

Wire::Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("no connection to port " + std::to_string(port));
  }
}

Wire::~Wire() {
  ::close(socket_);
}

void Wire::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

bool Wire::fill(bool& reset) {
  std::array<char, 4096> chunk{};
  const ssize_t count = ::recv(socket_, chunk.data(), chunk.size(), 0);
  if (count < 0) reset = errno == ECONNRESET;
  if (count > 0) buffer_.append(chunk.data(), static_cast<std::size_t>(count));
  return count > 0;
}

Answer Wire::receive_until_head() {
  Answer answer;
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill(answer.reset)) return answer;
  }
  answer.head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  answer.status = std::atoi(answer.head.substr(9, 3).c_str());
  std::size_t at = answer.head.find("\r\n") + 2;
  while (at < answer.head.size()) {
    const std::size_t stop = answer.head.find("\r\n", at);
    const std::string line = answer.head.substr(at, stop - at);
    const std::size_t colon = line.find(": ");
    answer.headers.add(line.substr(0, colon), colon == std::string::npos ? "" : line.substr(colon + 2));
    at = stop + 2;
  }
  return answer;
}

Answer Wire::receive_head() {
  return receive_until_head();
}

Answer Wire::receive() {
  Answer answer = receive_until_head();
  if (answer.status == 0 || http::bodiless(answer.status)) return answer;
  const std::size_t length =
      static_cast<std::size_t>(std::atoll(std::string(answer.headers.get("Content-Length")).c_str()));
  while (buffer_.size() < length && fill(answer.reset)) {
  }
  answer.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return answer;
}

Answer ask(std::uint16_t port, const std::string& method, const std::string& target, const std::string& headers,
           const std::string& body) {
  Wire wire(port);
  wire.send(method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
            "\r\nConnection: close\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
            body);
  return method == "HEAD" ? wire.receive_head() : wire.receive();
}

}  // namespace retention::simulator::test
