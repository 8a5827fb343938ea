#include "store/run_seal.h"

#include <nlohmann/json.hpp>

namespace retention::store {
namespace {

// Numbers are eight bytes, the lowest first, behind a 1, and texts their length and themselves; NULL is a 0.
class RowHash {
 public:
  void number(std::int64_t value) {
    data_ += '\1';
    auto left = static_cast<std::uint64_t>(value);
    for (int byte = 0; byte < 8; ++byte, left >>= 8U) data_ += static_cast<char>(left & 0xffU);
  }

  void numbers(const Query& row, int first, int last) {
    for (int column = first; column <= last; ++column) {
      const auto value = row.maybe_integer(column);
      value ? number(*value) : nothing();
    }
  }

  void text(const Query& row, int column) {
    const auto value = row.maybe_view(column);
    if (!value) return nothing();
    number(static_cast<std::int64_t>(value->size()));
    data_ += *value;
  }

  void end_row() {
    ++rows_;
    if (data_.size() < kPiece) return;
    hash_.add(data_);
    data_.clear();
  }

  [[nodiscard]] RunChanges finish() {
    hash_.add(data_);
    return {rows_, hash_.finish()};
  }

 private:
  // To hash a few bytes at a time takes longer than to gather them.
  static constexpr std::size_t kPiece = 16384;

  void nothing() { data_ += '\0'; }

  Sha256 hash_;
  std::string data_;
  std::int64_t rows_{0};
};

// What a version was when it was first seen stands in its own row until it changes. Who decided and why is in `args`.
constexpr auto kDecided =
    "SELECT d.plan_id, v.gh_id, d.verdict, CASE WHEN v.first_run = p.run_id THEN iif(c.plan_id IS NULL, v.created_at, "
    "c.created_at) END, CASE WHEN v.first_run = p.run_id THEN iif(c.plan_id IS NULL, v.updated_at, c.updated_at) END, "
    "coalesce(v.digest, v.name), d.args, "
    "CASE WHEN v.first_run = p.run_id THEN iif(c.plan_id IS NULL, v.tags, c.tags) END "
    "FROM plan p CROSS JOIN decision_change d ON d.plan_id = p.id CROSS JOIN version v ON v.id = d.version_id "
    "AND v.package_id = p.package_id "
    "LEFT JOIN version_change c ON v.first_run = p.run_id AND c.version_id = d.version_id AND c.plan_id = d.plan_id "
    "WHERE p.run_id = ?1 ORDER BY p.id, d.version_id";

// The row of what was seen first is written when the second is, after the end of its run.
constexpr auto kSeen =
    "SELECT c.plan_id, v.gh_id, c.created_at, c.updated_at, c.present, c.tags FROM plan p "
    "CROSS JOIN version_change c ON c.plan_id = p.id CROSS JOIN version v ON v.id = c.version_id "
    "WHERE p.run_id = ?1 AND v.first_run <> p.run_id ORDER BY p.id, c.version_id";

}  // namespace

RunChanges changes_of(Database& database, RunId run) {
  RowHash hash;
  Query decided = database.query(kDecided);
  decided.bind(run);
  while (decided.step()) {
    hash.numbers(decided, 0, 4);
    for (const int column : {5, 6, 7}) hash.text(decided, column);
    hash.end_row();
  }
  Query seen = database.query(kSeen);
  seen.bind(run);
  while (seen.step()) {
    hash.numbers(seen, 0, 4);
    hash.text(seen, 5);
    hash.end_row();
  }
  return hash.finish();
}

std::string run_end_text(std::int64_t exit_status, std::string_view counts) {
  return "exit " + std::to_string(exit_status) + ", counts " + std::string(counts);
}

std::string encode_run_end(const RunEndNote& note) {
  nlohmann::ordered_json json{{"text", note.text}};
  if (note.changes) {
    json["rows"] = note.changes->rows;
    json["changes"] = to_hex(note.changes->hash);
  }
  return json.dump();
}

RunEndNote decode_run_end(std::string_view body) {
  try {
    const auto json = nlohmann::ordered_json::parse(body);
    RunEndNote note{json.value("text", std::string()), std::nullopt};
    if (!json.contains("changes")) return note;
    const auto hash = Digest::parse("sha256:" + json.at("changes").get<std::string>());
    if (!hash) throw DatabaseFailure("the journal names a hash of a run's changes that is none");
    note.changes = RunChanges{json.at("rows").get<std::int64_t>(), *hash};
    return note;
  } catch (const nlohmann::json::exception& error) {
    throw DatabaseFailure(std::string("the end of a run in the journal cannot be understood: ") + error.what());
  }
}

}  // namespace retention::store
