#pragma once

#include <string>

#include "daemon/ports/fact_source.h"

namespace retention::config {

// The in-use files of the rules, read from disk. `registry_host` is the host whose images they may name.
class InUseFiles final : public FactSource {
 public:
  explicit InUseFiles(std::string registry_host) : registry_host_(std::move(registry_host)) {}

  [[nodiscard]] Facts read(std::span<const std::string> in_use_files) override;

 private:
  [[nodiscard]] InUseFile read_one(const std::string& path) const;

  std::string registry_host_;
};

}  // namespace retention::config
