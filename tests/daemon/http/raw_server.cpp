#include "tests/daemon/http/raw_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace retention::test {
namespace {

// The free port that the socket now has.
std::uint16_t bind_loopback(int socket) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket, generic, size) != 0 || ::getsockname(socket, generic, &size) != 0) {
    throw std::runtime_error("no loopback port");
  }
  return ntohs(address.sin_port);
}

}  // namespace

RawConnection::~RawConnection() {
  if (socket_ >= 0) ::close(socket_);
}

std::string RawConnection::read_request() {
  std::string text;
  std::size_t wanted = std::string::npos;
  while (wanted == std::string::npos || text.size() < wanted) {
    char buffer[4096];
    const auto size = ::recv(socket_, buffer, sizeof(buffer), 0);
    if (size <= 0) return {};
    text.append(buffer, static_cast<std::size_t>(size));
    const auto end = text.find("\r\n\r\n");
    if (end == std::string::npos) continue;
    wanted = end + 4;
    const auto length = text.find("Content-Length: ");
    if (length != std::string::npos && length < end) wanted += std::strtoul(text.c_str() + length + 16, nullptr, 10);
  }
  return text;
}

bool RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

bool RawConnection::pause(std::chrono::milliseconds time) {
  pollfd wait{socket_, POLLRDHUP, 0};
  return ::poll(&wait, 1, static_cast<int>(time.count())) == 0;
}

void RawConnection::await_bytes() {
  pollfd wait{socket_, POLLIN, 0};
  ::poll(&wait, 1, 10000);
}

void RawConnection::await_close() {
  while (pause(std::chrono::milliseconds{10000})) {
  }
}

void RawConnection::reset() {
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  ::close(socket_);
  socket_ = -1;
}

RefusingPort::RefusingPort() : socket_(::socket(AF_INET, SOCK_STREAM, 0)), port_(bind_loopback(socket_)) {}

RefusingPort::~RefusingPort() {
  ::close(socket_);
}

RawServer::RawServer(Handler handler)
    : handler_(std::move(handler)), listener_(::socket(AF_INET, SOCK_STREAM, 0)), port_(bind_loopback(listener_)) {
  if (::listen(listener_, 16) != 0) throw std::runtime_error("cannot listen");
  thread_ = std::jthread([this] { serve(); });
}

RawServer::~RawServer() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

void RawServer::serve() {
  for (;;) {
    const int socket = ::accept(listener_, nullptr, nullptr);
    if (socket < 0) return;
    {
      RawConnection connection(socket);
      handler_(connection, ++connections_);
    }
    ++closed_;
    closed_.notify_all();
  }
}

void RawServer::await_closed(int connections) const {
  for (int seen = closed_; seen < connections; seen = closed_) closed_.wait(seen);
}

}  // namespace retention::test
