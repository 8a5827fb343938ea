#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "policy/base/pattern.h"

namespace retention {

// Tells which of many patterns match a text, faster than by asking one after the other: literals and globs of the form
// `prefix*` are looked up, the others are compiled into one automaton. Agrees with Pattern::matches() for every text.
// Movable; const members are safe to call from several threads.
class PatternIndex {
 public:
  using Slot = std::uint32_t;

  // Patterns with equal bodies share a slot; whether one subtracts is not considered.
  explicit PatternIndex(std::span<const Pattern> patterns);
  PatternIndex(PatternIndex&&) noexcept;
  PatternIndex& operator=(PatternIndex&&) noexcept;
  PatternIndex(const PatternIndex&) = delete;
  PatternIndex& operator=(const PatternIndex&) = delete;
  ~PatternIndex();

  [[nodiscard]] std::size_t slots() const;

  // Of one of the patterns that the index was made of.
  [[nodiscard]] Slot slot_of(const Pattern& pattern) const;

  // Every slot whose pattern matches, in no order.
  [[nodiscard]] std::vector<Slot> matching(std::string_view text) const;

 private:
  struct Tables;
  std::unique_ptr<const Tables> tables_;
};

}  // namespace retention
