#include "daemon/registry/failure.h"

#include "daemon/http/failure.h"

namespace retention::registry {

tl::unexpected<Failure> failure_of(const http::TransportFailure& failure) {
  auto reach = http::may_pass(failure.kind) ? Failure::Reach::passing : Failure::Reach::package;
  if (failure.kind == http::TransportFailure::Kind::too_large) reach = Failure::Reach::manifest;
  return fail(reach, http::code_of(failure.kind), failure.message);
}

}  // namespace retention::registry
