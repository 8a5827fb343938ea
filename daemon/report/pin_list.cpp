#include "daemon/report/pin_list.h"

#include <nlohmann/json.hpp>

#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/table.h"

namespace retention::report {
namespace {

std::string subject_of(const store::PinRecord& pin) {
  return shown(pin.package, pin.version);
}

// "by an undo of alice (restored by undo)"
std::string origin_of(const store::PinRecord& pin) {
  std::string text = pin.source == "undo" ? "by an undo of " : "by ";
  text += printable(pin.made_by);
  return pin.reason.empty() ? text : text + " (" + printable(pin.reason) + ")";
}

void write_text(const Sheet& sheet, std::span<const store::PinRecord> pins) {
  if (pins.empty()) {
    sheet.out << "Nothing is pinned.\n";
    return;
  }
  Table table({{"VERSION", Align::left},
               {"NAME", Align::left},
               {"UNTIL", Align::left},
               {"SOURCE", Align::left},
               {"BY", Align::left},
               {"REASON", Align::left}});
  for (const store::PinRecord& pin : pins) {
    table.add({subject_of(pin), short_name(pin.name), pin.until ? format_rfc3339(*pin.until) : "for good",
               printable(pin.source), shortened(printable(pin.made_by), 16),
               pin.reason.empty() ? "-" : printable(pin.reason)});
  }
  table.print(sheet.out, sheet.style);
}

}  // namespace

std::string span_of(const store::PinRecord& pin) {
  return pin.until ? "until " + format_rfc3339(*pin.until) : "until somebody unpins it";
}

Json pin_json(const store::PinRecord& pin) {
  Json json = package_json(pin.package);
  json["version_id"] = pin.version.value;
  json["version_name"] = pin.name;
  json["source"] = pin.source;
  json["reason"] = text_or_null(pin.reason);
  json["until"] = json_of(pin.until);
  json["made_by"] = pin.made_by;
  json["made_at"] = format_rfc3339(pin.made_at);
  return json;
}

void write_pin_list(const Sheet& sheet, std::span<const store::PinRecord> pins) {
  if (sheet.format == Format::text) {
    write_text(sheet, pins);
    return;
  }
  Json list = Json::array();
  for (const store::PinRecord& pin : pins) list.push_back(pin_json(pin));
  sheet.out << dumped({{"schema", kSchema}, {"pins", std::move(list)}}) << '\n';
}

void write_unpinned(const Sheet& sheet, const store::Unpinned& unpinned) {
  if (unpinned.removed.empty() && unpinned.let_go.empty()) sheet.out << "Nothing of it was pinned.\n";
  for (const store::PinRecord& pin : unpinned.removed) {
    sheet.out << "Unpinned " << subject_of(pin) << " (" << short_name(pin.name) << "): it was pinned " << span_of(pin)
              << ' ' << origin_of(pin) << ".\n";
  }
  for (const store::LetGo& version : unpinned.let_go) {
    sheet.out << "Let go " << shown(version.package, version.version) << " (" << short_name(version.name)
              << "): it was kept because it was deleted before and is back.\n";
  }
  for (const store::PinRecord& pin : unpinned.left) {
    sheet.out << "Still pinned: " << subject_of(pin) << ' ' << span_of(pin) << ' ' << origin_of(pin) << ".\n";
  }
  const bool some = !unpinned.removed.empty() || !unpinned.let_go.empty();
  if (some && unpinned.left.empty()) sheet.out << "From the next run on the rules decide again.\n";
}

}  // namespace retention::report
