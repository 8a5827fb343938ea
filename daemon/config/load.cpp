#include "daemon/config/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <system_error>
#include <utility>

#include "daemon/config/github_reader.h"
#include "daemon/config/keys.h"
#include "daemon/config/secret_scan.h"
#include "daemon/config/service_reader.h"
#include "policy/language/document.h"
#include "policy/language/rule_set_reader.h"
#include "policy/language/scalars.h"
#include "policy/language/text_check.h"

namespace retention::config {
namespace {

using language::Findings;
using language::Problem;
using language::Problems;
using language::Section;

constexpr std::int64_t kLanguageVersion = 1;

// Problems in the order of the file, none twice, none with a secret in it.
std::vector<Problem> tidy(std::vector<Problem> list) {
  for (Problem& problem : list) {
    problem.path = without_tokens(problem.path);
    problem.text = without_tokens(problem.text);
  }
  std::stable_sort(list.begin(), list.end(), [](const Problem& a, const Problem& b) { return a.at < b.at; });
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
}

void check_version(const Section& file) {
  const auto version = language::read_integer(file, "version");
  if (!version || *version == kLanguageVersion) return;
  file.findings().problem(*file.find("version"),
                          fmt::format("{} is not known; this version of retentiond reads version: 1", *version));
}

std::optional<Config> read_config(const Section& file, const std::filesystem::path& base) {
  check_version(file);
  RuleSet rules = language::read_rule_set(file);
  GitHub github = read_github(file.section("github"), base);
  LedgerSettings ledger = read_ledger(file.section("ledger"), base);
  Server server = read_server(file.section("server"));
  Undo undo = read_undo(file.section("undo"));
  std::optional<Schedule> schedule = read_schedule(file.section("schedule"));
  if (!schedule) return std::nullopt;
  return Config{std::move(rules), std::move(github), std::move(ledger), std::move(server), *std::move(schedule), undo};
}

LoadResult failed(const std::filesystem::path& file, std::string why) {
  return tl::unexpected(Problems{file.string(), {{{}, "", std::move(why)}}});
}

}  // namespace

LoadResult load_text(std::string text, const std::filesystem::path& file) {
  std::vector<Problem> problems = find_tokens(text);
  const language::Document document = language::parse_document(text);
  problems.insert(problems.end(), document.problems.begin(), document.problems.end());
  Findings findings;
  std::optional<Config> config;
  if (document.root) {
    const Section section({document.root.get(), ""}, kFileTable, findings);
    config = read_config(section, file.parent_path());
  }
  problems.insert(problems.end(), findings.problems().begin(), findings.problems().end());
  if (!problems.empty() || !config) return tl::unexpected(Problems{file.string(), tidy(std::move(problems))});
  return Loaded{*std::move(config), file, std::move(text), tidy(findings.warnings())};
}

LoadResult load_file(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) return failed(file, "there is no such file, or its folder cannot be entered");
  if (std::filesystem::is_directory(status)) return failed(file, "this is a folder, not a file");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return failed(file, "the file cannot be opened; check its permissions");
  std::string text;
  text.resize(language::kMaxFileSize + 1);
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) return failed(file, "the file cannot be read");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return load_text(std::move(text), file);
}

}  // namespace retention::config
