#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "tests/simulator/call.h"

namespace retention::simulator {

// The secret of an Authorization header: Bearer, token, or the password of Basic. Nothing without one.
[[nodiscard]] std::optional<std::string> credential(const http::Headers& headers);

// What GitHub checks of every request before it looks at what is asked: that the client names itself and speaks a known
// API version, and who it is. Not thread-safe.
class Login {
 public:
  // Sets the call's token. The refusal, if there is one.
  [[nodiscard]] std::optional<http::Reply> admit(Call& call);

 private:
  [[nodiscard]] std::optional<http::Reply> authenticate(Call& call);

  std::deque<Time> bad_;         // recent attempts with a token that is none
  std::optional<Time> blocked_;  // every login is refused until then
};

// The dates of the REST API that exist, oldest first.
inline constexpr std::string_view kOldestApiVersion = "2022-11-28";
inline constexpr std::string_view kNewestApiVersion = "2026-03-10";

// The API version a request is answered by.
[[nodiscard]] std::string_view api_version(const http::Request& request);

}  // namespace retention::simulator
