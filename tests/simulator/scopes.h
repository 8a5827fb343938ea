#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulator/call.h"
#include "tests/simulator/http/message.h"

namespace retention::simulator {

// The scopes with all that they imply.
[[nodiscard]] std::set<std::string> closure(std::set<std::string> scopes);

// The scopes an operation on packages checks for; empty for all others.
[[nodiscard]] std::vector<std::string> required_scopes(Operation operation);

// "a, b"
[[nodiscard]] std::string joined(const std::vector<std::string>& words);

// GitHub's refusal when the token's scopes, or its kind, do not allow the operation.
[[nodiscard]] std::optional<http::Reply> refuse_scopes(const Call& call);

}  // namespace retention::simulator
