#include "daemon/config/discovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/daemon/config/samples.h"

namespace retention::config {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(FindConfig, PrefersTheOptionToTheVariable) {
  const auto file = source_file("config.example.yaml");
  const Environment environment(Environment::Variables{{"RETENTIOND_CONFIG", source_file("LICENSE").string()}});
  EXPECT_EQ(find_config(file, environment).value(), file);
  EXPECT_EQ(find_config(std::nullopt, environment).value(), source_file("LICENSE"));
}

TEST(FindConfig, SaysWhatToDoIfThereIsNone) {
  const Environment environment(Environment::Variables{{"RETENTIOND_CONFIG", "/nowhere/b.yaml"}});
  const auto from_option = find_config("/nowhere/a.yaml", environment);
  ASSERT_FALSE(from_option);
  EXPECT_EQ(from_option.error().code, ErrorCode::configuration);
  EXPECT_THAT(from_option.error().message,
              AllOf(HasSubstr("/nowhere/a.yaml (from --config)"), HasSubstr("config.example.yaml")));
  EXPECT_THAT(find_config(std::nullopt, environment).error().message,
              HasSubstr("/nowhere/b.yaml (from RETENTIOND_CONFIG)"));
}

TEST(FindLedger, PrefersTheOptionThenTheFileThenSystemd) {
  const LedgerSettings settings{"/a/ledger.db", {}};
  const Environment environment(Environment::Variables{{"STATE_DIRECTORY", "/b:/c"}, {"XDG_STATE_HOME", "/d"}});
  EXPECT_EQ(find_ledger(":memory:", settings, environment).value(), ":memory:");
  EXPECT_EQ(find_ledger(std::nullopt, settings, environment).value(), "/a/ledger.db");
  EXPECT_EQ(find_ledger(std::nullopt, {}, environment).value(), "/b/ledger.db");
}

TEST(FindLedger, EndsInTheSystemsOrTheUsersFolder) {
  const Environment environment(Environment::Variables{{"XDG_STATE_HOME", "/d"}, {"HOME", "/e"}});
  EXPECT_THAT(find_ledger(std::nullopt, {}, environment).value().string(),
              testing::AnyOf("/var/lib/retentiond/ledger.db", "/d/retentiond/ledger.db"));
}

}  // namespace
}  // namespace retention::config
