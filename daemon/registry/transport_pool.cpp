#include "daemon/registry/transport_pool.h"

#include <algorithm>

namespace retention::registry {

Result<TransportPool::Lease> TransportPool::take(const http::Url& server) {
  {
    const std::lock_guard lock(mutex_);
    const auto found =
        std::find_if(idle_.rbegin(), idle_.rend(), [&](const auto& one) { return same_origin(one.first, server); });
    if (found != idle_.rend()) {
      Lease lease(*this, std::move(found->first), std::move(found->second));
      idle_.erase(std::next(found).base());
      return lease;
    }
  }
  http::TransportOptions options = options_;
  options.server = server;
  auto made = make_(std::move(options));
  if (!made) return fail(made.error());
  return Lease(*this, server, std::move(*made));
}

void TransportPool::give_back(http::Url server, std::unique_ptr<http::HttpTransport> transport) {
  const std::lock_guard lock(mutex_);
  idle_.emplace_back(std::move(server), std::move(transport));
}

}  // namespace retention::registry
