#include "policy/guard.h"

#include <chrono>
#include <cstddef>
#include <optional>

namespace retention {
namespace {

Reason held(ReasonCode code, std::int64_t first = 0, std::int64_t second = 0) {
  return {Layer::guard, code, kNoRule, first, second};
}

std::optional<Reason> age_reason(const PackageVersion& version, const Selection& selection, SysTime now) {
  if (!version.created_at) return held(ReasonCode::created_unknown);
  if (*version.created_at > now) return held(ReasonCode::created_in_future);
  const auto cut_off = selection.min_age_cut_off;
  if (!cut_off || *version.created_at <= *cut_off) return std::nullopt;
  return held(ReasonCode::younger_than_min_age, (now - *cut_off).count());
}

// Whether a version may be part of an image that nobody knows of.
bool lacks_manifest(const Binding& binding, std::size_t position) {
  if (binding.family == nullptr) return kind_at(binding, position) == VersionKind::unclear;
  return binding.family->graph.parts(static_cast<Node>(position)) == Parts::unknown;
}

std::optional<Reason> kind_reason(const Subject& subject, const Binding& binding) {
  if (has_tags(binding.inventory.package.type) && !subject.version.tags) return held(ReasonCode::tags_unknown);
  if (lacks_manifest(binding, subject.position)) return held(ReasonCode::manifest_unknown);
  return std::nullopt;
}

std::optional<Reason> refusal_reason(const Memory& memory, VersionId version, SysTime now) {
  const auto found = memory.refusals.find(version);
  if (found == memory.refusals.end() || found->second.retry_at <= now) return std::nullopt;
  return held(ReasonCode::refused_by_platform, static_cast<std::int64_t>(found->second.refusal),
              found->second.retry_at.time_since_epoch().count());
}

}  // namespace

void add_guard_reasons(const Subject& subject, const Binding& binding, const Selection& selection, const Memory& memory,
                       Draft& draft) {
  const Completeness& completeness = binding.inventory.completeness;
  const auto add = [&](const std::optional<Reason>& reason) {
    if (reason) draft.add(*reason);
  };
  if (!completeness.complete()) {
    add(held(ReasonCode::incomplete_inventory, static_cast<std::int64_t>(completeness.code)));
  }
  add(age_reason(subject.version, selection, binding.now));
  add(kind_reason(subject, binding));
  add(refusal_reason(memory, subject.version.id, binding.now));
}

}  // namespace retention
