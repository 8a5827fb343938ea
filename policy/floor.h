#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "policy/model/decision.h"
#include "policy/model/package.h"

namespace retention {

// How one version stands before the floor is asked.
struct Standing {
  enum class Fate : std::uint8_t {
    stays,
    goes_on_paper,  // a candidate that is only audited
    goes
  };
  enum class Weight : std::uint8_t { none, untagged, tagged };  // what it counts as; none: it may be part of an image

  Fate fate{Fate::stays};
  Weight weight{Weight::none};
};

// A candidate that must stay, and why.
struct Promotion {
  std::size_t position;  // in `newest_first`
  std::vector<ReasonCode> codes;
};

// Which candidates stay so that at least `min_keep` images do and, in packages with tags, a tagged one: the newest of
// them. What is only audited stays for the others, and has to leave a floor of its own.
[[nodiscard]] std::vector<Promotion> promote(PackageType type, std::int64_t min_keep,
                                             std::span<const Standing> newest_first);

}  // namespace retention
