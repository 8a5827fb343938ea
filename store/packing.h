#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "store/database.h"

namespace retention::store {

// Writes a number in as few bytes as it takes, seven bits in each, since most numbers are small: at most ten. Returns
// where it ends.
inline char* pack_at(char* at, std::int64_t number) {
  auto rest = (static_cast<std::uint64_t>(number) << 1U) ^ static_cast<std::uint64_t>(number >> 63U);
  for (; rest > 0x7FU; rest >>= 7U) *at++ = static_cast<char>(rest | 0x80U);
  *at++ = static_cast<char>(rest);
  return at;
}

// Appends a number likewise.
inline void pack(std::string& text, std::int64_t number) {
  std::array<char, 10> bytes{};
  text.append(bytes.data(), pack_at(bytes.data(), number));
}

// Appends how far it is from one number to the next.
inline void pack_step(std::string& text, std::int64_t from, std::int64_t to) {
  pack(text, static_cast<std::int64_t>(static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from)));
}

// Appends a number of which every bit is as good as random, in eight bytes.
inline void pack_whole(std::string& text, std::int64_t number) {
  std::array<char, 8> bytes{};
  auto rest = static_cast<std::uint64_t>(number);
  for (char& byte : bytes) {
    byte = static_cast<char>(rest & 0xFFU);
    rest >>= 8U;
  }
  text.append(bytes.data(), bytes.size());
}

// Reads what these functions wrote, in the same order. Throws DatabaseFailure where the text ends too early.
class Unpacker {
 public:
  explicit Unpacker(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  [[nodiscard]] std::int64_t number() {
    std::uint64_t bits = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint64_t byte = next();
      bits |= (byte & 0x7FU) << shift;
      if (byte <= 0x7FU) return static_cast<std::int64_t>((bits >> 1U) ^ (~(bits & 1U) + 1U));
    }
    throw broken();
  }

  [[nodiscard]] std::int64_t step(std::int64_t from) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(from) + static_cast<std::uint64_t>(number()));
  }

  [[nodiscard]] std::int64_t whole() {
    std::uint64_t bits = 0;
    for (unsigned shift = 0; shift < 64; shift += 8) bits |= static_cast<std::uint64_t>(next()) << shift;
    return static_cast<std::int64_t>(bits);
  }

 private:
  static DatabaseFailure broken() {
    return DatabaseFailure("a list of versions in the ledger cannot be understood, put back a copy of it");
  }

  std::uint8_t next() {
    if (rest_.empty()) throw broken();
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }

  std::string_view rest_;
};

}  // namespace retention::store
