#pragma once

#include <span>
#include <string_view>

namespace retention::store {

// What a purge deletes, in this order: children before what they refer to, deletions before the journal that tells of
// them. Each step is run again and again, every time in a transaction of its own, until it deletes nothing more. All
// of its statements begin with kPurgeBounds, which names the values of ?1 to ?6.
struct PurgeStep {
  std::string_view name;
  std::span<const std::string_view> statements;  // of one transaction; the last one deletes what the step is about
};

// ?1 the most rows of a transaction, ?2 the first run that is kept, ?3 the first plan of the runs that are kept, ?4 the
// same of the last purge, ?5 the last row of the journal that goes, ?6 the time before which things are old.
inline constexpr std::string_view kPurgeBounds =
    "WITH b (batch, first_run, first_plan, last_plan, anchor, before) AS (SELECT ?1, ?2, ?3, ?4, ?5, ?6), "
    // Packages that are gone as a whole.
    "closed (id) AS (SELECT k.id FROM package k WHERE k.gone_run < (SELECT first_run FROM b)), "
    // Deletions that are over, of old plans, whose every row of the journal goes, and whose version has not come back:
    // a deletion is what says that somebody restored it.
    "spent (id) AS (SELECT d.id FROM deletion d JOIN version v ON v.id = d.version_id "
    "WHERE d.plan_id < (SELECT first_plan FROM b) AND (d.state IN (8, 10, 11) OR (v.present = 0 OR "
    "v.package_id IN closed) AND (d.state IN (7, 13, 16) OR d.state IN (6, 14, 15) AND d.undo_until < "
    "(SELECT max(at) FROM anchor))) AND NOT EXISTS "
    "(SELECT 1 FROM journal j WHERE j.subject = d.id AND j.kind <= 2 AND j.seq > (SELECT anchor FROM b))), "
    // Versions that no listing of a kept run held and nothing refers to.
    "lost (id) AS (SELECT v.id FROM (SELECT w.id, w.package_id, w.gh_id FROM version w WHERE w.present = 0 AND "
    "w.gone_run < (SELECT first_run FROM b) UNION SELECT w.id, w.package_id, w.gh_id FROM version w "
    "WHERE w.package_id IN closed) v WHERE NOT EXISTS (SELECT 1 FROM version_change c WHERE c.version_id = v.id "
    "AND c.plan_id >= (SELECT first_plan FROM b)) "
    "AND NOT EXISTS (SELECT 1 FROM decision_change c WHERE c.version_id = v.id "
    "AND c.plan_id >= (SELECT first_plan FROM b)) "
    "AND NOT EXISTS (SELECT 1 FROM deletion d WHERE d.version_id = v.id) "
    "AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.version_id = v.id) "
    "AND NOT EXISTS (SELECT 1 FROM refusal r WHERE r.version_id = v.id) "
    "AND NOT EXISTS (SELECT 1 FROM pin p WHERE p.package_id = v.package_id AND p.gh_id = v.gh_id) "
    "ORDER BY v.id LIMIT (SELECT batch FROM b)) ";

[[nodiscard]] std::span<const PurgeStep> purge_steps();

}  // namespace retention::store
