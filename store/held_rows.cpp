#include "store/held_rows.h"

namespace retention::store {

DeletionState released_state(Database& database, DeletionId id) {
  Query query = database.query(
      "SELECT 1 FROM deletion_after a JOIN deletion f ON f.id = a.after_id "
      "WHERE a.deletion_id = ?1 AND f.state NOT IN (6, 7) LIMIT 1");
  query.bind(id);
  return query.step() ? DeletionState::held : DeletionState::queued;
}

std::vector<DeletionId> freed_by(Database& database, DeletionId id) {
  Query query = database.query(
      "SELECT d.id FROM deletion_after a CROSS JOIN deletion d ON d.id = a.deletion_id AND d.state = 3 "
      "WHERE a.after_id = ?1 AND NOT EXISTS (SELECT 1 FROM deletion_after b JOIN deletion f ON f.id = b.after_id "
      "WHERE b.deletion_id = d.id AND f.state NOT IN (6, 7)) ORDER BY d.id");
  query.bind(id);
  std::vector<DeletionId> freed;
  while (query.step()) freed.push_back(query.id<DeletionId>(0));
  return freed;
}

}  // namespace retention::store
