#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/simulator/call.h"
#include "tests/simulator/clock.h"
#include "tests/simulator/fault_box.h"
#include "tests/simulator/journal.h"
#include "tests/simulator/limits.h"
#include "tests/simulator/login.h"
#include "tests/simulator/registry.h"
#include "tests/simulator/scenario_data.h"
#include "tests/simulator/webhook.h"

namespace retention::simulator {

// GitHub behind the HTTP server: answers one request at a time on a world of its own. All public members are safe to
// call from several threads.
class Service {
 public:
  using BeforeMutation = std::function<void(const MutationAttempt&)>;
  using BeforeRequest = std::function<void(const RequestRecord&)>;

  // `public_url` begins the URLs in replies; without it `scheme` and the Host header of the request do.
  Service(const ScenarioData& scenario, std::function<Time()> clock, std::string scheme, std::string public_url,
          const std::string& log_file);

  // Waits that faults ask for end early when a stop is asked for.
  [[nodiscard]] http::Reply handle(const http::Request& request, const std::stop_token& stop);

  [[nodiscard]] Clock& clock() { return clock_; }
  [[nodiscard]] Journal& journal() { return journal_; }
  [[nodiscard]] FaultBox& faults() { return faults_; }

  [[nodiscard]] Switches switches() const;
  void change_switches(const std::function<void(Switches&)>& change);
  void before_mutation(BeforeMutation callback);
  void before_request(BeforeRequest callback);

  [[nodiscard]] std::vector<PackageView> packages() const;
  std::int64_t push(std::string_view package, std::string_view yaml);  // "OWNER/TYPE/NAME"
  void move_tag(std::string_view package, std::string_view tag, std::int64_t version_id);
  void remove(std::int64_t version_id);
  [[nodiscard]] Delivery delivery(HookAction action, std::int64_t version_id, std::string_view secret);
  void set_downloads(std::int64_t version_id, std::int64_t downloads);

 private:
  [[nodiscard]] RequestRecord describe(const http::Request& request, const Route& route) const;
  [[nodiscard]] std::string package_named_by(const Route& route, const Token* token) const;
  [[nodiscard]] http::Reply with_fault(const http::Request& request, const Route& route, const RequestRecord& record,
                                       const std::optional<Fault>& fault, const std::stop_token& stop);
  [[nodiscard]] http::Reply answer(const http::Request& request, const Route& route, const RequestRecord& record,
                                   PageTrouble trouble);
  // Gives the answer of a fault what GitHub's own answers carry.
  void dress(const http::Request& request, const Route& route, http::Reply& reply);
  // These hold mutex_.
  [[nodiscard]] http::Reply answer_rest(Call& call, const RequestRecord& record);
  [[nodiscard]] std::optional<http::Reply> refuse(Call& call);
  // What every reply of GitHub's API carries; what is there already stays.
  void decorate(const Call& call, http::Reply& reply);
  [[nodiscard]] Package& active_package(std::string_view reference);
  Package& pushed_package(std::string_view reference);
  [[nodiscard]] std::pair<Package*, Version*> known_version(std::int64_t version_id);

  Clock clock_;
  Journal journal_;
  FaultBox faults_;
  const std::string scheme_;
  const std::string public_url_;
  mutable std::mutex mutex_;  // guards all below
  World world_;
  Switches switches_;
  Login login_;
  Limits limits_;
  Registry registry_;
  BeforeMutation before_mutation_;
  BeforeRequest before_request_;
  std::uint64_t replies_{};
  std::uint64_t deliveries_{};
};

[[nodiscard]] VersionView view_of(const Version& version);

}  // namespace retention::simulator
