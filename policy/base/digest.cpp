#include "policy/base/digest.h"

#include <openssl/evp.h>

#include <cstring>
#include <new>

namespace retention {
namespace {

constexpr std::string_view kPrefix = "sha256:";
constexpr std::string_view kHexDigits = "0123456789abcdef";

constexpr std::uint8_t kNoDigit = 0xff;

// The value of each lower-case hex digit.
constexpr auto kNibbles = [] {
  std::array<std::uint8_t, 256> nibbles{};
  nibbles.fill(kNoDigit);
  for (std::uint8_t value = 0; value < 16; ++value) nibbles[static_cast<std::uint8_t>(kHexDigits[value])] = value;
  return nibbles;
}();

constexpr std::uint8_t nibble(char letter) {
  return kNibbles[static_cast<std::uint8_t>(letter)];
}

// Looked up once: OpenSSL would do it for each hash, which takes longer than a short one.
const EVP_MD* algorithm() {
  static const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return found;
}

void start(EVP_MD_CTX* context) {
  if (context == nullptr || EVP_DigestInit_ex(context, algorithm(), nullptr) != 1) throw std::bad_alloc();
}

Digest finished(EVP_MD_CTX* context) {
  Digest::Bytes bytes{};
  EVP_DigestFinal_ex(context, bytes.data(), nullptr);
  return Digest(bytes);
}

// One for each thread, and kept: to make a context takes longer than to hash a short text.
class KeptContext {
 public:
  KeptContext() : context_(EVP_MD_CTX_new()) {}
  ~KeptContext() { EVP_MD_CTX_free(context_); }
  KeptContext(const KeptContext&) = delete;
  KeptContext& operator=(const KeptContext&) = delete;
  KeptContext(KeptContext&&) = delete;
  KeptContext& operator=(KeptContext&&) = delete;

  EVP_MD_CTX* begin() {
    start(context_);
    return context_;
  }

 private:
  EVP_MD_CTX* context_;
};

}  // namespace

std::optional<Digest> Digest::parse(std::string_view text) {
  Bytes bytes{};
  if (!text.starts_with(kPrefix)) return std::nullopt;
  const std::string_view hex = text.substr(kPrefix.size());
  if (hex.size() != 2 * bytes.size()) return std::nullopt;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint8_t high = nibble(hex[2 * i]);
    const std::uint8_t low = nibble(hex[2 * i + 1]);
    if (high == kNoDigit || low == kNoDigit) return std::nullopt;
    bytes[i] = static_cast<std::uint8_t>(high << 4U | low);
  }
  return Digest(bytes);
}

std::string Digest::to_string() const {
  return std::string(kPrefix) + to_hex(*this);
}

Digest sha256(std::string_view data) {
  thread_local KeptContext kept;
  EVP_MD_CTX* const context = kept.begin();
  EVP_DigestUpdate(context, data.data(), data.size());
  return finished(context);
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  start(context_.get());
}

void Sha256::add(std::string_view data) {
  EVP_DigestUpdate(context_.get(), data.data(), data.size());
}

Digest Sha256::finish() {
  return finished(context_.get());
}

void Sha256::Free::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

std::string to_hex(const Digest& digest) {
  std::string text;
  text.reserve(2 * digest.bytes().size());
  for (const std::uint8_t byte : digest.bytes()) {
    text.push_back(kHexDigits[byte >> 4U]);
    text.push_back(kHexDigits[byte & 0xFU]);
  }
  return text;
}

}  // namespace retention

std::size_t std::hash<retention::Digest>::operator()(const retention::Digest& digest) const noexcept {
  std::size_t value = 0;
  std::memcpy(&value, digest.bytes().data(), sizeof(value));
  return value;
}
