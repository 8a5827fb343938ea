#pragma once

#include <cstdint>

#include "policy/base/enum_table.h"

namespace retention {

// How two sets of rules differ about one version.
enum class ChangeKind : std::uint8_t {
  newly_deleted = 1,      // kept before
  no_longer_deleted = 2,  // a candidate before
  other_mode = 3,         // a candidate both times, but what may be done with it differs
  other_rule = 4          // the same is decided, but another layer or rule says so
};

inline constexpr EnumTable<ChangeKind, 4> kChangeKinds{{{ChangeKind::newly_deleted, "newly_deleted"},
                                                        {ChangeKind::no_longer_deleted, "no_longer_deleted"},
                                                        {ChangeKind::other_mode, "other_mode"},
                                                        {ChangeKind::other_rule, "other_rule"}}};

}  // namespace retention
