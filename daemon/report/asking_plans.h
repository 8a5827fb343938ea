#pragma once

#include <span>

#include "daemon/report/format.h"
#include "store/approval_records.h"

namespace retention::report {

// What plans ask a person for, one line each; always text.
void write_asking_plans(const Sheet& sheet, std::span<const store::AskingPlan> plans);

// What a person let go or dropped.
void write_approved(const Sheet& sheet, std::span<const store::DecidedPlan> plans, const store::Approval& approval);
void write_rejected(const Sheet& sheet, std::span<const store::DecidedPlan> plans, const store::Rejection& rejection);

}  // namespace retention::report
