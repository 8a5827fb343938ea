#pragma once

#include "tests/simulator/call.h"

namespace retention::simulator {

// The answer, and whether the world is another one now.
struct MutationAnswer {
  http::Reply reply;
  bool changed{false};
};

// Answers the four operations that delete or restore.
[[nodiscard]] MutationAnswer answer_mutation(const Call& call);

// What deleting a version does to its package, whoever does it.
void delete_version(Package& package, Version& version, Time now);

}  // namespace retention::simulator
