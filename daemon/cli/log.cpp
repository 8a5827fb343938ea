#include "daemon/cli/log.h"

#include <spdlog/details/log_msg.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "daemon/cli/event_text.h"
#include "daemon/report/printable.h"

namespace retention::cli {
namespace {

using Json = nlohmann::ordered_json;

// Hands finished lines over to the status line, which alone writes to standard error.
class LineSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit LineSink(StatusLine& line) : line_(line) {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t text;
    formatter_->format(message, text);
    line_.print({text.data(), text.size()});
  }
  void flush_() override {}

  StatusLine& line_;
};

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warn:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::string json_line(const EventText& text, Instant now) {
  Json json{{"time", format_rfc3339(seconds_of(now))},
            {"level", text_of(kLogLevels, text.level)},
            {"event", text.name},
            {"message", text.message}};
  for (const auto& [name, value] : text.values) {
    std::visit([&, key = std::string(name)](const auto& held) { json[key] = held; }, value);
  }
  constexpr int kOneLine = -1;
  return json.dump(kOneLine, ' ', true, Json::error_handler_t::replace);
}

}  // namespace

struct Log::Impl {
  Impl(StatusLine& line, const Clock& its_clock, LogLevel level, LogFormat its_format)
      : clock(its_clock), format(its_format), logger("retentiond", std::make_shared<LineSink>(line)) {
    const std::string pattern = format == LogFormat::text ? "%Y-%m-%dT%H:%M:%SZ %-7l %v" : "%v";
    constexpr const char* kNoLineEnd = "";
    logger.set_formatter(
        std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc, kNoLineEnd));
    logger.set_level(level_of(level));
  }

  void write(const EventText& text) {
    const spdlog::level::level_enum level = level_of(text.level);
    if (!logger.should_log(level)) return;
    const Instant now = clock.now();
    const std::string line = format == LogFormat::text ? report::printable(text.message) : json_line(text, now);
    logger.log(std::chrono::time_point_cast<spdlog::log_clock::duration>(now), spdlog::source_loc{}, level, line);
  }

  const Clock& clock;
  LogFormat format;
  spdlog::logger logger;
};

Log::Log(StatusLine& line, const Clock& clock, LogLevel level, LogFormat format)
    : impl_(std::make_unique<Impl>(line, clock, level, format)) {}

Log::~Log() = default;

void Log::on(const Event& event) {
  impl_->write(describe(event));
}

void Log::write(LogLevel level, std::string_view event, std::string_view message) {
  impl_->write({level, event, std::string(message), {}});
}

}  // namespace retention::cli
