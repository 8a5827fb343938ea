#include "tests/simulator/simulator.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "tests/simulator/control.h"
#include "tests/simulator/http/server.h"
#include "tests/simulator/service.h"
#include "tests/simulator/switch_words.h"

namespace retention::simulator {

class Simulator::Body {
 public:
  Body(const Scenario& scenario, Options options)
      : host(options.host),
        scheme(options.tls ? "https" : "http"),
        service(scenario.data(), std::move(options.clock), scheme, options.public_url, options.log_file),
        control(service),
        server(options.host, options.port,
               options.tls ? http::tls_channels(options.tls->certificate, options.tls->key) : http::plain_channels(),
               [this](const http::Request& request, const std::stop_token& stop) { return respond(request, stop); }) {}

  // Nothing may leave a serving thread as an exception.
  http::Reply respond(const http::Request& request, const std::stop_token& stop) {
    try {
      return Control::owns(request.target) ? control.answer(request) : service.handle(request, stop);
    } catch (const std::exception& error) {
      http::Reply reply;
      reply.status = 500;
      reply.headers.add("Content-Type", "text/plain");
      reply.body = std::string("packages-simulator: ") + error.what() + "\n";
      return reply;
    }
  }

  const std::string host;
  const std::string scheme;
  Service service;
  Control control;
  http::Server server;  // last: it stops before what it serves is gone
};

namespace {

std::string named(std::string_view owner, std::string_view type, std::string_view name) {
  return std::string(owner) + "/" + std::string(type) + "/" + std::string(name);
}

std::optional<PackageView> view(const Service& service, const std::string& package) {
  std::optional<PackageView> found;
  for (PackageView& candidate : service.packages()) {
    if (candidate.package == package && (!found || !candidate.deleted)) found = std::move(candidate);
  }
  return found;
}

}  // namespace

Simulator::Simulator(const Scenario& scenario, Options options)
    : body_(std::make_unique<Body>(scenario, std::move(options))) {}

Simulator::~Simulator() = default;

std::string Simulator::url() const {
  return body_->scheme + "://" + body_->host + ":" + std::to_string(port());
}

std::uint16_t Simulator::port() const {
  return body_->server.port();
}

Time Simulator::now() const {
  return body_->service.clock().now();
}

void Simulator::set_now(Time time) {
  body_->service.clock().set(time);
}

void Simulator::advance(Duration by) {
  body_->service.clock().advance(by);
}

void Simulator::add_fault(Fault fault) {
  body_->service.faults().add(std::move(fault));
}

void Simulator::add_fault(std::string_view yaml) {
  add_fault(Fault::parse(yaml));
}

void Simulator::clear_faults() {
  body_->service.faults().clear();
}

Switches Simulator::switches() const {
  return body_->service.switches();
}

void Simulator::set_switches(const Switches& switches) {
  body_->service.change_switches([&](Switches& current) { current = switches; });
}

void Simulator::set_switches(std::string_view yaml) {
  const yaml::Node node = yaml::parse(yaml, "switches");
  body_->service.change_switches([&](Switches& current) { read_switches(node, current); });
}

std::vector<RequestRecord> Simulator::requests() const {
  return body_->service.journal().requests();
}

std::vector<MutationRecord> Simulator::mutations() const {
  return body_->service.journal().mutations();
}

int Simulator::concurrency_high_water() const {
  return body_->service.journal().high_water();
}

void Simulator::clear_log() {
  body_->service.journal().clear();
}

void Simulator::before_mutation(std::function<void(const MutationAttempt&)> callback) {
  body_->service.before_mutation(std::move(callback));
}

void Simulator::before_request(std::function<void(const RequestRecord&)> callback) {
  body_->service.before_request(std::move(callback));
}

std::vector<VersionView> Simulator::active(std::string_view owner, std::string_view type, std::string_view name) const {
  const std::optional<PackageView> found = view(body_->service, named(owner, type, name));
  return found ? found->active_versions : std::vector<VersionView>{};
}

std::vector<VersionView> Simulator::deleted(std::string_view owner, std::string_view type,
                                            std::string_view name) const {
  const std::optional<PackageView> found = view(body_->service, named(owner, type, name));
  return found ? found->deleted_versions : std::vector<VersionView>{};
}

std::vector<PackageView> Simulator::packages() const {
  return body_->service.packages();
}

std::int64_t Simulator::push(std::string_view owner, std::string_view type, std::string_view name,
                             std::string_view yaml) {
  return body_->service.push(named(owner, type, name), yaml);
}

void Simulator::move_tag(std::string_view owner, std::string_view type, std::string_view name, std::string_view tag,
                         std::int64_t version_id) {
  body_->service.move_tag(named(owner, type, name), tag, version_id);
}

void Simulator::remove(std::int64_t version_id) {
  body_->service.remove(version_id);
}

void Simulator::set_downloads(std::int64_t version_id, std::int64_t downloads) {
  body_->service.set_downloads(version_id, downloads);
}

Delivery Simulator::delivery(HookAction action, std::int64_t version_id, std::string_view secret) {
  return body_->service.delivery(action, version_id, secret);
}

std::vector<std::int64_t> ids(const std::vector<VersionView>& versions) {
  std::vector<std::int64_t> list;
  for (const VersionView& version : versions) list.push_back(version.id);
  std::sort(list.begin(), list.end());
  return list;
}

}  // namespace retention::simulator
