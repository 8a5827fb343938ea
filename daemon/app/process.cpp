#include "daemon/app/process.h"

#include <unistd.h>

namespace retention::app {

std::string_view program_version() {
  return RETENTION_VERSION;
}

config::Environment process_environment(char** variables) {
  config::Environment::Variables copied;
  for (char** entry = variables; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    copied.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return config::Environment(std::move(copied));
}

std::string actor_of(const config::Environment& environment) {
  for (const std::string_view name : {"SUDO_USER", "USER", "LOGNAME"}) {
    if (auto user = environment.get(name)) return *user;
  }
  return "uid " + std::to_string(getuid());
}

}  // namespace retention::app
