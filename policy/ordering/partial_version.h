#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/base/error.h"

namespace retention {

// A version in a range of npm, of which parts may be left out or open: "1", "1.x", "1.2.*", "v1.2.3-rc.1". An open part
// may stand before a number, as in "1.x.3".
struct PartialVersion {
  std::array<std::optional<std::uint64_t>, 3> numbers;  // nothing: left out, or one of x X *
  std::string prerelease;
  std::string_view prefix;  // what of `v` and `=` stands before it; points into the text

  [[nodiscard]] bool is_full() const { return numbers[0] && numbers[1] && numbers[2]; }
};

// Reads one, with its build metadata, which is dropped. Fails with ErrorCode::configuration; the message says only what
// is wrong.
[[nodiscard]] Result<PartialVersion> parse_partial_version(std::string_view text);

}  // namespace retention
