#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "tests/simulator/call.h"
#include "tests/simulator/limits.h"
#include "tests/simulator/webhook.h"

namespace retention::simulator {

using Json = nlohmann::ordered_json;

// The objects of GitHub's description, version 2022-11-28 or 2026-03-10 as the request asks.
[[nodiscard]] Json owner_json(const Call& call, const Owner& owner);         // simple-user
[[nodiscard]] Json user_json(const Call& call, const Owner& owner);          // public-user
[[nodiscard]] Json organization_json(const Call& call, const Owner& owner);  // organization-full
[[nodiscard]] Json package_json(const Call& call, const Owner& owner, const Package& package);
[[nodiscard]] Json version_json(const Call& call, const Owner& owner, const Package& package, const Version& version);
// The body of the webhook event `registry_package`.
[[nodiscard]] Json registry_package_json(const Call& call, HookAction action, const Owner& owner,
                                         const Package& package, const Version& version);
[[nodiscard]] Json rate_limit_json(const Call& call, const Limits::Budget& budget);

}  // namespace retention::simulator
