#pragma once

#include <string>

#include "store/records.h"

namespace retention::engine {

// Why nothing is sent for a package on hold, and what to do about it.
[[nodiscard]] std::string words_of(store::Hold hold);

}  // namespace retention::engine
