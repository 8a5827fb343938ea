#include "policy/language/lint.h"

#include <gmock/gmock.h>

#include "tests/policy/language/read_rules.h"

namespace retention::language {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> warnings_of(const std::string& rules, const std::string& protect = {}) {
  const auto read = read_rules_of(protect + container_policy(rules));
  EXPECT_THAT(read.problems, IsEmpty());
  return read.warnings;
}

TEST(Lint, IsSilentForASoundPolicy) {
  const auto read = read_rules_of("protect: [{ name: p, tags: [a] }]\n" +
                                  container_policy("    keep: [{ name: k, everything: true, newest: 3 }]\n"
                                                   "    delete: [{ name: d, younger_than: 30d }]\n"));
  EXPECT_THAT(read.problems, IsEmpty());
  EXPECT_THAT(read.warnings, IsEmpty());
}

TEST(Lint, WarnsOfAProtectRuleForEverything) {
  const auto read = read_rules_of("protect: [{ name: p, everything: true }]\n" +
                                  container_policy("    delete: [{ name: d, older_than: 30d }]\n"));
  EXPECT_THAT(read.warnings, Contains(HasSubstr("1:11: protect[0]: protects everything, so nothing is ever deleted")));
}

TEST(Lint, WarnsOfADeleteRuleOfWhichEverythingIsKept) {
  EXPECT_THAT(
      warnings_of("    keep: [{ name: k, tags: [\"v*\"] }]\n"
                  "    delete: [{ name: d, tags: [\"v1.*\"], older_than: 3d }]\n"),
      ElementsAre(HasSubstr("7:14: policies[0].delete[0]: can never delete: keep rule k keeps all that it matches")));
  EXPECT_THAT(warnings_of("    delete: [{ name: d, tags: [latest], older_than: 3d }]\n",
                          "protect: [{ name: p, tags: [latest, stable] }]\n"),
              ElementsAre(HasSubstr("can never delete: protect rule p protects all that it matches")));
}

TEST(Lint, WarnsOfARuleThatAnotherOneOfItsLayerContains) {
  EXPECT_THAT(warnings_of("    delete: [{ name: a, older_than: 60d }, { name: b, older_than: 30d }]\n"),
              ElementsAre(HasSubstr("delete[0]: is not needed: delete rule b matches all that it matches")));
  EXPECT_THAT(warnings_of("    keep: [{ name: a, tags: [x] }, { name: b, tags: [x, y], newest: 3 }, { name: c, tags: "
                          "[x], newest: 2 }]\n"
                          "    delete: [{ name: d, older_than: 30d }]\n"),
              ElementsAre(HasSubstr("keep[2]: is not needed: keep rule a keeps all that it matches")));
  EXPECT_THAT(warnings_of("    keep: [{ name: a, tags: [x] }]\n    delete: [{ name: d, older_than: 30d }]\n",
                          "protect: [{ name: p, tags: [x] }]\n"),
              ElementsAre(HasSubstr("keep[0]: is not needed: protect rule p protects all that it matches")));
}

TEST(Lint, OfTwoEqualRulesNamesTheLater) {
  EXPECT_THAT(warnings_of("    delete: [{ name: a, older_than: 30d }, { name: b, older_than: 30d }]\n"),
              ElementsAre(HasSubstr("delete[1]: is not needed: delete rule a matches all that it matches")));
}

TEST(Lint, IsSilentWhereAMeasureLetsGo) {
  EXPECT_THAT(warnings_of("    keep: [{ name: k, tags: [\"v*\"], newest: 3 }]\n"
                          "    delete: [{ name: d, tags: [\"v*\"], older_than: 3d }]\n"),
              IsEmpty());
}

TEST(Lint, SaysOnceThatARuleKeepsEverything) {
  EXPECT_THAT(warnings_of("    keep: [{ name: k, everything: true }]\n    delete: [{ name: d, older_than: 3d }]\n"),
              ElementsAre(HasSubstr("keeps everything")));
}

}  // namespace
}  // namespace retention::language
