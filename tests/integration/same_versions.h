#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "tests/simulator/simulator.h"

namespace retention::test {

// What a deletion and a restore must leave as it was; `updated` is GitHub's to change.
inline void expect_same_versions(const std::vector<simulator::VersionView>& now,
                                 const std::vector<simulator::VersionView>& before) {
  ASSERT_EQ(now.size(), before.size());
  for (std::size_t i = 0; i < now.size(); ++i) {
    EXPECT_EQ(now[i].id, before[i].id);
    EXPECT_EQ(now[i].name, before[i].name);
    EXPECT_EQ(now[i].tags, before[i].tags);
    EXPECT_EQ(now[i].created, before[i].created);
  }
}

}  // namespace retention::test
