#include "store/version_mark.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstddef>
#include <string_view>

#include "store/packing.h"

namespace retention::store {
namespace {

// Room for a number as pack_at() writes it.
constexpr std::size_t kNumber = 10;
constexpr std::size_t kSeenNumbers = 5;
constexpr std::size_t kDecisionNumbers = 7;
constexpr std::size_t kReasonNumbers = 5;
constexpr std::size_t kHalf = 16;  // of the key's digits

char* put(char* at, std::string_view words) {
  at = pack_at(at, std::ssize(words));
  return std::ranges::copy(words, at).out;
}

char* put(char* at, std::optional<std::int64_t> number) {
  *at++ = number ? '+' : '-';
  return number ? pack_at(at, *number) : at;
}

std::optional<std::int64_t> number_of(std::optional<SysTime> time) {
  if (!time) return std::nullopt;
  return time->time_since_epoch().count();
}

std::size_t room_for(const PackageVersion& version, const StoredDecision& decision) {
  std::size_t room = kNumber * (kSeenNumbers + kDecisionNumbers + kReasonNumbers * decision.reasons.size());
  if (!version.tags) return room;
  for (const std::string& tag : *version.tags) room += kNumber + tag.size();
  return room;
}

char* put_seen(char* at, const PackageVersion& version) {
  at = put(at, number_of(version.created_at));
  at = put(at, number_of(version.updated_at));
  at = pack_at(at, version.tags ? std::ssize(*version.tags) : std::int64_t{-1});
  if (!version.tags) return at;
  for (const std::string& tag : *version.tags) at = put(at, tag);
  return at;
}

char* put_decision(char* at, Verdict verdict, const StoredDecision& decision) {
  at = pack_at(at, static_cast<std::int64_t>(verdict));
  at = pack_at(at, decision.mode ? static_cast<std::int64_t>(*decision.mode) : std::int64_t{-1});
  at = put(at, number_of(decision.due_at));
  at = put(at, decision.wait ? std::optional<std::int64_t>(decision.wait->count()) : std::nullopt);
  at = pack_at(at, static_cast<std::int64_t>(decision.course));
  for (const StoredReason& reason : decision.reasons) {
    const StoredReason lasting = without_ranks(reason);
    at = pack_at(at, static_cast<std::int64_t>(lasting.layer));
    at = pack_at(at, static_cast<std::int64_t>(lasting.code));
    at = pack_at(at, lasting.rule);
    at = pack_at(at, lasting.first);
    at = pack_at(at, lasting.second);
  }
  return at;
}

// The key stands as 32 hex digits.
SipKey read_key(Database& database) {
  Query query = database.query("SELECT value FROM meta WHERE key = 'mark_key'");
  const std::string digits = query.step() ? query.text(0) : std::string();
  SipKey key;
  const char* const begin = digits.data();
  const char* const end = begin + digits.size();
  if (digits.size() == 2 * kHalf && std::from_chars(begin, begin + kHalf, key.low, 16).ptr == begin + kHalf &&
      std::from_chars(begin + kHalf, end, key.high, 16).ptr == end)
    return key;
  throw DatabaseFailure("the ledger lacks its key for marks, put back a copy of it");
}

}  // namespace

VersionMarks::VersionMarks(Database& database) : key_(read_key(database)) {}

std::int64_t VersionMarks::of(const PackageVersion& version, Verdict verdict, const StoredDecision& decision) {
  const std::size_t needed = room_for(version, decision);
  if (text_.size() < needed) text_.resize(needed);
  const char* const end = put_decision(put_seen(text_.data(), version), verdict, decision);
  return std::bit_cast<std::int64_t>(sip_hash(key_, {text_.data(), end}));
}

}  // namespace retention::store
