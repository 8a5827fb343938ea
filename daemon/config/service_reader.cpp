#include "daemon/config/service_reader.h"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <utility>

#include "daemon/config/host_port.h"
#include "daemon/config/paths.h"
#include "policy/language/duration_order.h"
#include "policy/language/scalars.h"
#include "policy/language/wording.h"

namespace retention::config {
namespace {

using language::Section;

constexpr Duration kShortestKeep{{}, std::chrono::days(35)};  // GitHub restores for 30 days
constexpr Duration kLongestJitter{{}, std::chrono::days(1)};

}  // namespace

LedgerSettings read_ledger(const Section& ledger, const std::filesystem::path& base) {
  LedgerSettings settings{read_path(ledger, "path", base), {}};
  const auto keep = language::read_duration(ledger, "keep");
  if (!keep) return settings;
  settings.keep = *keep;
  if (!language::never_shorter(*keep, kShortestKeep)) {
    ledger.findings().problem(*ledger.find("keep"),
                              fmt::format("{} is too short to undo what GitHub could still restore; write at least {}",
                                          format_duration(*keep), format_duration(kShortestKeep)));
  }
  return settings;
}

Server read_server(const Section& server) {
  const auto text = language::read_text(server, "listen");
  if (!text || *text == "off") return {};
  const auto address = parse_host_port(*text);
  if (address && address->port) return {Listen{address->host, *address->port}};
  server.findings().problem(
      *server.find("listen"),
      fmt::format("{} is no address to listen on; write one such as 127.0.0.1:8464 or \"[::1]:8464\", or off",
                  language::quoted(*text)));
  return {};
}

std::optional<Schedule> read_schedule(const Section& schedule) {
  const auto jitter = language::read_duration(schedule, "jitter").value_or(Duration{});
  if (!language::never_shorter(kLongestJitter, jitter)) {
    schedule.findings().problem(*schedule.find("jitter"),
                                fmt::format("{} is too long; write at most 1d", format_duration(jitter)));
  }
  const auto text = language::read_text(schedule, "cron");
  if (!text) return std::nullopt;
  Result<Cron> cron = Cron::parse(*text);
  if (cron) return Schedule{*text, *std::move(cron), jitter.exact};
  schedule.findings().problem(*schedule.find("cron"), cron.error().message);
  return std::nullopt;
}

Undo read_undo(const Section& undo) {
  return {language::read_duration(undo, "pin").value_or(Duration{})};
}

}  // namespace retention::config
