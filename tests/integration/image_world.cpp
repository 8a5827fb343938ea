#include "tests/integration/image_world.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace retention::test {
namespace {

using Json = nlohmann::json;

std::string text_in(const Json& json, const char* key) {
  return json[key].is_string() ? json[key].get<std::string>() : "";
}

ToldDecision told_by(const Json& json) {
  ToldDecision told{
      text_in(json, "decision"), text_in(json, "layer"), text_in(json, "kind"), 0, text_in(json, "state"), ""};
  if (json["parent"].is_number()) told.parent = json["parent"];
  for (const Json& reason : json["reasons"]) told.reasons += text_in(reason, "text") + "\n";
  return told;
}

}  // namespace

void ImageWorld::app(const std::string& versions, const std::string& rules_of_it, const std::string& more) {
  github("  - owner: acme\n    type: container\n    name: app\n    versions:\n" + versions, more);
  rules(rules_of_it);
}

void ImageWorld::rules(const std::string& rules) {
  policies("  - name: p\n    owner: org:acme\n    type: container\n    packages: [\"*\"]\n" + rules);
}

void ImageWorld::expect_deleted(std::vector<std::int64_t> ids) {
  sim().clear_log();
  const Output output = run({"apply"});
  EXPECT_EQ(output.status, 0) << output.out << output.err;
  auto sent = calls();
  std::ranges::sort(sent);
  std::ranges::sort(ids);
  EXPECT_EQ(sent, ids) << output.out;
}

std::vector<std::int64_t> ImageWorld::calls() {
  std::vector<std::int64_t> ids;
  for (const simulator::RequestRecord& request : sim().requests()) {
    if (request.method == "DELETE") ids.push_back(request.version_id);
  }
  return ids;
}

testing::AssertionResult ImageWorld::goes_before(std::int64_t first, std::int64_t second) {
  const auto sent = calls();
  const auto one = std::ranges::find(sent, first);
  const auto other = std::ranges::find(sent, second);
  if (one < other && other != sent.end()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << first << " does not go before " << second << ": "
                                     << testing::PrintToString(sent);
}

std::size_t ImageWorld::requests_of(const std::string& operation) {
  const auto requests = sim().requests();
  return static_cast<std::size_t>(std::ranges::count(requests, operation, &simulator::RequestRecord::operation));
}

ToldDecision ImageWorld::told(std::int64_t id) {
  const Output output = run({"report", "last", "--format", "json"});
  EXPECT_EQ(output.status, 0) << output.err;
  const Json report = Json::parse(output.out, nullptr, false);
  if (report.is_discarded()) return {};
  for (const Json& package : report["packages"]) {
    for (const Json& decision : package["decisions"]) {
      if (decision["version_id"] == id) return told_by(decision);
    }
  }
  ADD_FAILURE() << "the last report does not tell of version " << id;
  return {};
}

}  // namespace retention::test
