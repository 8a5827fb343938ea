// What plan --exit-code counts.
#include <gtest/gtest.h>

#include "tests/daemon/cli/fake_services.h"

namespace retention::cli {
namespace {

TEST(ExitCode, OfAPlanIsFourForWhatGoesAfterItsGrace) {
  Script script;
  Terminal terminal{script};
  script.cycle = CycleResult{script.sample.plan_in_grace(), ExitStatus::done};
  EXPECT_EQ(terminal.run({"plan", "--exit-code"}), 4);
  EXPECT_NE(terminal.out().find("in grace"), std::string::npos) << terminal.out();
  EXPECT_EQ(terminal.run({"plan"}), 0);
}

}  // namespace
}  // namespace retention::cli
