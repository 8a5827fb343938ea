// Pins and pauses on the command line.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/daemon/cli/fake_services.h"

namespace retention::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Holding : public testing::Test {
 protected:
  std::vector<store::PinRecord> pins() { return script.sample.history().pins(test::kNow).value(); }
  std::optional<store::Pause> pause() { return script.sample.ledger().paused(test::kNow).value(); }

  Script script;
  Terminal terminal{script};
};

TEST_F(Holding, PinsAVersionByItsTag) {
  script.sample.plan();
  EXPECT_EQ(terminal.run({"pin", "acme/container/svc-api:pr-301", "--until", "3d", "--reason", "a demo"}), 0);
  EXPECT_THAT(terminal.out(), HasSubstr("acme/container/svc-api@88101 (sha256:"));
  EXPECT_THAT(terminal.out(), HasSubstr("is pinned until 2026-03-05T05:30:00Z.\n"));
  ASSERT_THAT(pins(), SizeIs(1));
  EXPECT_EQ(pins()[0].made_by, "ada");
  EXPECT_EQ(pins()[0].reason, "a demo");
  EXPECT_EQ(pins()[0].source, "pin");
  EXPECT_EQ(terminal.err(), "");
}

TEST_F(Holding, PinsForGoodUnlessAnEndIsGiven) {
  script.sample.plan();
  EXPECT_EQ(terminal.run({"pin", "acme/container/svc-api@88101"}), 0);
  EXPECT_THAT(terminal.out(), HasSubstr("is pinned until somebody unpins it.\n"));
  EXPECT_EQ(terminal.run({"pin", "acme/container/svc-api@88101", "--until", "2026-04-01"}), 0);
  EXPECT_THAT(terminal.out(), HasSubstr("until somebody unpins it.\nThat is the longer pin of ada, which counts.\n"));
}

TEST_F(Holding, RefusesAnEndInThePast) {
  script.sample.plan();
  EXPECT_EQ(terminal.run({"pin", "acme/container/svc-api@88101", "--until", "2026-03-01"}), 2);
  EXPECT_THAT(terminal.err(), HasSubstr("--until: 2026-03-01T00:00:00Z is over already"));
  EXPECT_EQ(terminal.run({"pause", "--until", "2026-03-01"}), 2);
  EXPECT_THAT(pins(), IsEmpty());
  EXPECT_FALSE(pause());
}

TEST_F(Holding, PinsWhatIsGoneAndSaysHowItComesBack) {
  script.sample.apply();
  EXPECT_EQ(terminal.run({"pin", "acme/container/svc-api@88101"}), 0);
  EXPECT_THAT(terminal.out(), HasSubstr("It is gone now; the pin holds it should it come back. To put it back: "
                                        "retentiond undo --version acme/container/svc-api@88101\n"));
}

TEST_F(Holding, TellsOfADeletionThatWasSentBeforeThePin) {
  script.sample.apply_without_an_answer(0);
  EXPECT_EQ(terminal.run({"pin", "acme/container/svc-api@88101"}), 0);
  EXPECT_THAT(terminal.err(), HasSubstr("was sent before the pin"));
}

TEST_F(Holding, OfWhatTheLedgerDoesNotKnowSaysWhereToLook) {
  script.sample.plan();
  EXPECT_EQ(terminal.run({"pin", "acme/container/svc-api:nosuch"}), 2);
  EXPECT_EQ(terminal.run({"unpin", "acme/container/svc-api:nosuch"}), 2);
  EXPECT_EQ(terminal.run({"unpin", "--run", "999"}), 2);
  EXPECT_THAT(terminal.err(), HasSubstr("there is no run 999"));
  EXPECT_EQ(terminal.run({"unpin", "--package", "acme/npm/unknown"}), 2);
  EXPECT_THAT(terminal.err(), HasSubstr("does not know the package"));
}

