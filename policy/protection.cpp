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

void add_protect_reasons(const Subject& subject, std::span<const BoundRule> rules, const Memory& memory, SysTime now,
                         Draft& draft) {
  for (const BoundRule& rule : rules) {
    if (rule.match(subject).match == Match::no) continue;
    const ReasonCode code = rule.doubtful() ? ReasonCode::protected_by_doubt : ReasonCode::protected_by_rule;
    draft.add({Layer::protect, code, rule.index()});
  }
  if (const auto until = pinned_until(memory, subject.version, now)) {
    draft.add({Layer::protect, ReasonCode::pinned, kNoRule, *until});
  }
  if (memory.returned.contains(subject.version.id)) draft.add({Layer::protect, ReasonCode::returned});
}

}  // namespace retention
