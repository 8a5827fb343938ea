#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace retention::registry {

// What must not be read in any message: a server may echo what it was sent. Not thread-safe.
class HiddenWords {
 public:
  void add(std::string word);

  // Text from a server made fit for messages (see http::printable()), with "***" in place of each hidden word.
  [[nodiscard]] std::string printable(std::string_view text) const;

 private:
  std::vector<std::string> words_;
};

}  // namespace retention::registry
