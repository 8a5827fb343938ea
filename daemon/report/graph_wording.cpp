#include "daemon/report/graph_wording.h"

#include <fmt/format.h>

#include <string_view>

#include "daemon/report/quantity.h"
#include "daemon/report/wording.h"

namespace retention::report {
namespace {

using store::ReasonRecord;

std::string_view relation_of(ReasonCode code) {
  if (code == ReasonCode::kept_member) return "listed by";
  if (code == ReasonCode::kept_child || code == ReasonCode::follows_index) return "part of";
  return code == ReasonCode::holds_protected ? "lists" : "belongs to";
}

bool follows(ReasonCode code) {
  return code == ReasonCode::follows_index || code == ReasonCode::follows_subject;
}

// "[v1.4]", "[v1.4, v1, …]"; empty without a tag.
std::string few_of(const std::optional<std::vector<std::string>>& tags) {
  constexpr std::size_t kFew = 2;
  if (!tags || tags->size() <= kFew) return tag_list(tags);
  return fmt::format("[{}, …]", fmt::join(tags->begin(), tags->begin() + kFew, ", "));
}

// "sha256:07cc12345678 [v1.4]", or "version 12" where no more is known.
std::string name_of_other(const ReasonRecord& reason) {
  if (!reason.other) return fmt::format("version {}", reason.first);
  const std::string tags = few_of(reason.other->tags);
  return short_name(reason.other->name) + (tags.empty() ? "" : " " + tags);
}

// The name, with "and 3 more" if it is one of several, or the words for one that is not listed.
std::string others(const ReasonRecord& reason, std::string_view unlisted) {
  if (reason.first == 0) return std::string(unlisted);
  const std::string newest = name_of_other(reason);
  return reason.second <= 1 ? newest : fmt::format("{} and {} more", newest, with_commas(reason.second - 1));
}

std::string for_its_rule(const ReasonRecord& reason) {
  return reason.rule.empty() ? "" : ": rule " + rule_name(reason);
}

}  // namespace

std::string graph_sentence(const ReasonRecord& reason) {
  const std::string_view relation = relation_of(reason.code);
  const bool several = reason.first != 0 && reason.second > 1;
  if (follows(reason.code)) {
    if (reason.first == 0) return fmt::format("{} nothing but what was deleted, and goes after it", relation);
    return fmt::format("{} {}, and goes with {}{}", relation, others(reason, ""), several ? "them" : "it",
                       for_its_rule(reason));
  }
  if (reason.code == ReasonCode::holds_protected) {
    return fmt::format("{} {}, which is protected", relation, others(reason, "a version"));
  }
  return fmt::format("{} {}, which {}", relation, others(reason, "a version"), several ? "stay" : "stays");
}

std::string graph_group_sentence(const ReasonRecord& reason) {
  const std::string_view relation = relation_of(reason.code);
  if (follows(reason.code)) {
    if (reason.first == 0) return graph_sentence(reason);
    return fmt::format("{} what goes, and goes with it{}", relation, for_its_rule(reason));
  }
  if (reason.code == ReasonCode::holds_protected) return "lists what is protected";
  return fmt::format("{} what stays", relation);
}

std::optional<std::string> graph_evidence(const ReasonRecord& reason) {
  if (reason.layer != Layer::graph || reason.first == 0) return std::nullopt;
  return fmt::format("{} {}", relation_of(reason.code), others(reason, ""));
}

}  // namespace retention::report
