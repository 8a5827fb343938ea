#include "daemon/report/adoption.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <span>

#include "daemon/report/closing.h"
#include "daemon/report/json_pieces.h"
#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/version_rows.h"

namespace retention::report {
namespace {

constexpr std::chrono::days kUndoWindow{30};
constexpr std::size_t kMostRows = 40;

std::optional<SysTime> undo_until(const DeletedVersion& entry) {
  if (!entry.deleted_at) return std::nullopt;
  return *entry.deleted_at + kUndoWindow;
}

std::int64_t versions_in(const Adoption& adoption) {
  std::int64_t versions = 0;
  for (const Adoption::Package& package : adoption.packages) versions += std::ssize(package.versions);
  return versions;
}

Json packages_json(const Adoption& adoption) {
  Json list = Json::array();
  for (const Adoption::Package& package : adoption.packages) {
    Json json = package_json(package.ref);
    json["versions"] = package.versions.size();
    list.push_back(std::move(json));
  }
  return list;
}

void print_package(const Sheet& sheet, const Adoption::Package& package, SysTime now) {
  std::vector<VersionRow> rows;
  for (const DeletedVersion& entry : package.versions) {
    if (rows.size() == kMostRows) break;
    const auto until = undo_until(entry);
    rows.push_back({.sign = '+',
                    .id = std::to_string(entry.version.id.value),
                    .name = short_name(entry.version.name),
                    .tags = tag_list(entry.version.tags),
                    .age = entry.deleted_at ? "gone " + age_of(entry.deleted_at, now) : "",
                    .note = until ? "until " + day_of(*until) : ""});
  }
  sheet.out << sheet.style.paint(Tone::title, shown(package.ref)) << '\n';
  print_rows(sheet.out, sheet.style, rows);
  if (rows.size() < package.versions.size()) {
    sheet.out << sheet.style.paint(Tone::quiet, "    … and " + std::to_string(package.versions.size() - rows.size()) +
                                                    " more (--format json lists all)")
              << '\n';
  }
  sheet.out << '\n';
}

void write_text(const Sheet& sheet, const Adoption& adoption, SysTime now) {
  for (const Adoption::Package& package : adoption.packages) print_package(sheet, package, now);
  print_warnings(sheet.out, sheet.style, adoption.warnings);
  const std::int64_t versions = versions_in(adoption);
  const std::string where = " in " + counted(adoption.packages_read, "package") + " of " + printable(adoption.owner);
  if (versions == 0) {
    sheet.out << "Nothing to adopt: the ledger knows of every deletion" << where << " that can be undone.\n";
    return;
  }
  if (!adoption.run) {
    sheet.out << counted(versions, "version") << " deleted by others" << where << " can be adopted.\n";
    return;
  }
  const std::string run = std::to_string(adoption.run->value);
  sheet.out << "Adopted by run " << run << ": " << counted(versions, "version") << " deleted by others" << where
            << ".\nNext:\n  retentiond undo --run " << run << "\n";
}

}  // namespace

void write_adoption(const Sheet& sheet, const Adoption& adoption, SysTime now) {
  if (sheet.format == Format::text) {
    write_text(sheet, adoption, now);
    return;
  }
  sheet.out << "{\n\"schema\": " << kSchema << ",\n\"owner\": " << dumped(Json(adoption.owner))
            << ",\n\"run\": " << (adoption.run ? std::to_string(adoption.run->value) : "null")
            << ",\n\"packages_read\": " << adoption.packages_read << ",\n\"adopted\": " << versions_in(adoption)
            << ",\n\"packages\": " << dumped(packages_json(adoption)) << ",\n\"versions\": [";
  std::string_view before = "\n";
  for (const Adoption::Package& package : adoption.packages) {
    for (const DeletedVersion& entry : package.versions) {
      Json json = package_json(package.ref);
      json["version_id"] = entry.version.id.value;
      json["version_name"] = entry.version.name;
      json["tags"] = entry.version.tags ? Json(*entry.version.tags) : Json(nullptr);
      json["deleted_at"] = json_of(entry.deleted_at);
      json["undo_until"] = json_of(undo_until(entry));
      sheet.out << before << dumped(json);
      before = ",\n";
    }
  }
  sheet.out << (adoption.packages.empty() ? "" : "\n")
            << "],\n\"warnings\": " << dumped(warnings_json(adoption.warnings)) << "\n}\n";
}

}  // namespace retention::report
