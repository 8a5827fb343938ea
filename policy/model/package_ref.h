#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/base/error.h"
#include "policy/model/package.h"

namespace retention {

// What a REF of the command line names within its package.
struct VersionSelector {
  enum class Kind : std::uint8_t {
    at,  // after `@`: a digest, a digest's prefix, an id or a version name
    tag  // after `:`
  };
  Kind kind{Kind::at};
  std::string text;

  friend bool operator==(const VersionSelector&, const VersionSelector&) = default;
};

// A package, or one version of it.
struct VersionRef {
  PackageRef package;
  std::optional<VersionSelector> version;

  friend bool operator==(const VersionRef&, const VersionRef&) = default;
};

// Reads OWNER/TYPE/NAME[@DIGEST|@PREFIX|@ID|@VERSION|:TAG]. The last `@` decides, else the last `:` after the last `/`.
// Fails with ErrorCode::usage.
[[nodiscard]] Result<VersionRef> parse_version_ref(std::string_view text);

[[nodiscard]] std::string to_string(const VersionRef& ref);

// Whether a selector may mean this version: after `@` its id, its name, or the beginning of its name if that is a
// digest (with or without "sha256:"); after `:` one of its tags. More than one version of a package can fit a prefix.
[[nodiscard]] bool fits(const VersionSelector& selector, const PackageVersion& version);

}  // namespace retention
