#include <algorithm>
#include <charconv>
#include <limits>

#include "store/history.h"
#include "store/history_impl.h"
#include "store/pin_rows.h"
#include "store/version_rows.h"

namespace retention::store {
namespace {

constexpr std::int64_t kNow = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kShortestPrefix = 4;
constexpr std::size_t kMostListed = 10;

const std::string kSelectVersion =
    "SELECT o.login, k.type, k.name, k.gh_id, v.id, v.gh_id, v.digest, v.name, v.tags, v.created_at, v.updated_at, "
    "v.present = 1 AND k.gone_run IS NULL, v.first_run, v.gone_run, v.present = 1 AND coalesce((SELECT " +
    std::string(kListedSince) +
    " FROM deletion d WHERE d.version_id = v.id ORDER BY d.id DESC LIMIT 1), 0) "
    "FROM version v JOIN package k ON k.id = v.package_id JOIN owner o ON o.id = k.owner_id "
    "WHERE o.login = ?1 COLLATE NOCASE AND k.type = ?2 AND k.name = ?3 AND ";
constexpr std::string_view kBestFirst = " ORDER BY 12 DESC, v.created_at DESC, v.gh_id DESC";

VersionMatch read_match(const Query& query) {
  VersionMatch match;
  match.package = {query.text(0), query.as<PackageType>(1), query.text(2)};
  match.package_id = query.id<PackageId>(3);
  match.row = query.id<VersionRow>(4);
  match.version = query.id<VersionId>(5);
  match.name = join_name(query, 6);
  match.tags = decode_tags(query.maybe_text(8));
  match.created_at = query.maybe_time(9);
  match.updated_at = query.maybe_time(10);
  match.active = query.integer(11) != 0;
  match.first_run = query.id<RunId>(12);
  if (!query.is_null(13)) match.gone_run = query.id<RunId>(13);
  match.back = query.integer(14) != 0;
  return match;
}

std::optional<DeletionDetail> newest_deletion(Database& database, VersionRow row) {
  Query query = database.query("SELECT " + std::string(kDetailColumns) + std::string(kDetailTables) +
                               "WHERE d.version_id = ?1 ORDER BY d.id DESC LIMIT 1");
  query.bind(row);
  if (!query.step()) return std::nullopt;
  return read_detail(database, query, kNow);
}

// Runs one of the ways to look a version up; `value` is ?4.
template <typename Value>
std::vector<VersionMatch> look_up(Database& database, const PackageRef& package, std::string_view condition,
                                  const Value& value) {
  Query query = database.query(kSelectVersion + std::string(condition) + std::string(kBestFirst));
  query.bind(package.owner, package.type, package.name, value);
  std::vector<VersionMatch> matches;
  while (query.step()) matches.push_back(read_match(query));
  for (VersionMatch& match : matches) match.deletion = newest_deletion(database, match.row);
  return matches;
}

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || number <= 0) return std::nullopt;
  return number;
}

// The hex digits of a digest's beginning, if the text can be one.
std::optional<std::string> prefix_in(std::string text) {
  constexpr std::string_view kAlgorithm = "sha256:";
  if (text.starts_with(kAlgorithm)) text.erase(0, kAlgorithm.size());
  const bool hex = std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (!hex || text.size() < kShortestPrefix || text.size() > 64) return std::nullopt;
  return text;
}

std::vector<VersionMatch> look_up_at(Database& database, const VersionRef& ref) {
  if (const auto digest = Digest::parse(ref.text)) return look_up(database, ref.package, "v.digest = ?4", *digest);
  if (auto named = look_up(database, ref.package, "v.name = ?4", ref.text); !named.empty()) return named;
  if (const auto number = number_in(ref.text)) {
    if (auto one = look_up(database, ref.package, "v.gh_id = ?4", *number); !one.empty()) return one;
  }
  const auto prefix = prefix_in(ref.text);
  if (!prefix) return {};
  return look_up(database, ref.package, "substr(lower(hex(v.digest)), 1, length(?4)) = ?4", *prefix);
}

