#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace retention::test {

// The lines of a file below tests/golden/ordering, split at tabs. RETENTION_SOURCE_DIR must be defined by the test's
// build.
inline std::vector<std::vector<std::string>> golden_rows(const std::string& name) {
  std::ifstream file(std::string(RETENTION_SOURCE_DIR) + "/tests/golden/ordering/" + name);
  EXPECT_TRUE(file) << name << " is missing; make it with generate/all.sh";
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string>& cells = rows.emplace_back();
    std::string_view rest = line;
    for (std::size_t tab = rest.find('\t'); tab != std::string_view::npos; tab = rest.find('\t')) {
      cells.emplace_back(rest.substr(0, tab));
      rest.remove_prefix(tab + 1);
    }
    cells.emplace_back(rest);
  }
  return rows;
}

}  // namespace retention::test
