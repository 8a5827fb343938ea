#include "daemon/engine/wounds.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <unordered_map>
#include <utility>

#include "daemon/engine/holdings.h"
#include "policy/container/missing_parts.h"

namespace retention::engine {
namespace {

using store::DeletionWork;

std::string name_of_image(const PackageVersion& version) {
  const bool tagged = version.tags && !version.tags->empty();
  return number_of(version.id) + (tagged ? " [" + version.tags->front() + "]" : "");
}

std::string numbers_of(const std::vector<VersionId>& versions) {
  constexpr std::size_t kMostListed = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(versions.size(), kMostListed); ++i) {
    text += (i == 0 ? "" : ", ") + number_of(versions[i]);
  }
  if (versions.size() > kMostListed) text += " and " + std::to_string(versions.size() - kMostListed) + " more";
  return text;
}

}  // namespace

std::optional<Wound> wound_of(const Inventory& inventory, const Plan& plan, const Memory& memory) {
  const std::vector<MissingPart> missing = missing_parts(inventory, plan, memory);
  if (missing.empty()) return std::nullopt;
  std::unordered_map<VersionId, std::string> images;
  for (const MissingPart& part : missing) images.emplace(part.needed_by, "");
  for (const PackageVersion& version : inventory.versions) {
    if (const auto image = images.find(version.id); image != images.end()) image->second = name_of_image(version);
  }
  Wound wound{inventory.package, {}};
  for (const MissingPart& part : missing) wound.parts.push_back({part.digest, images.at(part.needed_by)});
  return wound;
}

Result<std::vector<Curable>> curable(store::Ledger& ledger, const Wound& wound, SysTime now) {
  auto found = ledger.restorable(store::ByPackage{ref_of(wound.package)}, now);
  if (!found) return fail(found.error());
  std::map<std::string, std::string> images;
  for (const Wound::Part& part : wound.parts) images.emplace(part.digest.to_string(), part.image);
  std::vector<Curable> parts;
  for (DeletionWork& work : found->work) {
    const auto image = images.find(work.name);
    if (image == images.end() || work.with_package || work.package.id != wound.package.id) continue;
    parts.push_back({std::move(work), std::move(image->second)});
    images.erase(image);
  }
  return parts;
}

std::vector<store::RunWarning> warnings_of(const Wound& wound, const std::vector<Curable>& parts,
                                           const std::string& code, const std::string& before,
                                           const std::string& after) {
  std::map<std::string, std::vector<VersionId>> by_image;
  for (const Curable& part : parts) by_image[part.image].push_back(part.work.version);
  std::vector<store::RunWarning> warnings;
  for (auto& [image, versions] : by_image) {
    std::ranges::sort(versions);
    std::string text = image;
    text.append(", which stays, needs ").append(numbers_of(versions)).append(", deleted before; ").append(before);
    text.append(versions.size() == 1 ? "it" : "they").append(after);
    warnings.push_back({code, std::move(text), to_string(ref_of(wound.package))});
  }
  return warnings;
}

Result<void> tell_wounds(store::Ledger& ledger, RunId run, const std::vector<Wound>& wounds, SysTime now) {
  for (const Wound& wound : wounds) {
    const auto parts = curable(ledger, wound, now);
    if (!parts) return fail(parts.error());
    for (const store::RunWarning& warning : warnings_of(wound, *parts, "would-heal", "", " would be restored")) {
      if (auto kept = ledger.warn(run, warning, now); !kept) return kept;
    }
  }
  return {};
}

}  // namespace retention::engine
