#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>

#include "daemon/ports/clock.h"
#include "daemon/registry/failure.h"
#include "daemon/registry/pace.h"
#include "policy/base/digest.h"
#include "policy/base/error.h"
#include "policy/model/manifest.h"

namespace retention::registry {

// Hands out the manifests of one package to those who read them, at the pace, and what they read to the one who asked.
// Nothing more is begun while so much waits to be taken. Safe to use from several threads.
class Board {
 public:
  // What may be read and not taken yet, what is being read included.
  static constexpr std::size_t kRoom = 64;

  struct Job {
    Digest digest;
    int attempt{1};
    Pace::Window window{0};
  };
  struct Read {
    Digest digest;
    Result<Manifest> manifest;
    enum class Again : std::uint8_t { helps, is_vain } again{Again::helps};  // to read what could not be
  };

  // The pace is used with the board's mutex held, and by nobody else meanwhile. References outlive the board.
  Board(std::span<const Digest> digests, Pace& pace, const Clock& clock);

  // For a reader: what to read next, once it may be asked for. Nothing if there is nothing more to do.
  [[nodiscard]] std::optional<Job> next(const std::stop_token& stop);

  // What came of it. It is handed out again if that may help.
  void done(const Job& job, Attempt<Manifest> outcome);

  // Nothing more is handed out. The first reason stays.
  void end(Error why);

  // For the one who asked: what was read, in any order. Nothing once all was taken, or what was read before the work
  // was ended or a stop was asked for.
  [[nodiscard]] std::optional<Read> take(const std::stop_token& stop);

  // Why the work was ended before all was read.
  [[nodiscard]] std::optional<Error> ended() const;

  // How many readers have something to do.
  [[nodiscard]] std::size_t readers() const;

 private:
  // All below with the mutex held.
  [[nodiscard]] bool is_over() const { return ended_ || (jobs_.empty() && in_flight_ == 0); }
  [[nodiscard]] bool may_begin() const;
  void settle(const Job& job, Attempt<Manifest> outcome);
  void settle_trouble(Job job, Failure failure);
  void end_with(Error why);

  const Clock& clock_;
  mutable std::mutex mutex_;  // guards all below
  std::condition_variable_any changed_;
  Pace& pace_;
  std::deque<Job> jobs_;
  std::deque<Read> read_;
  std::size_t in_flight_{0};
  std::optional<Error> ended_;
};

}  // namespace retention::registry
