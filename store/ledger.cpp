#include "store/ledger.h"

#include <optional>
#include <utility>

#include "store/codec.h"
#include "store/journal.h"
#include "store/ledger_impl.h"
#include "store/location.h"
#include "store/migrate.h"
#include "store/verify.h"

namespace retention::store {
namespace {

std::int64_t rule_key(Database& database, const RuleInfo& rule) {
  Query insert = database.query(
      "INSERT INTO rule (meaning, policy, name, layer, summary) VALUES (?1, ?2, ?3, ?4, ?5) "
      "ON CONFLICT (meaning, policy, name, layer) DO NOTHING");
  insert.bind(rule.meaning, rule.policy, rule.name, rule.layer, rule.summary);
  insert.run();
  Query find = database.query("SELECT id FROM rule WHERE meaning = ?1 AND policy = ?2 AND name = ?3 AND layer = ?4");
  find.bind(rule.meaning, rule.policy, rule.name, rule.layer);
  find.step();
  return find.integer(0);
}

std::optional<RulesetId> find_ruleset(Database& database, const Digest& hash) {
  Query find = database.query("SELECT id FROM ruleset WHERE hash = ?1");
  find.bind(hash);
  if (!find.step()) return std::nullopt;
  return find.id<RulesetId>(0);
}

RulesetId make_ruleset(Database& database, const Digest& hash, std::string_view text, SysTime at) {
  Query insert = database.query("INSERT INTO ruleset (hash, text, first_at) VALUES (?1, ?2, ?3)");
  insert.bind(hash, text, at);
  insert.run();
  return RulesetId{database.last_row_id()};
}

void journal_rules(Database& database, RulesetId id, const Digest& hash, SysTime at) {
  Journal(database).append({at, std::nullopt, JournalKind::rules_loaded, id.value, encode_note(to_hex(hash))});
}

KnownRules known_rules(Database& database, const RuleTable& rules) {
  KnownRules known{rules, {}};
  for (const RuleInfo& rule : rules) known.keys.push_back(rule_key(database, rule));
  return known;
}

}  // namespace

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Result<Ledger> Ledger::open(const std::string& path) {
  auto impl = std::make_unique<Impl>();
  if (is_in_memory(path)) {
    impl->location = in_memory_location(impl.get());
  } else {
    auto file = prepare_file(path);
    if (!file) return fail(file.error());
    impl->location = *file;
  }
  return guarded("open the ledger", [&]() -> Result<Ledger> {
    impl->database = std::make_unique<Database>(impl->location, Database::Access::write);
    const std::vector<Migration> steps = migrations();
    if (auto ours = check_ours(*impl->database, steps); !ours) return fail(ours.error());
    if (auto done = migrate(*impl->database, steps); !done) return fail(done.error());
    static_cast<void>(chain_head(*impl->database));  // SQLite makes its other files with the first look
    impl->place = Place(impl->location);
    return Ledger(std::move(impl));
  });
}

Result<Ledger> Ledger::open_copy(const std::string& path) {
  const auto file = existing_file(path);
  if (!file) return fail(file.error());
  auto impl = std::make_unique<Impl>();
  impl->location = in_memory_location(impl.get());
  return guarded("copy the ledger", [&]() -> Result<Ledger> {
    const std::vector<Migration> steps = migrations();
    Database source(*file, Database::Access::read);
    if (auto ours = check_ours(source, steps); !ours) return fail(ours.error());
    impl->database = std::make_unique<Database>(impl->location, Database::Access::write);
    source.copy_to(impl->location);
    if (auto done = migrate(*impl->database, steps); !done) return fail(done.error());
    return Ledger(std::move(impl));
  });
}

Result<void> Ledger::check() {
  return guarded("check the ledger", [&]() -> Result<void> {
    Transaction transaction(*impl_->database, Transaction::Kind::read);
    Verification found;
    return check_records(*impl_->database, found);
  });
}

Result<RulesetId> Ledger::record_ruleset(const Digest& hash, std::string_view text, const RuleTable& rules, SysTime at,
                                         Occasion occasion) {
  return guarded("record the rules", [&]() -> Result<RulesetId> {
    Database& database = *impl_->database;
    Transaction transaction(database, Transaction::Kind::write);
    const auto found = find_ruleset(database, hash);
    const RulesetId id = found ? *found : make_ruleset(database, hash, text, at);
    if (!found || occasion == Occasion::reload) journal_rules(database, id, hash, at);
    KnownRules known = known_rules(database, rules);
    transaction.commit();
    impl_->rules.insert_or_assign(id, std::move(known));
    return id;
  });
}

void Ledger::rely_on(const LedgerLock& lock) {
  impl_->lock = &lock;
}

const std::string& Ledger::location() const {
  return impl_->location;
}

Result<Ledger::Head> Ledger::head() {
  return guarded("read the head of the journal", [&]() -> Result<Head> {
    const ChainLink link = chain_head(*impl_->database);
    return Head{link.seq, link.hash};
  });
}

}  // namespace retention::store
