#include "store/version_mark.h"

#include <array>
#include <cstring>
#include <string_view>

#include "policy/base/digest.h"

namespace retention::store {
namespace {

// In as few bytes as it takes, seven bits in each: most numbers are small, and what a mark costs is its hash.
void append(std::string& text, std::int64_t number) {
  std::array<char, 10> bytes{};
  std::size_t count = 0;
  auto rest = (static_cast<std::uint64_t>(number) << 1U) ^ static_cast<std::uint64_t>(number >> 63U);
  for (; rest > 0x7FU; rest >>= 7U) bytes[count++] = static_cast<char>(rest | 0x80U);
  bytes[count++] = static_cast<char>(rest);
  text.append(bytes.data(), count);
}

void append(std::string& text, std::string_view words) {
  append(text, static_cast<std::int64_t>(words.size()));
  text += words;
}

void append(std::string& text, std::optional<std::int64_t> number) {
  text += number ? '+' : '-';
  append(text, number.value_or(0));
}

std::optional<std::int64_t> number_of(std::optional<SysTime> time) {
  if (!time) return std::nullopt;
  return time->time_since_epoch().count();
}

void append_seen(std::string& text, const PackageVersion& version) {
  append(text, number_of(version.created_at));
  append(text, number_of(version.updated_at));
  append(text, version.tags ? std::ssize(*version.tags) : std::int64_t{-1});
  if (!version.tags) return;
  for (const std::string& tag : *version.tags) append(text, tag);
}

void append_decision(std::string& text, Verdict verdict, const StoredDecision& decision) {
  append(text, static_cast<std::int64_t>(verdict));
  append(text, decision.mode ? static_cast<std::int64_t>(*decision.mode) : std::int64_t{-1});
  append(text, number_of(decision.due_at));
  append(text, decision.wait ? std::optional<std::int64_t>(decision.wait->count()) : std::nullopt);
  append(text, static_cast<std::int64_t>(decision.course));
  for (const StoredReason& reason : decision.reasons) {
    const StoredReason lasting = without_ranks(reason);
    append(text, static_cast<std::int64_t>(lasting.layer));
    append(text, static_cast<std::int64_t>(lasting.code));
    append(text, lasting.rule);
    append(text, lasting.first);
    append(text, lasting.second);
  }
}

std::string read_key(Database& database) {
  Query query = database.query("SELECT value FROM meta WHERE key = 'mark_key'");
  if (!query.step()) throw DatabaseFailure("the ledger lacks its key for marks, put back a copy of it");
  return query.text(0);
}

}  // namespace

VersionMarks::VersionMarks(Database& database) : key_(read_key(database)) {}

std::int64_t VersionMarks::of(const PackageVersion& version, Verdict verdict, const StoredDecision& decision) {
  text_ = key_;
  append_seen(text_, version);
  append_decision(text_, verdict, decision);
  const Digest digest = sha256(text_);
  std::int64_t mark = 0;
  std::memcpy(&mark, digest.bytes().data(), sizeof(mark));
  return mark;
}

}  // namespace retention::store
