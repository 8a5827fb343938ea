#include "tests/simulator/service.h"

#include <algorithm>

#include "tests/simulator/digest.h"
#include "tests/simulator/fault_words.h"
#include "tests/simulator/http/connection.h"
#include "tests/simulator/mutations.h"
#include "tests/simulator/reads.h"
#include "tests/simulator/scopes.h"
#include "tests/simulator/world_builder.h"

namespace retention::simulator {
namespace {

PageTrouble trouble_of(const std::optional<Fault>& fault) {
  if (!fault) return PageTrouble::none;
  if (fault->kind == FaultKind::duplicate_row) return PageTrouble::duplicate_row;
  if (fault->kind == FaultKind::missing_row) return PageTrouble::missing_row;
  return fault->kind == FaultKind::empty_page ? PageTrouble::empty_page : PageTrouble::none;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

void add_unless_there(http::Reply& reply, std::string name, std::string value) {
  if (!reply.headers.has(name)) reply.headers.add(std::move(name), std::move(value));
}

// A conditional request whose entity tag still holds is answered with 304 (RFC 9110 section 13.1.2).
void apply_condition(const Call& call, http::Reply& reply) {
  if (reply.status != 200 || !call.switches.conditional_requests) return;
  const std::string tag = "W/\"" + sha256_hex(reply.body) + "\"";
  reply.headers.set("ETag", tag);
  const std::string_view asked = call.request.headers.get("If-None-Match");
  if (asked == "*" || asked.find(tag.substr(2)) != std::string_view::npos) {
    reply.status = 304;
    reply.body.clear();
  }
}

}  // namespace

Service::Service(const ScenarioData& scenario, std::function<Time()> clock, std::string scheme, std::string public_url,
                 const std::string& log_file)
    : clock_(clock ? Clock(std::move(clock)) : Clock(scenario.clock)),
      journal_(log_file),
      scheme_(std::move(scheme)),
      public_url_(std::move(public_url)),
      world_(build_world(scenario, clock_.now())),
      switches_(scenario.switches) {
  for (const Fault& fault : scenario.faults) faults_.add(fault);
}

std::string Service::package_named_by(const Route& route, const Token* token) const {
  if (route.name.empty()) return "";
  if (of_registry(route.operation)) {
    const std::size_t slash = route.name.find('/');
    if (slash == std::string::npos) return "";
    return route.name.substr(0, slash) + "/container/" + route.name.substr(slash + 1);
  }
  std::string owner = route.owner;
  if (route.form == OwnerForm::self) owner = token != nullptr ? token->user : "?";
  if (route.form == OwnerForm::organization_id || route.form == OwnerForm::user_id) {
    const Owner* numbered = world_.owner(to_number(route.owner).value_or(0));
    if (numbered != nullptr) owner = numbered->login;
  }
  return owner + "/" + route.type + "/" + route.name;
}

RequestRecord Service::describe(const http::Request& request, const Route& route) const {
  RequestRecord record;
  record.time = clock_.now();
  record.method = request.method;
  record.target = request.target;
  record.operation = text_of(route.operation);
  record.version_id = route.version_id;
  for (const auto& [name, value] : request.headers.fields()) {
    const std::string key = lower(name);
    if (key != "authorization" && key != "cookie") record.headers[key] = value;
  }
  const std::lock_guard lock(mutex_);
  const std::optional<std::string> secret = credential(request.headers);
  const Token* token = secret ? world_.token(*secret) : nullptr;
  record.token = token != nullptr ? token->name : secret ? "unknown" : "anonymous";
  record.package = package_named_by(route, token);
  return record;
}

http::Reply Service::handle(const http::Request& request, const std::stop_token& stop) {
  const Route route = parse_route(request.method, request.target);
  const RequestRecord record = journal_.begin(describe(request, route));
  BeforeRequest callback;
  {
    const std::lock_guard lock(mutex_);
    callback = before_request_;
  }
  if (callback) callback(record);
  const std::optional<Fault> fault = faults_.strike(route, record.package);
  http::Reply reply = with_fault(request, route, record, fault, stop);
  reply.headers.set("Date", format_http_date(clock_.now()));
  reply.headers.set("Server", "packages-simulator");
  journal_.finish(record.number, reply.wire == http::Wire::reset ? 0 : reply.status);
  return reply;
}

http::Reply Service::with_fault(const http::Request& request, const Route& route, const RequestRecord& record,
                                const std::optional<Fault>& fault, const std::stop_token& stop) {
  if (mutates(route.operation)) {
    BeforeMutation callback;
    {
      const std::lock_guard lock(mutex_);
      callback = before_mutation_;
    }
    if (callback) callback({record.operation, record.package, record.version_id});
  }
  if (!fault) return answer(request, route, record, PageTrouble::none);
  if (fault->moment == Moment::before) journal_.struck(record.number, text_of(fault->kind));
  http::pause_for(wait_before(*fault), stop);
  http::Reply reply;
  if (!replaces_the_effect(*fault)) reply = answer(request, route, record, trouble_of(fault));
  if (fault->moment == Moment::after) journal_.struck(record.number, text_of(fault->kind));
  http::pause_for(wait_after(*fault), stop);
  reply = damaged(*fault, std::move(reply));
  if (is_an_answer(*fault) && !of_registry(route.operation)) dress(request, route, reply);
  return reply;
}

void Service::dress(const http::Request& request, const Route& route, http::Reply& reply) {
  const std::lock_guard lock(mutex_);
  Call call{request, route, world_, switches_, clock_.now(), ""};
  const std::optional<std::string> secret = credential(request.headers);
  if (secret && reply.status != 401) call.token = world_.token(*secret);
  decorate(call, reply);
}

http::Reply Service::answer(const http::Request& request, const Route& route, const RequestRecord& record,
                            PageTrouble trouble) {
  const std::lock_guard lock(mutex_);
  std::string base = public_url_;
  if (base.empty()) base = scheme_ + "://" + std::string(request.headers.get("Host"));
  Call call{request, route, world_, switches_, clock_.now(), base + route.prefix, trouble, record.concurrency, nullptr};
  if (of_registry(route.operation)) return registry_.answer(call);
  return answer_rest(call, record);
}

std::optional<http::Reply> Service::refuse(Call& call) {
  if (std::optional<http::Reply> refusal = login_.admit(call)) return refusal;
  if (std::optional<http::Reply> refusal = limits_.admit(call)) return refusal;
  return std::nullopt;
}

http::Reply Service::answer_rest(Call& call, const RequestRecord& record) {
  if (std::optional<http::Reply> refusal = refuse(call)) {
    decorate(call, *refusal);
    return *refusal;
  }
  http::Reply reply;
  if (std::optional<http::Reply> refusal = refuse_scopes(call)) {
    reply = *refusal;
  } else if (mutates(call.route.operation)) {
    MutationAnswer mutation = answer_mutation(call);
    if (mutation.changed) {
      journal_.changed(
          {record.number, call.now, {}, record.operation, record.package, record.version_id, record.token});
    }
    reply = std::move(mutation.reply);
  } else {
    reply = answer_read(call, limits_.budget(call));
    apply_condition(call, reply);
  }
  if (reply.status != 304 || call.token == nullptr) limits_.charge(call);
  decorate(call, reply);
  return reply;
}

void Service::decorate(const Call& call, http::Reply& reply) {
  if (call.token != nullptr && call.token->kind == TokenKind::classic) {
    const std::set<std::string>& scopes = call.token->scopes;
    add_unless_there(reply, "X-OAuth-Scopes", joined({scopes.begin(), scopes.end()}));
    add_unless_there(reply, "X-Accepted-OAuth-Scopes", joined(required_scopes(call.route.operation)));
  }
  if (call.token != nullptr && call.token->expires) {
    std::string expiry = format_time(*call.token->expires);
    expiry.replace(10, 1, " ");
    add_unless_there(reply, "GitHub-Authentication-Token-Expiration", expiry.substr(0, 19) + " UTC");
  }
  if (call.switches.rate_limits) {
    const Limits::Budget budget = limits_.budget(call);
    add_unless_there(reply, "X-RateLimit-Limit", std::to_string(budget.limit));
    add_unless_there(reply, "X-RateLimit-Remaining", std::to_string(budget.remaining()));
    add_unless_there(reply, "X-RateLimit-Reset", std::to_string(epoch_seconds(budget.reset)));
    add_unless_there(reply, "X-RateLimit-Used", std::to_string(budget.used));
    add_unless_there(reply, "X-RateLimit-Resource", "core");
  }
  add_unless_there(reply, "X-GitHub-Media-Type", "github.v3; format=json");
  add_unless_there(reply, "X-GitHub-Api-Version-Selected", std::string(api_version(call.request)));
  add_unless_there(reply, "X-GitHub-Request-Id", sha256_hex(std::to_string(++replies_)).substr(0, 20));
}

}  // namespace retention::simulator
