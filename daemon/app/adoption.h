#pragma once

#include <stop_token>
#include <string>

#include "daemon/app/cycle_runner.h"
#include "daemon/config/load.h"
#include "daemon/report/adoption.h"
#include "policy/base/error.h"
#include "store/records.h"

namespace retention::app {

// Reads what others deleted in the packages of an owner that a policy names, of the types that its policies have, and
// takes it into the ledger; with Binding::dry_run it only reads. A binding call is for who holds the ledger's lock. The
// tokens have to read, and for a binding call to restore: what cannot be brought back is not promised.
Result<report::Adoption> adopt_deleted(const CycleSurroundings& surroundings, const config::Loaded& loaded,
                                       const std::string& owner, store::Binding binding, std::string actor,
                                       const std::stop_token& stop);

}  // namespace retention::app
