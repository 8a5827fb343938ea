#pragma once

#include <string_view>

#include "tests/simulator/http/message.h"

namespace retention::simulator::http {

// Posts a body to "http://127.0.0.1:PORT/PATH" on a connection of its own and returns the status of the reply; 0 if
// there is none within 10 seconds. Throws std::invalid_argument for an address that is not of this machine.
[[nodiscard]] int post(std::string_view url, const Headers& headers, std::string_view body);

}  // namespace retention::simulator::http
