#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "daemon/cli/log.h"
#include "daemon/ports/event_sink.h"

namespace retention::cli {

// An event as a line of the log: how important it is, a stable name for machines, a sentence for people, and its
// values.
struct EventText {
  using Value = std::variant<std::string, std::int64_t>;

  LogLevel level{LogLevel::info};
  std::string_view name;
  std::string message;
  std::vector<std::pair<std::string_view, Value>> values;
};

[[nodiscard]] EventText describe(const Event& event);

}  // namespace retention::cli
