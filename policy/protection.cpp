#include "policy/protection.h"

#include <optional>

namespace retention {
namespace {

constexpr std::int64_t kForEver = 0;

// The end of a pin that still holds.
std::optional<std::int64_t> end_of(const Memory::Pin& pin, SysTime now) {
  if (!pin.until) return kForEver;
  if (*pin.until <= now) return std::nullopt;
  return pin.until->time_since_epoch().count();
}

// The end of the longest pin on a version, by id or by name.
std::optional<std::int64_t> pinned_until(const Memory& memory, const PackageVersion& version, SysTime now) {
  std::optional<std::int64_t> longest;
  const auto consider = [&](const auto& pins, const auto& key) {
    const auto found = pins.find(key);
    const auto end = found == pins.end() ? std::nullopt : end_of(found->second, now);
    if (end && (!longest || *end == kForEver || (*longest != kForEver && *end > *longest))) longest = end;
  };
  consider(memory.pins, version.id);
  consider(memory.pinned_names, version.name);
  return longest;
}

}  // namespace

std::vector<Reason> Protection::reasons(const PackageVersion& version) const {
  std::vector<Reason> reasons;
  for (const BoundRule& rule : rules_) {
    if (rule.match(version).match == Match::no) continue;
    reasons.push_back({Layer::protect, ReasonCode::protected_by_rule, rule.index()});
  }
  if (const auto until = pinned_until(memory_, version, now_)) {
    reasons.push_back({Layer::protect, ReasonCode::pinned, kNoRule, *until});
  }
  if (memory_.returned.contains(version.id)) reasons.push_back({Layer::protect, ReasonCode::returned});
  return reasons;
}

}  // namespace retention
