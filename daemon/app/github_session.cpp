#include "daemon/app/github_session.h"

#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "daemon/app/process.h"
#include "daemon/app/server_address.h"
#include "daemon/http/httplib_transport.h"

namespace retention::app {
namespace {

http::GateOptions gate_options(const config::GitHub& settings) {
  http::GateOptions options;
  const auto per_minute = settings.budget.deletes_per_minute;
  options.mutation_gap =
      per_minute ? std::chrono::milliseconds(std::chrono::minutes{1}) / *per_minute : std::chrono::milliseconds{0};
  return options;
}

github::RepoScopes repo_scopes(const config::GitHub& settings) {
  github::RepoScopes scopes;
  for (const auto& [type, need] : settings.repo_scope) {
    switch (need) {
      case config::RepoScope::required:
        scopes.set(type, github::RepoScope::required);
        break;
      case config::RepoScope::warn:
        scopes.set(type, github::RepoScope::warn);
        break;
      case config::RepoScope::ignore:
        scopes.set(type, github::RepoScope::ignore);
        break;
    }
  }
  return scopes;
}

}  // namespace

Result<std::unique_ptr<ReadSession>> ReadSession::open(const config::GitHub& settings,
                                                       const config::Environment& environment, const Clock& clock,
                                                       EventSink& events, std::stop_token stop, Pacing pacing) {
  http::TransportOptions options;
  options.server = address_of(settings.api_url);
  options.ca_file = settings.ca_file;
  options.deadline = settings.request_timeout;
  auto transport = http::make_transport(std::move(options));
  if (!transport) return fail(transport.error());
  return std::unique_ptr<ReadSession>(
      new ReadSession(settings, environment, clock, events, std::move(stop), std::move(*transport), std::move(pacing)));
}

ReadSession::ReadSession(const config::GitHub& settings, const config::Environment& environment, const Clock& clock,
                         EventSink& events, std::stop_token stop, std::unique_ptr<http::HttpTransport> transport,
                         Pacing pacing)
    : settings_(settings),
      clock_(clock),
      stop_(std::move(stop)),
      options_{address_of(settings.api_url), std::string(program_version()), {}},
      transport_(std::move(transport)),
      counting_(*transport_),
      gate_(gate_options(settings), clock, events),
      note_(std::move(pacing.note)),
      files_(settings.tokens, environment),
      tokens_(files_),
      reads_(options_, counting_, gate_, tokens_, clock, stop_),
      client_(reads_) {
  if (pacing.noted) gate_.recall(*pacing.noted);
  if (note_) gate_.on_wait(note_);
}

ReadSession::~ReadSession() {
  const auto state = gate_.to_note();
  if (note_ && state) note_(*state);
}

github::PreflightReport ReadSession::preflight(std::span<const github::Need> needs) {
  return github::preflight(reads_, clock_, needs, repo_scopes(settings_));
}

github::MutationChannel ReadSession::mutation_channel() {
  return {options_, counting_, gate_, tokens_, clock_, stop_};
}

}  // namespace retention::app
