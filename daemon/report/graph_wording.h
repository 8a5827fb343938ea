#pragma once

#include <optional>
#include <string>

#include "store/history_records.h"

namespace retention::report {

// What the graph of a container package says of one version: "part of sha256:07cc12345678 [v1.4], which stays".
[[nodiscard]] std::string graph_sentence(const store::ReasonRecord& reason);

// The same for many versions, without what differs among them.
[[nodiscard]] std::string graph_group_sentence(const store::ReasonRecord& reason);

// What it rests on: "part of sha256:07cc12345678 [v1.4]"; nothing for other layers and what is not listed.
[[nodiscard]] std::optional<std::string> graph_evidence(const store::ReasonRecord& reason);

}  // namespace retention::report
