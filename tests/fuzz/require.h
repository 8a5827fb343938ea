#pragma once

#include <cstdio>
#include <string>

namespace retention::fuzz {

// Ends the fuzzer, which then writes down the input, unless what must be true is.
inline void require(bool holds, const std::string& fact) {
  if (holds) return;
  std::fprintf(stderr, "not true: %s\n", fact.c_str());
  __builtin_trap();
}

}  // namespace retention::fuzz
