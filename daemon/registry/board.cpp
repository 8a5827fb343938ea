#include "daemon/registry/board.h"

#include <algorithm>
#include <utility>

namespace retention::registry {

Board::Board(std::span<const Digest> digests, Pace& pace, const Clock& clock) : clock_(clock), pace_(pace) {
  for (const Digest& digest : digests) jobs_.push_back({digest});
}

bool Board::may_begin() const {
  return !jobs_.empty() && in_flight_ < pace_.limit() && in_flight_ + read_.size() < kRoom;
}

std::optional<Board::Job> Board::next(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  for (;;) {
    const bool awake = changed_.wait(lock, stop, [this] { return is_over() || may_begin(); });
    if (!awake || is_over() || stop.stop_requested()) return std::nullopt;
    const Instant until = pace_.paused_until();
    if (until <= clock_.now()) break;
    if (const auto& why = pace_.given_up()) {
      end_with(*why);
      return std::nullopt;
    }
    lock.unlock();
    if (clock_.sleep_until(until, stop) == Slept::interrupted) return std::nullopt;
    lock.lock();
  }
  Job job = jobs_.front();
  jobs_.pop_front();
  job.window = pace_.window();
  ++in_flight_;
  return job;
}

void Board::done(const Job& job, Attempt<Manifest> outcome) {
  const std::lock_guard lock(mutex_);
  --in_flight_;
  settle(job, std::move(outcome));
  changed_.notify_all();
}

void Board::settle(const Job& job, Attempt<Manifest> outcome) {
  if (outcome) {
    pace_.answered(job.window);
    read_.push_back({job.digest, std::move(*outcome)});
    return;
  }
  Failure& failure = outcome.error();
  switch (failure.reach) {
    case Failure::Reach::content:
      pace_.answered(job.window);
      read_.push_back({job.digest, retention::fail(std::move(failure.error)), Read::Again::is_vain});
      return;
    case Failure::Reach::manifest:
      pace_.answered(job.window);
      read_.push_back({job.digest, retention::fail(std::move(failure.error))});
      return;
    case Failure::Reach::passing:
      settle_trouble(job, std::move(failure));
      return;
    case Failure::Reach::package:
    case Failure::Reach::token:
      end_with(std::move(failure.error));
      return;
  }
}

void Board::settle_trouble(Job job, Failure failure) {
  pace_.troubled(job.window, failure.error, failure.asked, clock_.now());
  if (const auto& why = pace_.given_up()) {
    end_with(*why);
    return;
  }
  // A limit says nothing of the manifest.
  if (failure.error.code != ErrorCode::rate_limited) ++job.attempt;
  if (job.attempt > pace_.attempts()) {
    read_.push_back({job.digest, retention::fail(std::move(failure.error))});
  } else {
    jobs_.push_back(job);
  }
}

void Board::end(Error why) {
  const std::lock_guard lock(mutex_);
  end_with(std::move(why));
}

void Board::end_with(Error why) {
  if (!ended_) ended_ = std::move(why);
  changed_.notify_all();
}

std::optional<Board::Read> Board::take(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, stop, [this] { return !read_.empty() || is_over(); });
  if (read_.empty()) return std::nullopt;
  Read read = std::move(read_.front());
  read_.pop_front();
  changed_.notify_all();
  return read;
}

std::optional<Error> Board::ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

std::size_t Board::readers() const {
  const std::lock_guard lock(mutex_);
  return std::min(pace_.limit(), jobs_.size() + in_flight_);
}

}  // namespace retention::registry
