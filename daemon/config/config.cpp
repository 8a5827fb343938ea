#include "daemon/config/config.h"

namespace retention::config {
namespace {

struct Words {
  std::string operator()(const FileSource& source) const { return "file " + source.path.string(); }
  std::string operator()(const EnvironmentSource& source) const { return "environment variable " + source.name; }
  std::string operator()(const CredentialSource& source) const { return "credential " + source.name; }
};

}  // namespace

std::string to_string(const SecretSource& source) {
  return std::visit(Words{}, source);
}

}  // namespace retention::config
