#include <limits>
#include <utility>

#include "store/history.h"
#include "store/history_impl.h"

namespace retention::store {
namespace {

constexpr std::int64_t kUpToNow = std::numeric_limits<std::int64_t>::max();

std::optional<StepOrigin> read_origin(const Query& query) {
  if (query.is_null(2)) return std::nullopt;
  return StepOrigin{query.id<RunId>(2), query.is_null(3) ? RunKind::apply : query.as<RunKind>(3),
                    query.maybe_text(4).value_or("")};
}

std::vector<DeletionStep> read_steps(Database& database, const DeletionRecord& deletion) {
  Query query = database.query(
      "SELECT j.at, j.body, j.run_id, r.kind, r.actor FROM journal j LEFT JOIN run r ON r.id = j.run_id "
      "WHERE j.subject = ?1 AND j.kind <= 2 ORDER BY j.seq");
  query.bind(deletion.id);
  std::vector<DeletionStep> steps;
  while (query.step()) {
    DeletionRecord as = deletion_of(decode_move(query.text(1)), query.time(0));
    as.id = deletion.id;
    as.plan = deletion.plan;
    as.due_at = deletion.due_at;
    steps.push_back({std::move(as), read_origin(query)});
  }
  return steps;
}

void add_cause(History::Impl& impl, DeletionStory& story) {
  Query query = impl.database.query("SELECT rule_id, package_deletion_id FROM deletion WHERE id = ?1");
  query.bind(story.detail.deletion.id);
  if (!query.step()) return;
  story.whole_package = !query.is_null(1);
  const auto rule = query.maybe_integer(0);
  if (!rule) return;
  story.rule = impl.rules.named({Layer::remove, ReasonCode::matched, *rule, 0, 0});
}

// Of the plans since the version was decided about first, the newest whose listing held it.
constexpr auto kLastLook =
    "SELECT p.run_id FROM plan p WHERE p.package_id = (SELECT package_id FROM version WHERE id = ?1) AND p.id >= "
    "(SELECT min(d.plan_id) FROM decision_change d WHERE d.version_id = ?1) AND coalesce((SELECT c.present FROM "
    "version_change c WHERE c.version_id = ?1 AND c.plan_id <= p.id ORDER BY c.plan_id DESC LIMIT 1), 1) = 1 AND NOT "
    "EXISTS (SELECT 1 FROM run_package x WHERE x.plan_id = p.id AND x.versions = 0) ORDER BY p.id DESC LIMIT 1";

}  // namespace

std::optional<RunId> last_look(Database& database, VersionRow version) {
  Query query = database.query(kLastLook);
  query.bind(version);
  if (!query.step()) return std::nullopt;
  return query.id<RunId>(0);
}

Result<std::vector<DeletionStory>> History::stories_on(VersionRow version) {
  return guarded("read what became of the version", [&]() -> Result<std::vector<DeletionStory>> {
    Transaction transaction(impl_->database, Transaction::Kind::read);
    Query query = impl_->database.query("SELECT " + std::string(kDetailColumns) + std::string(kDetailTables) +
                                        "WHERE d.version_id = ?1 ORDER BY d.id");
    query.bind(version);
    std::vector<DeletionStory> stories;
    while (query.step()) {
      DeletionStory story;
      story.detail = read_detail(impl_->database, query, kUpToNow);
      story.steps = read_steps(impl_->database, story.detail.deletion);
      add_cause(*impl_, story);
      stories.push_back(std::move(story));
    }
    return stories;
  });
}

Result<std::optional<RunId>> History::last_look_at(VersionRow version) {
  return guarded("find the last decision",
                 [&]() -> Result<std::optional<RunId>> { return last_look(impl_->database, version); });
}

}  // namespace retention::store
