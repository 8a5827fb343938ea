#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/time.h"
#include "policy/model/decision.h"
#include "store/history_records.h"
#include "store/records.h"

namespace retention::report {

// The one place that turns codes and numbers into sentences. What others chose (tags, names of rules) is passed on as
// it is: whoever shows the sentence to people makes it printable. Depends on nothing but the arguments, so that a
// report reads the same whenever it is made.

// Every code of a reason, for tables and tests.
[[nodiscard]] std::span<const ReasonCode> all_reason_codes();

// Why a layer spoke about one version with these tags: "tags [pr-*], older than 14d: rule app-images/stale-builds".
[[nodiscard]] std::string sentence(const store::ReasonRecord& reason,
                                   const std::optional<std::vector<std::string>>& tags);

// The same for many versions that share code and rule, without what differs among them.
[[nodiscard]] std::string group_sentence(const store::ReasonRecord& reason,
                                         const std::optional<std::vector<std::string>>& tags);

// What a decision rests on beside its rule, "3rd of 12 for rule app-images/newest" or the tag that spared a version;
// nothing where there is no more to tell.
[[nodiscard]] std::optional<std::string> evidence(const store::DecisionRecord& decision);

// "app-images/stale-builds", "moving-tags" for a rule of `protect:`; empty without a rule.
[[nodiscard]] std::string rule_name(const store::ReasonRecord& reason);

// Why a listing is not the whole truth, without its detail.
[[nodiscard]] std::string_view sentence(Incompleteness code);

// What a hold of a package waits for, and what to do.
[[nodiscard]] std::string_view sentence(store::Hold hold);

// What became of a deletion or restore: "deleted, undo until 2026-04-01".
[[nodiscard]] std::string sentence(const store::DeletionRecord& deletion);

// The same for the report of an undo, where a version that still is deleted was not restored.
[[nodiscard]] std::string restore_sentence(const store::DeletionRecord& deletion);

// Whether something stood in the way of it that a person should see: no list may leave it out.
[[nodiscard]] bool met_trouble(const store::DeletionRecord& deletion);

// The meaning of an exit status of a run, in a word or two; "?" for numbers that are none.
[[nodiscard]] std::string_view outcome(int exit_status);

}  // namespace retention::report
