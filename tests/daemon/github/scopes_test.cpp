#include "daemon/github/scopes.h"

#include <gtest/gtest.h>

namespace retention::github {
namespace {

using Verdict = ScopeCheck::Verdict;
using Texts = std::vector<std::string>;

TEST(TokenKind, IsToldByThePrefix) {
  EXPECT_EQ(kind_of(Secret("ghp_x")), TokenKind::classic);
  EXPECT_EQ(kind_of(Secret("github_pat_x")), TokenKind::fine_grained);
  EXPECT_EQ(kind_of(Secret("gho_x")), TokenKind::oauth);
  EXPECT_EQ(kind_of(Secret("ghu_x")), TokenKind::app_user);
  EXPECT_EQ(kind_of(Secret("ghs_x")), TokenKind::installation);
  EXPECT_EQ(kind_of(Secret("0123456789abcdef0123456789abcdef01234567")), TokenKind::unknown);
}

TEST(Scopes, AreReadFromTheHeader) {
  EXPECT_EQ(granted_scopes(TokenKind::classic, "delete:packages, repo,write:packages , "),
            (Scopes{"delete:packages", "repo", "write:packages"}));
  EXPECT_EQ(granted_scopes(TokenKind::unknown, "repo"), Scopes{"repo"});
}

TEST(Scopes, AnAbsentHeaderIsNoneForKindsThatAlwaysGetItAndUnknownForOthers) {
  for (const auto kind : {TokenKind::classic, TokenKind::oauth})
    EXPECT_EQ(granted_scopes(kind, std::nullopt), Scopes{}) << text_of(kTokenKinds, kind);
  for (const auto kind : {TokenKind::fine_grained, TokenKind::app_user, TokenKind::installation, TokenKind::unknown})
    EXPECT_EQ(granted_scopes(kind, std::nullopt), std::nullopt) << text_of(kTokenKinds, kind);
}

TEST(Scopes, WritingHoldsReadingButDeletingDoesNot) {
  EXPECT_TRUE(closure({"write:packages"}).contains("read:packages"));
  EXPECT_FALSE(closure({"delete:packages"}).contains("read:packages"));
  EXPECT_FALSE(closure({"repo"}).contains("read:packages"));
  EXPECT_TRUE(closure({"admin:org"}).contains("read:org"));
}

struct Case {
  std::optional<Scopes> granted;
  Purpose purpose;
  Verdict verdict;
  Texts missing;
};

TEST(Scopes, NameWhatAPurposeLacks) {
  const Case cases[] = {
      {Scopes{"read:packages"}, Purpose::read, Verdict::sufficient, {}},
      {Scopes{"write:packages"}, Purpose::read, Verdict::sufficient, {}},
      {Scopes{}, Purpose::read, Verdict::missing, {"read:packages"}},
      {Scopes{"delete:packages"}, Purpose::read, Verdict::missing, {"read:packages"}},
      {Scopes{"read:packages"}, Purpose::remove, Verdict::missing, {"delete:packages"}},
      {Scopes{"delete:packages"}, Purpose::remove, Verdict::missing, {"read:packages"}},
      {Scopes{"write:packages"}, Purpose::remove, Verdict::missing, {"delete:packages"}},
      {Scopes{"write:packages", "delete:packages"}, Purpose::remove, Verdict::sufficient, {}},
      {Scopes{"write:packages"}, Purpose::restore, Verdict::sufficient, {}},
      {Scopes{"read:packages", "delete:packages"}, Purpose::restore, Verdict::missing, {"write:packages"}},
      {std::nullopt, Purpose::remove, Verdict::cannot_check, {}},
  };
  for (const auto& [granted, purpose, verdict, missing] : cases) {
    const auto check = check_scopes(TokenKind::classic, granted, purpose, PackageType::container, RepoScope::ignore);
    EXPECT_EQ(check.verdict, verdict) << text_of(kPurposes, purpose);
    EXPECT_EQ(check.missing, missing);
  }
}

TEST(Scopes, AskForRepoOnlyWhereTheTableSaysSo) {
  const Scopes packages_only{"read:packages"};
  const auto required =
      check_scopes(TokenKind::classic, packages_only, Purpose::read, PackageType::maven, RepoScope::required);
  EXPECT_EQ(required.verdict, Verdict::missing);
  EXPECT_EQ(required.missing, Texts{"repo"});
  const auto warned = check_scopes(TokenKind::classic, packages_only, Purpose::read, PackageType::npm, RepoScope::warn);
  EXPECT_EQ(warned.verdict, Verdict::sufficient);
  EXPECT_EQ(warned.warnings.size(), 1U);
  const auto ignored =
      check_scopes(TokenKind::classic, packages_only, Purpose::read, PackageType::container, RepoScope::ignore);
  EXPECT_EQ(ignored.verdict, Verdict::sufficient);
  EXPECT_TRUE(ignored.warnings.empty());
  const auto held = check_scopes(TokenKind::classic, Scopes{"read:packages", "repo"}, Purpose::read, PackageType::maven,
                                 RepoScope::required);
  EXPECT_EQ(held.verdict, Verdict::sufficient);
}

TEST(Scopes, TheRepoTableCanBeChangedPerType) {
  RepoScopes table;
  EXPECT_EQ(table.of(PackageType::container), RepoScope::ignore);
  EXPECT_EQ(table.of(PackageType::maven), RepoScope::required);
  EXPECT_EQ(table.of(PackageType::docker), RepoScope::required);
  for (const auto type : {PackageType::npm, PackageType::nuget, PackageType::rubygems})
    EXPECT_EQ(table.of(type), RepoScope::warn);
  table.set(PackageType::npm, RepoScope::required);
  EXPECT_EQ(table.of(PackageType::npm), RepoScope::required);
  EXPECT_EQ(table.of(PackageType::nuget), RepoScope::warn);
}

TEST(Scopes, FineGrainedTokensAreNeverSufficient) {
  const auto check =
      check_scopes(TokenKind::fine_grained, std::nullopt, Purpose::read, PackageType::container, RepoScope::ignore);
  EXPECT_EQ(check.verdict, Verdict::missing);
  EXPECT_NE(limits_of(TokenKind::fine_grained).find("classic token"), std::string_view::npos);
}

TEST(Scopes, AppTokensCannotBeCheckedAndSayWhatTheyCannotDo) {
  const auto check =
      check_scopes(TokenKind::installation, std::nullopt, Purpose::remove, PackageType::container, RepoScope::ignore);
  EXPECT_EQ(check.verdict, Verdict::cannot_check);
  ASSERT_EQ(check.warnings.size(), 1U);
  EXPECT_NE(check.warnings[0].find("cannot list container packages"), std::string::npos);
}

}  // namespace
}  // namespace retention::github
