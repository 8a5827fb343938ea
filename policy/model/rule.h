#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policy/base/digest.h"
#include "policy/base/enum_table.h"

namespace retention {

// Who decided, in the order in which they are asked. `graph` and `floor` act on candidates of `remove` only.
enum class Layer : std::uint8_t { guard = 1, protect = 2, keep = 3, remove = 4, fallback = 5, graph = 6, floor = 7 };

inline constexpr EnumTable<Layer, 7> kLayers{{{Layer::guard, "guard"},
                                              {Layer::protect, "protect"},
                                              {Layer::keep, "keep"},
                                              {Layer::remove, "delete"},
                                              {Layer::fallback, "default"},
                                              {Layer::graph, "graph"},
                                              {Layer::floor, "floor"}}};

// What a policy lets the program do with its candidates, from the most to the least careful.
enum class Mode : std::uint8_t { audit = 1, approve = 2, enforce = 3 };

inline constexpr EnumTable<Mode, 3> kModes{
    {{Mode::audit, "audit"}, {Mode::approve, "approve"}, {Mode::enforce, "enforce"}}};

// The position of a rule in RuleTable; negative means that no rule is meant.
using RuleIndex = std::int32_t;
inline constexpr RuleIndex kNoRule = -1;

// What the ledger and the reports need to know of a rule. Rules of `protect:` have an empty policy.
struct RuleInfo {
  std::string policy;
  std::string name;
  Layer layer{Layer::keep};
  Digest meaning;       // hash of the parsed conditions, not of names, comments or layout
  std::string summary;  // the conditions in one line: "tags [pr-*], older than 14d"

  friend bool operator==(const RuleInfo&, const RuleInfo&) = default;
};

// Every rule of a configuration, in the order of the file; a RuleIndex points into it.
using RuleTable = std::vector<RuleInfo>;

}  // namespace retention
