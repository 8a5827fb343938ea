#include "daemon/report/command_rows.h"

#include <nlohmann/json.hpp>

#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/version_rows.h"

namespace retention::report {
namespace {

std::string name_of(const store::Command& command, SysTime now) {
  std::string text = "command " + std::to_string(command.id.value) + ", " +
                     std::string(text_of(store::kCommandKinds, command.kind)) + ", asked for by " +
                     printable(command.made_by) + " " + age_of(command.made_at, now) + " ago";
  if (command.run) text += ", run " + std::to_string(command.run->value);
  return text;
}

std::string line_of(const store::Command& command, SysTime now) {
  std::string text = name_of(command, now);
  if (!command.progress) return text;
  const store::CommandProgress& progress = *command.progress;
  text += ": " + printable(progress.phase);
  if (progress.total > 0) text += " " + with_commas(progress.done) + "/" + with_commas(progress.total);
  return progress.last.empty() ? text : text + ", last " + printable(progress.last);
}

}  // namespace

void print_commands(const Sheet& sheet, const StatusView& view) {
  const bool served = view.queue == StatusView::Queue::served;
  for (const store::Command& command : view.status.commands) {
    const std::string line = line_of(command, view.now);
    if (command.state == store::CommandState::waiting) {
      print_wrapped(sheet.out, sheet.style, Tone::title, "  WAITING  ",
                    line + (served ? "" : "; no daemon runs, and the next one does it"));
    } else if (served) {
      print_wrapped(sheet.out, sheet.style, Tone::title, "  RUNNING  ", line);
    } else {
      print_wrapped(sheet.out, sheet.style, Tone::attention, "  INTERRUPTED  ",
                    line + "; the daemon that did it ended in the middle, and the next daemon or apply settles it");
    }
  }
  for (const store::Command& command : view.status.failed) {
    print_wrapped(sheet.out, sheet.style, Tone::attention, "  FAILED  ",
                  name_of(command, view.now) + ", ended with status " +
                      std::to_string(command.exit_status.value_or(0)) + ": " + printable(command.message));
  }
}

Json commands_json(const std::vector<store::Command>& commands) {
  Json list = Json::array();
  for (const store::Command& command : commands) {
    Json progress = nullptr;
    if (command.progress) {
      progress = {{"phase", command.progress->phase},
                  {"done", command.progress->done},
                  {"total", command.progress->total},
                  {"last", text_or_null(command.progress->last)}};
    }
    list.push_back({{"id", command.id.value},
                    {"kind", text_of(store::kCommandKinds, command.kind)},
                    {"state", text_of(store::kCommandStates, command.state)},
                    {"made_by", command.made_by},
                    {"made_at", format_rfc3339(command.made_at)},
                    {"run", command.run ? Json(command.run->value) : Json(nullptr)},
                    {"progress", std::move(progress)},
                    {"exit_status", command.exit_status ? Json(*command.exit_status) : Json(nullptr)},
                    {"message", text_or_null(command.message)}});
  }
  return list;
}

}  // namespace retention::report
