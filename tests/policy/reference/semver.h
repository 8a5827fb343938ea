#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace retention::reference {

struct SemVerValue {
  std::array<std::int64_t, 3> numbers{};
  std::vector<std::string> prerelease;
};

// A full version of Semantic Versioning 2.0.0, with a `v` before it or without; nothing for any other text.
[[nodiscard]] std::optional<SemVerValue> read_semver(std::string_view text);

[[nodiscard]] int compare(const SemVerValue& a, const SemVerValue& b);

// Whether a version is in a range of npm's `semver`, as its documentation describes ranges. Of those it can read what
// the random cases write: no build metadata in a range, and no `>*` or `<*`.
[[nodiscard]] bool in_range(const SemVerValue& version, std::string_view range);

}  // namespace retention::reference
