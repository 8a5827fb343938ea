// What people do in a walk, with the program and without it.
#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>

#include "tests/integration/model_walk.h"

namespace retention::test {
namespace {

// Each image has a tag that nobody moves: without its manifest, an image without any could be a part of another.
std::vector<std::string> own_tags(std::int64_t id, bool image) {
  if (!image) return {};
  return {"build-" + std::to_string(id)};
}

}  // namespace

std::optional<Walk::Known> Walk::some_known() {
  const std::string name = some_package();
  const auto& active = github_.shelf(name).active;
  if (active.empty()) return std::nullopt;
  const std::int64_t id = one_of(active).id.value;
  auto history = store::History::open(path_);
  EXPECT_TRUE(history);
  const PackageType type = github_.shelf(name).package.type;
  auto found = history->find_version({{"acme", type, name}, store::VersionRef::By::at, std::to_string(id)});
  if (!found) return std::nullopt;
  return Known{id, *found};
}

std::string Walk::pin() {
  const auto known = some_known();
  if (!known) return "nothing to pin";
  const SysTime until = now() + std::chrono::days{1 + below(40)};
  const auto pinned = store::Ledger::open(path_)->pin(known->match.row, {until, "because", "ada", now()});
  EXPECT_TRUE(pinned) << pinned.error().message;
  pins_[known->id] = std::max(pins_[known->id], until);
  return "pin " + std::to_string(known->id);
}

std::string Walk::unpin() {
  const auto known = some_known();
  if (!known) return "nothing to unpin";
  EXPECT_TRUE(store::Ledger::open(path_)->unpin({known->match.row, "ada", now()}));
  pins_.erase(known->id);
  return "unpin " + std::to_string(known->id);
}

std::string Walk::pause_or_resume() {
  auto ledger = store::Ledger::open(path_).value();
  if (paused_) {
    EXPECT_TRUE(ledger.resume("ada", now()));
  } else {
    EXPECT_TRUE(ledger.pause({std::nullopt, "because", "ada", now()}));
  }
  paused_ = !paused_;
  return paused_ ? "pause" : "resume";
}

// The newest plan that asked, or an older one.
std::optional<store::AskingPlan> Walk::some_plan() {
  auto history = store::History::open(path_);
  EXPECT_TRUE(history);
  const auto asking = history->asking_plans();
  EXPECT_TRUE(asking);
  if (asking->empty()) return std::nullopt;
  return below(2) == 0 ? asking->back() : one_of(*asking);
}

// What the plan of a run asked people for and nobody sent.
Walk::Ids Walk::unsent_in(RunId run, const std::set<store::DeletionState>& states) {
  Ids ids;
  auto history = store::History::open(path_);
  EXPECT_TRUE(history);
  const auto read = history->deletions_of(run, [&](const store::DeletionDetail& detail) {
    if (detail.package.name != kAsked) return;
    const store::DeletionState state = detail.deletion.state;
    const bool withdrawn = state == store::DeletionState::cancelled && detail.deletion.attempts == 0;
    if (states.contains(state) || withdrawn) ids.insert(detail.version.value);
  });
  EXPECT_TRUE(read);
  return ids;
}

std::string Walk::approve() {
  const auto plan = some_plan();
  if (!plan) return "nothing to approve";
  const SysTime until = now() + std::chrono::days{7};
  const Ids ids = unsent_in(plan->run, {store::DeletionState::awaiting});
  const auto approved = store::Ledger::open(path_)->approve({plan->id}, {"ada", now(), until});
  EXPECT_EQ(approved.has_value(), !ids.empty()) << (approved ? "" : approved.error().message);
  if (!approved) return "nothing waits any more";
  Approved& all = approvals_[plan->id.value];
  all.ids.insert(ids.begin(), ids.end());
  all.until = until;
  all.run = plan->run;
  return "approve " + plan->key;
}

// What waits is dropped, or what was approved and has not gone yet, by whatever approval.
std::string Walk::reject() {
  std::optional<PlanId> plan;
  RunId run;
  if (const auto waits = some_plan()) {
    plan = waits->id;
    run = waits->run;
  }
  if (!approvals_.empty() && below(2) == 0) {
    plan = PlanId{approvals_.rbegin()->first};
    run = approvals_.rbegin()->second.run;
  }
  if (!plan) return "nothing to reject";
  Ids dropped = unsent_in(run, {store::DeletionState::awaiting, store::DeletionState::queued});
  const bool approved = approvals_.contains(plan->value);
  const auto rejected = store::Ledger::open(path_)->reject({*plan}, {"ada", now()});
  EXPECT_TRUE(rejected) << rejected.error().message;
  if (approved) dropped.merge(approvals_[plan->value].ids);
  approvals_.erase(plan->value);
  for (auto& [other, each] : approvals_) {
    std::erase_if(each.ids, [&](std::int64_t id) { return dropped.contains(id); });
  }
  return approved ? "reject what was approved" : "reject";
}

std::string Walk::push() {
  push(some_package(), std::chrono::days{below(60)});
  return "push";
}

void Walk::push(const std::string& name, std::chrono::days age) {
  clock_.advance(std::chrono::seconds{1});
  const std::int64_t id = ++last_id_;
  const SysTime created = now() - age;
  const bool image = has_tags(github_.shelf(name).package.type);
  const std::string label = image ? "sha256:" + std::string(61, 'a') + std::to_string(id) : "1.0." + std::to_string(id);
  github_.shelf(name).active.push_back({{id}, label, created, created, own_tags(id, image)});
}

std::string Walk::remove_by_others() {
  // No read can tell whether a call that was cut had its effect, once others have undone it.
  if (killed_) return "nobody deletes";
  const std::string& name = some_package();
  auto& active = github_.shelf(name).active;
  if (active.size() < 4) return "nobody deletes";
  const VersionId id = one_of(active).id;
  // What goes within a day of a call that nobody answered counts as that call's late effect.
  const auto unheard = unheard_.find(id.value);
  if (unheard != unheard_.end() && now() - unheard->second <= std::chrono::days{1}) return "nobody deletes";
  github_.remove(name, id);
  return "somebody deletes " + std::to_string(id.value);
}

std::string Walk::move_the_tag() {
  const auto& active = github_.shelf(kImages).active;
  if (active.empty()) return "no tag moves";
  const std::int64_t id = one_of(active).id.value;
  give_the_tag(id);
  return "the tag moves to " + std::to_string(id);
}

void Walk::give_the_tag(std::int64_t id) {
  for (PackageVersion& version : github_.shelf(kImages).active) {
    const bool holder = version.id.value == id;
    if (holder) version.updated_at = now();
    version.tags = own_tags(version.id.value, true);
    if (holder) version.tags->emplace_back(kTag);
  }
}

}  // namespace retention::test
