#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/strong_id.h"
#include "policy/base/time.h"

namespace retention::store {

// What the journal keeps of a pin beside its text: `{"text":...,"package":K,"version":N,"until":T}`, K being the key of
// the package and N GitHub's id. A row of an older program has the text alone.
struct PinFacts {
  std::int64_t package{0};
  std::int64_t version{0};
  std::optional<SysTime> until;

  friend bool operator==(const PinFacts&, const PinFacts&) = default;
};
[[nodiscard]] std::string encode_pinned(std::string_view text, const PinFacts& facts);
[[nodiscard]] std::optional<PinFacts> decode_pinned(std::string_view body);

// GitHub's ids of the versions in a body that encode_approval() made.
[[nodiscard]] std::vector<VersionId> decode_approved(std::string_view body);

// Whether encode_note() made the body of a text that begins so.
[[nodiscard]] bool note_begins(std::string_view body, std::string_view text);

// Whether encode_approval() made the body for an approval by this person.
[[nodiscard]] bool approved_by(std::string_view body, std::string_view by);

}  // namespace retention::store
