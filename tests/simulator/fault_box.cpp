#include "tests/simulator/fault_box.h"

#include <utility>

#include "tests/simulator/call.h"
#include "tests/simulator/paging.h"

namespace retention::simulator {
namespace {

bool matches(const Fault& fault, const Route& route, std::string_view package) {
  if (fault.operation != "*" && fault.operation != text_of(route.operation)) return false;
  if (!fault.package.empty() && !http::same_ignoring_case(fault.package, package)) return false;
  return fault.page == 0 || page_of(route.query).number == static_cast<std::size_t>(fault.page);
}

std::string message_of(const Fault& fault) {
  if (!fault.message.empty()) return fault.message;
  if (fault.status >= 500) return "Server Error";
  if (fault.status == 401) return "Bad credentials";
  if (fault.status == 404) return "Package version not found.";
  if (fault.status == 429) return "You have exceeded a secondary rate limit. Please wait a few minutes.";
  return std::string(http::reason(fault.status));
}

http::Reply html_page(int status) {
  http::Reply reply;
  reply.status = status;
  reply.headers.add("Content-Type", "text/html; charset=utf-8");
  reply.body =
      "<!DOCTYPE html>\n<html><head><title>Unicorn!</title></head><body><p>This page is taking too long to "
      "load.</p></body></html>\n";
  return reply;
}

http::Reply status_reply(const Fault& fault) {
  http::Reply reply = error_reply(fault.status, message_of(fault));
  for (const auto& [name, value] : fault.headers) reply.headers.set(name, value);
  return reply;
}

Duration wait_of(const Fault& fault) {
  if (fault.wait != Duration{0}) return fault.wait;
  if (fault.kind == FaultKind::stall || fault.kind == FaultKind::delay) return std::chrono::seconds{10};
  return std::chrono::milliseconds{500};
}

bool waits(const Fault& fault) {
  return fault.kind == FaultKind::stall || fault.kind == FaultKind::delay;
}

}  // namespace

void FaultBox::add(Fault fault) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back({std::move(fault)});
}

void FaultBox::clear() {
  const std::lock_guard lock(mutex_);
  waiting_.clear();
}

bool FaultBox::strikes(Waiting& waiting) {
  const Fault& fault = waiting.fault;
  if (++waiting.seen <= fault.skip) return false;
  if (fault.times > 0 && waiting.struck >= fault.times) return false;
  if (fault.rate < 1.0) {
    waiting.random ^= waiting.random << 13U;
    waiting.random ^= waiting.random >> 7U;
    waiting.random ^= waiting.random << 17U;
    if (static_cast<double>(waiting.random >> 11U) * 0x1.0p-53 >= fault.rate) return false;
  }
  ++waiting.struck;
  return true;
}

std::optional<Fault> FaultBox::strike(const Route& route, std::string_view package) {
  const std::lock_guard lock(mutex_);
  std::optional<Fault> first;
  for (Waiting& waiting : waiting_) {
    if (!matches(waiting.fault, route, package)) continue;
    if (first) {
      ++waiting.seen;
    } else if (strikes(waiting)) {
      first = waiting.fault;
    }
  }
  return first;
}

bool replaces_the_effect(const Fault& fault) {
  if (fault.moment == Moment::after) return false;
  return fault.kind == FaultKind::status || fault.kind == FaultKind::reset || fault.kind == FaultKind::stall ||
         fault.kind == FaultKind::html;
}

bool is_an_answer(const Fault& fault) {
  return fault.kind == FaultKind::status || fault.kind == FaultKind::stall;
}

Duration wait_before(const Fault& fault) {
  return waits(fault) && fault.moment == Moment::before ? wait_of(fault) : Duration{0};
}

Duration wait_after(const Fault& fault) {
  return waits(fault) && fault.moment == Moment::after ? wait_of(fault) : Duration{0};
}

http::Reply damaged(const Fault& fault, http::Reply reply) {
  switch (fault.kind) {
    case FaultKind::status:
    case FaultKind::stall:
      return status_reply(fault);
    case FaultKind::html:
      return html_page(fault.status);
    case FaultKind::reset:
      reply.wire = http::Wire::reset;
      break;
    case FaultKind::drip:
      reply.wire = http::Wire::drip;
      reply.pause = wait_of(fault);
      break;
    case FaultKind::short_body:
      reply.wire = http::Wire::short_body;
      break;
    case FaultKind::truncated:
      reply.body.resize(reply.body.size() / 2);
      break;
    case FaultKind::object:
      reply.body = R"({"message":"Server Error"})";
      break;
    case FaultKind::empty_body:
      reply.body.clear();
      break;
    case FaultKind::delay:
    case FaultKind::duplicate_row:
    case FaultKind::missing_row:
    case FaultKind::empty_page:
      break;
  }
  return reply;
}

}  // namespace retention::simulator
