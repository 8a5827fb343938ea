#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/time.h"
#include "policy/model/package.h"
#include "store/history_records.h"

namespace retention::report {

// The parts of which every JSON document of the program is made. Keys keep their order; what is absent is null.
using Json = nlohmann::ordered_json;

// The version of the shape of all documents; a key that changes its meaning raises it.
inline constexpr int kSchema = 1;

// One line of pure ASCII, so that nothing in it can drive a terminal; invalid UTF-8 becomes U+FFFD.
[[nodiscard]] std::string dumped(const Json& json);

[[nodiscard]] Json json_of(const std::optional<SysTime>& time);
[[nodiscard]] Json json_of(const std::optional<std::int64_t>& number);
[[nodiscard]] Json json_of(const std::optional<std::vector<std::string>>& texts);

// The text, or null if it is empty.
[[nodiscard]] Json text_or_null(std::string_view text);

// {"owner", "type", "name"}
[[nodiscard]] Json package_json(const PackageRef& package);

[[nodiscard]] Json run_json(const store::RunSummary& run);
[[nodiscard]] Json summary_json(const store::RunSummary& run);
[[nodiscard]] Json warnings_json(std::span<const store::RunWarning> warnings);
[[nodiscard]] Json reason_json(const store::ReasonRecord& reason, const std::optional<std::vector<std::string>>& tags);
[[nodiscard]] Json decision_json(PackageType type, const store::DecisionRecord& decision);

// A deletion that a run moved, in the shape of a decision.
[[nodiscard]] Json touched_json(const store::DeletionDetail& deletion);

}  // namespace retention::report
