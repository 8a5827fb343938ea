#include "tests/bench/inputs.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "daemon/config/load.h"
#include "policy/base/digest.h"
#include "tests/bench/numbers.h"

namespace retention::bench {
namespace {

// The rules resolve the paths that they name in this folder.
const std::filesystem::path& folder() {
  static const std::filesystem::path kFolder = RETENTION_BENCH_FOLDER;
  return kFolder;
}

std::string digest_name(std::uint64_t number) {
  std::string name = "sha256:";
  for (std::uint64_t part = 0; part < 4; ++part) name += fmt::format("{:016x}", mixed(number * 4 + part));
  return name;
}

std::string short_hash(std::uint64_t number) {
  return fmt::format("{:07x}", mixed(number) & 0xFFFFFFFU);
}

// A release number that rises with time, as releases do.
std::string release(std::size_t place, std::size_t of) {
  const std::size_t number = place * 24 * 40 * 25 / of;
  return fmt::format("{}.{}.{}", number / 1000, number / 25 % 40, number % 25);
}

std::vector<std::string> tags_of(Numbers& numbers, std::uint64_t id, std::size_t place, std::size_t of) {
  const std::string hash = short_hash(id);
  std::vector<std::string> tags;
  switch (numbers.below(20)) {
    case 0:
    case 1:
      return tags;
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
      tags.push_back("pr-" + std::to_string(numbers.below(9000)));
      break;
    case 7:
    case 8:
    case 9:
      tags.push_back(fmt::format("feature-{}-{}", numbers.below(500), hash));
      break;
    case 10:
      tags.push_back(fmt::format("nightly-{}", numbers.below(1100)));
      break;
    case 11:
      tags.push_back(release(place, of));
      if (numbers.below(2) == 0) tags.push_back(fmt::format("v{}.{}-slim", numbers.below(24), numbers.below(40)));
      break;
    case 12:
      tags.push_back(fmt::format("{}-rc.{}", release(place, of), numbers.below(9)));
      break;
    case 13:
      tags.push_back(fmt::format("cache-{}", hash));
      break;
    default:
      tags.push_back("main-" + hash);
  }
  if (numbers.below(5) < 2) tags.push_back("sha-" + hash);
  return tags;
}

std::string npm_name(Numbers& numbers, std::uint64_t id, std::size_t place, std::size_t of) {
  const std::string base = release(place, of);
  switch (numbers.below(6)) {
    case 0:
      return base;
    case 1:
      return fmt::format("{}-{}.{}", base, numbers.below(2) == 0 ? "beta" : "rc", numbers.below(20));
    case 2:
      return fmt::format("{}-nightly.{}", base, numbers.below(1100));
    case 3:
      return fmt::format("{}-pr.{}.{}", base, numbers.below(9000), numbers.below(9));
    case 4:
      return fmt::format("{}-canary.{}", base, short_hash(id));
    default:
      return fmt::format("{}-alpha.{}", base, numbers.below(50));
  }
}

std::string rule_file(PackageType type) {
  const auto file = folder() / (std::string(text_of(kPackageTypes, type)) + ".yaml");
  return file.string();
}

}  // namespace

RuleSet rules_of(PackageType type) {
  auto loaded = config::load_file(rule_file(type));
  if (!loaded) throw std::runtime_error(loaded.error().list.front().text);
  return std::move(loaded->config.rules);
}

Facts facts() {
  InUseList list;
  for (std::uint64_t i = 0; i < 200; ++i) {
    list.images.push_back({"acme", "svc-app", {}, Digest::parse(digest_name(i * 97)).value()});
  }
  list.tags.push_back(Pattern::parse("deploy-*").value());
  Facts facts;
  facts.in_use[(folder() / "deployed.txt").string()] = {std::move(list), {}, kNow};
  return facts;
}

Inventory inventory_of(PackageType type, std::size_t versions) {
  Inventory inventory;
  inventory.package = {PackageId{7}, {OwnerId{42}, "acme", OwnerKind::organization, OwnerRoute::organization},
                       type,         has_tags(type) ? "svc-app" : "lib-app",
                       "private",    "app"};
  inventory.fetched_at = kNow;
  inventory.versions.reserve(versions);
  constexpr std::chrono::seconds kSpan = std::chrono::days(3 * 365);
  Numbers numbers(versions);
  for (std::size_t age = 0; age < versions; ++age) {
    const std::size_t place = versions - 1 - age;
    const auto id = static_cast<std::uint64_t>(place);
    const SysTime created = kNow - kSpan * static_cast<std::int64_t>(age) / static_cast<std::int64_t>(versions);
    PackageVersion version{VersionId{static_cast<std::int64_t>(place) + 1}, digest_name(id), created, created,
                           std::vector<std::string>{}};
    if (has_tags(type)) {
      *version.tags = tags_of(numbers, id, place, versions);
    } else {
      version.name = npm_name(numbers, id, place, versions);
    }
    inventory.versions.push_back(std::move(version));
  }
  return inventory;
}

std::string large_configuration() {
  std::string text = "version: 1\npolicies:\n";
  for (int policy = 0; policy < 20; ++policy) {
    text += fmt::format("  - name: policy-{0}\n    owner: org:acme\n    type: [container, npm]\n", policy);
    text += fmt::format("    packages: [\"svc-{0}-*\"]\n    ignore_tags: [\"sha-*\"]\n    keep:\n", policy);
    text += "      - { name: builds, tags: [\"main-*\", \"!main-test-*\"], newest: 10 }\n";
    text += "      - { name: young, younger_than: 7d }\n";
    text += "      - { name: branches, tags: ['re:(?P<b>.+)-[0-9a-f]{7}'], group_by: [b], newest: 3 }\n";
    text += "      - { name: lines, semver: \"*\", per: minor, newest: 2 }\n";
    text += fmt::format("      - {{ name: named, version: [\"{}.*\", \"*-lts\"] }}\n    delete:\n", policy);
    text += "      - { name: requests, tags: [\"pr-*\"], older_than: 14d }\n";
    text +=
        "      - { name: old, tags: { all: ['re:(main|dev)-[0-9a-f]{7,40}'], none: [\"*-lts\"] }, older_than: 60d }\n";
    text += "      - { name: nightlies, tags: [\"nightly-*\"], older_than: 30d }\n";
    text += "      - { name: previews, prerelease: true, idle_for: 90d }\n";
    text += "      - { name: snapshots, version: [\"*-SNAPSHOT\", 're:.+-(alpha|beta)\\.[0-9]+'], older_than: 30d }\n";
  }
  text += "tests:\n";
  for (int test = 0; test < 100; ++test) {
    const char* given =
        test % 2 == 0 ? "tags: [pr-12], age: 45d, siblings: 3" : "version: 99.0-SNAPSHOT, age: 90d, siblings: 3";
    text += fmt::format("  - {{ policy: policy-{}, given: {{ {} }}, expect: delete }}\n", test % 20, given);
  }
  return text;
}

}  // namespace retention::bench
