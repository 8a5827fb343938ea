#include "daemon/report/json_pieces.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "daemon/report/run_header.h"
#include "daemon/report/wording.h"
#include "policy/base/digest.h"

namespace retention::report {
namespace {

using Tags = std::optional<std::vector<std::string>>;

// `sha256-` and 64 hex digits, with or without a suffix of cosign.
bool names_an_attachment(std::string_view tag) {
  constexpr std::string_view kPrefix = "sha256-";
  constexpr std::size_t kDigits = 64;
  constexpr std::array<std::string_view, 4> kSuffixes{"", ".sig", ".att", ".sbom"};
  if (!tag.starts_with(kPrefix) || tag.size() < kPrefix.size() + kDigits) return false;
  const std::string_view digits = tag.substr(kPrefix.size(), kDigits);
  const bool hex = digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return hex && std::ranges::count(kSuffixes, tag.substr(kPrefix.size() + kDigits)) > 0;
}

// What a version is as far as names and tags tell; nothing for an untagged manifest, which may be anything.
Json kind_json(PackageType type, const Tags& tags) {
  if (!has_tags(type)) return "version";
  if (type == PackageType::docker) return "image";
  if (!tags || tags->empty()) return nullptr;
  return std::ranges::all_of(*tags, names_an_attachment) ? "attachment" : "image";
}

// What the reason that decided tells of an untagged version of a container package; nothing if it tells nothing.
Json kind_json(const store::ReasonRecord& winner) {
  static constexpr std::array kOfChildren{ReasonCode::kept_child, ReasonCode::follows_index};
  static constexpr std::array kOfAttachments{ReasonCode::kept_attachment, ReasonCode::follows_subject,
                                             ReasonCode::orphan};
  static constexpr std::array kOfImages{ReasonCode::kept_member, ReasonCode::min_keep};
  if (std::ranges::count(kOfChildren, winner.code) > 0) return "child";
  if (std::ranges::count(kOfAttachments, winner.code) > 0) return "attachment";
  return std::ranges::count(kOfImages, winner.code) > 0 ? Json("image") : Json(nullptr);
}

Json kind_json(PackageType type, const store::DecisionRecord& decision) {
  Json kind = kind_json(type, decision.tags);
  return kind.is_null() ? kind_json(decision.winner()) : kind;
}

// The newest version for which it stays or goes, as the graph has it.
Json parent_json(const store::ReasonRecord& winner) {
  const bool below = winner.layer == Layer::graph && winner.code != ReasonCode::holds_protected;
  return below && winner.first != 0 ? Json(winner.first) : Json(nullptr);
}

template <typename Enum, std::size_t N>
Json enum_json(const EnumTable<Enum, N>& table, const std::optional<Enum>& value) {
  return value ? Json(text_of(table, *value)) : Json(nullptr);
}

// A candidate without a row waits for its grace, or would ask a person.
Json state_json(const store::DecisionRecord& decision) {
  if (decision.deletion) return text_of(store::kDeletionStates, decision.deletion->state);
  if (decision.course == Course::waiting) return "waiting";
  if (decision.course == Course::awaiting) return text_of(store::kDeletionStates, store::DeletionState::awaiting);
  return nullptr;
}

// What GitHub said to the call, or why it was not sent.
void add_outcome(Json& json, const store::DeletionRecord* deletion) {
  const bool known = deletion != nullptr;
  json["state_reason"] = known ? text_or_null(deletion->note) : Json(nullptr);
  json["http_status"] = known && deletion->http_status != 0 ? Json(deletion->http_status) : Json(nullptr);
  json["request_id"] = known ? text_or_null(deletion->request_id) : Json(nullptr);
}

}  // namespace

std::string dumped(const Json& json) {
  constexpr int kOneLine = -1;
  constexpr char kNoIndent = ' ';
  return json.dump(kOneLine, kNoIndent, true, Json::error_handler_t::replace);
}

Json json_of(const std::optional<SysTime>& time) {
  return time ? Json(format_rfc3339(*time)) : Json(nullptr);
}

Json json_of(const std::optional<std::int64_t>& number) {
  return number ? Json(*number) : Json(nullptr);
}

Json json_of(const std::optional<std::vector<std::string>>& texts) {
  return texts ? Json(*texts) : Json(nullptr);
}

Json text_or_null(std::string_view text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json package_json(const PackageRef& package) {
  return {{"owner", package.owner}, {"type", text_of(kPackageTypes, package.type)}, {"name", package.name}};
}

Json run_json(const store::RunSummary& run) {
  return {{"id", is_recorded(run) ? Json(run.id.value) : Json(nullptr)},
          {"kind", text_of(store::kRunKinds, run.kind)},
          {"trigger", run.trigger},
          {"actor", run.actor},
          {"dry_run", run.binding == store::Binding::dry_run},
          {"started_at", format_rfc3339(run.started_at)},
          {"finished_at", json_of(run.finished_at)},
          {"now", format_rfc3339(run.now)},
          {"rules_hash", run.rules_hash ? Json(to_hex(*run.rules_hash)) : Json(nullptr)},
          {"version", run.program},
          {"exit_status", run.exit_status ? Json(*run.exit_status) : Json(nullptr)}};
}

Json summary_json(const store::RunSummary& run) {
  const store::RunCounts& counts = run.counts;
  return {{"packages", counts.packages},
          {"versions", counts.versions},
          {"keep", counts.keep},
          {"delete", counts.remove},
          {"due", counts.due},
          {"waiting", counts.grace + counts.awaiting + counts.waiting + counts.deleting},
          {"blocked", counts.blocked},
          {"deleted", deleted_by(run)},
          {"restored", counts.restored},
          {"failed", counts.failed},
          {"refused", counts.refused},
          {"stale", counts.stale},
          {"api_requests", run.api_requests},
          {"registry_requests", run.registry_requests}};
}

Json warnings_json(std::span<const store::RunWarning> warnings) {
  Json list = Json::array();
  for (const store::RunWarning& warning : warnings) {
    list.push_back({{"code", warning.code}, {"text", warning.text}, {"where", text_or_null(warning.where)}});
  }
  return list;
}

Json reason_json(const store::ReasonRecord& reason, const Tags& tags) {
  return {{"layer", text_of(kLayers, reason.layer)},
          {"policy", text_or_null(reason.policy)},
          {"rule", text_or_null(reason.rule)},
          {"text", sentence(reason, tags)}};
}

Json decision_json(PackageType type, const store::DecisionRecord& decision) {
  const store::ReasonRecord& winner = decision.winner();
  Json reasons = Json::array();
  for (const store::ReasonRecord& reason : decision.reasons) reasons.push_back(reason_json(reason, decision.tags));
  const auto& deletion = decision.deletion;
  Json json{{"version_id", decision.version.value},
            {"name", decision.name},
            {"tags", json_of(decision.tags)},
            {"kind", kind_json(type, decision)},
            {"parent", parent_json(winner)},
            {"created_at", json_of(decision.created_at)},
            {"updated_at", json_of(decision.updated_at)},
            {"decision", text_of(kVerdicts, decision.verdict)},
            {"layer", text_of(kLayers, winner.layer)},
            {"policy", text_or_null(winner.policy)},
            {"rule", text_or_null(winner.rule)},
            {"mode", enum_json(kModes, decision.mode)},
            {"reasons", std::move(reasons)},
            {"evidence", text_or_null(evidence(decision).value_or(""))},
            {"state", state_json(decision)},
            {"due_at", json_of(deletion ? deletion->due_at : decision.due_at)},
            {"undo_until", deletion ? json_of(deletion->undo_until) : Json(nullptr)}};
  add_outcome(json, deletion ? &*deletion : nullptr);
  return json;
}

Json touched_json(const store::DeletionDetail& detail) {
  const store::DeletionRecord& deletion = detail.deletion;
  const bool back = deletion.state == store::DeletionState::restored;
  const std::string_view layer = text_of(kLayers, back ? Layer::protect : Layer::remove);
  const Json reason{{"layer", layer}, {"policy", nullptr}, {"rule", nullptr}, {"text", restore_sentence(deletion)}};
  Json json{{"version_id", detail.version.value},
            {"name", detail.name},
            {"tags", detail.tags},
            {"kind", kind_json(detail.package.type, detail.tags)},
            {"parent", nullptr},
            {"created_at", json_of(detail.created_at)},
            {"updated_at", nullptr},
            {"decision", text_of(kVerdicts, back ? Verdict::keep : Verdict::remove)},
            {"layer", layer},
            {"policy", nullptr},
            {"rule", nullptr},
            {"mode", nullptr},
            {"reasons", Json::array({reason})},
            {"evidence", nullptr},
            {"state", text_of(store::kDeletionStates, deletion.state)},
            {"due_at", json_of(deletion.due_at)},
            {"undo_until", json_of(deletion.undo_until)}};
  add_outcome(json, &deletion);
  return json;
}

}  // namespace retention::report
