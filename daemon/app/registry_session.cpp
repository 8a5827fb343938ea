#include "daemon/app/registry_session.h"

#include <utility>

#include "daemon/app/process.h"
#include "daemon/app/server_address.h"
#include "daemon/http/counting_transport.h"
#include "daemon/http/httplib_transport.h"

namespace retention::app {

registry::ReaderOptions registry_options(const config::GitHub& settings) {
  registry::ReaderOptions options;
  options.identity = {{address_of(settings.registry_url), address_of(settings.api_url)},
                      std::string(program_version())};
  options.connection.ca_file = settings.ca_file;
  options.connection.deadline = settings.request_timeout;
  return options;
}

namespace {

// Connections that all count in one place.
registry::TransportFactory counting_in(std::atomic<std::int64_t>& requests) {
  return [&requests](http::TransportOptions options) -> Result<std::unique_ptr<http::HttpTransport>> {
    auto connection = http::make_transport(std::move(options));
    if (!connection) return connection;
    return std::make_unique<http::CountedConnection>(*std::move(connection), requests);
  };
}

}  // namespace

Result<std::unique_ptr<RegistrySession>> RegistrySession::open(const config::GitHub& settings,
                                                               const std::string& ledger, TokenSource& tokens,
                                                               const Clock& clock, EventSink& events) {
  auto cache = store::ManifestCache::open(ledger);
  if (!cache) return fail(cache.error());
  return std::unique_ptr<RegistrySession>(new RegistrySession(settings, *std::move(cache), tokens, clock, events));
}

RegistrySession::RegistrySession(const config::GitHub& settings, store::ManifestCache cache, TokenSource& tokens,
                                 const Clock& clock, EventSink& events)
    : cache_(std::move(cache)),
      reader_(registry_options(settings), tokens, clock, counting_in(requests_)),
      collector_(reader_, cache_, clock, events) {}

}  // namespace retention::app
