#pragma once

#include <string>
#include <vector>

#include "daemon/report/format.h"
#include "policy/base/time.h"
#include "store/backup.h"
#include "store/history_records.h"
#include "store/verify.h"

namespace retention::report {

// The state of things now.
struct StatusView {
  // Whether a daemon is there to do the commands of the queue.
  enum class Queue : std::uint8_t { served, unserved };

  std::string ledger;  // where it is
  SysTime now;
  store::LedgerStatus status;
  std::vector<store::UndoWindow> undo;  // the one that closes first in front
  std::vector<store::PinRecord> pins;
  Queue queue{Queue::served};
};

void write_status(const Sheet& sheet, const StatusView& view);

// A ledger in which everything holds.
void write_verification(const Sheet& sheet, const std::string& ledger, const store::Verification& found);

// A copy that was made of the ledger and verified.
void write_backup(const Sheet& sheet, const std::string& file, const store::Backup& made);

}  // namespace retention::report
