#include "store/purge_steps.h"

#include <array>

namespace retention::store {
namespace {

constexpr std::array<std::string_view, 1> kOrder{
    "DELETE FROM deletion_after WHERE (deletion_id, after_id) IN (SELECT a.deletion_id, a.after_id FROM "
    "deletion_after a WHERE a.deletion_id IN spent OR a.after_id IN spent LIMIT (SELECT batch FROM b))"};

constexpr std::array<std::string_view, 1> kApprovals{
    "DELETE FROM approval WHERE (plan_id, version_id) IN (SELECT a.plan_id, a.version_id FROM approval a "
    "WHERE a.until < (SELECT before FROM b) LIMIT (SELECT batch FROM b))"};

constexpr std::array<std::string_view, 1> kDeletions{
    "DELETE FROM deletion WHERE id IN (SELECT id FROM spent LIMIT (SELECT batch FROM b))"};

// Once its versions have gone, and all that the journal says of it does.
constexpr std::array<std::string_view, 1> kWholePackages{
    "DELETE FROM package_deletion WHERE id IN (SELECT w.id FROM package_deletion w "
    "WHERE w.run_id < (SELECT first_run FROM b) AND w.state_at < (SELECT before FROM b) "
    "AND (w.state IN (7, 8, 10, 11, 13, 16) OR w.state = 15 AND w.undo_until < (SELECT max(at) FROM anchor)) "
    "AND NOT EXISTS (SELECT 1 FROM deletion d WHERE d.package_deletion_id = w.id) "
    "AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.subject = w.id AND j.kind = 10 AND j.seq > "
    "(SELECT anchor FROM b)) LIMIT (SELECT batch FROM b))"};

constexpr std::array<std::string_view, 1> kRefusals{
    "DELETE FROM refusal WHERE (version_id, code) IN (SELECT r.version_id, r.code FROM refusal r "
    "WHERE r.retry_at < (SELECT before FROM b) LIMIT (SELECT batch FROM b))"};

// A pin whose time is over holds nothing any more.
constexpr std::array<std::string_view, 2> kPins{
    "UPDATE pin SET removed_at = until WHERE removed_at IS NULL AND until < (SELECT before FROM b)",
    "DELETE FROM pin WHERE id IN (SELECT p.id FROM pin p WHERE p.removed_at < (SELECT before FROM b) "
    "LIMIT (SELECT batch FROM b))"};

constexpr std::array<std::string_view, 1> kCommands{
    "DELETE FROM command WHERE id IN (SELECT c.id FROM command c WHERE c.finished_at < (SELECT before FROM b) "
    "LIMIT (SELECT batch FROM b))"};

constexpr std::array<std::string_view, 1> kWarnings{
    "DELETE FROM run_warning WHERE (run_id, ordinal) IN (SELECT w.run_id, w.ordinal FROM run_warning w "
    "WHERE w.run_id < (SELECT first_run FROM b) LIMIT (SELECT batch FROM b))"};

// What names a deletion, the last complete listing and the newest plan of a package is still asked for.
constexpr std::array<std::string_view, 1> kRunPackages{
    "DELETE FROM run_package WHERE (run_id, package_id) IN (SELECT r.run_id, r.package_id FROM run_package r "
    "JOIN package k ON k.id = r.package_id WHERE r.plan_id < (SELECT first_plan FROM b) "
    "AND (k.id IN closed OR k.complete_run IS NOT r.run_id AND r.plan_id < "
    "(SELECT max(p.id) FROM plan p WHERE p.package_id = k.id)) AND NOT EXISTS (SELECT 1 FROM deletion d WHERE "
    "d.plan_id = r.plan_id) LIMIT (SELECT batch FROM b))"};

// The newest row before the first kept plan says what a kept run saw; what it took the place of is not asked for any
// more. Only rows that the last purge did not see yet can have taken a place, so the work is that of the changes
// since. What a deletion saw goes after it.
constexpr std::array<std::string_view, 1> kSeen{
    "DELETE FROM version_change WHERE (version_id, plan_id) IN (SELECT x.version_id, x.plan_id FROM version_change y "
    "JOIN version_change x ON x.version_id = y.version_id AND x.plan_id < y.plan_id "
    "WHERE y.plan_id >= (SELECT last_plan FROM b) AND y.plan_id < (SELECT first_plan FROM b) "
    "AND NOT EXISTS (SELECT 1 FROM deletion d WHERE d.version_id = x.version_id AND d.plan_id >= x.plan_id "
    "AND d.plan_id < (SELECT first_plan FROM b)) LIMIT (SELECT batch FROM b))"};

constexpr std::array<std::string_view, 1> kDecided{
    "DELETE FROM decision_change WHERE (version_id, plan_id) IN (SELECT x.version_id, x.plan_id FROM "
    "decision_change y JOIN decision_change x ON x.version_id = y.version_id AND x.plan_id < y.plan_id "
    "WHERE y.plan_id >= (SELECT last_plan FROM b) AND y.plan_id < (SELECT first_plan FROM b) "
    "LIMIT (SELECT batch FROM b))"};

// A package may come back between two transactions: a list must not speak of rows that are not there.
constexpr std::array<std::string_view, 5> kVersions{
    "DELETE FROM version_list WHERE package_id IN closed", "DELETE FROM rank_list WHERE package_id IN closed",
    "DELETE FROM decision_change WHERE version_id IN (SELECT id FROM lost)",
    "DELETE FROM version_change WHERE version_id IN (SELECT id FROM lost)",
    "DELETE FROM version WHERE id IN (SELECT id FROM lost)"};

// An old plan would hold the one before it, and that one the one before.
constexpr std::array<std::string_view, 2> kPlans{
    "UPDATE plan SET supersedes = NULL WHERE supersedes IS NOT NULL AND id < (SELECT first_plan FROM b)",
    "DELETE FROM plan WHERE id IN (SELECT p.id FROM plan p WHERE p.id < (SELECT first_plan FROM b) "
    "AND (p.package_id IN closed OR p.id < (SELECT max(q.id) FROM plan q WHERE q.package_id = p.package_id)) "
    "AND NOT EXISTS (SELECT 1 FROM decision_change d WHERE d.plan_id = p.id) "
    "AND NOT EXISTS (SELECT 1 FROM version_change c WHERE c.plan_id = p.id) "
    "AND NOT EXISTS (SELECT 1 FROM run_package r WHERE r.plan_id = p.id) "
    "AND NOT EXISTS (SELECT 1 FROM deletion d WHERE d.plan_id = p.id) "
    "AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.plan_id = p.id) "
    "AND NOT EXISTS (SELECT 1 FROM deletion d WHERE d.approval_plan_id = p.id) "
    "AND NOT EXISTS (SELECT 1 FROM plan s WHERE s.supersedes = p.id) LIMIT (SELECT batch FROM b))"};

constexpr std::array<std::string_view, 2> kPackages{
    "DELETE FROM walk_page WHERE package_id IN closed",
    "DELETE FROM package WHERE id IN (SELECT k.id FROM package k WHERE k.id IN closed "
    "AND NOT EXISTS (SELECT 1 FROM version v WHERE v.package_id = k.id) "
    "AND NOT EXISTS (SELECT 1 FROM plan p WHERE p.package_id = k.id) "
    "AND NOT EXISTS (SELECT 1 FROM pin p WHERE p.package_id = k.id) "
    "AND NOT EXISTS (SELECT 1 FROM deletion d WHERE d.package_id = k.id) "
    "AND NOT EXISTS (SELECT 1 FROM package_deletion d WHERE d.package_id = k.id) "
    "AND NOT EXISTS (SELECT 1 FROM run_package r WHERE r.package_id = k.id) LIMIT (SELECT batch FROM b))"};

constexpr std::array<std::string_view, 1> kRuns{
    "DELETE FROM run WHERE id IN (SELECT r.id FROM run r WHERE r.id < (SELECT first_run FROM b) "
    "AND NOT EXISTS (SELECT 1 FROM plan p WHERE p.run_id = r.id) "
    "AND NOT EXISTS (SELECT 1 FROM run_package p WHERE p.run_id = r.id) "
    "AND r.id NOT IN (SELECT first_run FROM package UNION SELECT gone_run FROM package WHERE gone_run IS NOT NULL "
    "UNION SELECT complete_run FROM package WHERE complete_run IS NOT NULL "
    "UNION SELECT chain_since FROM package WHERE chain_since IS NOT NULL "
    "UNION SELECT run_id FROM command WHERE run_id IS NOT NULL UNION SELECT run_id FROM package_deletion) "
    "LIMIT (SELECT batch FROM b))"};

constexpr std::array<std::string_view, 1> kJournal{
    "DELETE FROM journal WHERE seq IN (SELECT j.seq FROM journal j WHERE j.seq <= (SELECT anchor FROM b) "
    "ORDER BY j.seq LIMIT (SELECT batch FROM b))"};

constexpr std::array kSteps{PurgeStep{"orders", kOrder},
                            PurgeStep{"approvals", kApprovals},
                            PurgeStep{"deletions", kDeletions},
                            PurgeStep{"deletions of packages", kWholePackages},
                            PurgeStep{"refusals", kRefusals},
                            PurgeStep{"pins", kPins},
                            PurgeStep{"commands", kCommands},
                            PurgeStep{"warnings", kWarnings},
                            PurgeStep{"packages of runs", kRunPackages},
                            PurgeStep{"what was seen", kSeen},
                            PurgeStep{"what was decided", kDecided},
                            PurgeStep{"versions", kVersions},
                            PurgeStep{"plans", kPlans},
                            PurgeStep{"packages", kPackages},
                            PurgeStep{"runs", kRuns},
                            PurgeStep{"the journal", kJournal}};

}  // namespace

std::span<const PurgeStep> purge_steps() {
  return kSteps;
}

}  // namespace retention::store
