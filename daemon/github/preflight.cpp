#include "daemon/github/preflight.h"

#include <algorithm>
#include <map>
#include <utility>

#include "daemon/github/endpoints.h"
#include "daemon/github/reply_error.h"
#include "daemon/github/wire.h"
#include "daemon/http/text.h"

namespace retention::github {
namespace {

// What GitHub says of one token, whoever it is used for.
struct Probe {
  std::optional<Scopes> scopes;
  std::optional<SysTime> expires_at;
  std::optional<SysTime> date;
  std::optional<Error> error;
};

// One token of one owner, with what it is needed for.
struct Use {
  Secret token;
  TokenReport report;
  std::map<Purpose, std::set<PackageType>> needs;
};

std::string joined(const auto& texts) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : ", ") + std::string(text);
  return out;
}

std::string names_of(const std::set<PackageType>& types) {
  std::vector<std::string_view> names;
  for (const auto type : types) names.push_back(text_of(kPackageTypes, type));
  return joined(names);
}

Probe probe(Reads& reads, const Clock& clock, const Secret& token, std::string_view what) {
  Probe out;
  const auto reply = reads.reply(token, rate_limit_path(), what);
  if (!reply) {
    out.error = reply.error();
    return out;
  }
  // Enterprise Server with limits off has no such page, and still sends the headers.
  const bool answered = reply->status == 200 || reply->status == 404;
  if (const auto sound = expect_object(reply->body); answered && !sound) {
    out.error = Error{sound.error().code, "cannot " + std::string(what) + ": " + sound.error().message};
    return out;
  }
  const auto& headers = reply->headers;
  out.scopes = granted_scopes(kind_of(token), headers.find("x-oauth-scopes"));
  if (const auto text = headers.find("github-authentication-token-expiration")) out.expires_at = parse_expiry(*text);
  if (const auto text = headers.find("date")) out.date = parse_http_date(*text);
  if (reply->status == 401) reads.tokens().latch(token);
  if (!answered) out.error = error_of_reply(*reply, kind_of(token), what);
  if (out.expires_at && *out.expires_at <= seconds_of(clock.now()) && !out.error)
    out.error = Error{ErrorCode::unauthorized, "the token has expired at " + format_rfc3339(*out.expires_at)};
  return out;
}

void add_once(std::vector<std::string>& texts, std::string text) {
  if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
}

Error missing_scopes(const Use& use, Purpose purpose, const std::string& missing, const std::set<PackageType>& types) {
  const auto& report = use.report;
  std::string text = "the " + std::string(text_of(kPurposes, purpose)) + " token for " + report.owner + " (" +
                     std::string(text_of(kTokenKinds, report.kind)) + ") lacks the scope " + missing + ", needed to " +
                     std::string(text_of(kPurposes, purpose)) + " " + names_of(types) + " packages";
  if (report.kind == TokenKind::fine_grained)
    return {ErrorCode::missing_scope, text + "; " + std::string(limits_of(report.kind))};
  const std::string has = report.scopes && !report.scopes->empty() ? joined(*report.scopes) : "none";
  return {ErrorCode::missing_scope, text + "; it has: " + has + "; add the scope on the token's settings page"};
}

void compare(Use& use, const RepoScopes& repo_scopes) {
  for (const auto& [purpose, types] : use.needs) {
    std::map<std::string, std::set<PackageType>> missing;  // scopes -> types that want them
    for (const auto type : types) {
      auto check = check_scopes(use.report.kind, use.report.scopes, purpose, type, repo_scopes.of(type));
      for (auto& warning : check.warnings) add_once(use.report.warnings, std::move(warning));
      if (check.verdict == ScopeCheck::Verdict::missing) missing[joined(check.missing)].insert(type);
    }
    for (const auto& [scopes, wanting] : missing)
      use.report.problems.push_back(missing_scopes(use, purpose, scopes, wanting));
  }
}

// Groups the needs by owner and token; an owner whose token cannot be read keeps its error.
std::vector<Use> uses_of(TokenCache& tokens, std::span<const Need> needs) {
  std::vector<Use> uses;
  for (const auto& need : needs) {
    for (const auto purpose : need.purposes) {
      const std::string owner = to_string(need.owner);
      auto token = tokens.token(need.owner.login, purpose);
      const Secret secret = token ? *token : Secret{};
      auto use = std::find_if(uses.begin(), uses.end(), [&](const Use& known) {
        return known.report.owner == owner && known.token.reveal() == secret.reveal();
      });
      if (use == uses.end()) {
        use = uses.insert(uses.end(), Use{secret, {}, {}});
        use->report.owner = owner;
        use->report.kind = kind_of(secret);
      }
      if (!token) use->report.problems.push_back(token.error());
      use->report.purposes.insert(purpose);
      use->needs[purpose].insert(need.types.begin(), need.types.end());
    }
  }
  return uses;
}

void settle(Use& use, const Probe& probed, const RepoScopes& repo_scopes) {
  use.report.scopes = probed.scopes;
  use.report.expires_at = probed.expires_at;
  if (probed.error) {
    use.report.problems.push_back(*probed.error);
    return;
  }
  compare(use, repo_scopes);
}

}  // namespace

std::optional<SysTime> parse_expiry(std::string_view text) {
  // "2026-11-22 09:00:00 UTC", or "... +0200" with an offset.
  constexpr std::size_t kDate = 10;
  constexpr std::size_t kTime = 19;
  text = http::trimmed(text);
  if (text.size() <= kTime || text[kDate] != ' ') return std::nullopt;
  const std::string_view zone = http::trimmed(text.substr(kTime));
  std::string offset = "Z";
  if (zone.size() == 5)
    offset = std::string(zone.substr(0, 3)) + ":" + std::string(zone.substr(3));
  else if (zone != "UTC")
    return std::nullopt;
  return parse_rfc3339(std::string(text.substr(0, kDate)) + "T" +
                       std::string(text.substr(kDate + 1, kTime - kDate - 1)) + offset);
}

bool PreflightReport::sufficient() const {
  return !problem();
}

std::optional<Error> PreflightReport::problem() const {
  for (const auto& token : tokens) {
    if (token.problems.empty()) continue;
    std::vector<std::string> words;
    for (const auto& error : token.problems) add_once(words, error.message);
    std::string all;
    for (const auto& each : words) all += (all.empty() ? "" : "; ") + each;
    return Error{token.problems.front().code, all};
  }
  return std::nullopt;
}

PreflightReport preflight(Reads& reads, const Clock& clock, std::span<const Need> needs,
                          const RepoScopes& repo_scopes) {
  PreflightReport report;
  auto uses = uses_of(reads.tokens(), needs);
  std::map<std::string, Probe> probes;  // by token
  for (auto& use : uses) {
    if (!use.token.empty()) {
      auto known = probes.find(use.token.reveal());
      if (known == probes.end()) {
        const std::string what = "check the token for " + use.report.owner;
        known = probes.emplace(use.token.reveal(), probe(reads, clock, use.token, what)).first;
        if (known->second.date) report.clock_ahead = seconds_of(clock.now()) - *known->second.date;
      }
      settle(use, known->second, repo_scopes);
    }
    report.tokens.push_back(std::move(use.report));
  }
  return report;
}

}  // namespace retention::github
