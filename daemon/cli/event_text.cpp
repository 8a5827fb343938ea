#include "daemon/cli/event_text.h"

#include "daemon/report/quantity.h"
#include "daemon/report/wording.h"

namespace retention::cli {
namespace {

using report::counted;

std::string at(const PackageRef& package, VersionId version) {
  return to_string(package) + "@" + std::to_string(version.value);
}

struct Describe {
  EventText operator()(const CycleStarted& event) const {
    return {LogLevel::info,
            "run-started",
            "run " + std::to_string(event.run) + " (" + event.kind + ") started",
            {{"run", event.run}, {"kind", event.kind}}};
  }
  EventText operator()(const PackagesListed& event) const {
    const std::string type(text_of(kPackageTypes, event.type));
    return {LogLevel::info,
            "packages-listed",
            event.owner + " has " + counted(event.count, type + " package"),
            {{"owner", event.owner}, {"type", type}, {"packages", event.count}}};
  }
  EventText operator()(const ManifestsRead& event) const {
    return {LogLevel::debug,
            "manifests-read",
            to_string(event.package) + ": " + std::to_string(event.done) + " of " + std::to_string(event.total) +
                " manifests",
            {{"package", to_string(event.package)}, {"done", event.done}, {"total", event.total}}};
  }
  EventText operator()(const PackagePlanned& event) const {
    return {LogLevel::debug,
            "package-planned",
            to_string(event.package) + ": " + counted(event.versions, "version") + ", " + std::to_string(event.remove) +
                " to delete",
            {{"package", to_string(event.package)}, {"versions", event.versions}, {"delete", event.remove}}};
  }
  EventText operator()(const PackageIncomplete& event) const {
    return {LogLevel::warn,
            "package-incomplete",
            to_string(event.package) + " is incomplete, nothing in it is deleted: " + event.why,
            {{"package", to_string(event.package)}, {"why", event.why}}};
  }
  EventText operator()(const MutationsPlanned& event) const {
    return {LogLevel::info, "work-planned", counted(event.total, "version") + " to work on", {{"total", event.total}}};
  }
  EventText operator()(const VersionDeleted& event) const {
    return {LogLevel::info,
            "version-deleted",
            "deleted " + at(event.package, event.version),
            {{"package", to_string(event.package)}, {"version", event.version.value}}};
  }
  EventText operator()(const VersionRestored& event) const {
    return {LogLevel::info,
            "version-restored",
            "restored " + at(event.package, event.version),
            {{"package", to_string(event.package)}, {"version", event.version.value}}};
  }
  EventText operator()(const MutationFailed& event) const {
    return {LogLevel::warn,
            "version-failed",
            at(event.package, event.version) + " did not work: " + event.why,
            {{"package", to_string(event.package)}, {"version", event.version.value}, {"why", event.why}}};
  }
  EventText operator()(const DeletionsPaused& event) const {
    return {LogLevel::warn, "deletions-paused", event.why, {}};
  }
  EventText operator()(const Waiting& event) const {
    const std::string until = format_rfc3339(event.until);
    return {
        LogLevel::info, "waiting", "waiting until " + until + ": " + event.why, {{"until", until}, {"why", event.why}}};
  }
  EventText operator()(const CycleFinished& event) const {
    std::string message = "run " + std::to_string(event.run) + " ended: ";
    message += report::outcome(event.exit_status);
    if (!event.summary.empty()) message += ", " + event.summary;
    return {LogLevel::info,
            "run-finished",
            std::move(message),
            {{"run", event.run}, {"exit_status", std::int64_t{event.exit_status}}}};
  }
  EventText operator()(const CommandMoved& event) const {
    std::string message = "the daemon does command " + std::to_string(event.command) + ": " + event.phase;
    if (event.total > 0) message += " " + std::to_string(event.done) + "/" + std::to_string(event.total);
    if (!event.last.empty()) message += " · " + event.last;
    return {LogLevel::info,
            "command-moved",
            std::move(message),
            {{"command", event.command}, {"phase", event.phase}, {"done", event.done}, {"total", event.total}}};
  }
};

}  // namespace

EventText describe(const Event& event) {
  return std::visit(Describe{}, event);
}

}  // namespace retention::cli
