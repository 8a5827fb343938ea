#pragma once

#include <cstdint>

namespace retention::engine {

// How many requests a run has cost; asked once, when it ends.
class RequestCounter {
 public:
  virtual ~RequestCounter() = default;
  [[nodiscard]] virtual std::int64_t api_requests() const = 0;

  // To the container registry; none where it is not asked.
  [[nodiscard]] virtual std::int64_t registry_requests() const { return 0; }
};

}  // namespace retention::engine
