#pragma once

#include <cstddef>
#include <fstream>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulator/records.h"

namespace retention::simulator {

// What was asked and what changed, in order. Safe to use from several threads.
class Journal {
 public:
  // Finished requests are also appended to `log_file` as JSON lines, unless it is empty. Throws std::runtime_error when
  // it cannot be opened.
  explicit Journal(const std::string& log_file);

  // Gives the record its number, its elapsed time and the number of requests in flight.
  RequestRecord begin(RequestRecord record);
  // A fault has struck this request; if it comes after the effect, the effect is there.
  void struck(std::size_t number, std::string_view fault);
  void finish(std::size_t number, int status);
  void changed(MutationRecord mutation);

  [[nodiscard]] std::vector<RequestRecord> requests() const;
  [[nodiscard]] std::vector<MutationRecord> mutations() const;
  [[nodiscard]] int high_water() const;
  void clear();

 private:
  [[nodiscard]] Duration elapsed() const;
  [[nodiscard]] RequestRecord* find(std::size_t number);

  const Duration origin_;
  mutable std::mutex mutex_;  // guards all below
  std::vector<RequestRecord> requests_;
  std::vector<MutationRecord> mutations_;
  std::size_t last_number_{};
  int in_flight_{};
  int high_water_{};
  std::ofstream file_;
};

// One line of JSON.
[[nodiscard]] std::string to_json(const RequestRecord& record);
[[nodiscard]] std::string to_json(const MutationRecord& record);

}  // namespace retention::simulator
