#include "tests/simulator/journal.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "tests/simulator/machine_clock.h"

namespace retention::simulator {

Journal::Journal(const std::string& log_file) : origin_(machine_uptime()) {
  if (log_file.empty()) return;
  file_.open(log_file, std::ios::app);
  if (!file_) throw std::runtime_error("cannot write the log to " + log_file);
}

Duration Journal::elapsed() const {
  return machine_uptime() - origin_;
}

RequestRecord Journal::begin(RequestRecord record) {
  const std::lock_guard lock(mutex_);
  record.number = ++last_number_;
  record.elapsed = elapsed();
  record.concurrency = ++in_flight_;
  high_water_ = std::max(high_water_, in_flight_);
  requests_.push_back(record);
  return record;
}

RequestRecord* Journal::find(std::size_t number) {
  const auto found = std::lower_bound(requests_.begin(), requests_.end(), number,
                                      [](const RequestRecord& record, std::size_t n) { return record.number < n; });
  return found == requests_.end() || found->number != number ? nullptr : &*found;
}

void Journal::struck(std::size_t number, std::string_view fault) {
  const std::lock_guard lock(mutex_);
  if (RequestRecord* const found = find(number)) found->fault = fault;
}

void Journal::finish(std::size_t number, int status) {
  const std::lock_guard lock(mutex_);
  --in_flight_;
  RequestRecord* const found = find(number);
  if (found == nullptr) return;
  found->status = status;
  if (file_.is_open()) file_ << to_json(*found) << std::endl;
}

void Journal::changed(MutationRecord mutation) {
  const std::lock_guard lock(mutex_);
  mutation.elapsed = elapsed();
  mutations_.push_back(std::move(mutation));
}

std::vector<RequestRecord> Journal::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::vector<MutationRecord> Journal::mutations() const {
  const std::lock_guard lock(mutex_);
  return mutations_;
}

int Journal::high_water() const {
  const std::lock_guard lock(mutex_);
  return high_water_;
}

void Journal::clear() {
  const std::lock_guard lock(mutex_);
  requests_.clear();
  mutations_.clear();
  high_water_ = in_flight_;
}

std::string to_json(const RequestRecord& record) {
  nlohmann::ordered_json json{{"number", record.number},
                              {"time", format_time(record.time)},
                              {"elapsed_ms", record.elapsed.count()},
                              {"method", record.method},
                              {"target", record.target},
                              {"operation", record.operation},
                              {"status", record.status},
                              {"token", record.token},
                              {"concurrency", record.concurrency}};
  if (!record.package.empty()) json["package"] = record.package;
  if (record.version_id != 0) json["version_id"] = record.version_id;
  if (!record.fault.empty()) json["fault"] = record.fault;
  const auto agent = record.headers.find("user-agent");
  if (agent != record.headers.end()) json["user_agent"] = agent->second;
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string to_json(const MutationRecord& record) {
  nlohmann::ordered_json json{{"request", record.request},
                              {"time", format_time(record.time)},
                              {"elapsed_ms", record.elapsed.count()},
                              {"operation", record.operation},
                              {"package", record.package}};
  if (record.version_id != 0) json["version_id"] = record.version_id;
  json["token"] = record.token;
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace retention::simulator
