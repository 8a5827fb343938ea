#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "policy/language/section.h"

namespace retention::language {

// Reports a `name` that another section bears already. `what` and `where` are for the message: "rule", "within a
// policy". One thread.
class UniqueNames {
 public:
  UniqueNames(std::string_view what, std::string_view where) : what_(what), where_(where) {}

  void check(const Section& section);

 private:
  std::string what_;
  std::string where_;
  std::map<std::string, Position, std::less<>> seen_;
};

}  // namespace retention::language
