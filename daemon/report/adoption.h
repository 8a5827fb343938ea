#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/report/format.h"
#include "policy/base/strong_id.h"
#include "policy/model/package.h"
#include "store/records.h"

namespace retention::report {

// What others deleted in one owner's packages and the ledger did not know of.
struct Adoption {
  struct Package {
    PackageRef ref;
    std::vector<DeletedVersion> versions;
  };
  std::string owner;
  std::optional<RunId> run;  // that took it into the ledger; absent if none did
  std::vector<Package> packages;
  std::int64_t packages_read{0};
  std::vector<store::RunWarning> warnings;  // lists that could not be read
};

// Text or JSON.
void write_adoption(const Sheet& sheet, const Adoption& adoption, SysTime now);

}  // namespace retention::report
