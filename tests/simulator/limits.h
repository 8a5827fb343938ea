#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "tests/simulator/call.h"

namespace retention::simulator {

// GitHub's primary limit (requests an hour) and secondary limits (points a minute, concurrency, pace of mutations), for
// each account. Not thread-safe.
class Limits {
 public:
  struct Budget {
    int limit{};
    int used{};
    Time reset{};

    [[nodiscard]] int remaining() const { return limit > used ? limit - used : 0; }
  };

  // The refusal when a limit is reached; otherwise the request counts against the secondary limits.
  [[nodiscard]] std::optional<http::Reply> admit(const Call& call);

  // Counts a request against the primary limit.
  void charge(const Call& call);

  [[nodiscard]] Budget budget(const Call& call);

 private:
  struct Account {
    std::optional<Time> window;  // begin of the current hour
    int used{};
    std::deque<std::pair<Time, int>> points;  // of the last minute
    std::optional<Time> last_mutation;
  };

  Account& account(const Call& call);
  [[nodiscard]] static bool over_secondary(const Call& call, Account& account, int cost);

  std::map<std::string, Account> accounts_;
};

}  // namespace retention::simulator
