#include "daemon/report/comparison.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/golden.h"
#include "tests/support/inventory_builder.h"

namespace retention::report {
namespace {

using std::chrono::days;
using test::expect_golden;
using test::kNow;

const PackageRef kApi{"acme", PackageType::container, "svc-api"};

ComparedDecision kept() {
  return {Verdict::keep, std::nullopt, {Layer::fallback, ReasonCode::nothing_spoke, {}, {}, {}, 0, 0}};
}

ComparedDecision deleted_by(const std::string& rule, Mode mode = Mode::enforce) {
  return {Verdict::remove, mode, {Layer::remove, ReasonCode::matched, "ci", rule, "tags [pr-*]", 0, 0}};
}

ComparedVersion version(ChangeKind kind, std::int64_t id, ComparedDecision before, ComparedDecision after) {
  return {kind,
          VersionId{id},
          "sha256:" + std::string(64, 'a'),
          std::vector{"pr-" + std::to_string(id)},
          kNow - days{id},
          std::move(before),
          std::move(after)};
}

// Every kind of change, limits that begin to block, and a package that was never listed as a whole.
void write(ComparisonWriter& writer) {
  writer.begin({"/etc/retentiond/config.yaml", "new.yaml", "/var/lib/retentiond/ledger.db", kNow});
  ComparedPackage package{kApi, kNow - days{3}, 100, {}, {10, LimitBreach::none}, {60, LimitBreach::percent}, {}};
  for (std::int64_t id = 40; id < 65; ++id) {
    package.changes.push_back(version(ChangeKind::newly_deleted, id, kept(), deleted_by("old\x1b[1m")));
  }
  package.changes.push_back(version(ChangeKind::no_longer_deleted, 5, deleted_by("old"), kept()));
  package.changes.push_back(version(ChangeKind::other_mode, 6, deleted_by("old", Mode::audit), deleted_by("old")));
  package.changes.push_back(version(ChangeKind::other_rule, 7, deleted_by("old"), deleted_by("stale")));
  writer.package(package);
  writer.package({{"acme", PackageType::npm, "same"}, kNow, 7, {}, {}, {}, {}});
  writer.package({{"acme", PackageType::npm, "unknown"},
                  std::nullopt,
                  0,
                  {Incompleteness::listing_failed, "the ledger holds no complete listing"},
                  {},
                  {},
                  {}});
  const store::RunWarning warning{"listing-failed", "the ledger has seen no package of org:else", "org:else/npm"};
  writer.finish(std::span(&warning, 1));
}

TEST(Comparison, TellsWhatDiffersAndWhy) {
  std::ostringstream text;
  write(*make_comparison_writer({text, Format::text, {}}));
  std::ostringstream json;
  write(*make_comparison_writer({json, Format::json, {}}));
  const auto parsed = nlohmann::json::parse(json.str());
  EXPECT_EQ(parsed["schema"], 1);
  EXPECT_EQ(parsed["summary"]["versions"], 107);
  EXPECT_EQ(parsed["summary"]["newly_deleted"], 25);
  expect_golden("report/comparison.txt", text.str() + "---\n" + json.str());
}

TEST(Comparison, OfNothingIsWholeToo) {
  std::ostringstream json;
  const auto writer = make_comparison_writer({json, Format::json, {}});
  writer->begin({"a", "b", "c", kNow});
  writer->finish({});
  EXPECT_TRUE(nlohmann::json::parse(json.str())["packages"].empty());
}

}  // namespace
}  // namespace retention::report
