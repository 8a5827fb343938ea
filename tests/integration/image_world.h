#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/integration/whole_program.h"

namespace retention::test {

// What the report of the last run tells of one version. Empty and 0 for what it says nothing of.
struct ToldDecision {
  std::string decision{};
  std::string layer{};
  std::string kind{};
  std::int64_t parent{0};
  std::string state{};
  std::string reasons{};  // their texts, a line each
};

// A container package whose versions have manifests, and rules for it.
class ImageWorld : public WholeProgram {
 protected:
  // The container package `app` with these versions, and one policy `p` with these rules.
  void app(const std::string& versions, const std::string& rules, const std::string& more = "");

  // The same policy with other rules.
  void rules(const std::string& rules);

  // Runs `apply`, which has to end with 0 and to send a DELETE for each of these, once, in whatever order. Forgets what
  // was asked before.
  void expect_deleted(std::vector<std::int64_t> ids);

  // The ids that a DELETE was sent for, in the order the calls arrived.
  std::vector<std::int64_t> calls();

  // Whether a DELETE was sent for both, and for `first` before.
  testing::AssertionResult goes_before(std::int64_t first, std::int64_t second);

  // How many requests of this operation arrived, "registry_manifest" for one.
  std::size_t requests_of(const std::string& operation);

  // From `report last --format json`.
  ToldDecision told(std::int64_t id);
};

}  // namespace retention::test
