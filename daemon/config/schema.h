#pragma once

#include <string>

namespace retention::config {

// The JSON Schema (draft-07) of a configuration file, made of the tables that the loader reads by, with a sentence for
// each key. It refuses whatever a schema can tell to be wrong; what takes more, such as two keys that contradict each
// other, only the loader finds. Ends with a line break.
[[nodiscard]] std::string config_schema();

}  // namespace retention::config
