// The acceptance cases on what the words of the rule language mean, through the whole program. Ids count as in the
// cases.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include <string>
#include <vector>

#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class LanguageCases : public WholeProgram {
 protected:
  // One package `app` of a type with these versions, and one policy `p` with these rules.
  void app(const std::string& type, const std::string& versions, const std::string& rules) {
    github("  - owner: acme\n    type: " + type + "\n    name: app\n    repository: app\n    versions:\n" + versions);
    policies("  - name: p\n    owner: org:acme\n    type: " + type + "\n    packages: [\"*\"]\n" + rules);
  }

  void expect_deleted(const std::vector<std::int64_t>& ids) {
    const Output output = run({"apply"});
    EXPECT_EQ(output.status, 0) << output.out << output.err;
    EXPECT_EQ(delete_calls(), ids) << output.out;
  }
};

TEST_F(LanguageCases, Case30DeletesTheFifteenOldestPreReleasesAndNoRelease) {
  std::string versions;
  std::vector<std::int64_t> oldest;
  for (int patch = 0; patch < 50; ++patch) {
    const bool alpha = patch % 2 == 1;
    versions += fmt::format("      - {{ id: {}, name: 1.0.{}{}, created: {}d }}\n", 100 + patch, patch,
                            alpha ? "-alpha" : "", 100 - patch);
    if (alpha && oldest.size() < 15) oldest.push_back(100 + patch);
  }
  app("npm", versions,
      "    keep: [{ name: recent, prerelease: true, newest: 10 }]\n"
      "    delete: [{ name: pre-releases, prerelease: true }]\n");
  expect_deleted(oldest);
}

TEST_F(LanguageCases, Case31OfImagesOnlyPreReleaseTagsCountAndNeverTheDigest) {
  app("container",
      "      - { id: 1, tags: [1.12.0-rc1], created: 40d }\n"
      "      - { id: 2, tags: [1.12.0], created: 30d }\n"
      "      - { id: 3, tags: [1.11.0-rc1, stable], created: 60d }\n"
      "      - { id: 4, tags: [edge], created: 50d }\n"
      "      - { id: 5, created: 50d }\n",
      "    delete: [{ name: pre-releases, prerelease: true }]\n");
  expect_deleted({1});
}

TEST_F(LanguageCases, Case39ARegexWrittenAsAGlobIsWarnedOfAndReportedToMatchNothing) {
  app("container",
      "      - { id: 1, tags: [pr-1], created: 40d }\n"
      "      - { id: 2, tags: [sha-1], created: 40d }\n",
      "    delete: [{ name: builds, tags: [\"^(pr-|sha-).*$\"] }]\n");
  const Output check = run({"check", "--format", "json"});
  EXPECT_EQ(check.status, 0) << "it may be meant";
  EXPECT_THAT(check.out, HasSubstr("is a glob that looks like a regular expression, so it matches next to nothing; "
                                   "write \\\"re:^(pr-|sha-).*$\\\""));
  EXPECT_THAT(run({"plan"}).out, HasSubstr("rule p/builds: pattern \"^(pr-|sha-).*$\" matches nothing"));
  expect_deleted({});
  change("^(pr-", "re:^(pr-");
  EXPECT_THAT(run({"check", "--format", "json"}).out, Not(HasSubstr("looks like a regular expression")));
  expect_deleted({1});  // the younger id of two that are equally old stays, as the last tagged
}

TEST_F(LanguageCases, Case40ARegexThatBacktracksElsewhereRunsInLinearTime) {
  app("container",
      "      - { id: 1, tags: [" + std::string(127, 'a') + "_], created: 40d }\n" + "      - { id: 2, tags: [" +
          std::string(128, 'a') + "], created: 40d }\n" + "      - { id: 3, tags: [main], created: 1d }\n",
      "    delete: [{ name: all-a, tags: ['re:((a+)+)+'] }]\n");
  expect_deleted({2});
}

TEST_F(LanguageCases, Case40ARegexThatIsTooLongOrTooLargeIsRefused) {
  app("container", "      - { id: 1, tags: [a], created: 40d }\n", "    delete: [{ name: x, tags: [\"re:a\"] }]\n");
  const auto expect_refused = [&](const std::string& message) {
    const Output output = run({"apply"});
    EXPECT_EQ(output.status, 2);
    EXPECT_THAT(output.err, HasSubstr(message));
  };
  change("\"re:a\"", "\"re:" + std::string(998, 'a') + "\"");
  expect_refused("a pattern of 1001 bytes is too long: at most 1000 are allowed");
  change("\"re:" + std::string(998, 'a') + "\"", "\"re:((a{100}){100}){100}\"");
  expect_refused("pattern \"re:((a{100}){100}){100}\" cannot be used");
  EXPECT_EQ(mutating_requests(), 0U);
}

TEST_F(LanguageCases, Case59WhatIsYoungerThanMinAgeIsNoCandidateEvenWithACutOffOfZero) {
  app("docker",
      "      - { id: 1, created: 23h }\n"
      "      - { id: 2, created: 25h }\n"
      "      - { id: 3, tags: [a], created: 3d }\n",
      "    min_age: 24h\n"
      "    delete: [{ name: untagged, tagged: false, older_than: 0d }]\n");
  EXPECT_THAT(run({"plan"}).out, HasSubstr("younger than min_age 24h"));
  expect_deleted({2});
}

}  // namespace
}  // namespace retention::test
