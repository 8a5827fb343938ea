#include "daemon/config/schema.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/daemon/config/samples.h"

namespace retention::config {
namespace {

TEST(Schema, IsTheFileAtTheTop) {
  const auto file = source_file("config.schema.json");
  if (std::getenv("RETENTION_UPDATE_GOLDEN") != nullptr) std::ofstream(file) << config_schema();
  EXPECT_EQ(config_schema(), text_of_file(file))
      << "config.schema.json is made by `retentiond schema`, or by this test with RETENTION_UPDATE_GOLDEN=1";
}

}  // namespace
}  // namespace retention::config
