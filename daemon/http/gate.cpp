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

// What was noted by a clock that was right: no limit is remembered for longer, and no distance of mutations is.
constexpr seconds kLongestNoted{2 * 3600};
constexpr seconds kLongestGap{120};

constexpr auto kAsked = "GitHub asks to wait";
constexpr auto kSpent = "the hourly budget of the token is used up";
constexpr auto kSpacing = "calls that change something keep their distance";

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

void Gate::recall(const RateState& noted) {
  const SysTime now = seconds_of(clock_.now());  // whatever was noted may be compared with it and does not overflow
  if (noted.next_mutation_at && *noted.next_mutation_at > now + kLongestGap) return;  // the clock was set back
  const auto holds = [&](const std::optional<SysTime>& until) {
    return until && *until > now && *until - now <= kLongestNoted;
  };
  if (holds(noted.penalty_until)) penalty_ = {*noted.penalty_until, kAsked};
  if (noted.remaining == 0 && holds(noted.reset_at)) spent_ = {*noted.reset_at, kSpent};
  if (noted.next_mutation_at && *noted.next_mutation_at > now)
    next_spaced_ = std::min<Instant>(*noted.next_mutation_at, clock_.now() + options_.mutation_gap);
  budget_ = noted;
}

void Gate::close(Closing& closing, Instant until, std::string why) {
  if (until <= next_read()) return;
  closing = {until, std::move(why)};
  if (on_wait_ && until > clock_.now()) on_wait_(state());
}

// Several tokens share the gate; what one of them still has does not open it for the one that has nothing left.
void Gate::note_budget(const Response& response) {
  const auto remaining = number(response.headers, "x-ratelimit-remaining");
  if (!remaining || spent_.until > clock_.now()) return;
  budget_.quota = number(response.headers, "x-ratelimit-limit");
  budget_.remaining = remaining;
  budget_.reset_at.reset();
  if (response.headers.find("x-ratelimit-reset")) budget_.reset_at = std::chrono::ceil<seconds>(reset_time(response));
}

RateState Gate::state() const {
  const Instant now = clock_.now();
  RateState state = budget_;
  if (spent_.until > now) {
    state.remaining = 0;
    state.reset_at = std::chrono::ceil<seconds>(spent_.until);
  }
  state.penalty_until.reset();
  if (penalty_.until > now) state.penalty_until = std::chrono::ceil<seconds>(penalty_.until);
  state.next_mutation_at = std::chrono::ceil<seconds>(std::max(now, next_spaced_.value_or(now)));
  return state;
}

std::optional<RateState> Gate::to_note() const {
  if (next_mutation() <= clock_.now()) return std::nullopt;
  return state();
}

const std::string& Gate::why_closed() const {
  return penalty_.until >= spent_.until ? penalty_.why : spent_.why;
}

std::optional<Instant> Gate::observe(const Response& response) {
  note_budget(response);
  if (!may_be_limit(response)) {
    if (response.status < 400) secondary_in_a_row_ = 0;
    if (nothing_remains(response)) close(spent_, reset_time(response), kSpent);
    return std::nullopt;
  }
  if (const auto wait = retry_after(response, clock_.now())) {
    close(penalty_, clock_.now() + *wait, kAsked);
    return clock_.now() + *wait;
  }
  if (nothing_remains(response)) {
    const Instant until = reset_time(response);
    close(spent_, until, kSpent);
    return until;
  }
  const bool secondary = to_lower(response.body).find("secondary rate limit") != std::string::npos;
  if (!secondary && response.status != 429) return std::nullopt;
  seconds wait = options_.secondary_wait;
  for (int i = 0; i < secondary_in_a_row_ && wait < options_.secondary_cap; ++i) wait *= 2;
  wait = std::min(wait, options_.secondary_cap);
  ++secondary_in_a_row_;
  close(penalty_, clock_.now() + wait, "GitHub's secondary rate limit was met");
  return clock_.now() + wait;
}

Instant Gate::next_mutation() const {
  return std::max(next_read(), next_spaced_.value_or(Instant{}));
}

Permit::Answer Gate::wait_until(Instant until, const std::string& why, std::stop_token stop) {
  if (stop.stop_requested()) return {Answer::Kind::stopping, std::nullopt};
  const Instant now = clock_.now();
  if (until <= now) return {Answer::Kind::granted, std::nullopt};
  if (until - now > options_.max_wait) return {Answer::Kind::rate_limited, seconds_of(until)};
  if (until - now >= kWorthTelling) events_.on(Waiting{seconds_of(until), why});
  if (clock_.sleep_until(until, std::move(stop)) == Slept::interrupted) return {Answer::Kind::stopping, std::nullopt};
  return {Answer::Kind::granted, std::nullopt};
}

Permit::Answer Gate::await_read(std::stop_token stop) {
  return wait_until(next_read(), why_closed(), std::move(stop));
}

Permit::Answer Gate::await(std::stop_token stop) {
  const Instant until = next_mutation();
  auto answer = wait_until(until, until > next_read() ? kSpacing : why_closed(), std::move(stop));
  if (answer.kind == Answer::Kind::granted) next_spaced_ = clock_.now() + options_.mutation_gap;
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
