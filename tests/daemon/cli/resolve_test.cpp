#include "daemon/cli/resolve.h"

#include "tests/store/ledger_fixture.h"

namespace retention::cli {
namespace {

using store::DeletionState;

class Resolve : public store::LedgerTest {
 protected:
  Resolve() { delete_all(store::images(3), {1}); }

  Result<store::VersionMatch> find(const std::string& version) {
    auto history = this->history();
    const PackageRef package = ref_of(store::images(1).package);
    const auto ref = parse_version_ref(to_string(package) + "@" + version);
    EXPECT_TRUE(ref);
    return find_deleted(history, *ref);
  }

  void expect_found(std::initializer_list<DeletionState> moves) {
    for (const DeletionState to : moves) ASSERT_TRUE(move(DeletionId{1}, to));
    const auto match = find("1");
    ASSERT_TRUE(match) << match.error().message;
    EXPECT_EQ(match->version, VersionId{1});
  }
};

TEST_F(Resolve, FindsWhatCanBeUndone) {
  expect_found({});
  EXPECT_EQ(find("2").error().code, ErrorCode::usage);
}

TEST_F(Resolve, FindsWhatIsInFlight) {
  expect_found({DeletionState::restoring});
}

TEST_F(Resolve, FindsWhatIsOver) {
  expect_found({DeletionState::expired});
}

TEST_F(Resolve, FindsWhatIsBack) {
  expect_found({DeletionState::restored});
}

}  // namespace
}  // namespace retention::cli
