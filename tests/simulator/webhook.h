#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace retention::simulator {

enum class HookAction : std::uint8_t { published, updated };

// One delivery of a webhook. Sending it twice is what GitHub does when it delivers again; the order in which deliveries
// arrive is up to whoever sends them.
struct Delivery {
  std::string event;      // X-GitHub-Event
  std::string id;         // X-GitHub-Delivery, a GUID
  std::string body;       // JSON
  std::string signature;  // X-Hub-Signature-256; empty: none is sent
};

// "sha256=" and the HMAC-SHA-256 of the bytes of a body, in hex.
[[nodiscard]] std::string hook_signature(std::string_view secret, std::string_view body);

// The GUID of the nth delivery, always the same.
[[nodiscard]] std::string delivery_id(std::uint64_t number);

// Posts a delivery to "http://127.0.0.1:PORT/PATH" and returns the status of the reply; 0 if none came within the 10
// seconds that GitHub waits. Throws std::invalid_argument for any other address: nothing leaves this machine.
[[nodiscard]] int send(const Delivery& delivery, std::string_view url);

}  // namespace retention::simulator
