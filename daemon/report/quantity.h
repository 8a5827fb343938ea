#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/number_text.h"
#include "policy/base/time.h"
#include "policy/model/package.h"

namespace retention::report {

using retention::with_commas;

// "1 version", "5,000 versions"; `plural` where an s is not enough.
[[nodiscard]] std::string counted(std::int64_t number, std::string_view noun);
[[nodiscard]] std::string counted(std::int64_t number, std::string_view noun, std::string_view plural);

// "1st", "12th", "23rd"
[[nodiscard]] std::string ordinal(std::int64_t number);

// "2.4%", rounded to one decimal; "0%" of nothing.
[[nodiscard]] std::string percentage(std::int64_t part, std::int64_t whole);

// How old something is: "46d", "7h" below two days, "12m" below an hour; "?" if it is not known, "0m" in the future.
[[nodiscard]] std::string age_of(std::optional<SysTime> time, SysTime now);

// The UTC date: "2026-03-02".
[[nodiscard]] std::string day_of(SysTime time);

// A length of time as a configuration would write it: "24h", "14d".
[[nodiscard]] std::string length_in_words(std::int64_t seconds);

// What people know a version by: the first 12 digits of a digest ("sha256:91ab3c4d5e6f"), else the name, printable.
[[nodiscard]] std::string short_name(std::string_view name);

// "[v1.2, latest]", printable; empty without tags, "[tags unknown]" if they are not known.
[[nodiscard]] std::string tag_list(const std::optional<std::vector<std::string>>& tags);

// The package as people write it, printable.
[[nodiscard]] std::string shown(const PackageRef& package);

// A version likewise: "acme/npm/lib@17".
[[nodiscard]] std::string shown(const PackageRef& package, VersionId version);

}  // namespace retention::report
