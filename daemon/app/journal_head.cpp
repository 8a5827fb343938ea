#include "daemon/app/journal_head.h"

#include <string>

#include "policy/base/digest.h"

namespace retention::app {

void log_head(cli::Log& log, const store::Ledger::Head& head) {
  log.write(cli::LogLevel::info, "journal",
            "journal entry " + std::to_string(head.seq) + " has the hash " + to_hex(head.hash));
}

}  // namespace retention::app