std::string describe(const VersionRef& ref) {
  return to_string(ref.package) + (ref.by == VersionRef::By::at ? "@" : ":") + ref.text;
}

Error ambiguous(const VersionRef& ref, const std::vector<VersionMatch>& matches) {
  std::string list;
  for (std::size_t i = 0; i < std::min(matches.size(), kMostListed); ++i) {
    list += (i == 0 ? "" : ", ") + matches[i].name + " (id " + std::to_string(matches[i].version.value) + ")";
  }
  if (matches.size() > kMostListed) list += " and " + std::to_string(matches.size() - kMostListed) + " more";
  return {ErrorCode::usage, describe(ref) + " can mean several versions: " + list + "; write more of the one you mean"};
}

}  // namespace

Result<std::vector<VersionMatch>> History::find_versions(const VersionRef& ref) {
  return guarded("find " + describe(ref), [&]() -> Result<std::vector<VersionMatch>> {
    Transaction transaction(impl_->database, Transaction::Kind::read);
    switch (ref.by) {
      case VersionRef::By::at:
        return look_up_at(impl_->database, ref);
      case VersionRef::By::tag:
        return look_up(impl_->database, ref.package, "?4 IN (SELECT value FROM json_each(v.tags))", ref.text);
    }
    return std::vector<VersionMatch>();
  });
}

Result<VersionMatch> History::find_version(const VersionRef& ref) {
  auto matches = find_versions(ref);
  if (!matches) return fail(matches.error());
  if (matches->empty()) {
    return fail(ErrorCode::usage, describe(ref) + " is not in the ledger; a `plan` records what GitHub holds now");
  }
  const auto active = std::ranges::count(*matches, true, &VersionMatch::active);
  const bool same_name =
      std::ranges::all_of(*matches, [&](const VersionMatch& match) { return match.name == matches->front().name; });
  const bool by_tag = ref.by == VersionRef::By::tag;
  if (active > 1 || (active == 0 && !by_tag && !same_name)) return fail(ambiguous(ref, *matches));
  return matches->front();
}

Result<bool> History::knows(const PackageRef& package) {
  return guarded("find " + to_string(package), [&]() -> Result<bool> {
    Query query = impl_->database.query(
        "SELECT 1 FROM package k JOIN owner o ON o.id = k.owner_id "
        "WHERE o.login = ?1 COLLATE NOCASE AND k.type = ?2 AND k.name = ?3");
    query.bind(package.owner, package.type, package.name);
    return query.step();
  });
}

Result<std::vector<DecisionInterval>> History::decisions_on(VersionRow version) {
  return guarded("read the decisions", [&]() -> Result<std::vector<DecisionInterval>> {
    Transaction transaction(impl_->database, Transaction::Kind::read);
    Query query = impl_->database.query(
        "SELECT r.id, r.now, r.binding, d.verdict, d.args FROM decision_change d JOIN plan p ON p.id = d.plan_id "
        "JOIN run r ON r.id = p.run_id WHERE d.version_id = ?1 ORDER BY d.plan_id");
    query.bind(version);
    std::vector<DecisionInterval> intervals;
    while (query.step()) {
      const StoredDecision decision = decode_decision(query.text(4));
      DecisionInterval interval{query.id<RunId>(0),   query.time(1), query.as<Binding>(2),
                                query.as<Verdict>(3), decision.mode, {}};
      for (const StoredReason& reason : decision.reasons) interval.reasons.push_back(impl_->rules.named(reason));
      intervals.push_back(std::move(interval));
    }
    return intervals;
  });
}

Result<std::vector<DeletionDetail>> History::deletions_on(VersionRow version) {
  return guarded("read the deletions", [&]() -> Result<std::vector<DeletionDetail>> {
    Transaction transaction(impl_->database, Transaction::Kind::read);
    Query query = impl_->database.query("SELECT " + std::string(kDetailColumns) + std::string(kDetailTables) +
                                        "WHERE d.version_id = ?1 ORDER BY d.id");
    query.bind(version);
    std::vector<DeletionDetail> details;
    while (query.step()) details.push_back(read_detail(impl_->database, query, kNow));
    return details;
  });
}

}  // namespace retention::store
