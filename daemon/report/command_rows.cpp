#include "daemon/report/command_rows.h"

#include <nlohmann/json.hpp>

#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/version_rows.h"

namespace retention::report {
namespace {

std::string line_of(const store::Command& command, SysTime now) {
  std::string text = "command " + std::to_string(command.id.value) + ", " +
                     std::string(text_of(store::kCommandKinds, command.kind)) + ", asked for by " +
                     printable(command.made_by) + " " + age_of(command.made_at, now) + " ago";
  if (command.run) text += ", run " + std::to_string(command.run->value);
  if (!command.progress) return text;
  const store::CommandProgress& progress = *command.progress;
  text += ": " + printable(progress.phase);
  if (progress.total > 0) text += " " + with_commas(progress.done) + "/" + with_commas(progress.total);
  return progress.last.empty() ? text : text + ", last " + printable(progress.last);
}

}  // namespace

void print_commands(const Sheet& sheet, const std::vector<store::Command>& commands, SysTime now) {
  for (const store::Command& command : commands) {
    const bool runs = command.state == store::CommandState::running;
    print_wrapped(sheet.out, sheet.style, Tone::title, runs ? "  RUNNING  " : "  WAITING  ", line_of(command, now));
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
                    {"progress", std::move(progress)}});
  }
  return list;
}

}  // namespace retention::report
