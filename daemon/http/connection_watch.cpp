#include "daemon/http/connection_watch.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace retention::http {

ConnectionHandle::~ConnectionHandle() {
  if (socket_ >= 0) ::close(socket_);
}

void ConnectionHandle::arm() {
  const std::lock_guard lock(mutex_);
  cut_ = false;
  opened_ = false;
}

void ConnectionHandle::adopt(int socket) {
  const std::lock_guard lock(mutex_);
  if (socket_ >= 0) ::close(socket_);
  socket_ = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
  opened_ = true;
  if (cut_) ::shutdown(socket, SHUT_RDWR);
}

void ConnectionHandle::cut() {
  const std::lock_guard lock(mutex_);
  cut_ = true;
  if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
}

bool ConnectionHandle::opened() const {
  const std::lock_guard lock(mutex_);
  return opened_;
}

ExchangeWatch::ExchangeWatch(ConnectionHandle& handle, std::chrono::milliseconds deadline,
                             std::chrono::milliseconds grace, std::stop_token stop)
    : handle_(handle),
      deadline_(deadline),
      grace_(grace),
      on_stop_(std::move(stop), Wake{this}),
      thread_([this](const std::stop_token& finished) { run(finished); }) {}

void ExchangeWatch::Wake::operator()() const {
  {
    const std::lock_guard lock(watch->mutex_);
    watch->stopping_ = true;
  }
  watch->changed_.notify_all();
}

void ExchangeWatch::run(const std::stop_token& finished) {
  std::unique_lock lock(mutex_);
  const bool stopping = changed_.wait_for(lock, finished, deadline_, [this] { return stopping_; });
  if (stopping) {
    changed_.wait_for(lock, finished, grace_, [] { return false; });
  }
  if (finished.stop_requested()) return;
  verdict_ = stopping ? Verdict::stopped : Verdict::timed_out;
  handle_.cut();
}

ExchangeWatch::Verdict ExchangeWatch::finish() {
  thread_.request_stop();
  thread_.join();
  const std::lock_guard lock(mutex_);
  return verdict_;
}

}  // namespace retention::http
