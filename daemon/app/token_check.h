#pragma once

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "daemon/app/github_session.h"
#include "daemon/github/preflight.h"
#include "daemon/ports/token_source.h"
#include "policy/base/error.h"
#include "policy/rule_set.h"
#include "store/ledger.h"
#include "store/records.h"

namespace retention::app {

// What the policies need of the tokens: reading for all that they select, and for those that enforce the given purpose.
[[nodiscard]] std::vector<github::Need> needs_of(const RuleSet& rules, std::optional<Purpose> beyond_reading);

// What deletions of the past need of the tokens, for what is to be done with them.
[[nodiscard]] std::vector<github::Need> needs_of(std::span<const store::DeletionWork> work,
                                                 const std::set<Purpose>& purposes);

// The same for one package.
[[nodiscard]] github::Need need_of(const Package& package, std::set<Purpose> purposes);

// What it takes to settle everything that is in flight; nothing if nothing is.
Result<std::vector<github::Need>> needs_in_flight(store::Ledger& ledger);

// Asks GitHub what the tokens may do, before anything else is asked of it, and tells `warn` what a person should know.
// What stands against a token is the error. Without a need nothing is asked.
Result<void> check_tokens(ReadSession& session, std::span<const github::Need> needs,
                          const std::function<void(const std::string&)>& warn);

}  // namespace retention::app
