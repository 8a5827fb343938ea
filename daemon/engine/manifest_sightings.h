#pragma once

#include <span>
#include <vector>

#include "policy/base/digest.h"
#include "policy/base/time.h"
#include "store/manifest_cache.h"

namespace retention::engine {

// Whether the registry said on two days that it has no such manifest.
[[nodiscard]] bool is_confirmed_missing(const store::MissingManifest& manifest);

// Those that have to be asked for: a manifest that is confirmed missing is asked for once a day. All spans are sorted.
[[nodiscard]] std::vector<Digest> to_ask(std::span<const Digest> unknown,
                                         std::span<const store::MissingManifest> missing, SysTime now);

// What is missing now, of those that are still not known: what `not_found` says, and what was missing before and nobody
// could find out about.
[[nodiscard]] std::vector<store::MissingManifest> sighted(std::span<const store::MissingManifest> before,
                                                          std::span<const Digest> unknown,
                                                          std::span<const Digest> not_found, SysTime now);

}  // namespace retention::engine
