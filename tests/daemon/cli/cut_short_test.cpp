// What people are told of a cycle that something ended early.
#include <gmock/gmock.h>

#include "tests/daemon/cli/fake_services.h"

namespace retention::cli {
namespace {

using testing::HasSubstr;

TEST(CutShort, ACycleTellsWhatItDidAndWhyItEnded) {
  Script script;
  Terminal terminal{script};
  const Error error{ErrorCode::unauthorized, "GitHub does not accept the token"};
  script.cycle = CycleResult{script.sample.apply(), ExitStatus::token, {}, error};
  for (const char* command : {"apply", "plan"}) {
    EXPECT_EQ(terminal.run({command}), 6);
    EXPECT_THAT(terminal.out(), HasSubstr("2 VERSIONS WERE DELETED."));
    EXPECT_EQ(terminal.err(), "retentiond: GitHub does not accept the token\n");
  }
}

TEST(CutShort, ACycleThatWasAskedForWronglyHasNoReport) {
  Script script;
  Terminal terminal{script};
  const Error error{ErrorCode::usage, "no policy selects a package acme/npm/lef-tpad"};
  script.cycle = CycleResult{script.sample.apply(), ExitStatus::usage, {}, error};
  EXPECT_EQ(terminal.run({"apply"}), 2);
  EXPECT_EQ(terminal.out(), "");
}

}  // namespace
}  // namespace retention::cli
