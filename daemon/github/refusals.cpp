#include "daemon/github/refusals.h"

#include <array>
#include <string>

#include "daemon/http/text.h"

namespace retention::github {
namespace {

struct Stem {
  std::string_view text;
  Refusal refusal;
};

// Stems, lower case, of messages seen from GitHub; the rest of the wording has changed over the years.
constexpr auto kStems = std::to_array<Stem>({{"downloads cannot be deleted", Refusal::downloads},
                                             {"last tagged version", Refusal::last_tagged},
                                             {"last version of a package", Refusal::last_version}});

}  // namespace

std::optional<Refusal> refusal_of(int status, std::string_view message) {
  if (status != 400) return std::nullopt;
  const std::string text = http::to_lower(message);
  for (const auto& [stem, refusal] : kStems) {
    if (text.find(stem) != std::string::npos) return refusal;
  }
  return std::nullopt;
}

}  // namespace retention::github
