#pragma once

#include <memory>
#include <ostream>

#include "daemon/report/comparison.h"

namespace retention::report {

// The stream outlives it.
[[nodiscard]] std::unique_ptr<ComparisonWriter> make_json_comparison(std::ostream& out);

}  // namespace retention::report
