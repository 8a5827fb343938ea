#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>

#include "daemon/http/message.h"

namespace retention::http {

// Why an exchange has no response.
struct TransportFailure {
  // What the server may have seen of the request.
  enum class Phase : std::uint8_t {
    not_sent,  // certainly nothing: there was no connection to send it on
    unknown    // it was or may have been sent
  };
  enum class Kind : std::uint8_t {
    unreachable,  // no address, refused, no route, connecting took too long
    untrusted,    // the TLS handshake failed or the certificate is not accepted
    timed_out,    // the deadline of the exchange passed
    broken,       // the connection ended or the reply is not HTTP
    too_large,    // the body is over the limit
    interrupted   // a stop was asked for
  };
  Phase phase{Phase::unknown};
  Kind kind{Kind::broken};
  std::string message;  // for people; names the server, never a header of the request
};

// One request, one response, to one server. Never retries and never follows a redirect. Every exchange ends within the
// deadline of the transport, looking up the server's name excepted. A stop interrupts a GET at once; a mutation in
// flight is given a short time to end. Used from one thread.
class HttpTransport {
 public:
  virtual ~HttpTransport() = default;
  virtual tl::expected<Response, TransportFailure> exchange(const Request& request, std::stop_token stop) = 0;
};

}  // namespace retention::http
