#pragma once

#include <optional>
#include <string_view>

#include "policy/model/decision.h"

namespace retention::github {

// The rule of the platform behind a refused deletion (status 400), by its message; nothing if it is none of the known
// ones. All of them are permanent for the time being: asking again does not help.
[[nodiscard]] std::optional<Refusal> refusal_of(int status, std::string_view message);

}  // namespace retention::github
