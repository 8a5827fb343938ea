#include "tests/integration/family_world.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <utility>

#include "store/verify.h"
#include "tests/integration/agreement.h"
#include "tests/support/inventory_builder.h"

namespace retention::test {
namespace {

using Effect = FakeGitHub::Ending::Effect;
using Kind = MutationOutcome::Kind;

constexpr std::int64_t kPushed = 1000;  // other people's index of version N is version 1000 + N
constexpr int kMostCycles = 40;

FakeGitHub::Ending ending(Kind kind, int status, Effect effect) {
  MutationOutcome outcome;
  outcome.kind = kind;
  outcome.http_status = status;
  outcome.message = "struck";
  if (kind == Kind::refused) outcome.refusal = Refusal::downloads;
  return {outcome, effect};
}

bool comes_between_looks(Fate fate) {
  return fate == Fate::renamed || fate == Fate::touched || fate == Fate::listed;
}

// A ledger without a row. Making one takes longer than all the cycles over it.
std::string new_ledger(const std::string& folder) {
  static const TemporaryFolder kFolder("/dev/shm");
  static const std::string kEmpty = kFolder.path() + "/ledger.db";
  if (!std::filesystem::exists(kEmpty)) static_cast<void>(store::Ledger::open(kEmpty).value());
  std::string path = folder + "/ledger.db";
  std::filesystem::copy_file(kEmpty, path);
  return path;
}

std::vector<PackageVersion> by_id(std::vector<PackageVersion> versions) {
  std::ranges::sort(versions, {}, &PackageVersion::id);
  return versions;
}

}  // namespace

FamilyWorld::FamilyWorld(std::uint32_t seed)
    : path_(new_ledger(folder_.path())),
      family_(random_family(seed, seconds_of(clock_.now()))),
      whole_(family_),
      first_(family_.versions) {
  const Package package{
      {7}, {{1}, "acme", OwnerKind::organization, OwnerRoute::organization}, PackageType::container, "app", "private",
      ""};
  github_.add(package).active = family_.versions;
  github_.before_each_mutation([this](VersionId version) { meet(version); });
  github_.before_each_look([this](const std::string& /*package*/) {
    if (phase_ == Phase::cycles && ++looks_ == 2) move_between_looks();
  });
}

std::vector<std::int64_t> FamilyWorld::active() {
  std::vector<std::int64_t> ids;
  for (const PackageVersion& version : shelf().active) ids.push_back(version.id.value);
  std::ranges::sort(ids);
  return ids;
}

std::vector<VersionId> FamilyWorld::versions_of(std::string_view operation) const {
  std::vector<VersionId> ids;
  for (const auto& record : done_) {
    if (record.operation == operation) ids.push_back(VersionId{record.version_id});
  }
  return ids;
}

void FamilyWorld::look(const std::string& where, Wholeness::With with) {
  EXPECT_THAT(whole_.torn(shelf().active, with), testing::IsEmpty()) << where;
}

PackageVersion& FamilyWorld::first(VersionId version) {
  return *std::ranges::find(first_, version, &PackageVersion::id);
}

void FamilyWorld::record(const char* operation, VersionId version) {
  simulator::MutationRecord record;
  record.operation = operation;
  record.package = "acme/container/app";
  record.version_id = version.value;
  done_.push_back(record);
}

void FamilyWorld::meet(VersionId version) {
  ++sent_;
  const std::string call = "before the call for version " + std::to_string(version.value);
  if (phase_ == Phase::undo) {
    look(call + " of the undo", Wholeness::With::parts_alone);
    return record("restore_version", version);
  }
  look(call);
  EXPECT_THAT(whole_.listing(version, shelf().active), testing::IsEmpty()) << call << ", listed by";
  const auto struck = fates_.find(version);
  if (struck == fates_.end() || comes_between_looks(struck->second)) return record("delete_version", version);
  strike_call(version, struck->second);
}

// The call goes on behind this, and finds the ending that is scripted here; without one it works.
void FamilyWorld::strike_call(VersionId version, Fate fate) {
  switch (fate) {
    case Fate::server_error:
      return github_.script({ending(Kind::unknown, 502, Effect::none)});
    case Fate::rejected:
      return github_.script({ending(Kind::failed, 422, Effect::none)});
    case Fate::refused:
      return github_.script({ending(Kind::refused, 400, Effect::none)});
    case Fate::no_admin:
      return github_.script({ending(Kind::not_found, 404, Effect::none)});
    case Fate::unread:
      github_.fail_reads(Error{ErrorCode::server_error, "502"});
      [[fallthrough]];
    case Fate::answer_lost:
      record("delete_version", version);
      return github_.script({ending(Kind::unknown, 0, Effect::happens)});
    case Fate::killed_after:
      record("delete_version", version);
      github_.remove("app", version);
      [[fallthrough]];
    case Fate::killed_before:
      fates_.erase(version);
      throw Killed{};
    case Fate::gone_already:
      github_.remove("app", version);
      *shelf().deleted.back().deleted_at -= std::chrono::minutes{10};
      look("after other people deleted version " + std::to_string(version.value));
      whole_.lose(version);
      std::erase_if(first_, [&](const PackageVersion& each) { return each.id == version; });
      fates_.erase(version);
      return github_.script({ending(Kind::not_found, 404, Effect::none)});
    case Fate::renamed:
    case Fate::touched:
    case Fate::listed:
      return;
  }
}

void FamilyWorld::push_index_of(VersionId version) {
  Manifest index;
  index.kind = ManifestKind::index;
  index.children.push_back(Digest::parse(first(version).name).value());
  const std::int64_t id = kPushed + version.value;
  const SysTime now = seconds_of(clock_.now());
  const PackageVersion pushed{{id}, InventoryBuilder::digest_name(id), now, now, {{"new-" + std::to_string(id)}}};
  family_.manifests[Digest::parse(pushed.name).value()] = index;
  process_->registry.manifests = family_.manifests;
  whole_.add(pushed, index);
  first_.push_back(pushed);
  shelf().active.push_back(pushed);
}

void FamilyWorld::move_between_looks() {
  if (std::exchange(moved_, true)) return;
  for (const auto& [version, fate] : fates_) {
    if (!comes_between_looks(fate)) continue;
    if (fate == Fate::listed) {
      push_index_of(version);
      continue;
    }
    PackageVersion& there = *std::ranges::find(shelf().active, version, &PackageVersion::id);
    *there.updated_at += std::chrono::seconds{1};
    if (fate == Fate::renamed) there.tags->push_back("fresh-" + std::to_string(version.value));
    whole_.tag(version, *there.tags);
    first(version) = there;
  }
}

void FamilyWorld::cycle() {
  ++cycles_;
  looks_ = 0;
  sent_ = 0;
  killed_ = false;
  try {
    Process process(path_, github_, calls_, clock_, family_.rules);
    process_ = &process;
    process.registry.manifests = family_.manifests;
    const auto outcome = process.apply();
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_FALSE(outcome->cut_short) << outcome->cut_short->message;
    // What a cycle meets, the next one does not meet again; only refusals last.
    std::erase_if(fates_, [](const auto& struck) { return struck.second != Fate::refused; });
  } catch (const Killed&) {
    killed_ = true;
  }
  process_ = nullptr;
  github_.fail_reads(std::nullopt);
  clock_.advance(std::chrono::hours{1});
  look("after a cycle");
}

void FamilyWorld::settle() {
  phase_ = Phase::cycles;
  for (int i = 0; i < kMostCycles && !testing::Test::HasFatalFailure(); ++i) {
    cycle();
    // The first may have found everything stale.
    if (cycles_ > 1 && sent_ == 0 && !killed_) return expect_agreement();
  }
  ADD_FAILURE() << "it never comes to rest";
}

void FamilyWorld::expect_agreement() {
  EXPECT_THAT(disagreements(path_, done_), testing::IsEmpty());
}

std::optional<engine::UndoOutcome> FamilyWorld::undo_once() {
  try {
    Process process(path_, github_, calls_, clock_, family_.rules);
    const auto outcome = process.undo(store::ByPackage{PackageRef{"acme", PackageType::container, "app"}});
    EXPECT_TRUE(outcome) << outcome.error().message;
    return outcome.value_or(engine::UndoOutcome{});
  } catch (const Killed&) {
    look("after the undo was killed", Wholeness::With::parts_alone);
    return std::nullopt;
  }
}

void FamilyWorld::expect_back(const engine::UndoOutcome& outcome, const std::set<VersionId>& away) {
  EXPECT_EQ(outcome.left, std::ssize(away));
  EXPECT_EQ(outcome.status, away.empty() ? ExitStatus::done : ExitStatus::some_failed);
  std::erase_if(first_, [&](const PackageVersion& each) { return away.contains(each.id); });
  for (const VersionId version : away) whole_.lose(version);
  EXPECT_EQ(by_id(shelf().active), by_id(first_)) << "the first state is not back";
  look("after the undo");
}

void FamilyWorld::undo(std::optional<Cut> cut) {
  phase_ = Phase::undo;
  const std::vector<VersionId> gone = deleted();
  const std::set<VersionId> away = whole_.stay_away(gone);
  if (cut) calls_.kill_at(cut->call, cut->moment);
  auto outcome = undo_once();
  calls_.kill_no_more();
  if (!outcome) outcome = undo_once();
  ASSERT_TRUE(outcome) << "it was killed twice";
  expect_back(*outcome, away);
  expect_agreement();
  const std::size_t before = done_.size();
  settle();
  for (std::size_t i = before; i < done_.size(); ++i) {
    EXPECT_THAT(gone, testing::Not(testing::Contains(VersionId{done_[i].version_id})))
        << "what came back was deleted again";
  }
}

void FamilyWorld::verify() {
  const auto verified = store::verify(path_);
  EXPECT_TRUE(verified) << verified.error().message;
}

}  // namespace retention::test
