#include "store/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "store/location.h"

namespace retention::store {
namespace {

constexpr int kBusyMilliseconds = 10'000;

// The rows of a package with some ten thousand versions, which a cycle walks more than once; taken as far as needed.
constexpr auto kCache = "PRAGMA cache_size = -16000";

// What to do, by SQLite's primary result code.
std::string advice_for(int code) {
  switch (code) {
    case SQLITE_FULL:
      return "; free space on its disk";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "; another process kept writing to it for 10 s, try again later";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return "; its file and directory must be writable by this user";
    case SQLITE_CORRUPT:
      return "; the file is damaged, put back a copy of it";
    case SQLITE_NOTADB:
      return "; the file is not a ledger, name another one";
    case SQLITE_IOERR:
      return "; check its disk";
    default:
      return {};
  }
}

// Runs `body` and turns what SQLiteCpp throws into a DatabaseFailure.
template <typename Body>
auto translated(const std::string& location, const Body& body) -> decltype(body()) {
  try {
    return body();
  } catch (const SQLite::Exception& error) {
    throw DatabaseFailure("ledger " + readable(location) + ": " + error.what() +
                          advice_for(error.getErrorCode() & 0xff));
  }
}

int flags_for(Database::Access access, const std::string& location) {
  int flags = SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX;  // one thread at a time has a connection
  if (access == Database::Access::write) flags |= SQLite::OPEN_CREATE;
  if (is_in_memory(location)) flags |= SQLite::OPEN_URI;
  return flags;
}

}  // namespace

struct Query::Prepared {
  Prepared(SQLite::Database& connection, const std::string& sql, const std::string& where)
      : statement(connection, sql), location(where) {}

  SQLite::Statement statement;
  const std::string& location;  // of the Database, which outlives every statement
  bool lent{false};
};

Query::Query(Prepared* shared, std::unique_ptr<Prepared> own)
    : prepared_(shared != nullptr ? shared : own.get()), own_(std::move(own)) {
  prepared_->lent = true;
}

Query::Query(Query&& other) noexcept
    : prepared_(std::exchange(other.prepared_, nullptr)), own_(std::move(other.own_)) {}

Query::~Query() {
  if (prepared_ == nullptr) return;
  prepared_->statement.tryReset();
  prepared_->lent = false;
}

void Query::rewind() {
  translated(prepared_->location, [&] {
    prepared_->statement.tryReset();
    prepared_->statement.clearBindings();
  });
}

bool Query::step() {
  return translated(prepared_->location, [&] { return prepared_->statement.executeStep(); });
}

void Query::run() {
  translated(prepared_->location, [&] {
    prepared_->statement.executeStep();
    prepared_->statement.reset();
  });
}

void Query::put(int index, std::int64_t value) {
  translated(prepared_->location, [&] { prepared_->statement.bind(index, value); });
}

void Query::put(int index, std::string_view value) {
  translated(prepared_->location, [&] { prepared_->statement.bind(index, std::string(value)); });
}

void Query::put(int index, const Digest& value) {
  translated(prepared_->location,
             [&] { prepared_->statement.bind(index, value.bytes().data(), static_cast<int>(value.bytes().size())); });
}

void Query::put(int index, Bytes value) {
  translated(prepared_->location,
             [&] { prepared_->statement.bindNoCopy(index, value.bytes.data(), static_cast<int>(value.bytes.size())); });
}

void Query::put_null(int index) {
  translated(prepared_->location, [&] { prepared_->statement.bind(index); });
}

bool Query::is_null(int column) const {
  return prepared_->statement.getColumn(column).isNull();
}

std::int64_t Query::integer(int column) const {
  return prepared_->statement.getColumn(column).getInt64();
}

std::optional<std::int64_t> Query::maybe_integer(int column) const {
  const SQLite::Column found = prepared_->statement.getColumn(column);
  if (found.isNull()) return std::nullopt;
  return found.getInt64();
}

std::string Query::text(int column) const {
  return prepared_->statement.getColumn(column).getString();
}

std::optional<std::string> Query::maybe_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

std::optional<std::string_view> Query::maybe_view(int column) const {
  const SQLite::Column value = prepared_->statement.getColumn(column);
  if (value.isNull()) return std::nullopt;
  const auto* const first = static_cast<const char*>(value.getBlob());
  return std::string_view(first == nullptr ? "" : first, static_cast<std::size_t>(value.getBytes()));
}

std::string Query::bytes(int column) const {
  const SQLite::Column value = prepared_->statement.getColumn(column);
  const auto* const first = static_cast<const char*>(value.getBlob());
  return first == nullptr ? std::string() : std::string(first, static_cast<std::size_t>(value.getBytes()));
}

SysTime Query::time(int column) const {
  return SysTime(std::chrono::seconds(integer(column)));
}

std::optional<SysTime> Query::maybe_time(int column) const {
  const auto seconds = maybe_integer(column);
  if (!seconds) return std::nullopt;
  return SysTime(std::chrono::seconds(*seconds));
}

Digest Query::digest(int column) const {
  const SQLite::Column value = prepared_->statement.getColumn(column);
  Digest::Bytes bytes{};
  if (value.getBytes() != static_cast<int>(bytes.size())) {
    throw DatabaseFailure("ledger " + readable(prepared_->location) + ": a hash is not 32 bytes long" +
                          advice_for(SQLITE_CORRUPT));
  }
  std::memcpy(bytes.data(), value.getBlob(), bytes.size());
  return Digest(bytes);
}

std::optional<Digest> Query::maybe_digest(int column) const {
  if (is_null(column)) return std::nullopt;
  return digest(column);
}

Database::Database(const std::string& location, Access access) : location_(location) {
  translated(location_, [&] {
    connection_ = std::make_unique<SQLite::Database>(location_, flags_for(access, location_), kBusyMilliseconds);
    connection_->exec("PRAGMA foreign_keys = ON");
    connection_->exec("PRAGMA trusted_schema = OFF");
    connection_->exec(kCache);
    connection_->exec(access == Access::write ? "PRAGMA synchronous = FULL" : "PRAGMA query_only = ON");
  });
}

Database::~Database() = default;

void Database::copy_to(const std::string& location) {
  translated(location_, [&] {
    connection_->exec("PRAGMA query_only = OFF");
    SQLite::Statement copy(*connection_, "VACUUM INTO ?1");
    copy.bind(1, location);
    copy.exec();
    connection_->exec("PRAGMA query_only = ON");
  });
}

Query Database::query(const std::string& sql) {
  return translated(location_, [&] {
    auto& entry = prepared_[sql];
    if (!entry) entry = std::make_unique<Query::Prepared>(*connection_, sql, location_);
    if (!entry->lent) return Query(entry.get(), nullptr);
    return Query(nullptr, std::make_unique<Query::Prepared>(*connection_, sql, location_));
  });
}

void Database::execute(const std::string& sql) {
  translated(location_, [&] { connection_->exec(sql); });
}

std::int64_t Database::last_row_id() const {
  return connection_->getLastInsertRowid();
}

void Database::roll_back() noexcept {
  connection_->tryExec("ROLLBACK");
}

Transaction::Transaction(Database& database, Kind kind) : database_(database) {
  database_.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  if (open_) database_.roll_back();
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace retention::store
