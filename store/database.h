#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "policy/base/digest.h"
#include "policy/base/error.h"
#include "policy/base/strong_id.h"
#include "policy/base/time.h"

namespace SQLite {
class Database;
class Statement;
}  // namespace SQLite

namespace retention::store {

// What goes wrong below the public members of this room; guarded() turns it into ErrorCode::ledger. The text says why
// and what to do.
class DatabaseFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Bytes that are no text; the owner outlives the statement's run.
struct Bytes {
  std::string_view bytes;
};

// A prepared statement with its row, in one use: bind, then step through the rows or run. The destructor resets the
// statement and gives it back for the next use. Members throw DatabaseFailure.
class Query {
 public:
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  Query(Query&& other) noexcept;
  Query& operator=(Query&&) = delete;
  ~Query();

  // Starts anew with these values for ?1, ?2, ...
  template <typename... Values>
  Query& bind(const Values&... values) {
    rewind();
    int index = 0;
    (put(++index, values), ...);
    return *this;
  }

  bool step();  // to the next row; false after the last
  void run();   // a statement without rows

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const;
  [[nodiscard]] std::string text(int column) const;  // empty for NULL
  [[nodiscard]] std::optional<std::string> maybe_text(int column) const;
  [[nodiscard]] std::optional<std::string_view> maybe_view(int column) const;  // until the next step
  [[nodiscard]] std::string bytes(int column) const;                           // empty for NULL
  [[nodiscard]] SysTime time(int column) const;
  [[nodiscard]] std::optional<SysTime> maybe_time(int column) const;
  [[nodiscard]] std::optional<Digest> maybe_digest(int column) const;
  [[nodiscard]] Digest digest(int column) const;

  template <typename Enum>
  [[nodiscard]] Enum as(int column) const {
    return static_cast<Enum>(integer(column));
  }
  template <typename Id>
  [[nodiscard]] Id id(int column) const {
    return Id{integer(column)};
  }

 private:
  friend class Database;
  struct Prepared;
  Query(Prepared* shared, std::unique_ptr<Prepared> own);

  void rewind();
  void put(int index, std::int64_t value);
  void put(int index, std::string_view value);
  void put(int index, const Digest& value);
  void put(int index, Bytes value);
  void put(int index, SysTime value) { put(index, static_cast<std::int64_t>(value.time_since_epoch().count())); }
  void put(int index, const std::string& value) { put(index, std::string_view(value)); }
  void put(int index, const char* value) { put(index, std::string_view(value)); }
  void put(int index, int value) { put(index, static_cast<std::int64_t>(value)); }
  void put_null(int index);
  template <typename Enum>
  requires std::is_enum_v<Enum>
  void put(int index, Enum value) { put(index, static_cast<std::int64_t>(value)); }
  template <typename Tag>
  void put(int index, StrongId<Tag> id) {
    put(index, id.value);
  }
  template <typename Value>
  void put(int index, const std::optional<Value>& value) {
    value ? put(index, *value) : put_null(index);
  }

  Prepared* prepared_;             // lent by the Database, which outlives it, or `own_`
  std::unique_ptr<Prepared> own_;  // when the shared one is in use further up
};

// One connection to the ledger's file, for one thread. Members throw DatabaseFailure.
class Database {
 public:
  enum class Access : std::uint8_t { write, read };

  // `read` opens only what exists and sets query_only.
  Database(const std::string& location, Access access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  Database(Database&&) = delete;
  Database& operator=(Database&&) = delete;

  // Prepares once for each text and lends it; the text must be a literal or otherwise few.
  Query query(const std::string& sql);
  void execute(const std::string& sql);  // one or more statements without rows or values
  [[nodiscard]] std::int64_t last_row_id() const;

  // Writes all that is in it now, as one consistent state, to an empty database at `location`. For a connection that
  // reads: it does not write here.
  void copy_to(const std::string& location);
  [[nodiscard]] const std::string& location() const { return location_; }

 private:
  friend class Transaction;
  void roll_back() noexcept;

  std::string location_;
  std::unique_ptr<SQLite::Database> connection_;
  std::unordered_map<std::string, std::unique_ptr<Query::Prepared>> prepared_;
};

// A scope that is one transaction: rolled back unless commit() was reached.
class Transaction {
 public:
  enum class Kind : std::uint8_t { write, read };

  Transaction(Database& database, Kind kind);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction(Transaction&&) = delete;
  Transaction& operator=(Transaction&&) = delete;

  void commit();

 private:
  Database& database_;
  bool open_{true};
};

// Runs `body`, which returns a Result, and turns a DatabaseFailure into ErrorCode::ledger: "cannot WHAT: WHY".
template <typename Body>
auto guarded(std::string_view what, const Body& body) -> decltype(body()) {
  try {
    return body();
  } catch (const DatabaseFailure& failure) {
    return fail(ErrorCode::ledger, "cannot " + std::string(what) + ": " + failure.what());
  }
}

}  // namespace retention::store
