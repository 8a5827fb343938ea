#pragma once

#include <string>
#include <string_view>

#include "tests/simulator/call.h"

namespace retention::simulator {

// `{"errors":[{code, message}]}`, as the OCI distribution specification has it.
[[nodiscard]] http::Reply registry_error(int status, std::string_view code, std::string_view message);

// The active container package behind "OWNER/NAME", which the registry writes in lower case. Null if there is none.
[[nodiscard]] const Package* registry_package(const World& world, std::string_view repository);

// Answers a registry request whose credential was accepted.
[[nodiscard]] http::Reply registry_content(const Call& call);

}  // namespace retention::simulator
