#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "daemon/ports/lister.h"
#include "policy/base/error.h"
#include "policy/model/package.h"

namespace retention::engine {

// Where GitHub has a package now. There is no list of deleted packages, so one that is not there may be restorable or
// not.
struct PackageSighting {
  enum class Where : std::uint8_t {
    here,
    replaced,  // another package has its name
    absent
  };
  Where where{Where::absent};
  std::optional<PackageId> newcomer;  // with replaced
};

// Why a package whose name another one has cannot come back, for people.
[[nodiscard]] std::string name_taken(PackageId newcomer);

// Reads the package that has this one's name.
Result<PackageSighting> look_for(Lister& lister, const Package& package);

}  // namespace retention::engine
