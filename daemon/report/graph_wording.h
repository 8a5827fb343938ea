#pragma once

#include <string>

#include "store/history_records.h"

namespace retention::report {

// What the graph of a container package says of one version: "part of version 12, which stays".
[[nodiscard]] std::string graph_sentence(const store::ReasonRecord& reason);

// The same for many versions, without what differs among them.
[[nodiscard]] std::string graph_group_sentence(const store::ReasonRecord& reason);

}  // namespace retention::report
