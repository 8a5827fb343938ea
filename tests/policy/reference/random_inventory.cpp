#include "tests/policy/reference/random_inventory.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "tests/policy/reference/labels.h"
#include "tests/policy/reference/nature.h"
#include "tests/policy/reference/random_rules.h"
#include "tests/policy/reference/random_texts.h"
#include "tests/policy/reference/random_times.h"
#include "tests/support/inventory_builder.h"

namespace retention::reference {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

std::vector<std::string> random_tags(Dice& dice) {
  std::vector<std::string> tags;
  for (std::int64_t count = dice.pick(std::vector<std::int64_t>{0, 1, 1, 1, 2, 2, 3, 4}); count > 0; --count) {
    const std::string tag = random_tag(dice);
    if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(tag);
  }
  return tags;
}

PackageVersion random_version(Dice& dice, PackageType type, std::int64_t id, SysTime now, const std::string& zone) {
  PackageVersion version{VersionId{id}, "", random_past(dice, now, zone), {}, std::vector<std::string>{}};
  version.name = carries_tags(type) ? test::InventoryBuilder::digest_name(id) : random_name(dice, type);
  if (carries_tags(type)) version.tags = random_tags(dice);
  version.updated_at = dice.percent(70) ? *version.created_at : random_past(dice, now, zone);
  if (dice.percent(4)) version.updated_at.reset();
  if (dice.percent(4)) version.created_at.reset();
  if (carries_tags(type) && dice.percent(4)) version.tags.reset();
  return version;
}

Package random_package(Dice& dice, PackageType type) {
  static const std::vector<std::string> kNames{"app", "app", "svc-a", "svc-b/x", "App"};
  static const std::vector<std::string> kRepositories{"app", "infra", ""};
  Package package = test::inventory(type).build().package;
  package.name = dice.pick(kNames);
  package.repository = dice.pick(kRepositories);
  if (dice.percent(2)) package.name = "deleted_app";
  if (dice.percent(10)) package.owner.login = "Acme";
  if (dice.percent(5)) package.owner.kind = OwnerKind::user;
  if (package.owner.kind == OwnerKind::user) {
    package.owner.route = dice.percent(50) ? OwnerRoute::user : OwnerRoute::self;
  }
  return package;
}

VersionId some_id(Dice& dice, const Inventory& inventory) {
  return inventory.versions.empty() ? VersionId{1} : dice.pick(inventory.versions).id;
}

SysTime around(Dice& dice, SysTime now) {
  return now + (dice.percent(50) ? hours(24) : seconds(dice.between(-1, 1)));
}

InUseList random_list(Dice& dice, const Inventory& inventory) {
  InUseList list;
  const Package& package = inventory.package;
  const auto digest = [&] {
    return Digest::parse(test::InventoryBuilder::digest_name(some_id(dice, inventory).value)).value();
  };
  const auto image = [&] {
    ImageInUse result{lower(package.owner.login), lower(package.name), random_tag(dice), {}};
    if (dice.percent(30)) result.digest = digest();
    if (dice.percent(20)) result.owner = "other";
    if (dice.percent(20)) result.name = "svc-b/x";
    if (result.digest && dice.percent(50)) result.tag.reset();
    return result;
  };
  for (std::int64_t n = dice.below(3); n > 0; --n) list.digests.push_back(digest());
  for (std::int64_t n = dice.below(3); n > 0; --n) list.images.push_back(image());
  if (dice.percent(30)) {
    list.tags.push_back(
        Pattern::parse(dice.pick(std::vector<std::string>{"pr-*", "v1", "main-??????", "1.*"})).value());
  }
  return list;
}

}  // namespace

Inventory random_inventory(Dice& dice, PackageType type, SysTime now, const std::string& zone) {
  Inventory inventory{random_package(dice, type), {}, {}, now};
  if (dice.percent(3))
    inventory.completeness = {static_cast<Incompleteness>(dice.between(1, std::ssize(kIncompleteness) - 1)),
                              "of a test"};
  const std::int64_t count = dice.percent(20) ? dice.between(15, 40) : dice.below(10);
  for (std::int64_t id = 1; id <= count; ++id) {
    inventory.versions.push_back(random_version(dice, type, id, now, zone));
    if (id > 1 && dice.percent(15)) inventory.versions.back().created_at = dice.pick(inventory.versions).created_at;
  }
  // As after an import: about half of them, at most two more or less, have one created time.
  if (count >= 18 && dice.percent(40)) {
    const std::int64_t alike = count / 2 + dice.between(-2, 2);
    for (std::int64_t i = 1; i < alike; ++i) {
      inventory.versions[static_cast<std::size_t>(i)].created_at = inventory.versions.front().created_at;
    }
  }
  std::shuffle(inventory.versions.begin(), inventory.versions.end(), dice.engine());
  return inventory;
}

Memory random_memory(Dice& dice, const Inventory& inventory, SysTime now) {
  Memory memory;
  if (dice.percent(60)) return memory;
  for (std::int64_t n = dice.below(3); n > 0; --n) {
    memory.pins[some_id(dice, inventory)].until =
        dice.percent(30) ? std::nullopt : std::optional<SysTime>(around(dice, now));
  }
  if (dice.percent(30) && !inventory.versions.empty()) {
    memory.pinned_names[dice.pick(inventory.versions).name].until = around(dice, now);
  }
  for (std::int64_t n = dice.below(3); n > 0; --n) {
    memory.refusals[some_id(dice, inventory)] = {static_cast<Refusal>(dice.between(1, 3)), around(dice, now)};
  }
  if (dice.percent(30)) memory.returned.insert(some_id(dice, inventory));
  return memory;
}

Facts random_facts(Dice& dice, const Inventory& inventory, SysTime now, const std::string& zone) {
  Facts facts;
  for (const char* const path : kInUsePaths) {
    if (dice.percent(8)) continue;
    InUseFile file{random_list(dice, inventory), "", random_past(dice, now, zone)};
    if (dice.percent(60)) file.modified_at = now;
    if (dice.percent(5)) file.list.reset();
    if (dice.percent(3)) file.list = InUseList{};
    if (!file.list && dice.percent(50)) file.modified_at.reset();
    facts.in_use[path] = file;
  }
  return facts;
}

}  // namespace retention::reference
