#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulator/simulator.h"
#include "tests/support/program.h"

namespace retention::test {

// The program as a user has it, the real binary, against a simulated GitHub with an organisation `acme` and a token
// that may do everything.
class WholeProgram : public testing::Test {
 protected:
  // Starts GitHub with these packages (the `packages` list of a scenario file, indented by two).
  void github(const std::string& packages, const std::string& more = "");

  // Starts GitHub from a whole scenario.
  void world(const std::string& scenario);

  // Writes the configuration: the given policies below settings that put no brake on a test.
  void policies(const std::string& yaml);

  // Replaces a piece of the configuration that is there.
  void change(std::string_view from, const std::string& to);

  // Runs `retentiond --config FILE ARGUMENTS...` to its end.
  Output run(const std::vector<std::string>& arguments);

  // The words of that command.
  std::vector<std::string> command(const std::vector<std::string>& arguments) const;

  // Starts it and leaves it running.
  std::unique_ptr<Program> start(const std::vector<std::string>& arguments);

  // Runs it and kills it when its nth mutating call arrives. The status.
  int killed_at_call(const std::vector<std::string>& arguments, int nth,
                     std::chrono::seconds patience = std::chrono::seconds{60});

  // From now on the program and GitHub live this much later.
  void travel(std::chrono::hours by);

  // What the clock of the program is ahead of the machine's from now on, also of one that runs, if this was called
  // before it started. GitHub's clock stays as it is.
  void set_program_ahead(std::chrono::hours by);

  // The ids that a DELETE was sent for so far, ascending, each once.
  std::vector<std::int64_t> delete_calls() const;

  // How many DELETE and POST requests arrived so far.
  std::size_t mutating_requests() const;

  std::vector<std::int64_t> active(std::string_view type, std::string_view name) const {
    return simulator::ids(simulator_->active("acme", type, name));
  }

  simulator::Simulator& sim() { return *simulator_; }
  const TemporaryFolder& folder() const { return folder_; }
  std::string ledger() const { return folder_.path() + "/state/ledger.db"; }
  std::map<std::string, std::string>& environment() { return environment_; }

 private:
  void fake_the_clock();

  TemporaryFolder folder_;
  std::unique_ptr<simulator::Simulator> simulator_;
  std::map<std::string, std::string> environment_{{"TOKEN", "ghp_everything"}, {"USER", "tester"}};
  std::string config_;
  std::chrono::hours travelled_{0};
};

}  // namespace retention::test
