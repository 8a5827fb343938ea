#pragma once

#include "daemon/cli/context.h"
#include "daemon/cli/invocation.h"
#include "daemon/ports/exit_status.h"
#include "policy/base/error.h"

namespace retention::cli {

// One function for each command. The result is the exit status; an error is told by the caller, which exits with
// status_of() it.
Result<ExitStatus> execute(const Context& context, const PlanCommand& command);
Result<ExitStatus> execute(const Context& context, const ApplyCommand& command);
Result<ExitStatus> execute(const Context& context, const UndoCommand& command);
Result<ExitStatus> execute(const Context& context, const DeletePackageCommand& command);
Result<ExitStatus> execute(const Context& context, const ApproveCommand& command);
Result<ExitStatus> execute(const Context& context, const RejectCommand& command);
Result<ExitStatus> execute(const Context& context, const AdoptDeletedCommand& command);
Result<ExitStatus> execute(const Context& context, const ExplainCommand& command);
Result<ExitStatus> execute(const Context& context, const HistoryCommand& command);
Result<ExitStatus> execute(const Context& context, const ReportCommand& command);
Result<ExitStatus> execute(const Context& context, const CheckCommand& command);
Result<ExitStatus> execute(const Context& context, const VerifyCommand& command);
Result<ExitStatus> execute(const Context& context, const BackupCommand& command);
Result<ExitStatus> execute(const Context& context, const StatusCommand& command);
Result<ExitStatus> execute(const Context& context, const PinCommand& command);
Result<ExitStatus> execute(const Context& context, const UnpinCommand& command);
Result<ExitStatus> execute(const Context& context, const PinsCommand& command);
Result<ExitStatus> execute(const Context& context, const PauseCommand& command);
Result<ExitStatus> execute(const Context& context, const ResumeCommand& command);
Result<ExitStatus> execute(const Context& context, const RunCommand& command);
Result<ExitStatus> execute(const Context& context, const HealthCommand& command);
Result<ExitStatus> execute(const Context& context, const SchemaCommand& command);

}  // namespace retention::cli
