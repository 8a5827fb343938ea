#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "policy/base/pattern.h"
#include "policy/base/pattern_index.h"

namespace retention {

// Slots of a PatternIndex as bits, 64 to a word: those of the patterns that match one text.
using Marks = std::span<const std::uint64_t>;

inline constexpr std::size_t kBitsPerWord = 64;

[[nodiscard]] constexpr std::size_t words_for(std::size_t slots) {
  return (slots + kBitsPerWord - 1) / kBitsPerWord;
}

// Some slots of an index, to be compared with marks.
class SlotSet {
 public:
  explicit SlotSet(std::size_t slots) : words_(words_for(slots)) {}

  void insert(PatternIndex::Slot slot) { words_[slot / kBitsPerWord] |= std::uint64_t{1} << (slot % kBitsPerWord); }
  void insert(Marks marks) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= marks[i];
  }
  [[nodiscard]] bool contains(PatternIndex::Slot slot) const {
    return (words_[slot / kBitsPerWord] >> (slot % kBitsPerWord) & 1U) != 0;
  }
  [[nodiscard]] bool intersects(Marks marks) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if ((words_[i] & marks[i]) != 0) return true;
    }
    return false;
  }

 private:
  std::vector<std::uint64_t> words_;
};

// A PatternList that is asked by marks instead of by texts.
class BoundPatterns {
 public:
  BoundPatterns(const PatternList& list, const PatternIndex& index)
      : adding_(index.slots()),
        subtracting_(index.slots()),
        written_(!list.patterns().empty()),
        only_subtracts_(std::all_of(list.patterns().begin(), list.patterns().end(),
                                    [](const Pattern& pattern) { return pattern.subtracts(); })) {
    for (const Pattern& pattern : list.patterns()) {
      (pattern.subtracts() ? subtracting_ : adding_).insert(index.slot_of(pattern));
    }
  }

  // False for a list that was not written; it matches nothing then.
  [[nodiscard]] bool written() const { return written_; }
  [[nodiscard]] bool matches(Marks marks) const {
    return written_ && (only_subtracts_ || adding_.intersects(marks)) && !subtracting_.intersects(marks);
  }
  [[nodiscard]] bool subtracted(Marks marks) const { return subtracting_.intersects(marks); }

 private:
  SlotSet adding_;
  SlotSet subtracting_;
  bool written_;
  bool only_subtracts_;
};

}  // namespace retention
