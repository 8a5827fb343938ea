#include "daemon/report/removal_preview.h"

#include <algorithm>
#include <cstddef>

#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/version_rows.h"

namespace retention::report {
namespace {

void line(const Sheet& sheet, std::string_view head, const std::string& text) {
  constexpr std::size_t kHead = 12;
  print_wrapped(sheet.out, sheet.style, Tone::quiet, "  " + padded(head, kHead), text);
}

bool is_tagged(const PackageVersion& version) {
  return version.tags && !version.tags->empty();
}

std::string versions_in_words(const RemovalPreview& preview) {
  const auto total = std::ssize(preview.versions);
  if (!has_tags(preview.package.type)) return counted(total, "version");
  const auto tagged = std::ranges::count_if(preview.versions, is_tagged);
  return counted(total, "version") + ": " + with_commas(tagged) + " tagged, " + with_commas(total - tagged) +
         " without a tag";
}

std::string tags_in_words(const RemovalPreview& preview) {
  constexpr std::size_t kMost = 20;
  std::vector<std::string> tags;
  for (const PackageVersion& version : preview.versions) {
    if (version.tags) tags.insert(tags.end(), version.tags->begin(), version.tags->end());
  }
  const std::size_t shown = tags.size() > kMost ? kMost / 2 : tags.size();
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : ", ") + printable(tags[i]);
  if (shown == tags.size()) return tags.empty() ? "none" : text;
  return counted(std::ssize(tags), "tag") + ", such as " + text;
}

std::string version_in_words(const PackageVersion& version, SysTime now) {
  std::string text = std::to_string(version.id.value) + "  " + short_name(version.name);
  const std::string tags = tag_list(version.tags);
  if (!tags.empty()) text += "  " + tags;
  return text + "  " + age_of(version.created_at, now);
}

std::string rules_in_words(const RemovalPreview& preview) {
  std::string names;
  for (const std::string& policy : preview.policies) names += (names.empty() ? "" : ", ") + printable(policy);
  std::string text = names.empty() ? std::string("no policy selects it") : "selected by " + names;
  text += "; " + with_commas(preview.pinned) + " pinned, " + with_commas(preview.protected_by_rules) + " protected, " +
          with_commas(preview.kept) + " kept by rules";
  return text + ". They all go too: no rule has a say in this";
}

bool is_public(const RemovalPreview& preview) {
  return preview.package.visibility == "public";
}

}  // namespace

void write_removal_preview(const Sheet& sheet, const RemovalPreview& preview, SysTime now) {
  const Package& package = preview.package;
  const std::string name = shown(ref_of(package));
  print_heading(sheet.out, sheet.style, name, "the whole package");
  line(sheet, "visibility", printable(package.visibility));
  line(sheet, "repository", package.repository.empty() ? "none" : printable(package.repository));
  line(sheet, "versions", versions_in_words(preview));
  if (has_tags(package.type)) line(sheet, "tags", tags_in_words(preview));
  if (!preview.versions.empty()) {
    line(sheet, "newest", version_in_words(preview.versions.front(), now));
    line(sheet, "oldest", version_in_words(preview.versions.back(), now));
  }
  line(sheet, "rules", rules_in_words(preview));
  line(sheet, "undo",
       "until " + day_of(preview.undo_until) + " with: retentiond undo --package " + name +
           ". The name must stay free until then: once something is published under it, GitHub gives "
           "the old package back no more");
  if (is_public(preview)) {
    line(sheet, "public",
         "GitHub refuses if a version has more than 5,000 downloads, which it tells nobody before. "
         "Names and versions of a public package stay taken after it is gone");
  }
  for (const std::string& warning : preview.warnings) {
    print_wrapped(sheet.out, sheet.style, Tone::attention, "! ", printable(warning));
  }
  if (preview.obstacle) print_wrapped(sheet.out, sheet.style, Tone::attention, "! ", printable(*preview.obstacle));
}

}  // namespace retention::report
