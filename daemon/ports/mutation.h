#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"

namespace retention {

// How a DELETE or a restore ended. A mutation is sent once and never repeated by the client.
struct MutationOutcome {
  enum class Kind : std::uint8_t {
    done,           // 204
    refused,        // 400 with a rule of the platform, see `refusal`
    not_found,      // 404: gone, or the right to administer the package is missing; a read decides
    unauthorized,   // 401
    missing_scope,  // 403 for want of a scope
    sso_required,   // 403 with X-GitHub-SSO
    rate_limited,   // 403 or 429 by a primary or secondary limit; nothing happened
    redirected,     // 3xx: the owner or the package has another name now
    failed,         // any other 4xx; nothing happened
    not_sent,       // no connection was made; nothing happened
    no_token,       // the token cannot be read; nothing was sent
    unknown         // it was or may have been sent and no clear answer came (5xx, reset, deadline); a read decides
  };
  Kind kind{Kind::unknown};
  int http_status{0};      // 0 if there was no reply
  std::string request_id;  // X-GitHub-Request-Id
  std::string message;     // GitHub's or the transport's words, for people
  std::optional<Refusal> refusal;
  std::optional<SysTime> retry_at;  // with rate_limited: when to ask again
};

// May delete versions. Whoever must not delete is never handed one. Used from one thread.
class Deleter {
 public:
  virtual ~Deleter() = default;
  virtual MutationOutcome delete_version(const Package& package, VersionId version) = 0;
};

// May restore versions. Used from one thread.
class Restorer {
 public:
  virtual ~Restorer() = default;
  virtual MutationOutcome restore_version(const Package& package, VersionId version) = 0;
};

// Asked before every mutation. Blocks for pacing and waits out rate limits; denies once a stop was asked for, or when
// the wait would be longer than is allowed.
class Permit {
 public:
  struct Answer {
    enum class Kind : std::uint8_t { granted, stopping, rate_limited };
    Kind kind{Kind::granted};
    std::optional<SysTime> retry_at;  // with rate_limited
  };

  virtual ~Permit() = default;
  virtual Answer await(std::stop_token stop) = 0;
};

}  // namespace retention
