#include "daemon/report/examination.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/sample_ledger.h"

namespace retention::report {
namespace {

using test::kNow;
using testing::HasSubstr;
using Why = UnmetCondition::Why;
using Whereabouts = ExaminedVersion::Whereabouts;

store::ReasonRecord reason(Layer layer, ReasonCode code, const std::string& rule = {}) {
  return {layer, code, rule.empty() ? "" : "app", rule, "", 0, 0};
}

// A version that goes by a rule, though two others might have kept it.
Examination leaving() {
  Examination found;
  found.verdict = Verdict::remove;
  found.mode = Mode::enforce;
  found.reasons = {reason(Layer::remove, ReasonCode::matched, "stale")};
  found.silent = {{Layer::protect, "", "moving", {{"tags [latest]", Why::does_not_hold, std::nullopt}}},
                  {Layer::keep, "app", "names", {}},
                  {Layer::remove, "app", "other", {{"untagged", Why::does_not_hold, std::nullopt}}}};
  found.policies = {"app"};
  return found;
}

// One that stays because of its age.
Examination staying() {
  Examination found;
  found.reasons = {reason(Layer::fallback, ReasonCode::nothing_spoke)};
  found.silent = {{Layer::remove,
                   "app",
                   "stale",
                   {{"tags [pr-*]", Why::cannot_be_told, std::nullopt},
                    {"older than 14d", Why::does_not_hold, kNow + std::chrono::days(2)}}}};
  found.candidate_from = kNow + std::chrono::days(2);
  return found;
}

store::DecisionRecord recorded(const Examination& found) {
  store::DecisionRecord record;
  record.verdict = found.verdict;
  record.mode = found.mode;
  record.reasons = found.reasons;
  return record;
}

std::string text_of(const Examination& found, const std::optional<store::DecisionRecord>& record,
                    Whereabouts whereabouts = Whereabouts::there) {
  std::ostringstream out;
  const Tags tags = std::vector<std::string>{"pr-1", "sha-1"};
  print_examination({out, Format::text, {}}, found, {whereabouts, tags, record});
  return out.str();
}

TEST(Examination, OfWhatGoesTellsWhatWouldHaveKeptIt) {
  EXPECT_EQ(text_of(leaving(), recorded(leaving())),
            "\nWhat would have kept it:\n"
            "  protect  moving: not tags [latest]\n"
            "  keep     app/names: no version of this type can match it\n"
            "\nWhen it goes:      With the next apply, if nothing changes until then.\n"
            "What goes with it: its tags [pr-1, sha-1]\n");
}

TEST(Examination, NamesThePartsThatGoWithIt) {
  Examination found = leaving();
  found.parts = {VersionId{7}};
  EXPECT_THAT(text_of(found, recorded(found)), HasSubstr("its tags [pr-1, sha-1], and its part 7\n"));
  for (std::int64_t id = 8; id <= 16; ++id) found.parts.push_back(VersionId{id});
  EXPECT_THAT(text_of(found, recorded(found)), HasSubstr("7, 8, 9, 10, 11, 12, 13, 14, 15 and 16\n"));
  for (std::int64_t id = 17; id <= 19; ++id) found.parts.push_back(VersionId{id});
  EXPECT_THAT(text_of(found, recorded(found)), HasSubstr("13, 14, 15 and 4 more\n"));
}

TEST(Examination, OfWhatStaysTellsWhatEachRuleMissesAndWhenItIsACandidate) {
  EXPECT_EQ(text_of(staying(), recorded(staying())),
            "\nRules that say nothing of it:\n"
            "  delete   app/stale: \"tags [pr-*]\" cannot be told of it; not yet older than 14d, but from\n"
            "           2026-03-04T02:30:00Z on\n"
            "\nWhen it goes:      Not before 2026-03-04T02:30:00Z: then it is a candidate, if nothing but time has\n"
            "                   changed.\n"
            "What goes with it: its tags [pr-1, sha-1]\n");
}

TEST(Examination, SaysWhereWaitingIsOfNoUse) {
  Examination found = staying();
  found.candidate_from.reset();
  const std::string text = text_of(found, recorded(found));
  EXPECT_NE(text.find("When it goes:      Never by waiting alone.\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("What goes with it"), std::string::npos) << text;
}

TEST(Examination, TellsTheVerdictWhereItIsNotTheOneOnRecord) {
  for (const auto& record : {std::optional(recorded(staying())), std::optional<store::DecisionRecord>()}) {
    const std::string text = text_of(leaving(), record);
    EXPECT_TRUE(text.starts_with("\nBy the rules as they are now: delete\n  because delete   rule app/stale\n"))
        << text;
  }
}

TEST(Examination, OfWhatIsGoneHasNoTimeToCome) {
  const std::string text = text_of(leaving(), recorded(staying()), Whereabouts::gone);
  EXPECT_TRUE(text.starts_with("\nBy the rules as they are now, if it were still there: delete\n")) << text;
  EXPECT_EQ(text.find("When it goes"), std::string::npos) << text;
}

TEST(Examination, SaysWhoACandidateWaitsFor) {
  const auto when = [](Mode mode, LimitBreach breach) {
    Examination found = leaving();
    found.mode = mode;
    found.course = mode == Mode::audit ? Course::reported : mode == Mode::approve ? Course::awaiting : Course::due;
    found.breach = breach;
    const std::string text = text_of(found, recorded(found));
    const std::string head = "When it goes:      ";
    const auto begin = text.find(head) + head.size();
    return text.substr(begin, text.find('.', begin) - begin);
  };
  EXPECT_EQ(when(Mode::audit, LimitBreach::none), "Never, as long as the policies that want it gone have mode audit");
  EXPECT_EQ(when(Mode::approve, LimitBreach::none), "When a person approves it; retentiond status names the plan");
  EXPECT_EQ(when(Mode::enforce, LimitBreach::percent),
            "Not before a person looks at it: more is due in its package than limits");
}

TEST(Examination, SaysWhenGraceIsOver) {
  Examination found = leaving();
  found.course = Course::waiting;
  found.due_at = kNow + std::chrono::days(3);
  EXPECT_THAT(text_of(found, recorded(found)), HasSubstr("Its grace begins with the next apply; if that was now, it"));
  found.reasons.front().first = kNow.time_since_epoch().count();
  EXPECT_THAT(text_of(found, recorded(found)), HasSubstr("From 2026-03-05T02:30:00Z on, when its grace is over.\n"));
  found.mode = Mode::approve;
  EXPECT_THAT(text_of(found, recorded(found)), HasSubstr("grace is over. Then a person is asked.\n"));
  found.course = Course::approved;
  EXPECT_THAT(text_of(found, recorded(found)), HasSubstr("With the next apply: a person approved it.\n"));
}

TEST(Examination, SaysWhenGraceOfWhatIsToComeIsOver) {
  Examination found = staying();
  found.goes_from = kNow + std::chrono::days(5);
  EXPECT_THAT(text_of(found, recorded(found)), HasSubstr("after its grace, from 2026-03-07T02:30:00Z on, it"));
}

TEST(Examination, TellsAllOfItAsJson) {
  const Json json = examination_json(staying(), std::vector<std::string>{"pr-1"});
  EXPECT_EQ(json["decision"], "keep");
  EXPECT_EQ(json["mode"], nullptr);
  EXPECT_EQ(json["candidate_from"], "2026-03-04T02:30:00Z");
  EXPECT_EQ(json["reasons"].size(), 1U);
  EXPECT_EQ(json["silent"][0]["rule"], "stale");
  EXPECT_EQ(json["silent"][0]["unmet"][0],
            Json({{"condition", "tags [pr-*]"}, {"match", "unknown"}, {"from", nullptr}}));
  EXPECT_EQ(json["silent"][0]["unmet"][1]["from"], "2026-03-04T02:30:00Z");
}

}  // namespace
}  // namespace retention::report
