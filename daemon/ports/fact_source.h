#pragma once

#include <span>
#include <string>

#include "policy/model/facts.h"

namespace retention {

// Reads what is known of the world beside GitHub. Used from one thread.
class FactSource {
 public:
  virtual ~FactSource() = default;

  // Reads these in-use files now. What cannot be read is in the result with its problem; nothing fails as a whole.
  [[nodiscard]] virtual Facts read(std::span<const std::string> in_use_files) = 0;
};

}  // namespace retention
