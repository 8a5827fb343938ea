#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <tl/expected.hpp>
#include <utility>

#include "daemon/http/transport.h"
#include "policy/base/error.h"

namespace retention::registry {

// Why one attempt to read a manifest came to nothing, and how much of the work that stops.
struct Failure {
  enum class Reach : std::uint8_t {
    content,   // this one, for ever: its bytes are those that its digest names
    manifest,  // this one; others may be read
    passing,   // whoever asks now: it may be asked for again after a wait
    package,   // all manifests of the package
    token      // all packages, as long as the token is this one
  };
  Reach reach{Reach::package};
  Error error{};
  std::optional<std::chrono::seconds> asked{};  // with passing: the wait that the registry asks for
};

template <typename T>
using Attempt = tl::expected<T, Failure>;

[[nodiscard]] inline tl::unexpected<Failure> fail(Failure::Reach reach, ErrorCode code, std::string message) {
  return tl::unexpected<Failure>(Failure{reach, Error{code, std::move(message)}, std::nullopt});
}

// An exchange that has no response. One body that is too large says nothing of others.
[[nodiscard]] tl::unexpected<Failure> failure_of(const http::TransportFailure& failure);

}  // namespace retention::registry
