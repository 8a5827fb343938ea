#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/approval_records.h"
#include "store/database.h"

namespace retention::store {

// The columns and tables of a query over binding plans, `p`, that make an AskingPlan.
[[nodiscard]] std::string select_asking_plans(std::string_view rest);
[[nodiscard]] AskingPlan read_asking_plan(const Query& query);

// Those that wait for people, by owner, type and name.
[[nodiscard]] std::vector<AskingPlan> asking_plans(Database& database);

[[nodiscard]] std::optional<AskingPlan> find_asking_plan(Database& database, PlanId id);

}  // namespace retention::store
