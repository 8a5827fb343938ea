#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace retention::test {

// Holds a text against a file below tests/golden. With RETENTION_UPDATE_GOLDEN=1 in the environment the file is written
// instead; look at the difference before it is committed. RETENTION_SOURCE_DIR must be defined by the test's build.
inline void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(RETENTION_SOURCE_DIR) + "/tests/golden/" + name;
  if (std::getenv("RETENTION_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path) << text;
    return;
  }
  const std::ifstream file(path);
  ASSERT_TRUE(file) << path << " is missing; make it with RETENTION_UPDATE_GOLDEN=1";
  std::stringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(text, expected.str()) << "differs from " << path
                                  << "; if that is meant, run with RETENTION_UPDATE_GOLDEN=1";
}

}  // namespace retention::test
