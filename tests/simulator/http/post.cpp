#include "tests/simulator/http/post.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace retention::simulator::http {
namespace {

constexpr std::string_view kBefore = "http://127.0.0.1:";
constexpr timeval kPatience{10, 0};

struct Target {
  std::uint16_t port{};
  std::string path;
};

Target parse(std::string_view url) {
  Target target;
  if (url.starts_with(kBefore)) {
    const std::string_view rest = url.substr(kBefore.size());
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), target.port);
    target.path = rest.substr(static_cast<std::size_t>(end - rest.data()));
    if (error == std::errc() && target.path.starts_with('/')) return target;
  }
  throw std::invalid_argument(std::string(url) + " is not http://127.0.0.1:PORT/PATH");
}

// Closes itself; gives up on reads and writes after a while.
class Socket {
 public:
  Socket() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
  }
  ~Socket() { ::close(socket_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  Socket(Socket&&) = delete;
  Socket& operator=(Socket&&) = delete;

  [[nodiscard]] bool connect(std::uint16_t port) const {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }

  [[nodiscard]] bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  // The first line that comes; empty if none does.
  [[nodiscard]] std::string read_line() const {
    std::string line;
    char c = 0;
    while (::recv(socket_, &c, 1, 0) == 1) {
      if (c == '\n') return line;
      line += c;
    }
    return {};
  }

 private:
  int socket_;
};

int status_in(std::string_view line) {
  int status = 0;
  if (line.starts_with("HTTP/1.1 ") && line.size() >= 12) std::from_chars(line.data() + 9, line.data() + 12, status);
  return status;
}

}  // namespace

int post(std::string_view url, const Headers& headers, std::string_view body) {
  const Target target = parse(url);
  std::string request = "POST " + target.path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(target.port) +
                        "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  for (const auto& [name, value] : headers.fields()) request += name + ": " + value + "\r\n";
  request += "\r\n";
  request += body;
  const Socket socket;
  if (!socket.connect(target.port) || !socket.write(request)) return 0;
  return status_in(socket.read_line());
}

}  // namespace retention::simulator::http
