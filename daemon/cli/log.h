#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "daemon/cli/status_line.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "policy/base/enum_table.h"

namespace retention::cli {

enum class LogLevel : std::uint8_t { debug, info, warn, error };

inline constexpr EnumTable<LogLevel, 4> kLogLevels{
    {{LogLevel::debug, "debug"}, {LogLevel::info, "info"}, {LogLevel::warn, "warn"}, {LogLevel::error, "error"}}};

enum class LogFormat : std::uint8_t { text, json };

inline constexpr EnumTable<LogFormat, 2> kLogFormats{{{LogFormat::text, "text"}, {LogFormat::json, "json"}}};

// The log on standard error: one line for each event and each message at or above the level. In JSON every line is an
// object with `time`, `level`, `event`, `message` and what else the event holds. Safe to use from several threads.
class Log final : public EventSink {
 public:
  // The line and the clock must outlive the log.
  Log(StatusLine& line, const Clock& clock, LogLevel level, LogFormat format);
  ~Log() override;
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  Log(Log&&) = delete;
  Log& operator=(Log&&) = delete;

  void on(const Event& event) override;

  // A message that is no event of a cycle. `event` is a stable name for machines ("reloaded"). Never a secret.
  void write(LogLevel level, std::string_view event, std::string_view message);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace retention::cli
