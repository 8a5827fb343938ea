#include "daemon/http/failure.h"

namespace retention::http {

ErrorCode code_of(TransportFailure::Kind kind) {
  switch (kind) {
    case TransportFailure::Kind::unreachable:
    case TransportFailure::Kind::untrusted:
    case TransportFailure::Kind::broken:
      return ErrorCode::unreachable;
    case TransportFailure::Kind::timed_out:
      return ErrorCode::timed_out;
    case TransportFailure::Kind::too_large:
      return ErrorCode::bad_reply;
    case TransportFailure::Kind::interrupted:
      return ErrorCode::interrupted;
  }
  return ErrorCode::internal;
}

bool may_pass(TransportFailure::Kind kind) {
  return kind == TransportFailure::Kind::unreachable || kind == TransportFailure::Kind::broken ||
         kind == TransportFailure::Kind::timed_out;
}

}  // namespace retention::http
