#pragma once

#include <functional>
#include <string>

#include "daemon/github/mutation_client.h"
#include "daemon/http/message.h"
#include "daemon/ports/mutation.h"
#include "daemon/ports/token_source.h"
#include "policy/model/package.h"

namespace retention::github {

// The path of a call on a package, whose owner is addressed as the token at hand allows.
using PathOf = std::function<std::string(const Package&)>;

// One exchange with the owner's token for this purpose, never repeated. Nothing is sent without a token.
[[nodiscard]] MutationOutcome send_once(const MutationChannel& channel, Purpose purpose, http::Method method,
                                        const Package& package, const PathOf& path);

}  // namespace retention::github
