#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulator/fault.h"
#include "tests/simulator/records.h"
#include "tests/simulator/scenario.h"
#include "tests/simulator/switches.h"
#include "tests/simulator/time.h"
#include "tests/simulator/webhook.h"

namespace retention::simulator {

// Certificate and key files for TLS, both PEM.
struct TlsFiles {
  std::string certificate;
  std::string key;
};

struct Options {
  std::string host{"127.0.0.1"};
  std::uint16_t port{0};          // 0: a free one
  std::function<Time()> clock{};  // overrides the scenario's clock; called from any thread
  std::string public_url{};       // what URLs in replies begin with; empty: the Host header of the request
  std::string log_file{};         // one JSON line for each finished request; empty: none
  std::optional<TlsFiles> tls{};
};

// GitHub's Packages REST API and the manifest side of its container registry, on a loopback port. Serves from
// construction to destruction. All members are safe to call from any thread; what they hand out are copies.
class Simulator {
 public:
  // Throws std::runtime_error when the port, the log file or the certificate cannot be had.
  explicit Simulator(const Scenario& scenario, Options options = {});
  ~Simulator();
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;
  Simulator(Simulator&&) = delete;
  Simulator& operator=(Simulator&&) = delete;

  // "http://127.0.0.1:PORT": the REST API, also below "/api/v3" as on Enterprise Server; the registry below "/v2".
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::uint16_t port() const;

  [[nodiscard]] Time now() const;
  void set_now(Time time);
  void advance(Duration by);

  void add_fault(Fault fault);
  void add_fault(std::string_view yaml);  // in the words of a scenario file
  void clear_faults();

  [[nodiscard]] Switches switches() const;
  void set_switches(const Switches& switches);
  void set_switches(std::string_view yaml);  // changes only the switches it names

  // What was asked, and what really changed.
  [[nodiscard]] std::vector<RequestRecord> requests() const;
  [[nodiscard]] std::vector<MutationRecord> mutations() const;
  [[nodiscard]] int concurrency_high_water() const;
  void clear_log();  // requests, mutations and the high-water mark

  // Called in the serving thread for each DELETE and POST of a package or version before anything is changed. It may
  // call the simulator.
  void before_mutation(std::function<void(const MutationAttempt&)> callback);

  // Called in the serving thread for each request before anything else is done with it. It may call the simulator.
  void before_request(std::function<void(const RequestRecord&)> callback);

  // Versions by ascending id. Empty for a package that does not exist.
  [[nodiscard]] std::vector<VersionView> active(std::string_view owner, std::string_view type,
                                                std::string_view name) const;
  [[nodiscard]] std::vector<VersionView> deleted(std::string_view owner, std::string_view type,
                                                 std::string_view name) const;
  [[nodiscard]] std::vector<PackageView> packages() const;

  // What other people do meanwhile. They throw std::runtime_error for a package, version or tag that does not exist.
  // push() reads one version in the words of a scenario file and takes its tags from the versions that had them;
  // it makes the package anew where that was deleted.
  std::int64_t push(std::string_view owner, std::string_view type, std::string_view name, std::string_view yaml);
  void move_tag(std::string_view owner, std::string_view type, std::string_view name, std::string_view tag,
                std::int64_t version_id);
  void remove(std::int64_t version_id);
  void set_downloads(std::int64_t version_id, std::int64_t downloads);

  // What GitHub tells the webhook of an owner about a version that was pushed, or whose tags moved: the event
  // `registry_package`, signed with `secret`. Each has an id of its own; send() delivers it. Throws std::runtime_error
  // for a version that does not exist.
  [[nodiscard]] Delivery delivery(HookAction action, std::int64_t version_id, std::string_view secret);

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

// The ids of some versions, ascending.
[[nodiscard]] std::vector<std::int64_t> ids(const std::vector<VersionView>& versions);

}  // namespace retention::simulator
