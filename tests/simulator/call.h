#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/simulator/http/message.h"
#include "tests/simulator/model.h"
#include "tests/simulator/route.h"
#include "tests/simulator/switches.h"
#include "tests/simulator/time.h"
#include "tests/simulator/world.h"

namespace retention::simulator {

// What a fault does to the rows of a list.
enum class PageTrouble : std::uint8_t { none, duplicate_row, missing_row, empty_page };

// One request of the REST API while it is answered, and all that its answer depends on.
struct Call {
  const http::Request& request;
  const Route& route;
  World& world;
  const Switches& switches;
  Time now;
  std::string base;  // what URLs begin with, "http://127.0.0.1:4711/api/v3"
  PageTrouble trouble{PageTrouble::none};
  int concurrency{1};
  const Token* token{};  // null: anonymous
};

// A JSON reply.
[[nodiscard]] http::Reply json_reply(int status, std::string body);

// GitHub's error object: message, documentation_url and the status as text.
[[nodiscard]] http::Reply error_reply(int status, std::string_view message);

[[nodiscard]] http::Reply empty_reply(int status);

}  // namespace retention::simulator
