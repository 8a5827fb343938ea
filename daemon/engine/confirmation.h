#pragma once

#include <vector>

#include "daemon/ports/version_reader.h"
#include "policy/base/error.h"
#include "policy/model/package.h"

namespace retention::engine {

// Whether versions that a listing lacks, though they were seen before, are gone: a listing that lost rows is not
// complete. Only a failure that ends everything is an error; another one leaves the listing incomplete.
Result<Completeness> confirm_gone(VersionReader& reader, const Package& package, std::vector<VersionId> missing);

}  // namespace retention::engine
