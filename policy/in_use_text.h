#pragma once

#include <string_view>

#include "policy/base/error.h"
#include "policy/model/facts.h"

namespace retention {

// Reads the text of an in-use file: on each line a digest, IMAGE@DIGEST, IMAGE:TAG, IMAGE:TAG@DIGEST or :TAG-PATTERN.
// IMAGE is HOST/OWNER/NAME or OWNER/NAME; what is of another host than `registry_host` is left out. A host has a dot or
// a port in it, or is localhost (reference grammar of container images). Blank lines and what follows a `#` at the
// beginning or after a blank are comments. Fails with ErrorCode::configuration for the first line that is none of
// these, and for a text that names nothing here: a file that was cut short, or written for another registry, must not
// look like one that names little.
[[nodiscard]] Result<InUseList> parse_in_use(std::string_view text, std::string_view registry_host);

}  // namespace retention
