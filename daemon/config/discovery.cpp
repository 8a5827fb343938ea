#include "daemon/config/discovery.h"

#include <fmt/format.h>

#include <string>
#include <system_error>

#include <unistd.h>

namespace retention::config {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSystemConfig = "/etc/retentiond/config.yaml";
constexpr const char* kSystemState = "/var/lib/retentiond";
constexpr const char* kLedgerName = "ledger.db";

bool is_there(const fs::path& file) {
  std::error_code error;
  return fs::exists(file, error);
}

// Whether files can be made in a folder, or the folder itself can be made in the one above.
bool can_write(const fs::path& folder) {
  const fs::path existing = is_there(folder) ? folder : folder.parent_path();
  return ::access(existing.c_str(), W_OK | X_OK) == 0;
}

std::optional<fs::path> user_state(const Environment& environment) {
  if (const auto state = environment.get("XDG_STATE_HOME")) return fs::path(*state) / "retentiond";
  if (const auto home = environment.get("HOME")) return fs::path(*home) / ".local/state/retentiond";
  return std::nullopt;
}

// systemd separates several folders with colons; the first is ours.
std::string first_of(const std::string& folders) {
  return folders.substr(0, folders.find(':'));
}

}  // namespace

Result<fs::path> find_config(const std::optional<fs::path>& option, const Environment& environment) {
  const auto variable = environment.get("RETENTIOND_CONFIG");
  const fs::path file = option ? *option : fs::path(variable.value_or(kSystemConfig));
  if (is_there(file)) return file;
  const std::string_view named = option ? " (from --config)" : variable ? " (from RETENTIOND_CONFIG)" : "";
  return fail(ErrorCode::configuration,
              fmt::format("there is no configuration file {}{}: copy config.example.yaml there and change it, or name "
                          "another file with --config",
                          file.string(), named));
}

bool names_config_file(const std::optional<fs::path>& option, const Environment& environment) {
  return option || environment.get("RETENTIOND_CONFIG");
}

Result<fs::path> find_ledger(const std::optional<fs::path>& option, const LedgerSettings& settings,
                             const Environment& environment) {
  if (option) return *option;
  if (settings.path) return *settings.path;
  if (const auto state = environment.get("STATE_DIRECTORY")) return fs::path(first_of(*state)) / kLedgerName;
  if (can_write(kSystemState)) return fs::path(kSystemState) / kLedgerName;
  if (const auto folder = user_state(environment)) return *folder / kLedgerName;
  return fail(ErrorCode::ledger,
              fmt::format("no place for the ledger is known: {} cannot be written and HOME is not set: write "
                          "ledger.path in the configuration, or use --ledger",
                          kSystemState));
}

}  // namespace retention::config
