#include "daemon/report/undo_preview_report.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "daemon/report/closing.h"
#include "daemon/report/json_pieces.h"
#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/version_rows.h"

namespace retention::report {
namespace {

VersionRow row_of(const UndoItem& item, SysTime now) {
  std::string window = item.undo_until ? "until " + day_of(*item.undo_until) : "";
  if (item.with_package) window += ", with its package";
  return {.sign = item.blocker ? '!' : '+',
          .id = std::to_string(item.version.value),
          .name = short_name(item.name),
          .tags = tag_list(item.tags),
          .age = item.deleted_at ? "gone " + age_of(item.deleted_at, now) : "",
          .note = item.blocker ? printable(*item.blocker) : window};
}

void print_package(const Sheet& sheet, const PackageRef& package, const std::vector<VersionRow>& rows) {
  constexpr std::size_t kMost = 40;
  sheet.out << sheet.style.paint(Tone::title, shown(package)) << '\n';
  const std::size_t shown_rows = std::min(kMost, rows.size());
  print_rows(sheet.out, sheet.style, std::span(rows).first(shown_rows));
  if (rows.size() > shown_rows) {
    sheet.out << sheet.style.paint(Tone::quiet, "    … and " + std::to_string(rows.size() - shown_rows) +
                                                    " more (--dry-run --format json lists all)")
              << '\n';
  }
  sheet.out << '\n';
}

void print_totals(const Sheet& sheet, const UndoPreview& preview, SysTime now) {
  const std::int64_t restorable = preview.restorable();
  const std::int64_t blocked = preview.blocked();
  if (preview.items.empty() && preview.expired == 0) {
    sheet.out << "Nothing to undo: no deletion that was selected is still in force.\n";
    return;
  }
  sheet.out << counted(restorable, "version") << " can be restored.\n";
  if (blocked > 0) {
    sheet.out << sheet.style.paint(Tone::attention, counted(blocked, "version") + " cannot be restored, see above.")
              << '\n';
  }
  if (preview.expired > 0) {
    sheet.out << sheet.style.paint(Tone::attention,
                                   counted(preview.expired, "version is", "versions are") +
                                       " gone for good: GitHub restores for 30 days only, which are over (it is " +
                                       format_rfc3339(now) + " here).")
              << '\n';
  }
}

void write_text(const Sheet& sheet, const UndoPreview& preview, SysTime now) {
  std::vector<VersionRow> rows;
  for (std::size_t i = 0; i < preview.items.size(); ++i) {
    const UndoItem& item = preview.items[i];
    rows.push_back(row_of(item, now));
    if (i + 1 < preview.items.size() && preview.items[i + 1].package == item.package) continue;
    print_package(sheet, item.package, rows);
    rows.clear();
  }
  print_warnings(sheet.out, sheet.style, preview.warnings);
  print_totals(sheet, preview, now);
}

}  // namespace

std::int64_t UndoPreview::restorable() const {
  return std::ranges::count_if(items, [](const UndoItem& item) { return !item.blocker; });
}

std::int64_t UndoPreview::blocked() const {
  return std::ssize(items) - restorable();
}

void write_undo_preview(const Sheet& sheet, const UndoPreview& preview, SysTime now) {
  if (sheet.format == Format::text) {
    write_text(sheet, preview, now);
    return;
  }
  sheet.out << "{\n\"schema\": " << kSchema << ",\n\"restorable\": " << preview.restorable()
            << ",\n\"blocked\": " << preview.blocked() << ",\n\"expired\": " << preview.expired << ",\n\"versions\": [";
  std::string_view before = "\n";
  for (const UndoItem& item : preview.items) {
    Json json = package_json(item.package);
    json["version_id"] = item.version.value;
    json["version_name"] = item.name;
    json["tags"] = item.tags;
    json["deleted_at"] = json_of(item.deleted_at);
    json["undo_until"] = json_of(item.undo_until);
    json["with_package"] = item.with_package;
    json["blocker"] = item.blocker ? Json(*item.blocker) : Json(nullptr);
    sheet.out << before << dumped(json);
    before = ",\n";
  }
  sheet.out << (preview.items.empty() ? "" : "\n") << "],\n\"warnings\": " << dumped(warnings_json(preview.warnings))
            << "\n}\n";
}

}  // namespace retention::report
