#include "tests/integration/whole_program.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <future>
#include <set>
#include <stdexcept>

namespace retention::test {

void WholeProgram::github(const std::string& packages, const std::string& more) {
  world(
      "owners:\n"
      "  - { login: acme, id: 4242, admins: [robot] }\n"
      "tokens:\n"
      "  - { value: ghp_everything, name: everything, user: robot, scopes: [write:packages, delete:packages, repo] }\n"
      "  - { value: ghp_reader, name: reader, user: robot, scopes: [read:packages] }\n"
      "  - { value: ghp_deleter, name: deleter, user: robot, scopes: [read:packages, delete:packages, repo] }\n"
      "  - { value: ghp_restorer, name: restorer, user: robot, scopes: [write:packages, delete:packages, repo] }\n"
      "packages:\n" +
      packages + more);
}

void WholeProgram::world(const std::string& scenario) {
  simulator_ = std::make_unique<simulator::Simulator>(simulator::Scenario::parse(scenario));
}

void WholeProgram::policies(const std::string& yaml) {
  config_ =
      "version: 1\n"
      "github:\n"
      "  api_url: " +
      sim().url() +
      "\n"
      "  registry_url: " +
      sim().url() +
      "\n"
      "  token: { env: TOKEN }\n"
      "  budget: { deletes_per_minute: unlimited }\n"
      "ledger: { path: state/ledger.db }\n"
      "defaults: { mode: enforce, min_age: 0d, grace: 0d, limits: { versions: unlimited, percent: unlimited, "
      "cycle: unlimited } }\n"
      "policies:\n" +
      yaml;
  folder_.write("config.yaml", config_);
}

void WholeProgram::change(std::string_view from, const std::string& to) {
  const auto at = config_.find(from);
  if (at == std::string::npos) throw std::logic_error("the configuration has no " + std::string(from));
  config_.replace(at, from.size(), to);
  folder_.write("config.yaml", config_);
}

void WholeProgram::fake_the_clock() {
  if (!std::filesystem::exists(FAKETIME_LIBRARY)) {
    throw std::runtime_error(FAKETIME_LIBRARY " is missing; deploy/dependencies.sh --install test");
  }
  environment_["LD_PRELOAD"] = FAKETIME_LIBRARY;
  environment_["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
  environment_["ASAN_OPTIONS"] = "verify_asan_link_order=0";  // its runtime does not come first then
}

void WholeProgram::travel(std::chrono::hours by) {
  fake_the_clock();
  travelled_ += by;
  environment_["FAKETIME"] = "+" + std::to_string(std::chrono::seconds(travelled_).count());
  sim().advance(by);
}

void WholeProgram::set_program_ahead(std::chrono::hours by) {
  fake_the_clock();
  const std::string sign = by.count() < 0 ? "" : "+";
  const std::string written = folder_.write("clock.new", sign + std::to_string(std::chrono::seconds(by).count()));
  const std::string file = folder_.path() + "/clock";
  std::filesystem::rename(written, file);  // whoever reads it meanwhile finds one of the two
  environment_["FAKETIME_TIMESTAMP_FILE"] = file;
  environment_["FAKETIME_NO_CACHE"] = "1";
}

std::vector<std::string> WholeProgram::command(const std::vector<std::string>& arguments) const {
  std::vector<std::string> words{RETENTIOND_PROGRAM, "--config", folder_.path() + "/config.yaml"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return words;
}

std::unique_ptr<Program> WholeProgram::start(const std::vector<std::string>& arguments) {
  return std::make_unique<Program>(command(arguments), environment_);
}

Output WholeProgram::run(const std::vector<std::string>& arguments) {
  return start(arguments)->wait();
}

int WholeProgram::killed_at_call(const std::vector<std::string>& arguments, int nth, std::chrono::seconds patience) {
  std::atomic<int> seen = 0;
  std::promise<pid_t> started;
  const auto process = started.get_future().share();
  sim().before_mutation([&seen, process, nth](const simulator::MutationAttempt&) {
    if (++seen == nth) ::kill(process.get(), SIGKILL);
  });
  const auto running = start(arguments);
  started.set_value(running->pid());
  const int status = running->wait(patience).status;
  sim().before_mutation({});
  return status;
}

std::vector<std::int64_t> WholeProgram::delete_calls() const {
  std::set<std::int64_t> ids;
  for (const simulator::RequestRecord& request : simulator_->requests()) {
    if (request.method == "DELETE") ids.insert(request.version_id);
  }
  return {ids.begin(), ids.end()};
}

std::size_t WholeProgram::mutating_requests() const {
  const auto requests = simulator_->requests();
  return static_cast<std::size_t>(std::ranges::count_if(requests, [](const simulator::RequestRecord& request) {
    return request.method != "GET" && request.method != "HEAD";
  }));
}

}  // namespace retention::test
