#include "store/run_seal.h"

#include <nlohmann/json.hpp>

namespace retention::store {

Digest changes_of(Database& database, RunId run) {
  Query plans =
      database.query("SELECT id, changes_hash FROM plan WHERE run_id = ?1 AND changes_hash IS NOT NULL ORDER BY id");
  plans.bind(run);
  std::string text;
  while (plans.step()) text += std::to_string(plans.integer(0)) + ' ' + to_hex(plans.digest(1)) + '\n';
  return sha256(text);
}

std::string run_end_text(std::int64_t exit_status, std::string_view counts) {
  return "exit " + std::to_string(exit_status) + ", counts " + std::string(counts);
}

std::string encode_run_end(const RunEndNote& note) {
  nlohmann::ordered_json json{{"text", note.text}};
  if (note.changes) json["changes"] = to_hex(*note.changes);
  return json.dump();
}

RunEndNote decode_run_end(std::string_view body) {
  try {
    const auto json = nlohmann::ordered_json::parse(body);
    RunEndNote note{json.value("text", std::string()), std::nullopt};
    if (!json.contains("changes")) return note;
    const auto hash = Digest::parse("sha256:" + json.at("changes").get<std::string>());
    if (!hash) throw DatabaseFailure("the journal names a hash of a run's changes that is none");
    note.changes = *hash;
    return note;
  } catch (const nlohmann::json::exception& error) {
    throw DatabaseFailure(std::string("the end of a run in the journal cannot be understood: ") + error.what());
  }
}

}  // namespace retention::store
