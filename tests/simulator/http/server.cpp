#include "tests/simulator/http/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace retention::simulator::http {
namespace {

constexpr int kBacklog = 256;

sockaddr_in address_of(const std::string& host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (inet_pton(AF_INET, host == "localhost" ? "127.0.0.1" : host.c_str(), &address.sin_addr) != 1) {
    throw std::runtime_error("cannot listen on " + host + ": not an IPv4 address");
  }
  return address;
}

int listen_on(const std::string& host, std::uint16_t port, std::uint16_t& bound) {
  sockaddr_in address = address_of(host, port);
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (socket < 0 || ::bind(socket, generic, size) != 0 || ::listen(socket, kBacklog) != 0 ||
      ::getsockname(socket, generic, &size) != 0) {
    const std::string why = std::generic_category().message(errno);
    if (socket >= 0) ::close(socket);
    throw std::runtime_error("cannot listen on " + host + ":" + std::to_string(port) + ": " + why);
  }
  bound = ntohs(address.sin_port);
  return socket;
}

// OpenSSL writes to sockets without MSG_NOSIGNAL; a blocked SIGPIPE turns into an error of the call.
void block_sigpipe() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

Server::Server(const std::string& host, std::uint16_t port, std::unique_ptr<ChannelFactory> channels, Handler handler)
    : channels_(std::move(channels)), handler_(std::move(handler)) {
  listener_ = listen_on(host, port, port_);
  acceptor_ = std::jthread([this](const std::stop_token& stop) { accept_connections(stop); });
}

Server::~Server() {
  acceptor_.request_stop();
  ::shutdown(listener_, SHUT_RDWR);  // wakes accept4()
  acceptor_.join();
  ::close(listener_);
  {
    const std::lock_guard lock(mutex_);
    for (Guest& guest : guests_) {
      guest.thread.request_stop();
      if (guest.socket >= 0) ::shutdown(guest.socket, SHUT_RDWR);
    }
  }
  for (Guest& guest : guests_) guest.thread.join();
}

void Server::accept_connections(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    forget_finished();
    const std::lock_guard lock(mutex_);
    Guest& guest = guests_.emplace_back();
    guest.socket = socket;
    guest.thread = std::jthread([this, &guest, socket](const std::stop_token& leave) { serve(guest, socket, leave); });
  }
}

void Server::serve(Guest& guest, int socket, const std::stop_token& stop) {
  block_sigpipe();
  std::unique_ptr<Channel> channel = channels_->open(socket);
  if (channel) Connection(*channel).serve(handler_, stop);
  const std::lock_guard lock(mutex_);
  if (channel) {
    channel.reset();
  } else {
    ::close(socket);
  }
  guest.socket = -1;
  guest.done = true;
}

void Server::forget_finished() {
  std::list<Guest> finished;
  const std::lock_guard lock(mutex_);
  for (auto guest = guests_.begin(); guest != guests_.end();) {
    const auto next = std::next(guest);
    if (guest->done) finished.splice(finished.end(), guests_, guest);
    guest = next;
  }
}

}  // namespace retention::simulator::http
