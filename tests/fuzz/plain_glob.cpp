#include "tests/fuzz/plain_glob.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace retention::fuzz {
namespace {

using Character = std::uint32_t;
using Characters = std::vector<Character>;

constexpr Character kLastCharacter = 0x10FFFF;

// The character at the front of a text that is not empty, with its length. A byte that begins none is a character of
// its own, beyond all others.
std::pair<Character, std::size_t> first_of(std::string_view text) {
  constexpr std::array<Character, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};  // by length
  const auto byte = [&](std::size_t i) { return Character{static_cast<unsigned char>(text[i])}; };
  const Character first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::pair<Character, std::size_t> broken{kLastCharacter + 1 + first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC0 || first >= 0xF8 || length > text.size()) return broken;
  Character character = first % (1U << (7 - length));
  for (std::size_t i = 1; i < length; ++i) {
    if (byte(i) / 64 != 2) return broken;
    character = character * 64 + byte(i) % 64;
  }
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (character < kSmallest.at(length) || character > kLastCharacter || surrogate) return broken;
  return {character, length};
}

Characters characters_of(std::string_view text) {
  Characters characters;
  while (!text.empty()) {
    const auto [character, length] = first_of(text);
    characters.push_back(character);
    text.remove_prefix(length);
  }
  return characters;
}

// One thing that a glob is made of, which takes one character or, as a run, any number.
struct Part {
  bool is_run{false};
  bool negated{false};
  std::vector<std::pair<Character, Character>> ranges;

  [[nodiscard]] bool takes(Character character) const {
    bool inside = false;
    for (const auto& [low, high] : ranges) inside = inside || (low <= character && character <= high);
    return inside != negated;
  }
};

class GlobReader {
 public:
  explicit GlobReader(std::string_view glob) : glob_(characters_of(glob)) {}

  std::optional<std::vector<Part>> read() {
    std::vector<Part> parts;
    while (at_ < glob_.size()) {
      auto part = read_part();
      if (!part) return std::nullopt;
      parts.push_back(*std::move(part));
    }
    return parts;
  }

 private:
  [[nodiscard]] bool next_is(Character wanted) const { return at_ < glob_.size() && glob_[at_] == wanted; }

  std::optional<Part> read_part() {
    if (next_is('[')) {
      ++at_;
      return read_class();
    }
    if (next_is('*') || next_is('?')) return Part{glob_[at_++] == '*', true, {}};
    const auto character = read_character();
    if (!character) return std::nullopt;
    return Part{false, false, {{*character, *character}}};
  }

  std::optional<Character> read_character() {
    if (next_is('\\')) ++at_;
    if (at_ == glob_.size()) return std::nullopt;
    return glob_[at_++];
  }

  std::optional<Part> read_class() {
    Part part;
    part.negated = next_is('!') || next_is('^');
    if (part.negated) ++at_;
    while (part.ranges.empty() || !next_is(']')) {
      const auto low = read_character();
      if (!low) return std::nullopt;
      auto high = low;
      if (next_is('-') && at_ + 1 < glob_.size() && glob_[at_ + 1] != ']') {
        ++at_;
        high = read_character();
      }
      if (!high || *high < *low) return std::nullopt;
      part.ranges.emplace_back(*low, *high);
    }
    ++at_;
    return part;
  }

  Characters glob_;
  std::size_t at_{0};
};

// Where in a text one could stand after a part, given where one could stand before it.
std::vector<bool> step(const Part& part, const std::vector<bool>& before, const Characters& text) {
  std::vector<bool> after(before.size(), false);
  for (std::size_t at = 0; at < before.size(); ++at) {
    if (part.is_run) {
      after[at] = before[at] || (at > 0 && after[at - 1]);
    } else if (at > 0) {
      after[at] = before[at - 1] && part.takes(text[at - 1]);
    }
  }
  return after;
}

}  // namespace

std::optional<bool> plain_glob_matches(std::string_view glob, std::string_view text) {
  const auto parts = GlobReader(glob).read();
  if (!parts) return std::nullopt;
  const Characters characters = characters_of(text);
  std::vector<bool> standing(characters.size() + 1, false);
  standing.front() = true;
  for (const Part& part : *parts) standing = step(part, standing, characters);
  return standing.back();
}

}  // namespace retention::fuzz
