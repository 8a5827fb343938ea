#pragma once

#include <memory>
#include <ostream>

#include "daemon/report/comparison.h"
#include "daemon/report/style.h"

namespace retention::report {

// The stream outlives it.
[[nodiscard]] std::unique_ptr<ComparisonWriter> make_text_comparison(std::ostream& out, const Style& style);

}  // namespace retention::report
