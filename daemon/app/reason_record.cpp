#include "daemon/app/reason_record.h"

#include <cstddef>

namespace retention::app {

store::ReasonRecord record_of(const Reason& reason, const RuleSet& rules) {
  store::ReasonRecord record{reason.layer, reason.code, {}, {}, {}, reason.first, reason.second, {}};
  if (reason.rule == kNoRule) return record;
  const RuleInfo& info = rules.rules[static_cast<std::size_t>(reason.rule)].info;
  record.policy = info.policy;
  record.rule = info.name;
  record.summary = info.summary;
  return record;
}

}  // namespace retention::app
