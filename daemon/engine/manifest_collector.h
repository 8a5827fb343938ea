#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "daemon/ports/clock.h"
#include "daemon/ports/event_sink.h"
#include "daemon/ports/manifest_source.h"
#include "policy/base/error.h"
#include "policy/model/manifest.h"
#include "policy/model/package.h"
#include "store/manifest_cache.h"

namespace retention::engine {

// What is known of the manifests of one package.
struct PackageManifests {
  ManifestSet set;
  Completeness completeness;  // how many are known, and why one is not
};

// Finds the manifests of a container package: in the ledger those that were ever read, in the registry the others, of
// which each is kept before the next hundred are read. One thread.
class ManifestCollector {
 public:
  ManifestCollector(ManifestSource& source, store::ManifestCache& cache, const Clock& clock, EventSink& events)
      : source_(source), cache_(cache), clock_(clock), events_(events) {}

  // Those of the listed versions, and what is known of `removed`, versions that are not listed any more. A manifest
  // that the registry does not have leaves the package incomplete until cycles at least a day apart were told so while
  // others could be read; from then on it is not in the set, and that is complete. Only what ends everything is an
  // error.
  Result<PackageManifests> find(const Inventory& inventory, std::span<const Digest> removed,
                                const std::stop_token& stop);

  // Puts them into an inventory that is complete and of a container package; any other stays as it is.
  Result<void> add_to(Inventory& inventory, std::span<const Digest> removed, const std::stop_token& stop);

 private:
  struct Answers;
  // All spans are sorted; those that are asked for are unknown, and those listed.
  struct Question {
    std::span<const Digest> listed;
    std::span<const Digest> unknown;
    std::vector<Digest> asked;
    std::span<const store::RefusedManifest> refused;  // of the unknown, before this
  };
  enum class Gives : std::uint8_t { nothing, something };

  Result<Answers> ask(const Package& package, const Question& question, const std::stop_token& stop);
  Result<Gives> gives_another(const Package& package, const Question& question, const std::stop_token& stop);
  Result<PackageManifests> with_removed(std::span<const Digest> listed, std::span<const Digest> removed);
  static Completeness completeness_of(std::int64_t listed, std::span<const Digest> unknown,
                                      std::span<const store::MissingManifest> missing, const Answers& answers);

  ManifestSource& source_;
  store::ManifestCache& cache_;
  const Clock& clock_;
  EventSink& events_;
};

}  // namespace retention::engine
