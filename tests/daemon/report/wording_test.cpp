#include "daemon/report/wording.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "store/deletion_state.h"

namespace retention::report {
namespace {

using store::ReasonRecord;
using Tags = std::optional<std::vector<std::string>>;

ReasonRecord reason(ReasonCode code, std::int64_t first = 0, std::int64_t second = 0) {
  return {Layer::keep, code, "app-images", "stale-builds", "tags [pr-*], older than 14d", first, second};
}

std::string words(ReasonCode code, std::int64_t first = 0, std::int64_t second = 0, const Tags& tags = std::nullopt) {
  return sentence(reason(code, first, second), tags);
}

// The last number of each row of the enum; a code beyond it has to be added to the wording first.
TEST(Wording, HasASentenceOfItsOwnForEveryReasonCode) {
  std::set<std::string> sentences;
  std::set<int> codes;
  for (const ReasonCode code : all_reason_codes()) {
    const std::string text = words(code, 1, 5);
    EXPECT_NE(text, "?");
    EXPECT_FALSE(text.empty());
    EXPECT_FALSE(group_sentence(reason(code, 1, 5), std::nullopt).empty());
    codes.insert(static_cast<int>(code));
    // A match and a plain keep both say the conditions of their rule.
    if (code != ReasonCode::kept_by_rule) sentences.insert(text);
  }
  EXPECT_EQ(codes, (std::set<int>{1,  2,  3,  4,  5,  6,  7,  20, 21, 22, 23, 30, 31, 32, 33, 34, 35,
                                  36, 40, 41, 42, 43, 48, 50, 51, 52, 60, 61, 70, 71, 72, 73, 74, 75}));
  EXPECT_EQ(sentences.size(), codes.size() - 1);
}

TEST(Wording, SaysWhichConditionsMatchedAndWhoseTheyAre) {
  EXPECT_EQ(words(ReasonCode::matched), "tags [pr-*], older than 14d: rule app-images/stale-builds");
  ReasonRecord protect{Layer::protect, ReasonCode::protected_by_rule, "", "moving-tags", "tags [latest]", 0, 0};
  EXPECT_EQ(sentence(protect, std::nullopt), "protected, tags [latest]: rule moving-tags");
  protect.summary.clear();
  EXPECT_EQ(sentence(protect, std::nullopt), "protected, rule moving-tags");
}

TEST(Wording, SaysTheRankAmongWhatARuleMatches) {
  EXPECT_EQ(words(ReasonCode::kept_by_newest, 3, 12),
            "3rd of 12, tags [pr-*], older than 14d: rule app-images/stale-builds");
  EXPECT_EQ(words(ReasonCode::beyond_newest, 8, 1200),
            "8th of 1,200, beyond what is kept by tags [pr-*], older than 14d: rule app-images/stale-builds");
}

TEST(Wording, SaysWhatACalendarKeepsAVersionFor) {
  EXPECT_EQ(words(ReasonCode::kept_by_calendar, static_cast<std::int64_t>(Bucket::weekly), 3),
            "newest of its week, tags [pr-*], older than 14d: rule app-images/stale-builds");
  EXPECT_EQ(words(ReasonCode::kept_as_oldest, static_cast<std::int64_t>(Bucket::monthly)),
            "oldest, and fewer months have a version than are counted, tags [pr-*], older than 14d: rule "
            "app-images/stale-builds");
}

TEST(Wording, SaysThatAnInUseFileCannotBeReliedOn) {
  EXPECT_EQ(words(ReasonCode::protected_by_doubt),
            "protected, its in-use file cannot be relied on, so everything stays: tags [pr-*], older than 14d: rule "
            "app-images/stale-builds");
}

TEST(Wording, NamesTheTagThatSpares) {
  const Tags tags = std::vector<std::string>{"pr-1", "latest", "stable"};
  EXPECT_EQ(words(ReasonCode::spared_by_tag, 1, 1, tags),
            "tag latest is not covered by rule app-images/stale-builds, so the version stays");
  EXPECT_EQ(words(ReasonCode::spared_by_tag, 1, 2, tags),
            "tag latest and 1 more are not covered by rule app-images/stale-builds, so the version stays");
  EXPECT_EQ(words(ReasonCode::spared_by_tag, 7, 1, tags),
            "not every tag is covered by rule app-images/stale-builds, so the version stays");
  EXPECT_EQ(words(ReasonCode::spared_by_tag, -1, 1, tags),
            "not every tag is covered by rule app-images/stale-builds, so the version stays");
}

TEST(Wording, SaysWhatAnUnknownManifestMayBelongTo) {
  EXPECT_EQ(words(ReasonCode::manifest_unknown, 0, 0, std::vector<std::string>{}),
            "untagged, and its manifest is not known: it may be part of a live image");
  EXPECT_NE(words(ReasonCode::manifest_unknown, 0, 0, std::vector<std::string>{"sha256-ab.sig"}).find("attachment"),
            std::string::npos);
}

TEST(Wording, SaysWhyGitHubRefusedAndWhenItIsAskedAgain) {
  EXPECT_EQ(words(ReasonCode::refused_by_platform, 1, 1797724800),
            "GitHub refused to delete it (a version with more than 5,000 downloads); asked again after 2026-12-20");
  EXPECT_NE(words(ReasonCode::refused_by_platform, 3, 1797724800).find("last tagged version"), std::string::npos);
}

TEST(Wording, WritesTimesAsAConfigurationWould) {
  EXPECT_EQ(words(ReasonCode::younger_than_min_age, 24 * 3600), "younger than min_age 24h");
  EXPECT_EQ(words(ReasonCode::younger_than_min_age, 14 * 24 * 3600), "younger than min_age 14d");
  EXPECT_EQ(words(ReasonCode::pinned, 0), "pinned");
  EXPECT_EQ(words(ReasonCode::pinned, 1797724800), "pinned until 2026-12-20");
}

TEST(Wording, NamesWhatAVersionBelongsTo) {
  EXPECT_EQ(words(ReasonCode::kept_child, 12, 1), "part of version 12, which stays");
  EXPECT_EQ(words(ReasonCode::kept_attachment, 12, 3), "belongs to version 12 and 2 more, which stay");
  EXPECT_EQ(words(ReasonCode::kept_member, 0, 0), "listed by a version, which stays");
  EXPECT_EQ(words(ReasonCode::holds_protected, 12, 1), "lists version 12, which is protected");
  EXPECT_EQ(words(ReasonCode::follows_index, 12, 1),
            "part of version 12, and goes with it: rule app-images/stale-builds");
  EXPECT_EQ(words(ReasonCode::follows_subject, 12, 2),
            "belongs to version 12 and 1 more, and goes with them: rule app-images/stale-builds");
  EXPECT_EQ(words(ReasonCode::follows_subject, 0, 0), "belongs to nothing but what was deleted, and goes after it");
}

TEST(Wording, NamesTheOtherVersionByDigestAndTags) {
  ReasonRecord part = reason(ReasonCode::kept_child, 12, 1);
  part.layer = Layer::graph;
  part.other = {"sha256:" + std::string(64, 'a'), std::vector<std::string>{"v1.4"}};
  EXPECT_EQ(sentence(part, std::nullopt), "part of sha256:aaaaaaaaaaaa [v1.4], which stays");
  part.other->tags = std::vector<std::string>{"v1.4", "v1", "latest"};
  EXPECT_EQ(sentence(part, std::nullopt), "part of sha256:aaaaaaaaaaaa [v1.4, v1, …], which stays");
  part.other->tags = std::vector<std::string>{};
  part.second = 3;
  EXPECT_EQ(sentence(part, std::nullopt), "part of sha256:aaaaaaaaaaaa and 2 more, which stay");
}

TEST(Wording, GivesTheOtherVersionAsEvidence) {
  store::DecisionRecord decision;
  decision.reasons = {reason(ReasonCode::follows_subject, 12, 1)};
  decision.reasons.front().layer = Layer::graph;
  EXPECT_EQ(evidence(decision), "belongs to version 12");
  decision.reasons.front().first = 0;
  EXPECT_EQ(evidence(decision), std::nullopt);
}

TEST(Wording, LeavesOutOfAGroupWhatDiffersAmongItsVersions) {
  const Tags one = std::vector<std::string>{"a"};
  const Tags other = std::vector<std::string>{"b"};
  for (const ReasonCode code : {ReasonCode::kept_by_newest, ReasonCode::beyond_newest, ReasonCode::spared_by_tag,
                                ReasonCode::pinned, ReasonCode::kept_child, ReasonCode::holds_protected}) {
    EXPECT_EQ(group_sentence(reason(code, 0, 5), one), group_sentence(reason(code, 3, 5), other));
  }
}

TEST(Wording, LeavesTheVersionsOutThatAGroupFollows) {
  EXPECT_EQ(group_sentence(reason(ReasonCode::follows_index, 12, 1), std::nullopt),
            group_sentence(reason(ReasonCode::follows_index, 13, 4), std::nullopt));
}

TEST(Wording, HasASentenceForEveryStateOfADeletion) {
  std::set<std::string> sentences;
  for (const auto& row : store::kDeletionStates) {
    store::DeletionRecord deletion;
    deletion.state = row.value;
    sentences.insert(sentence(deletion));
  }
  EXPECT_EQ(sentences.size(), store::kDeletionStates.size());
  EXPECT_FALSE(sentences.contains("?"));
}

TEST(Wording, SaysUntilWhenADeletionCanBeUndone) {
  store::DeletionRecord deletion;
  deletion.state = store::DeletionState::deleted;
  deletion.undo_until = SysTime{std::chrono::seconds{1797724800}};
  EXPECT_EQ(sentence(deletion), "deleted, undo until 2026-12-20");
}

TEST(Wording, HasWordsForEveryIncompletenessAndHold) {
  for (const auto& row : kIncompleteness) EXPECT_NE(sentence(row.value), "?") << row.text;
  for (const auto& row : store::kHolds) EXPECT_NE(sentence(row.value), "?") << row.text;
}

TEST(Wording, HasWordsForEveryExitStatus) {
  for (const int status : {0, 1, 2, 3, 4, 5, 6, 7, 130, 143}) EXPECT_NE(outcome(status), "?") << status;
  EXPECT_EQ(outcome(99), "?");
}

}  // namespace
}  // namespace retention::report
