#pragma once

#include <string_view>

namespace retention::cli {

// A command in the help: one line for the list, and what stands below its options.
struct CommandHelp {
  std::string_view name;
  std::string_view summary;
  std::string_view more;
};

inline constexpr std::string_view kProgramSummary =
    "Keeps GitHub Packages tidy by rules, says why for every version, and can put back what it deleted.";

inline constexpr CommandHelp kPlanHelp{
    "plan", "Decide about every version and report; deletes nothing",
    "Nothing that could delete is even built for a plan. The report can be had again\n"
    "with retentiond report. --policy and --package narrow what would be deleted, never\n"
    "which rules count. What --offline and --compare tell is not recorded, and they need\n"
    "no token.\n"
    "Exit status 0 whatever the plan wants; with --exit-code 4 when a version would go: at\n"
    "once, once a person approves it, or once its grace is over. What policies in mode\n"
    "audit want does not count. 7 if a package could not be read as a whole.\n"};

inline constexpr CommandHelp kApplyHelp{
    "apply", "Decide, then delete what policies in mode enforce let go",
    "Every deletion is written to the ledger before its call leaves, and can be undone\n"
    "for 30 days. A package over one of its limits is left alone as a whole.\n"
    "While a daemon holds the ledger it does the work, and apply waits for its report.\n"
    "Exit status 4 when something is blocked or waits for approval that no run reported\n"
    "before, or whose approval has lapsed since; with --strict always. 3 if a deletion\n"
    "failed, 6 if a token is not sufficient, 7 if a package could not be read as a whole.\n"};

inline constexpr CommandHelp kApproveHelp{
    "approve", "Let go what waits for a person: plans of mode approve, and over a limit",
    "Exactly the versions that a plan asked for, for 14 days and whatever else changes; what\n"
    "comes later asks again. Nothing is sent by it: they go with the next apply, or the\n"
    "daemon's next cycle. A plan of created times that changed accepts them.\n"};

inline constexpr CommandHelp kRejectHelp{
    "reject", "Drop what waits for a person",
    "Takes back an approval too, as far as nothing was sent. The next run plans anew.\n"};

inline constexpr CommandHelp kUndoHelp{
    "undo", "Put back what was deleted",
    "GitHub restores versions for 30 days, while their package and name are still free.\n"
    "What comes back is pinned, so that the next run does not delete it again.\n"
    "While a daemon holds the ledger it does the work, and undo waits for its report.\n"};

inline constexpr CommandHelp kDeletePackageHelp{
    "delete-package", "Delete one whole package, by hand",
    "Shows what goes and asks for the package's name, OWNER/TYPE/NAME; without a terminal\n"
    "it needs --yes. No rule and no run ever deletes a package. retentiond undo --package\n"
    "puts it back within 30 days, while nothing else has taken its name.\n"
    "Exit status 4 when something stands in the way: a hold, a call in flight, a list that\n"
    "could not be read as a whole.\n"};

inline constexpr CommandHelp kAdoptDeletedHelp{
    "adopt-deleted", "Make what others deleted undoable",
    "Reads what is deleted in the packages of OWNER and writes into the ledger what it does\n"
    "not know of, so that retentiond undo can put it back while its 30 days last. Nothing is\n"
    "changed at GitHub. It needs a token that may restore, and no daemon on the ledger.\n"};

inline constexpr CommandHelp kPinHelp{
    "pin", "Keep a version whatever the rules say",
    "The pin holds the version by its id and its digest or name: a tag may move on, the\n"
    "pin does not. Of several pins the longest counts. A version that is gone can be\n"
    "pinned for the case that it comes back. Nobody is needed for it, and a daemon that\n"
    "runs heeds it at once.\n"};

inline constexpr CommandHelp kUnpinHelp{
    "unpin", "Remove pins, so that the rules decide again",
    "REF is one version, --run the undo whose pins go. What was deleted and came back by\n"
    "other hands is let go likewise by REF and --package.\n"};

inline constexpr CommandHelp kPinsHelp{"pins", "List what is pinned, until when, by whom and why", ""};

inline constexpr CommandHelp kPauseHelp{
    "pause", "Let no deletion start, now and after restarts",
    "No delete call starts after it returns; it waits for one that is in flight, and exit\n"
    "status 1 says that it is still without an answer. Plans go on, apply sends nothing,\n"
    "undo works. A second pause takes the place of the first.\n"};

inline constexpr CommandHelp kResumeHelp{"resume", "End a pause",
                                         "What is still to go is decided anew by the next run.\n"};

inline constexpr CommandHelp kExplainHelp{
    "explain", "Say why a version is still there, or why it went",
    "REF is OWNER/TYPE/NAME and behind it @ID, @DIGEST or the beginning of one, @VERSION,\n"
    "or :TAG, such as acme/container/api:pr-12 or acme/npm/lib@1.2.3-rc.1.\n"};

inline constexpr CommandHelp kHistoryHelp{"history", "List past runs, newest first", ""};

inline constexpr CommandHelp kReportHelp{"report", "Print the report of a past run again, from the ledger", ""};

inline constexpr CommandHelp kCheckHelp{
    "check", "Check the configuration, run its tests and, with --online, the tokens",
    "Every error of the files is told at once, with its place. Without --online nothing\n"
    "is asked over the network.\n"};

inline constexpr CommandHelp kVerifyHelp{"verify",
                                         "Check that the ledger is whole and nobody tampered with its journal",
                                         "Exit status 5 if the chain is broken or the file is damaged.\n"};

inline constexpr CommandHelp kBackupHelp{
    "backup", "Write a consistent copy of the ledger to a new file",
    "Works beside a running daemon. The copy is verified before it gets its name, and no\n"
    "file is ever replaced. To put it back, stop the daemon and name it with --ledger, or\n"
    "move it to where the ledger was and remove LEDGER-wal and LEDGER-shm there.\n"};

inline constexpr CommandHelp kStatusHelp{"status",
                                         "Show the last run, open work, a pause, and what can still be undone", ""};

inline constexpr CommandHelp kRunHelp{"run", "The daemon: runs a cycle by schedule until it is asked to stop",
                                      "TERM and INT stop it, HUP reads the configuration again.\n"};

inline constexpr CommandHelp kHealthHelp{"health", "Ask the daemon whether it is alive",
                                         "Exit status 0 if it is, else 1.\n"};

inline constexpr CommandHelp kSchemaHelp{"schema", "Print the JSON Schema of the configuration file",
                                         "For editors: they complete and explain the keys of a file that begins with\n"
                                         "  # yaml-language-server: $schema=PATH\n"};

inline constexpr std::string_view kProgramFooter =
    "Exit status:\n"
    "    0  done, or nothing to do\n"
    "    1  unexpected failure\n"
    "    2  wrong usage or configuration\n"
    "    3  some deletions or restores failed\n"
    "    4  blocked by a limit or to be approved, and not reported before (plan --exit-code:\n"
    "       something would be deleted)\n"
    "    5  the ledger cannot be used, or its chain is broken\n"
    "    6  the token, a scope or its SSO authorisation is not sufficient\n"
    "    7  a package could not be read as a whole; nothing in it was deleted\n"
    "  130  interrupted (143: by TERM)\n"
    "\n"
    "Examples:\n"
    "  retentiond check --online                        are rules and tokens all right?\n"
    "  retentiond plan                                  what would be deleted, and why?\n"
    "  retentiond plan --compare new.yaml               what would other rules change?\n"
    "  retentiond apply --package acme/container/api    delete in one package only\n"
    "  retentiond explain acme/container/api:pr-12      why is this still there?\n"
    "  retentiond undo --run 17                         put back what run 17 deleted\n"
    "  retentiond pin acme/npm/lib@1.2.3 --until 30d    keep this version for now\n"
    "  retentiond pause --reason 'moving house'         let no deletion start\n"
    "  retentiond report last --format json             the last report for a program\n";

}  // namespace retention::cli
