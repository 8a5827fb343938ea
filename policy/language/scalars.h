#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/base/duration.h"
#include "policy/language/section.h"

// Single values of a section, the table's default filled in where the key was not written. A wrong value is reported
// and gives nothing, as does a key that was not written and has no default.
namespace retention::language {

// A number that may be `unlimited`.
struct Count {
  std::optional<std::int64_t> most;  // absent: unlimited
};

[[nodiscard]] std::optional<std::string> read_text(const Section& section, std::string_view key);
[[nodiscard]] std::optional<std::int64_t> read_integer(const Section& section, std::string_view key);
[[nodiscard]] std::optional<Count> read_count(const Section& section, std::string_view key);
[[nodiscard]] std::optional<bool> read_boolean(const Section& section, std::string_view key);
[[nodiscard]] std::optional<Duration> read_duration(const Section& section, std::string_view key);
[[nodiscard]] std::optional<std::chrono::seconds> read_timeout(const Section& section, std::string_view key);

// One of the choices of the key, as the table spells it.
[[nodiscard]] std::optional<std::string_view> read_choice(const Section& section, std::string_view key);

// The word among `choices`; a wrong one is reported with the nearest known one.
[[nodiscard]] std::optional<std::string_view> choose(const Field& field, std::span<const std::string_view> choices,
                                                     Findings& findings);

}  // namespace retention::language
