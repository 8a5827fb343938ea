#include "daemon/report/wording.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstddef>

#include "daemon/report/graph_wording.h"
#include "daemon/report/quantity.h"
#include "policy/base/enum_table.h"

namespace retention::report {
namespace {

using store::ReasonRecord;
using Tags = std::optional<std::vector<std::string>>;

constexpr std::array kReasonCodes{ReasonCode::incomplete_inventory,
                                  ReasonCode::created_unknown,
                                  ReasonCode::created_in_future,
                                  ReasonCode::younger_than_min_age,
                                  ReasonCode::tags_unknown,
                                  ReasonCode::manifest_unknown,
                                  ReasonCode::refused_by_platform,
                                  ReasonCode::protected_by_rule,
                                  ReasonCode::protected_by_doubt,
                                  ReasonCode::pinned,
                                  ReasonCode::returned,
                                  ReasonCode::kept_by_rule,
                                  ReasonCode::kept_by_newest,
                                  ReasonCode::kept_by_calendar,
                                  ReasonCode::kept_unordered,
                                  ReasonCode::kept_by_doubt,
                                  ReasonCode::kept_in_group,
                                  ReasonCode::kept_as_oldest,
                                  ReasonCode::matched,
                                  ReasonCode::beyond_newest,
                                  ReasonCode::beyond_calendar,
                                  ReasonCode::beyond_in_group,
                                  ReasonCode::with_package,
                                  ReasonCode::nothing_spoke,
                                  ReasonCode::spared_by_tag,
                                  ReasonCode::orphan,
                                  ReasonCode::min_keep,
                                  ReasonCode::last_tagged,
                                  ReasonCode::kept_member,
                                  ReasonCode::kept_child,
                                  ReasonCode::kept_attachment,
                                  ReasonCode::holds_protected,
                                  ReasonCode::follows_index,
                                  ReasonCode::follows_subject};

constexpr EnumTable<Refusal, 3> kRefusalWords{{{Refusal::downloads, "a version with more than 5,000 downloads"},
                                               {Refusal::last_version, "the last version of its package"},
                                               {Refusal::last_tagged, "the last tagged version of its package"}}};

constexpr EnumTable<Incompleteness, 8> kIncompletenessWords{
    {{Incompleteness::complete, "the listing is complete"},
     {Incompleteness::listing_failed, "its versions could not all be listed"},
     {Incompleteness::listing_shifted, "its versions changed while they were listed, again and again"},
     {Incompleteness::results_withheld, "GitHub withheld results: the token lacks a SAML authorisation"},
     {Incompleteness::clock_differs, "the clock of this machine and GitHub's differ by over five minutes"},
     {Incompleteness::on_hold, "the package is on hold"},
     {Incompleteness::rows_missing, "a version that was seen before was not listed"},
     {Incompleteness::manifests_unread, "a manifest could not be read"}}};

constexpr EnumTable<store::Hold, 3> kHoldWords{
    {{store::Hold::unsettled, "it is not known yet what became of an earlier call; the next run asks GitHub again"},
     {store::Hold::admin_missing, "GitHub hides it from deletions: give the token's user the admin role on it"},
     {store::Hold::redirected, "its owner or the package was renamed: correct the name in the configuration"}}};

std::string by_rule(const ReasonRecord& reason) {
  return "rule " + rule_name(reason);
}

// "CONDITIONS: rule NAME", or the rule alone where its conditions are not known.
std::string conditions_and_rule(const ReasonRecord& reason) {
  return reason.summary.empty() ? by_rule(reason) : reason.summary + ": " + by_rule(reason);
}

std::string rank(const ReasonRecord& reason) {
  return fmt::format("{} of {}", ordinal(reason.first), with_commas(reason.second));
}

constexpr EnumTable<Bucket, 4> kBucketWords{
    {{Bucket::daily, "day"}, {Bucket::weekly, "week"}, {Bucket::monthly, "month"}, {Bucket::yearly, "year"}}};

// "newest of its week", which is not said to be the 3rd: the ledger does not keep what changes every day.
std::string bucket(const ReasonRecord& reason) {
  return fmt::format("newest of its {}", text_of(kBucketWords, static_cast<Bucket>(reason.first)));
}

std::string oldest(const ReasonRecord& reason) {
  return fmt::format("oldest, and fewer {}s have a version than are counted",
                     text_of(kBucketWords, static_cast<Bucket>(reason.first)));
}

std::string doubt(const ReasonRecord& reason) {
  return "its in-use file cannot be relied on, so everything stays: " + conditions_and_rule(reason);
}

SysTime time_of(std::int64_t unix_seconds) {
  return SysTime{std::chrono::seconds{unix_seconds}};
}

std::string incomplete(const ReasonRecord& reason) {
  const auto code = static_cast<Incompleteness>(reason.first);
  const std::string_view why = text_of(kIncompletenessWords, code);
  return "nothing is deleted here, because " + std::string(why == "?" ? "the listing is not complete" : why);
}

std::string manifest_unknown(const Tags& tags) {
  if (tags && !tags->empty()) {
    return "an attachment such as a signature, and its manifest is not known: it may belong to a live image";
  }
  return "untagged, and its manifest is not known: it may be part of a live image";
}

std::string refused(const ReasonRecord& reason) {
  return fmt::format("GitHub refused to delete it ({}); asked again after {}",
                     text_of(kRefusalWords, static_cast<Refusal>(reason.first)), day_of(time_of(reason.second)));
}

std::string refused_group(const ReasonRecord& reason) {
  return fmt::format("GitHub refused to delete them ({}); asked again later",
                     text_of(kRefusalWords, static_cast<Refusal>(reason.first)));
}

// The tags that spared a version: "tag latest", "tag latest and 2 more"; empty if it is not known which.
std::string sparing_tags(const ReasonRecord& reason, const Tags& tags) {
  const auto index = static_cast<std::size_t>(reason.first);
  if (!tags || reason.first < 0 || index >= tags->size()) return {};
  const std::string tag = "tag " + (*tags)[index];
  return reason.second <= 1 ? tag : fmt::format("{} and {} more", tag, reason.second - 1);
}

std::string spared(const ReasonRecord& reason, const Tags& tags) {
  const std::string which = sparing_tags(reason, tags);
  if (which.empty()) return "not every tag is covered by " + by_rule(reason) + ", so the version stays";
  return which + (reason.second <= 1 ? " is" : " are") + " not covered by " + by_rule(reason) +
         ", so the version stays";
}

}  // namespace

std::span<const ReasonCode> all_reason_codes() {
  return kReasonCodes;
}

std::string rule_name(const ReasonRecord& reason) {
  return reason.policy.empty() ? reason.rule : reason.policy + "/" + reason.rule;
}

std::string sentence(const ReasonRecord& reason, const Tags& tags) {
  switch (reason.code) {
    case ReasonCode::incomplete_inventory:
      return incomplete(reason);
    case ReasonCode::created_unknown:
      return "GitHub gives no creation time, so its age is not known";
    case ReasonCode::created_in_future:
      return "created in the future, so its age is not known";
    case ReasonCode::younger_than_min_age:
      return "younger than min_age " + length_in_words(reason.first);
    case ReasonCode::tags_unknown:
      return "GitHub does not say which tags it has";
    case ReasonCode::manifest_unknown:
      return manifest_unknown(tags);
    case ReasonCode::refused_by_platform:
      return refused(reason);
    case ReasonCode::protected_by_rule:
      return "protected, " + conditions_and_rule(reason);
    case ReasonCode::protected_by_doubt:
      return "protected, " + doubt(reason);
    case ReasonCode::pinned:
      return reason.first == 0 ? "pinned" : "pinned until " + day_of(time_of(reason.first));
    case ReasonCode::returned:
      return "deleted before and back by other hands, so it stays until retentiond unpin lets it go";
    case ReasonCode::kept_by_rule:
      return conditions_and_rule(reason);
    case ReasonCode::kept_by_newest:
      return rank(reason) + ", " + conditions_and_rule(reason);
    case ReasonCode::kept_by_calendar:
      return bucket(reason) + ", " + conditions_and_rule(reason);
    case ReasonCode::kept_unordered:
      return "no version of its ecosystem, so it has no place in an order and stays: " + conditions_and_rule(reason);
    case ReasonCode::kept_by_doubt:
      return doubt(reason);
    case ReasonCode::kept_in_group:
      return "among what is kept by " + conditions_and_rule(reason);
    case ReasonCode::kept_as_oldest:
      return oldest(reason) + ", " + conditions_and_rule(reason);
    case ReasonCode::matched:
      return conditions_and_rule(reason);
    case ReasonCode::beyond_newest:
      return rank(reason) + ", beyond what is kept by " + conditions_and_rule(reason);
    case ReasonCode::beyond_calendar:
      return "not among what is kept by the calendar of " + conditions_and_rule(reason);
    case ReasonCode::beyond_in_group:
      return "beyond what is kept by " + conditions_and_rule(reason);
    case ReasonCode::with_package:
      return "with its whole package, by hand";
    case ReasonCode::nothing_spoke:
      return "no rule matches, so it stays";
    case ReasonCode::spared_by_tag:
      return spared(reason, tags);
    case ReasonCode::min_keep:
      return fmt::format("a package keeps at least {} (min_keep)", counted(reason.first, "version"));
    case ReasonCode::last_tagged:
      return "GitHub refuses to delete the last tagged version of a package";
    case ReasonCode::orphan:
      return "an attachment whose subject is not in the package, and no rule with orphan takes it";
    case ReasonCode::kept_member:
    case ReasonCode::kept_child:
    case ReasonCode::kept_attachment:
    case ReasonCode::holds_protected:
    case ReasonCode::follows_index:
    case ReasonCode::follows_subject:
      return graph_sentence(reason);
  }
  return "?";
}

std::string group_sentence(const ReasonRecord& reason, const Tags& tags) {
  switch (reason.code) {
    case ReasonCode::refused_by_platform:
      return refused_group(reason);
    case ReasonCode::pinned:
      return "pinned";
    case ReasonCode::kept_by_calendar:
    case ReasonCode::kept_as_oldest:
    case ReasonCode::kept_by_newest:
      return conditions_and_rule(reason);
    case ReasonCode::beyond_newest:
      return "beyond what is kept by " + conditions_and_rule(reason);
    case ReasonCode::spared_by_tag:
      return "a tag is not covered by " + by_rule(reason) + ", so the version stays";
    case ReasonCode::kept_member:
    case ReasonCode::kept_child:
    case ReasonCode::kept_attachment:
    case ReasonCode::holds_protected:
    case ReasonCode::follows_index:
    case ReasonCode::follows_subject:
      return graph_group_sentence(reason);
    case ReasonCode::orphan:
    case ReasonCode::incomplete_inventory:
    case ReasonCode::created_unknown:
    case ReasonCode::created_in_future:
    case ReasonCode::younger_than_min_age:
    case ReasonCode::tags_unknown:
    case ReasonCode::manifest_unknown:
    case ReasonCode::protected_by_rule:
    case ReasonCode::protected_by_doubt:
    case ReasonCode::returned:
    case ReasonCode::kept_by_rule:
    case ReasonCode::kept_unordered:
    case ReasonCode::kept_by_doubt:
    case ReasonCode::kept_in_group:
    case ReasonCode::beyond_calendar:
    case ReasonCode::beyond_in_group:
    case ReasonCode::with_package:
    case ReasonCode::matched:
    case ReasonCode::nothing_spoke:
    case ReasonCode::min_keep:
    case ReasonCode::last_tagged:
      return sentence(reason, tags);
  }
  return "?";
}

std::optional<std::string> evidence(const store::DecisionRecord& decision) {
  if (decision.winner().code == ReasonCode::spared_by_tag) {
    const std::string which = sparing_tags(decision.winner(), decision.tags);
    return which.empty() ? std::nullopt : std::optional(which);
  }
  if (auto other = graph_evidence(decision.winner())) return other;
  for (const ReasonRecord& reason : decision.reasons) {
    if (reason.code == ReasonCode::kept_by_newest || reason.code == ReasonCode::beyond_newest) {
      return rank(reason) + " for " + by_rule(reason);
    }
    if (reason.code == ReasonCode::kept_by_calendar) return bucket(reason) + " for " + by_rule(reason);
  }
  return std::nullopt;
}

std::string_view sentence(Incompleteness code) {
  return text_of(kIncompletenessWords, code);
}

std::string_view sentence(store::Hold hold) {
  return text_of(kHoldWords, hold);
}

}  // namespace retention::report
