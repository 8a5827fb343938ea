#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
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
  enum class Weight : std::uint8_t { none, untagged, tagged };  // what it counts as; none: it is or may be no image

  Fate fate{Fate::stays};
  Weight weight{Weight::none};
};

// A candidate that must stay, and why.
struct Promotion {
  std::size_t position;  // in `newest_first`
  std::vector<ReasonCode> codes;
};

// Gives the candidates that stay because another one does, by their positions in `newest_first`.
using Closing = std::function<std::vector<std::size_t>(std::size_t)>;

// Which candidates stay so that at least `min_keep` images do and, in packages with tags, a tagged one: the newest of
// them. What is only audited stays for the others, and has to leave a floor of its own.
// What stays with a candidate by `closing`, if there is one, counts as well, and is not among the promotions.
[[nodiscard]] std::vector<Promotion> promote(PackageType type, std::int64_t min_keep,
                                             std::span<const Standing> newest_first, const Closing& closing = {});

}  // namespace retention
