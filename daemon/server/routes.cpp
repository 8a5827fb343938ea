#include "daemon/server/routes.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace retention::server {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kOk = 200;
constexpr int kBadRequest = 400;
constexpr int kNotFound = 404;
constexpr int kMethodNotAllowed = 405;
constexpr int kMisdirected = 421;
constexpr int kUnavailable = 503;

std::string_view title_of(int status) {
  switch (status) {
    case kBadRequest:
      return "Bad Request";
    case kNotFound:
      return "Not Found";
    case kMethodNotAllowed:
      return "Method Not Allowed";
    case kMisdirected:
      return "Misdirected Request";
    case kUnavailable:
      return "Service Unavailable";
    default:
      return status < 500 ? "Request Refused" : "Server Error";
  }
}

// Bodies may carry bytes that a client sent; what is not UTF-8 is replaced, never thrown over.
std::string text(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

Json problem_body(int status, std::string_view detail) {
  Json body{{"type", "about:blank"}, {"title", title_of(status)}, {"status", status}};
  if (!detail.empty()) body["detail"] = detail;
  return body;
}

Reply problem_reply(int status, const Json& body) {
  return {status, "application/problem+json", text(body), ""};
}

Reply problem(int status, std::string_view detail) {
  return problem_reply(status, problem_body(status, detail));
}

Reply healthy(const HealthState& state, SysTime now) {
  if (!state.last_turn) return problem(kUnavailable, "the loop has not turned yet");
  const std::string last = format_rfc3339(*state.last_turn);
  // A clock that was set back leaves the last turn in the future, which says as little as one long past.
  const auto age = std::chrono::abs(now - *state.last_turn);
  if (age > kAlive) {
    Json body = problem_body(kUnavailable, fmt::format("the loop has not turned since {}", last));
    body["last_turn"] = last;
    return problem_reply(kUnavailable, body);
  }
  return {kOk, "application/json", text({{"status", "ok"}, {"last_turn", last}}), ""};
}

Reply ready(const HealthState& state) {
  if (state.not_ready.empty()) return {kOk, "application/json", text({{"status", "ready"}}), ""};
  Json body = problem_body(kUnavailable, state.not_ready.front());
  body["reasons"] = state.not_ready;
  return problem_reply(kUnavailable, body);
}

}  // namespace

Reply answer(const Question& question, const ListenAddress& address, const HealthState& state, SysTime now) {
  if (!question.host) return problem(kBadRequest, "the request has no Host header");
  if (!accepts_host(*question.host, address)) {
    return problem(kMisdirected, fmt::format("this server does not answer for the host \"{}\"; ask {} instead",
                                             *question.host, to_string(address)));
  }
  const std::string_view path = question.target.substr(0, question.target.find('?'));
  const bool is_health = path == "/healthz";
  if (!is_health && path != "/readyz") {
    return problem(kNotFound, fmt::format("there is nothing at \"{}\"; ask /healthz or /readyz", path));
  }
  if (question.method != "GET" && question.method != "HEAD") {
    Reply reply = problem(kMethodNotAllowed, fmt::format("{} can only be read", path));
    reply.allow = "GET, HEAD";
    return reply;
  }
  return is_health ? healthy(state, now) : ready(state);
}

Reply refusal(int status) {
  return problem(status, "");
}

}  // namespace retention::server
