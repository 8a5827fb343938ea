#pragma once

#include <cstdint>

namespace retention::bench {

// A number that seems to have nothing to do with another (SplitMix64).
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t number) {
  number += 0x9E3779B97F4A7C15U;
  number = (number ^ (number >> 30U)) * 0xBF58476D1CE4E5B9U;
  number = (number ^ (number >> 27U)) * 0x94D049BB133111EBU;
  return number ^ (number >> 31U);
}

// Such numbers one after the other, the same for the same seed.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(mixed(seed)) {}

  // From 0 to before `end`.
  std::uint64_t below(std::uint64_t end) { return mixed(state_++) % end; }

 private:
  std::uint64_t state_;
};

}  // namespace retention::bench
