#include "daemon/http/gate.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "daemon/http/text.h"
#include "policy/base/time.h"

namespace retention::http {
namespace {

using std::chrono::seconds;

// GitHub counts whole seconds, and clocks differ a little.
constexpr seconds kResetMargin{2};
// Shorter waits are not worth an event.
constexpr seconds kWorthTelling{5};
// No limit of GitHub's lasts longer; more than this is a defect of the header.
constexpr seconds kLongestHeader{24 * 3600};

std::optional<std::int64_t> number(const Headers& headers, std::string_view name) {
  const auto text = headers.find(name);
  if (!text) return std::nullopt;
  const auto digits = trimmed(*text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<SysTime> date_of(const Response& response) {
  const auto date = response.headers.find("date");
  return date ? parse_http_date(*date) : std::nullopt;
}

bool may_be_limit(const Response& response) {
  return response.status == 403 || response.status == 429;
}

bool nothing_remains(const Response& response) {
  return number(response.headers, "x-ratelimit-remaining") == 0;
}

}  // namespace

Gate::Gate(GateOptions options, const Clock& clock, EventSink& events)
    : options_(options), clock_(clock), events_(events) {}

// The reset time is GitHub's; measured from GitHub's Date where there is one, a wrong clock of ours does no harm.
Instant Gate::reset_time(const Response& response) const {
  const auto reset = number(response.headers, "x-ratelimit-reset");
  const auto date = date_of(response);
  const Instant now = clock_.now();
  const SysTime from = date.value_or(seconds_of(now));
  const seconds ahead = reset ? seconds{*reset} - from.time_since_epoch() : options_.secondary_wait;
  return now + std::clamp(ahead, seconds{0}, kLongestHeader) + kResetMargin;
}

void Gate::close_until(Instant until, std::string why) {
  if (until <= closed_until_) return;
  closed_until_ = until;
  closed_why_ = std::move(why);
}

std::optional<Instant> Gate::observe(const Response& response) {
  if (!may_be_limit(response)) {
    if (response.status < 400) secondary_in_a_row_ = 0;
    if (nothing_remains(response)) close_until(reset_time(response), "the hourly budget of the token is used up");
    return std::nullopt;
  }
  if (const auto wait = retry_after(response, clock_.now())) {
    close_until(clock_.now() + *wait, "GitHub asks to wait");
    return clock_.now() + *wait;
  }
  if (nothing_remains(response)) {
    const Instant until = reset_time(response);
    close_until(until, "the hourly budget of the token is used up");
    return until;
  }
  const bool secondary = to_lower(response.body).find("secondary rate limit") != std::string::npos;
  if (!secondary && response.status != 429) return std::nullopt;
  seconds wait = options_.secondary_wait;
  for (int i = 0; i < secondary_in_a_row_ && wait < options_.secondary_cap; ++i) wait *= 2;
  wait = std::min(wait, options_.secondary_cap);
  ++secondary_in_a_row_;
  close_until(clock_.now() + wait, "GitHub's secondary rate limit was met");
  return clock_.now() + wait;
}

Instant Gate::next_mutation() const {
  if (!last_mutation_) return closed_until_;
  return std::max(closed_until_, *last_mutation_ + options_.mutation_gap);
}

Permit::Answer Gate::wait_until(Instant until, std::stop_token stop) {
  if (stop.stop_requested()) return {Answer::Kind::stopping, std::nullopt};
  const Instant now = clock_.now();
  if (until <= now) return {Answer::Kind::granted, std::nullopt};
  if (until - now > options_.max_wait) return {Answer::Kind::rate_limited, seconds_of(until)};
  if (until - now >= kWorthTelling) events_.on(Waiting{seconds_of(until), closed_why_});
  if (clock_.sleep_until(until, std::move(stop)) == Slept::interrupted) return {Answer::Kind::stopping, std::nullopt};
  return {Answer::Kind::granted, std::nullopt};
}

Permit::Answer Gate::await_read(std::stop_token stop) {
  return wait_until(closed_until_, std::move(stop));
}

Permit::Answer Gate::await(std::stop_token stop) {
  auto answer = wait_until(next_mutation(), std::move(stop));
  if (answer.kind == Answer::Kind::granted) last_mutation_ = clock_.now();
  return answer;
}

std::optional<seconds> retry_after(const Response& response, Instant now) {
  if (const auto wait = number(response.headers, "retry-after"))
    return seconds{std::min<std::int64_t>(*wait, kLongestHeader.count())};
  const auto text = response.headers.find("retry-after");
  const auto when = text ? parse_http_date(trimmed(*text)) : std::nullopt;
  if (!when) return std::nullopt;
  return std::clamp(*when - date_of(response).value_or(seconds_of(now)), seconds{0}, kLongestHeader);
}

}  // namespace retention::http
