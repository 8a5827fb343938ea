#include "daemon/http/read_retry.h"

#include <algorithm>
#include <string>
#include <utility>

#include "daemon/http/failure.h"

namespace retention::http {
namespace {

using std::chrono::milliseconds;

std::string after(int attempts) {
  return attempts > 1 ? " (" + std::to_string(attempts) + " attempts)" : "";
}

tl::unexpected<Error> limited(std::string_view what, std::optional<SysTime> until) {
  std::string text = "cannot " + std::string(what) + ": the rate limit of the token is met";
  if (until) text += "; it opens again at " + format_rfc3339(*until);
  return fail(ErrorCode::rate_limited, text);
}

tl::unexpected<Error> stopped(std::string_view what) {
  return fail(ErrorCode::interrupted, "a stop was asked for, so did not " + std::string(what));
}

}  // namespace

ReadRetry::ReadRetry(HttpTransport& transport, Gate& gate, const Clock& clock, RetryOptions options,
                     std::stop_token stop)
    : transport_(transport),
      gate_(gate),
      clock_(clock),
      options_(options),
      stop_(std::move(stop)),
      random_(static_cast<std::minstd_rand::result_type>(clock.now().time_since_epoch().count())) {}

milliseconds ReadRetry::backoff(int attempt) {
  milliseconds wait = options_.first_wait;
  for (int i = 1; i < attempt && wait < options_.max_wait; ++i) wait *= 2;
  wait = std::min(wait, options_.max_wait);
  std::uniform_int_distribution<milliseconds::rep> part(wait.count() / 2, wait.count());
  return milliseconds{part(random_)};
}

Result<void> ReadRetry::await_gate(std::string_view what) {
  const auto answer = gate_.await_read(stop_);
  if (answer.kind == Permit::Answer::Kind::stopping) return stopped(what);
  if (answer.kind == Permit::Answer::Kind::rate_limited) return limited(what, answer.retry_at);
  return {};
}

Result<ReadRetry::Outcome> ReadRetry::exchange(const Request& request, std::string_view what) {
  auto reply = transport_.exchange(request, stop_);
  if (!reply) {
    Error error{code_of(reply.error().kind), "cannot " + std::string(what) + ": " + reply.error().message};
    if (!may_pass(reply.error().kind)) return fail(std::move(error));
    return Outcome(Failed{std::move(error), {}});
  }
  if (const auto until = gate_.observe(*reply)) return Outcome(TurnedAway{*until});
  turned_away_ = 0;
  if (reply->status < 500) return Outcome(std::move(*reply));
  Error error{ErrorCode::server_error,
              "cannot " + std::string(what) + ": the server answered " + std::to_string(reply->status)};
  return Outcome(Failed{std::move(error), retry_after(*reply, clock_.now()).value_or(std::chrono::seconds{0})});
}

Result<void> ReadRetry::pause(const Failed& failed, int attempts, std::string_view what) {
  const auto give_up = [&] { return fail(failed.error.code, failed.error.message + after(attempts)); };
  if (attempts >= options_.attempts) return give_up();
  const auto wait = std::max<milliseconds>(backoff(attempts), failed.asked);
  if (wait > gate_.max_wait()) return give_up();
  if (clock_.sleep_until(clock_.now() + wait, stop_) == Slept::interrupted) return stopped(what);
  return {};
}

bool ReadRetry::is_out_of_patience() const {
  return turned_away_ >= options_.limited_attempts && gate_.next_read() > clock_.now();
}

Result<Response> ReadRetry::get(const Request& request, std::string_view what) {
  int attempts = 0;
  for (;;) {
    if (is_out_of_patience()) return limited(what, seconds_of(gate_.next_read()));
    if (auto open = await_gate(what); !open) return fail(open.error());
    auto outcome = exchange(request, what);
    if (!outcome) return fail(outcome.error());
    if (auto* reply = std::get_if<Response>(&*outcome)) return std::move(*reply);
    if (const auto* limit = std::get_if<TurnedAway>(&*outcome)) {
      if (++turned_away_ >= options_.limited_attempts) return limited(what, seconds_of(limit->until));
    } else if (auto paused = pause(std::get<Failed>(*outcome), ++attempts, what); !paused) {
      return fail(paused.error());
    }
  }
}

}  // namespace retention::http
