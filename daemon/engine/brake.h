#pragma once

#include <cstdint>

#include "daemon/ports/mutation.h"

namespace retention::engine {

// How often one call is sent in one run when each try provably did nothing.
inline constexpr int kMostAttempts{3};

// Ends a run whose calls do nothing, one after the other. It hears how each call ended.
class Brake {
 public:
  enum class Verdict : std::uint8_t { go_on, end };

  Verdict after(MutationOutcome::Kind kind) {
    unreached_in_a_row_ = kind == MutationOutcome::Kind::not_sent ? unreached_in_a_row_ + 1 : 0;
    limited_in_a_row_ = kind == MutationOutcome::Kind::rate_limited ? limited_in_a_row_ + 1 : 0;
    return unreached_in_a_row_ < kMostUnreached && limited_in_a_row_ < kMostLimited ? Verdict::go_on : Verdict::end;
  }

 private:
  // Without a connection the rest would fail the same way.
  static constexpr int kMostUnreached{3};

  // Each came after the wait that GitHub asked for; going on could get the account banned.
  static constexpr int kMostLimited{5};

  int unreached_in_a_row_{0};
  int limited_in_a_row_{0};
};

}  // namespace retention::engine
