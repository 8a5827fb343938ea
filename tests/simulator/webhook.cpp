#include "tests/simulator/webhook.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "tests/simulator/digest.h"
#include "tests/simulator/http/post.h"

namespace retention::simulator {

std::string hook_signature(std::string_view secret, std::string_view body) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(body.data()), body.size(), code.data(), &size);
  return "sha256=" + hex_of({reinterpret_cast<const char*>(code.data()), size});
}

std::string delivery_id(std::uint64_t number) {
  std::string id = sha256_hex("delivery " + std::to_string(number)).substr(0, 32);
  for (const std::size_t at : {20U, 16U, 12U, 8U}) id.insert(at, "-");
  return id;
}

int send(const Delivery& delivery, std::string_view url) {
  http::Headers headers;
  headers.add("User-Agent", "GitHub-Hookshot/simulated");
  headers.add("Content-Type", "application/json");
  headers.add("X-GitHub-Event", delivery.event);
  headers.add("X-GitHub-Delivery", delivery.id);
  headers.add("X-GitHub-Hook-ID", "1");
  if (!delivery.signature.empty()) headers.add("X-Hub-Signature-256", delivery.signature);
  return http::post(url, headers, delivery.body);
}

}  // namespace retention::simulator