TEST_F(Holding, UnpinsAndTellsWhatItTookAway) {
  script.sample.plan();
  terminal.run({"pin", "acme/container/svc-api@88101", "--reason", "a demo"});
  EXPECT_EQ(terminal.run({"unpin", "acme/container/svc-api@88101"}), 0);
  EXPECT_THAT(terminal.out(), HasSubstr("it was pinned until somebody unpins it by ada (a demo).\n"));
  EXPECT_THAT(terminal.out(), HasSubstr("the rules decide again"));
  EXPECT_EQ(terminal.run({"unpin", "acme/container/svc-api@88101"}), 0);
  EXPECT_EQ(terminal.out(), "Nothing of it was pinned.\n");
}

TEST_F(Holding, ListsPinsInBothFormats) {
  script.sample.plan();
  EXPECT_EQ(terminal.run({"pins"}), 0);
  EXPECT_EQ(terminal.out(), "Nothing is pinned.\n");
  terminal.run({"pin", "acme/container/svc-api@88101", "--until", "3d", "--reason", "a \x1b[2Jdemo"});
  EXPECT_EQ(terminal.run({"pins"}), 0);
  EXPECT_THAT(terminal.out(), HasSubstr("acme/container/svc-api@88101"));
  EXPECT_THAT(terminal.out(), HasSubstr("a \\x1b[2Jdemo"));
  EXPECT_EQ(terminal.run({"pins", "--format", "json"}), 0);
  const auto list = json::parse(terminal.out())["pins"];
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0]["version_id"], 88101);
  EXPECT_EQ(list[0]["until"], "2026-03-05T05:30:00Z");
}

TEST_F(Holding, PausesAndResumes) {
  EXPECT_EQ(terminal.run({"pause", "--until", "3d", "--reason", "the registry moves"}), 0);
  const std::string paused = "paused until 2026-03-05T05:30:00Z, by ada on 2026-03-02T05:30:00Z: the registry moves";
  EXPECT_EQ(terminal.out(), "Deletions are " + paused + ".\n");
  EXPECT_EQ(terminal.run({"status"}), 0);
  EXPECT_THAT(terminal.out(), HasSubstr("  PAUSED  deletions are paused until 2026-03-05T05:30:00Z"));
  EXPECT_EQ(terminal.run({"status", "--format", "json"}), 0);
  EXPECT_EQ(json::parse(terminal.out())["paused"]["made_by"], "ada");
  EXPECT_EQ(terminal.run({"pause"}), 0);
  EXPECT_THAT(terminal.out(), HasSubstr("Before, they were " + paused));
  EXPECT_EQ(terminal.run({"resume"}), 0);
  EXPECT_THAT(terminal.out(), HasSubstr("Deletions may start again. They were paused until somebody resumes"));
  EXPECT_FALSE(pause());
  EXPECT_EQ(terminal.run({"resume"}), 0);
  EXPECT_EQ(terminal.out(), "Deletions are not paused.\n");
  EXPECT_EQ(terminal.run({"status", "--format", "json"}), 0);
  EXPECT_TRUE(json::parse(terminal.out())["paused"].is_null());
  EXPECT_EQ(terminal.run({"status"}), 0);
  EXPECT_THAT(terminal.out(), Not(HasSubstr("PAUSED")));
}

TEST_F(Holding, APauseTellsOfTheCallThatHasNoAnswer) {
  script.flying =
      std::vector<store::DeleteInFlight>{{{"acme", PackageType::npm, "tools"}, VersionId{60001}, test::kNow}};
  EXPECT_EQ(terminal.run({"pause"}), 1);
  EXPECT_THAT(terminal.err(), HasSubstr("acme/npm/tools@60001, sent at 2026-03-02T02:30:00Z"));
  EXPECT_TRUE(pause()) << "it holds all the same";
}

TEST_F(Holding, APauseNeedsALedgerThatIsThere) {
  script.history_error = Error{ErrorCode::ledger, "there is no ledger"};
  EXPECT_EQ(terminal.run({"pause"}), 5);
  EXPECT_EQ(terminal.run({"resume"}), 5);
  EXPECT_FALSE(pause());
}

}  // namespace
}  // namespace retention::cli
