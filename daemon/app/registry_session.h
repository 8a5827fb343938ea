#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "daemon/config/config.h"
#include "daemon/engine/manifest_collector.h"
#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "daemon/ports/token_source.h"
#include "daemon/registry/reader.h"
#include "policy/base/error.h"
#include "store/manifest_cache.h"

namespace retention::app {

// How the configuration wants the registry to be asked.
[[nodiscard]] registry::ReaderOptions registry_options(const config::GitHub& settings);

// What one cycle learns of manifests: the ledger, which has those that were ever read, and the container registry, to
// which it connects once one is unknown. Not copyable or movable, because its parts refer to each other. One thread.
class RegistrySession {
 public:
  // References outlive the session; `ledger` is the location of one that is open. ErrorCode::ledger if it cannot be
  // opened once more.
  static Result<std::unique_ptr<RegistrySession>> open(const config::GitHub& settings, const std::string& ledger,
                                                       TokenSource& tokens, const Clock& clock, EventSink& events);
  RegistrySession(const RegistrySession&) = delete;
  RegistrySession& operator=(const RegistrySession&) = delete;
  RegistrySession(RegistrySession&&) = delete;
  RegistrySession& operator=(RegistrySession&&) = delete;
  ~RegistrySession() = default;

  engine::ManifestCollector& manifests() { return collector_; }
  store::ManifestCache& cache() { return cache_; }

  // Sent to the registry so far, those for its tokens included.
  [[nodiscard]] std::int64_t requests() const { return requests_.load(std::memory_order_relaxed); }

 private:
  RegistrySession(const config::GitHub& settings, store::ManifestCache cache, TokenSource& tokens, const Clock& clock,
                  EventSink& events);

  std::atomic<std::int64_t> requests_{0};
  store::ManifestCache cache_;
  registry::ManifestReader reader_;
  engine::ManifestCollector collector_;
};

}  // namespace retention::app
