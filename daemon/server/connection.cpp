#include "daemon/server/connection.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace retention::server {

namespace {

constexpr std::chrono::milliseconds kLingering{200};

int make_timer(std::chrono::milliseconds length) {
  const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(length);
  itimerspec spec{};
  spec.it_value.tv_sec = seconds.count();
  spec.it_value.tv_nsec = std::chrono::nanoseconds(length - seconds).count();
  timerfd_settime(timer, 0, &spec, nullptr);
  return timer;
}

bool would_block(ssize_t result) {
  return result < 0 && (errno == EAGAIN || errno == EINTR);
}

}  // namespace

Connection::Connection(int socket, int stop_event, ConnectionLimits limits)
    : socket_(socket), stop_event_(stop_event), timer_(make_timer(limits.time)), bytes_left_(limits.bytes) {}

Connection::~Connection() {
  if (timer_ >= 0) close(timer_);
  close(socket_);
}

ssize_t Connection::read(char* data, std::size_t size) {
  if (begin_ == end_) {
    const ssize_t got = receive(buffer_.data(), std::min(buffer_.size(), bytes_left_));
    if (got <= 0) return got;
    begin_ = 0;
    end_ = static_cast<std::size_t>(got);
    bytes_left_ -= end_;
  }
  const std::size_t count = std::min(size, end_ - begin_);
  std::copy_n(buffer_.data() + begin_, count, data);
  begin_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t Connection::write(std::string_view data) {
  std::string_view rest = data;
  while (!rest.empty()) {
    const ssize_t sent = send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      rest.remove_prefix(static_cast<std::size_t>(sent));
    } else if (!would_block(sent) || !wait_for(POLLOUT)) {
      return -1;
    }
  }
  return static_cast<ssize_t>(data.size());
}

void Connection::finish() {
  shutdown(socket_, SHUT_WR);
  if (timer_ >= 0) close(timer_);
  timer_ = make_timer(kLingering);
  bytes_left_ = ConnectionLimits{}.bytes;
  ssize_t got = 1;
  while (got > 0 && bytes_left_ > 0) {
    got = receive(buffer_.data(), std::min(buffer_.size(), bytes_left_));
    if (got > 0) bytes_left_ -= static_cast<std::size_t>(got);
  }
}

ssize_t Connection::receive(char* data, std::size_t size) {
  if (size == 0) return -1;
  for (;;) {
    const ssize_t got = recv(socket_, data, size, MSG_DONTWAIT);
    if (!would_block(got)) return got;
    if (!wait_for(POLLIN)) return -1;
  }
}

bool Connection::wait_for(short event) {
  std::array<pollfd, 3> polled{{{socket_, event, 0}, {stop_event_, POLLIN, 0}, {timer_, POLLIN, 0}}};
  int ready = -1;
  do {
    ready = poll(polled.data(), polled.size(), -1);
  } while (ready < 0 && errno == EINTR);
  return ready > 0 && polled[1].revents == 0 && polled[2].revents == 0;
}

}  // namespace retention::server
