#pragma once

#include <cstdint>
#include <string_view>

namespace retention::store {

// The key of a SipHash: the two halves of its 16 bytes, each read as a little-endian number.
struct SipKey {
  std::uint64_t low{0};
  std::uint64_t high{0};
};

// SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF"): who does not know the key cannot find two
// texts with one hash. For texts of some hundred bytes it takes a tenth of a SHA-256 through OpenSSL.
[[nodiscard]] std::uint64_t sip_hash(const SipKey& key, std::string_view text);

}  // namespace retention::store
