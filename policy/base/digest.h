#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // of OpenSSL

namespace retention {

// A SHA-256 digest, as names a manifest in an OCI registry.
class Digest {
 public:
  using Bytes = std::array<std::uint8_t, 32>;

  explicit constexpr Digest(const Bytes& bytes) : bytes_(bytes) {}

  // Reads "sha256:" and 64 lower-case hex digits (OCI image specification, descriptor digests). Nothing otherwise.
  static std::optional<Digest> parse(std::string_view text);

  [[nodiscard]] std::string to_string() const;  // "sha256:<64 hex>"
  [[nodiscard]] const Bytes& bytes() const { return bytes_; }

  friend auto operator<=>(const Digest&, const Digest&) = default;

 private:
  Bytes bytes_;
};

// SHA-256 of a text, for the hashes of rules, inventories and the journal.
[[nodiscard]] Digest sha256(std::string_view data);

// SHA-256 of a text that comes in pieces.
class Sha256 {
 public:
  Sha256();

  void add(std::string_view data);
  [[nodiscard]] Digest finish();  // once, at the end

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

// 64 lower-case hex digits.
[[nodiscard]] std::string to_hex(const Digest& digest);

}  // namespace retention

template <>
struct std::hash<retention::Digest> {
  std::size_t operator()(const retention::Digest& digest) const noexcept;
};
