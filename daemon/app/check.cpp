#include "daemon/app/check.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "daemon/app/github_session.h"
#include "daemon/app/registry_session.h"
#include "daemon/app/rule_tests.h"
#include "daemon/app/token_check.h"
#include "daemon/config/in_use_files.h"
#include "daemon/config/load.h"
#include "daemon/engine/run_notes.h"

namespace retention::app {
namespace {

report::TokenFinding finding_of(const github::TokenReport& token) {
  report::TokenFinding finding;
  finding.owner = token.owner;
  for (const Purpose purpose : token.purposes) finding.purposes.emplace_back(text_of(kPurposes, purpose));
  finding.kind = text_of(github::kTokenKinds, token.kind);
  if (token.scopes) finding.scopes.emplace(token.scopes->begin(), token.scopes->end());
  finding.expires_at = token.expires_at;
  for (const Error& problem : token.problems) finding.problems.push_back(problem.message);
  finding.warnings = token.warnings;
  return finding;
}

// A warning for each in-use file that the rules could not rely on now.
std::vector<std::string> in_use_warnings(const config::Config& config, SysTime now) {
  config::InUseFiles files(config.github.registry_url.host);
  const Facts facts = files.read(engine::in_use_files(config.rules));
  std::vector<std::string> warnings;
  for (const store::RunWarning& warning : engine::doubts(config.rules, facts, now)) {
    warnings.push_back(warning.where + ": " + warning.text);
  }
  return warnings;
}

// Whether the packages of an owner and type can be listed, and of container packages whether the registry lets in.
Result<PackageListing> reach(ReadSession& session, registry::ManifestReader& registry, const OwnerSelector& selector,
                             PackageType type, const std::stop_token& stop) {
  const auto owner = session.client().owner(selector);
  if (!owner) return fail(owner.error());
  auto listing = session.client().packages(*owner, type);
  if (!listing || type != PackageType::container || listing->packages.empty()) return listing;
  if (auto in = registry.log_in(listing->packages.front(), stop); !in) return fail(in.error());
  return listing;
}

cli::CheckOutcome with_lists(cli::CheckOutcome outcome, ReadSession& session, registry::ManifestReader& registry,
                             const RuleSet& rules, const std::stop_token& stop) {
  std::set<std::pair<OwnerSelector, PackageType>> selected;
  for (const Policy& policy : rules.policies) {
    for (const OwnerSelector& owner : policy.owners) {
      for (const PackageType type : policy.types) selected.emplace(owner, type);
    }
  }
  for (const auto& [selector, type] : selected) {
    report::ReachFinding finding{to_string(selector), type, std::nullopt, {}};
    const auto listing = reach(session, registry, selector, type, stop);
    if (listing) {
      finding.packages = static_cast<std::int64_t>(listing->packages.size());
      finding.problem = listing->completeness.detail;
      if (!listing->completeness.complete()) outcome.status = graver(outcome.status, ExitStatus::incomplete);
    } else {
      finding.problem = listing.error().message;
      outcome.status = graver(outcome.status, status_of(listing.error().code));
    }
    outcome.result.reach.push_back(std::move(finding));
  }
  return outcome;
}

Result<cli::CheckOutcome> with_github(cli::CheckOutcome outcome, const config::Loaded& loaded,
                                      const config::Environment& environment, const Clock& clock, EventSink& events,
                                      const std::stop_token& stop) {
  const RuleSet& rules = loaded.config.rules;
  auto session = ReadSession::open(loaded.config.github, environment, clock, events, stop);
  if (!session) return fail(session.error());
  const auto needs = needs_of(rules, Purpose::remove);
  const github::PreflightReport report = (*session)->preflight(needs);
  for (const github::TokenReport& token : report.tokens) {
    outcome.result.tokens.push_back(finding_of(token));
    for (const Error& problem : token.problems) outcome.status = graver(outcome.status, status_of(problem.code));
  }
  for (std::string& warning : (*session)->take_token_warnings()) outcome.result.warnings.push_back(std::move(warning));
  outcome.result.clock_ahead = report.clock_ahead;
  if (!report.sufficient()) return outcome;
  registry::ManifestReader registry(registry_options(loaded.config.github), (*session)->tokens(), clock);
  return with_lists(std::move(outcome), **session, registry, rules, stop);
}

}  // namespace

Result<cli::CheckOutcome> check_configuration(const std::filesystem::path& file, cli::Reach reach,
                                              const config::Environment& environment, const Clock& clock,
                                              EventSink& events, const std::stop_token& stop) {
  cli::CheckOutcome outcome;
  outcome.result.file = file.string();
  const auto loaded = config::load_file(file);
  if (!loaded) {
    for (const language::Problem& problem : loaded.error().list) {
      outcome.result.problems.push_back(language::to_string(loaded.error().files, problem));
    }
    outcome.status = ExitStatus::usage;
    return outcome;
  }
  outcome.result.policies = static_cast<std::int64_t>(loaded->config.rules.policies.size());
  outcome.result.rules = static_cast<std::int64_t>(loaded->config.rules.rules.size());
  outcome.result.tests = static_cast<std::int64_t>(loaded->tests.size());
  const SysTime now = seconds_of(clock.now());
  outcome.result.failed_tests = failures_of(*loaded, now);
  if (!outcome.result.failed_tests.empty()) outcome.status = ExitStatus::usage;
  for (const language::Warning& warning : loaded->warnings) {
    outcome.result.warnings.push_back(language::to_string(loaded->files, warning));
  }
  for (std::string& warning : in_use_warnings(loaded->config, now)) {
    outcome.result.warnings.push_back(std::move(warning));
  }
  if (reach == cli::Reach::offline) return outcome;
  return with_github(std::move(outcome), *loaded, environment, clock, events, stop);
}

}  // namespace retention::app
