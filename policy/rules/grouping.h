#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "policy/ordering/version_key.h"
#include "policy/rules/binding.h"
#include "policy/rules/bound_rule.h"

namespace retention {

// Puts versions that a rule matches into the groups of its measure: by what the captures of `group_by` take of each
// text that the rule's patterns name, and by version line for `per`. Without both there is one group. Points to its
// arguments.
class Grouping {
 public:
  Grouping(const BoundRule& rule, const Binding& binding);

  // The groups of the version at a position, none twice; `key` must be there if the measure has `per`.
  [[nodiscard]] std::vector<std::uint32_t> groups_of(std::size_t position, const std::optional<VersionKey>& key);

  // How many groups there were so far.
  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(numbers_.size()); }

 private:
  struct Named {
    Pattern pattern;
    std::vector<std::size_t> captures;  // for each name of `group_by`, its place among those of the pattern
  };

  void take_patterns(const PatternList& list);
  [[nodiscard]] std::vector<std::string> captured(std::size_t position) const;

  const Measure& measure_;
  const TextTable& texts_;
  const PatternIndex& index_;
  std::vector<Named> patterns_;
  SlotSet subtracting_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

}  // namespace retention
