#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace retention::simulator {

struct ScenarioData;

// A scenario, a fault or a switch is not written as README.md describes. The message names the place as
// FILE:LINE:COLUMN.
class ScenarioError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// What the simulated GitHub holds at the beginning: owners, tokens, packages, switches and faults. Immutable; ages
// become times when a simulator is made from it.
class Scenario {
 public:
  // Reads the YAML that README.md describes. `source` names the text in errors. Throws ScenarioError.
  static Scenario parse(std::string_view yaml, std::string_view source = "scenario");
  static Scenario load(const std::filesystem::path& file);

  [[nodiscard]] const ScenarioData& data() const { return *data_; }

 private:
  explicit Scenario(std::shared_ptr<const ScenarioData> data) : data_(std::move(data)) {}
  std::shared_ptr<const ScenarioData> data_;  // shared by copies of the scenario
};

}  // namespace retention::simulator
