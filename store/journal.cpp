#include "store/journal.h"

namespace retention::store {
namespace {

void add_field(std::string& data, std::string_view field) {
  data += std::to_string(field.size());
  data += ':';
  data += field;
  data += ',';
}

std::optional<ChainLink> newest(Query query) {
  query.bind();
  if (!query.step()) return std::nullopt;
  return ChainLink{query.integer(0), query.digest(1)};
}

}  // namespace

Digest chained_hash(const ChainLink& prev, const JournalEntry& entry) {
  std::string data(prev.hash.bytes().begin(), prev.hash.bytes().end());
  add_field(data, std::to_string(prev.seq + 1));
  add_field(data, std::to_string(entry.at.time_since_epoch().count()));
  add_field(data, entry.run ? std::to_string(entry.run->value) : std::string());
  add_field(data, std::to_string(static_cast<int>(entry.kind)));
  add_field(data, std::to_string(entry.subject));
  add_field(data, entry.body);
  return sha256(data);
}

ChainLink chain_head(Database& database) {
  if (auto last = newest(database.query("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"))) return *last;
  if (auto anchor = newest(database.query("SELECT seq, hash FROM anchor ORDER BY seq DESC LIMIT 1"))) return *anchor;
  return {};
}

Journal::Journal(Database& database) : database_(database), head_(chain_head(database)) {}

ChainLink Journal::append(const JournalEntry& entry) {
  const ChainLink link{head_.seq + 1, chained_hash(head_, entry)};
  Query insert = database_.query(
      "INSERT INTO journal (seq, at, run_id, kind, subject, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  insert.bind(link.seq, entry.at, entry.run, entry.kind, entry.subject, entry.body, link.hash);
  insert.run();
  head_ = link;
  return link;
}

}  // namespace retention::store
