#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "tests/simulator/time.h"

namespace retention::simulator {

enum class FaultKind : std::uint8_t {
  status,         // an error reply with `status`, `message` and `headers`
  reset,          // the connection is reset without a reply
  stall,          // nothing for `wait`, then 500 `Server Error`
  delay,          // `wait`, then the true reply
  drip,           // the true reply, one byte each `wait`
  truncated,      // half of the body, declared as complete
  short_body,     // the declared length is never reached; the connection closes
  html,           // a page of HTML
  object,         // a JSON object where a list is due
  empty_body,     // the true status and headers, no body
  duplicate_row,  // a list page begins with the last row of the page before it
  missing_row,    // a list page begins one row too late
  empty_page      // a list page without rows whose Link still names the next one
};

// Whether the fault strikes before the request has had its effect or after.
enum class Moment : std::uint8_t { before, after };

// One thing that goes wrong, and when. All conditions must hold.
struct Fault {
  FaultKind kind{FaultKind::status};

  std::string operation{"*"};  // as the request log names it, for example "delete_version"; "*" any
  std::string package{};       // "OWNER/TYPE/NAME"; empty: any
  int page{0};                 // of a list; 0: any
  int skip{0};                 // so many matching requests pass first
  int times{0};                // strikes at most so often; 0: without end
  double rate{1.0};            // strikes this share of the matching requests, by a fixed sequence

  Moment moment{Moment::before};
  int status{500};        // of status, stall and html
  std::string message{};  // empty: the usual one of the status
  std::map<std::string, std::string> headers{};
  Duration wait{0};  // 0: 10 s for stall and delay, 500 ms for drip

  // Reads one fault in the words of a scenario file, for example `{operation: delete_version, nth: 2, status: 502}`.
  // Throws ScenarioError.
  static Fault parse(std::string_view yaml);
};

}  // namespace retention::simulator
