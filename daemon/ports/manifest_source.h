#pragma once

#include <span>
#include <stop_token>

#include "policy/base/digest.h"
#include "policy/base/error.h"
#include "policy/model/manifest.h"
#include "policy/model/package.h"

namespace retention {

// Takes manifests as they are read. Asked from one thread.
class ManifestSink {
 public:
  virtual ~ManifestSink() = default;

  // One manifest, or why it could not be read: ErrorCode::not_found if the registry says that it has none, any other
  // code if nobody knows. An error in return ends the reading.
  virtual Result<void> take(const Digest& digest, const Result<Manifest>& manifest) = 0;

  // What was read has that digest and is no manifest that can be used: to read it again would be in vain.
  virtual Result<void> refuse(const Digest& digest, const Error& why) { return take(digest, fail(why)); }
};

// Reads manifests from a container registry. Used from one thread.
class ManifestSource {
 public:
  virtual ~ManifestSource() = default;

  // Reads each of the manifests of one package once and hands it to the sink, in any order, before it returns. GitHub
  // counts each as a download, so nobody asks for what is known. Ends early, with an error, for what concerns all of
  // them: a token that is not accepted, no connection, a stop, and what the sink says.
  virtual Result<void> read(const Package& package, std::span<const Digest> digests, ManifestSink& sink,
                            const std::stop_token& stop) = 0;
};

}  // namespace retention
