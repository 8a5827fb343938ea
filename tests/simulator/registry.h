#pragma once

#include <map>
#include <optional>
#include <string>

#include "tests/simulator/call.h"

namespace retention::simulator {

// The manifest side of the container registry: the token exchange, manifests, blobs and tags of active versions. It
// refuses whatever would change something. Not thread-safe.
class Registry {
 public:
  [[nodiscard]] http::Reply answer(Call& call);

 private:
  // What an exchanged token stands for. `secret` is the credential it was given for; empty: anonymous.
  struct Grant {
    std::string secret;
    std::string repository;
    Time ends{};
  };

  [[nodiscard]] bool burst(const Call& call);
  [[nodiscard]] http::Reply exchange(const Call& call);
  // Sets the call's token; the refusal when there is no valid credential at all.
  [[nodiscard]] std::optional<http::Reply> authenticate(Call& call) const;

  std::map<std::string, Grant> grants_;  // by exchanged token
  std::optional<Time> window_;           // begin of the second that `in_window_` counts
  int in_window_{};
};

}  // namespace retention::simulator
