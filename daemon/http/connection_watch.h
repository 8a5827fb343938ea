#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <thread>

namespace retention::http {

// A second handle on the socket of a connection, so that another thread can end it without racing with its owner for
// the descriptor. Safe to use from several threads.
class ConnectionHandle {
 public:
  ConnectionHandle() = default;
  ~ConnectionHandle();
  ConnectionHandle(const ConnectionHandle&) = delete;
  ConnectionHandle& operator=(const ConnectionHandle&) = delete;

  // Before each exchange: connections live again, and none has been opened.
  void arm();

  // The owner opened a socket. After cut() it is shut down at once.
  void adopt(int socket);

  // Shuts the connection down, whatever it is doing: connecting, shaking hands, sending or reading.
  void cut();

  // A socket was opened since arm().
  [[nodiscard]] bool opened() const;

 private:
  mutable std::mutex mutex_;  // guards all below
  int socket_{-1};
  bool cut_{false};
  bool opened_{false};
};

// Cuts the connection of one exchange when its deadline passes, or once a stop was asked for and the grace is over.
class ExchangeWatch {
 public:
  enum class Verdict : std::uint8_t { undisturbed, timed_out, stopped };

  // `handle` outlives the watch.
  ExchangeWatch(ConnectionHandle& handle, std::chrono::milliseconds deadline, std::chrono::milliseconds grace,
                std::stop_token stop);

  // The exchange is over: ends the watch and tells whether it cut the connection.
  [[nodiscard]] Verdict finish();

 private:
  struct Wake {
    ExchangeWatch* watch;
    void operator()() const;
  };

  void run(const std::stop_token& finished);

  ConnectionHandle& handle_;
  std::chrono::milliseconds deadline_;
  std::chrono::milliseconds grace_;
  std::mutex mutex_;  // guards stopping_ and verdict_
  std::condition_variable_any changed_;
  bool stopping_{false};
  Verdict verdict_{Verdict::undisturbed};
  std::stop_callback<Wake> on_stop_;
  std::jthread thread_;
};

}  // namespace retention::http
