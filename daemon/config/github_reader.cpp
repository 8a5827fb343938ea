#include "daemon/config/github_reader.h"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "daemon/config/github_keys.h"
#include "daemon/config/paths.h"
#include "daemon/config/secret_reader.h"
#include "policy/language/scalars.h"

namespace retention::config {
namespace {

using language::Section;

// A content-changing request counts 5 points of the 900 a minute that GitHub's secondary limit allows (REST
// documentation, rate limits).
constexpr std::int64_t kMostAtGitHub = 180;

// The API whose registry is the default one.
constexpr std::string_view kGitHubCom = "api.github.com";

Url read_url(const Section& github, std::string_view key) {
  const auto text = language::read_text(github, key);
  if (!text) return {};
  Result<Url> url = parse_url(*text);
  if (url) return *std::move(url);
  github.findings().problem(*github.find(key), url.error().message);
  return {};
}

// Which registry belongs to another API cannot be told from its address, and the token is shown to the registry.
void expect_registry_of(const Url& api_url, const Section& github) {
  const bool is_readable = !api_url.host.empty();
  if (!is_readable || api_url.host == kGitHubCom || github.find("registry_url")) return;
  github.findings().problem(*github.find("api_url"),
                            "the container registry of another server has to be named; write registry_url beside it "
                            "(Enterprise Server: https://containers.HOST)");
}

Budget read_budget(const Section& github, const Url& api_url) {
  const Section section = github.section("budget");
  const auto count = language::read_count(section, "deletes_per_minute");
  if (!count) return {kMostAtGitHub};
  const bool too_many = !count->most || *count->most > kMostAtGitHub;
  if (too_many && is_github(api_url.host)) {
    section.findings().problem(
        *section.find("deletes_per_minute"),
        fmt::format("GitHub allows {} a minute; write at most {}", kMostAtGitHub, kMostAtGitHub));
  }
  return {count->most};
}

std::map<PackageType, RepoScope> read_repo_scope(const Section& github) {
  const Section section = github.section("repo_scope");
  std::map<PackageType, RepoScope> scopes;
  for (const KeySpec& key : kRepoScopeKeys) {
    const auto type = value_of(kPackageTypes, key.name);
    const auto word = language::read_choice(section, key.name);
    const auto scope = word ? value_of(kRepoScopes, *word) : std::nullopt;
    if (type && scope) scopes.emplace(*type, *scope);
  }
  return scopes;
}

}  // namespace

GitHub read_github(const Section& github, const std::filesystem::path& base) {
  GitHub settings;
  settings.api_url = read_url(github, "api_url");
  settings.registry_url = read_url(github, "registry_url");
  expect_registry_of(settings.api_url, github);
  settings.ca_file = read_path(github, "ca_file", base);
  settings.tokens = read_tokens(github, base);
  settings.budget = read_budget(github, settings.api_url);
  settings.repo_scope = read_repo_scope(github);
  settings.request_timeout = language::read_timeout(github, "request_timeout").value_or(settings.request_timeout);
  return settings;
}

}  // namespace retention::config
