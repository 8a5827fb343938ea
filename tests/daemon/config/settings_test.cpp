#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "daemon/config/load.h"
#include "tests/daemon/config/samples.h"

namespace retention::config {
namespace {

using testing::ElementsAre;
using testing::Pair;

constexpr std::string_view kPolicies =
    "policies: [{ name: a, owner: me, type: npm, packages: [x], delete: [{ name: b, older_than: 1d }] }]\n";

Config config_of(const std::string& top) {
  auto result = load_text("version: 1\n" + top + std::string(kPolicies), "/etc/retentiond/config.yaml");
  if (!result) ADD_FAILURE() << language::to_error(result.error()).message;
  return std::move(result).value().config;
}

std::string source_text(const std::optional<SecretSource>& source) {
  return source ? to_string(*source) : "none";
}

TEST(Settings, AreTheDefaultsWhereNothingIsWritten) {
  const Config config = config_of("");
  EXPECT_EQ(to_string(config.github.api_url), "https://api.github.com");
  EXPECT_EQ(to_string(config.github.registry_url), "https://ghcr.io");
  EXPECT_EQ(config.github.ca_file, std::nullopt);
  EXPECT_EQ(source_text(config.github.tokens.read), "environment variable GITHUB_TOKEN");
  EXPECT_EQ(source_text(config.github.tokens.remove), "environment variable GITHUB_TOKEN");
  EXPECT_EQ(source_text(config.github.tokens.restore), "environment variable GITHUB_TOKEN");
  EXPECT_EQ(config.github.budget.deletes_per_minute, 60);
  EXPECT_EQ(config.github.request_timeout, std::chrono::seconds(30));
  EXPECT_THAT(config.github.repo_scope,
              ElementsAre(Pair(PackageType::docker, RepoScope::required), Pair(PackageType::maven, RepoScope::required),
                          Pair(PackageType::npm, RepoScope::warn), Pair(PackageType::nuget, RepoScope::warn),
                          Pair(PackageType::rubygems, RepoScope::warn)));
  EXPECT_EQ(config.ledger.path, std::nullopt);
  EXPECT_EQ(config.ledger.keep, parse_duration("400d").value());
  EXPECT_EQ(config.server.listen, (Listen{"127.0.0.1", 8464}));
  EXPECT_EQ(config.schedule.text, "30 2 * * *");
  EXPECT_EQ(config.schedule.jitter, std::chrono::minutes(20));
  EXPECT_EQ(config.undo.pin, parse_duration("30d").value());
}

TEST(Settings, AreWhatIsWritten) {
  const auto loaded = load_file(source_file("tests/samples/valid/everything-set.yaml"));
  ASSERT_TRUE(loaded);
  const Config& config = loaded->config;
  const auto folder = source_file("tests/samples/valid");
  EXPECT_EQ(to_string(config.github.api_url), "https://github.example.com/api/v3");
  EXPECT_EQ(config.github.registry_url, (Url{Scheme::https, "containers.github.example.com", 8443, ""}));
  EXPECT_EQ(config.github.ca_file, folder / "certs/ca.pem");
  EXPECT_EQ(source_text(config.github.tokens.read), "file /run/secrets/token");
  EXPECT_EQ(source_text(config.github.tokens.remove), "credential delete-token");
  EXPECT_EQ(source_text(config.github.tokens.restore), "environment variable RESTORE_TOKEN");
  EXPECT_EQ(config.github.budget.deletes_per_minute, std::nullopt);
  EXPECT_EQ(config.github.repo_scope.at(PackageType::npm), RepoScope::required);
  EXPECT_EQ(config.github.repo_scope.at(PackageType::docker), RepoScope::ignore);
  EXPECT_EQ(config.github.request_timeout, std::chrono::minutes(2));
  EXPECT_EQ(config.ledger.path, folder / "state/ledger.db");
  EXPECT_EQ(config.ledger.keep, parse_duration("1y").value());
  EXPECT_EQ(config.server.listen, (Listen{"::1", 9000}));
  EXPECT_EQ(config.schedule.text, "@hourly");
  EXPECT_EQ(config.schedule.jitter, std::chrono::seconds(0));
  EXPECT_EQ(config.undo.pin, parse_duration("14d").value());
  EXPECT_EQ(loaded->text, text_of_file(loaded->files.front()));
}

TEST(Settings, PathsAreRelativeToTheFile) {
  const Config config =
      config_of("ledger: { path: ../state/l.db }\ngithub: { ca_file: /x/ca.pem, token: { file: t } }\n");
  EXPECT_EQ(config.ledger.path, "/etc/state/l.db");
  EXPECT_EQ(config.github.ca_file, "/x/ca.pem");
  EXPECT_EQ(source_text(config.github.tokens.read), "file /etc/retentiond/t");
}

TEST(Settings, WithOnlyAReadTokenNothingElseIsSmuggledIn) {
  const Config config = config_of("github: { tokens: { read: { env: R } } }\n");
  EXPECT_EQ(source_text(config.github.tokens.read), "environment variable R");
  EXPECT_EQ(source_text(config.github.tokens.remove), "none");
  EXPECT_EQ(source_text(config.github.tokens.restore), "none");
}

TEST(Settings, TheServerCanBeOff) {
  EXPECT_EQ(config_of("server: { listen: off }\n").server.listen, std::nullopt);
}

TEST(Settings, OtherHostsMayBeFast) {
  const std::string registry = "registry_url: https://containers.git.acme.example, ";
  const std::string fast = "budget: { deletes_per_minute: unlimited } }\n";
  EXPECT_EQ(config_of("github: { api_url: https://git.acme.example/api/v3, " + registry + fast)
                .github.budget.deletes_per_minute,
            std::nullopt);
  EXPECT_EQ(config_of("github: { budget: { deletes_per_minute: 180 } }\n").github.budget.deletes_per_minute, 180);
}

}  // namespace
}  // namespace retention::config
