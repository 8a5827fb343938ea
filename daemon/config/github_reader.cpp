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

Url read_url(const Section& github, std::string_view key) {
  const auto text = language::read_text(github, key);
  if (!text) return {};
  Result<Url> url = parse_url(*text);
  if (url) return *std::move(url);
  github.findings().problem(*github.find(key), url.error().message);
  return {};
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
  settings.ca_file = read_path(github, "ca_file", base);
  settings.tokens = read_tokens(github, base);
  settings.budget = read_budget(github, settings.api_url);
  settings.repo_scope = read_repo_scope(github);
  settings.request_timeout = language::read_timeout(github, "request_timeout").value_or(settings.request_timeout);
  return settings;
}

}  // namespace retention::config
