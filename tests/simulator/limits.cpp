#include "tests/simulator/limits.h"

#include <numeric>

namespace retention::simulator {
namespace {

constexpr Duration kHour = std::chrono::hours{1};
constexpr Duration kMinute = std::chrono::minutes{1};

// All tokens of one user share a budget; those of apps have their own.
std::string account_name(const Call& call) {
  if (call.token == nullptr) return "";
  const bool of_user = call.token->kind == TokenKind::classic || call.token->kind == TokenKind::fine_grained;
  return of_user ? "user " + call.token->user : "token " + call.token->name;
}

std::string exceeded_message(const Call& call) {
  if (call.token == nullptr) return "API rate limit exceeded for 127.0.0.1.";
  const Owner* user = call.world.owner(call.token->user);
  const std::string id = std::to_string(user != nullptr ? user->id : 0);
  const bool of_user = call.token->kind == TokenKind::classic || call.token->kind == TokenKind::fine_grained;
  return "API rate limit exceeded for " + std::string(of_user ? "user ID " : "installation ID ") + id + ".";
}

http::Reply secondary_reply(const Switches& switches) {
  http::Reply reply = error_reply(switches.secondary_limit_status,
                                  "You have exceeded a secondary rate limit. Please wait a few minutes before you try "
                                  "again.");
  if (switches.retry_after) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*switches.retry_after);
    reply.headers.add("Retry-After", std::to_string(seconds.count()));
  }
  return reply;
}

}  // namespace

Limits::Account& Limits::account(const Call& call) {
  Account& account = accounts_[account_name(call)];
  if (account.window && call.now < *account.window) account = {};  // the clock was set back
  if (!account.window || call.now - *account.window >= kHour) {
    account.window = call.now;
    account.used = 0;
  }
  return account;
}

Limits::Budget Limits::budget(const Call& call) {
  const Account& current = account(call);
  const int limit = call.token != nullptr ? call.switches.primary_limit : call.switches.anonymous_limit;
  return {limit, current.used, *current.window + kHour};
}

bool Limits::over_secondary(const Call& call, Account& account, int cost) {
  if (call.concurrency > call.switches.concurrency) return true;
  while (!account.points.empty() && call.now - account.points.front().first >= kMinute) account.points.pop_front();
  const int spent = std::accumulate(account.points.begin(), account.points.end(), 0,
                                    [](int sum, const auto& entry) { return sum + entry.second; });
  if (spent + cost > call.switches.points_per_minute) return true;
  return cost > 1 && account.last_mutation && call.now - *account.last_mutation < call.switches.mutation_gap;
}

std::optional<http::Reply> Limits::admit(const Call& call) {
  if (!call.switches.rate_limits || call.route.operation == Operation::rate_limit) return std::nullopt;
  if (budget(call).remaining() == 0) return error_reply(call.switches.primary_limit_status, exceeded_message(call));
  Account& current = account(call);
  const bool mutation = call.request.method != "GET" && call.request.method != "HEAD";
  const int cost = mutation ? 5 : 1;
  if (over_secondary(call, current, cost)) return secondary_reply(call.switches);
  current.points.emplace_back(call.now, cost);
  if (mutation) current.last_mutation = call.now;
  return std::nullopt;
}

void Limits::charge(const Call& call) {
  if (call.switches.rate_limits && call.route.operation != Operation::rate_limit) ++account(call).used;
}

}  // namespace retention::simulator
