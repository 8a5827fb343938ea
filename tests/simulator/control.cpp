#include "tests/simulator/control.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/simulator/fault_words.h"
#include "tests/simulator/switch_words.h"
#include "tests/simulator/yaml/fields.h"

namespace retention::simulator {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kPrefix = "/_simulator/";

http::Reply json_ok(const Json& json) {
  return json_reply(200, json.dump(2) + "\n");
}

http::Reply unknown() {
  return json_reply(404, Json{{"error", "no such thing below /_simulator/; README.md lists what there is"}}.dump());
}

Json version_json(const VersionView& version) {
  Json json{{"id", version.id},
            {"name", version.name},
            {"tags", version.tags},
            {"created", format_time(version.created)},
            {"updated", format_time(version.updated)}};
  if (version.deleted) json["deleted"] = format_time(*version.deleted);
  json["downloads"] = version.downloads;
  return json;
}

Json state_json(const std::vector<PackageView>& packages) {
  Json list = Json::array();
  for (const PackageView& package : packages) {
    Json json{{"package", package.package}, {"visibility", package.visibility}};
    if (package.deleted) json["deleted_at"] = format_time(*package.deleted);
    json["active"] = Json::array();
    json["deleted"] = Json::array();
    for (const VersionView& version : package.active_versions) json["active"].push_back(version_json(version));
    for (const VersionView& version : package.deleted_versions) json["deleted"].push_back(version_json(version));
    list.push_back(std::move(json));
  }
  return {{"packages", list}};
}

Json log_json(const Journal& journal, std::size_t since) {
  Json requests = Json::array();
  for (const RequestRecord& record : journal.requests()) {
    if (record.number > since) requests.push_back(Json::parse(to_json(record)));
  }
  return {{"concurrency_high_water", journal.high_water()}, {"requests", requests}};
}

void set_clock(yaml::Fields& fields, Clock& clock) {
  const yaml::Node* set = fields.find("set");
  const yaml::Node* advance = fields.find("advance");
  fields.finish();
  if ((set == nullptr) == (advance == nullptr)) yaml::fail(fields.node(), "write either \"set\" or \"advance\"");
  if (advance != nullptr) return clock.advance(yaml::length_of(*advance));
  const std::optional<Time> time = parse_time(yaml::text_of(*set));
  if (!time) yaml::fail(*set, "\"" + set->text + "\" is not a time such as 2026-03-02T12:00:00Z");
  clock.set(*time);
}

// The text of a map without the key "package", to be read again as a version. JSON is YAML.
std::string version_text(const std::string& body) {
  Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) throw std::runtime_error("the body is not a JSON object");
  json.erase("package");
  return json.dump();
}

}  // namespace

bool Control::owns(std::string_view target) {
  return target.starts_with(kPrefix);
}

http::Reply Control::answer(const http::Request& request) {
  const std::size_t question = request.target.find('?');
  const std::string what = request.target.substr(
      kPrefix.size(), question == std::string::npos ? std::string::npos : question - kPrefix.size());
  try {
    if (request.method == "GET") return read(what, parse_route("GET", request.target).query);
    if (request.method == "POST") return change(what, request.body);
    if (request.method == "DELETE") return clear(what);
  } catch (const std::exception& error) {
    return json_reply(400, Json{{"error", error.what()}}.dump());
  }
  return unknown();
}

http::Reply Control::read(std::string_view what, const Query& query) {
  if (what == "log") {
    const std::optional<std::int64_t> since = to_number(value_of(query, "since").value_or("0"));
    return json_ok(log_json(service_.journal(), static_cast<std::size_t>(since.value_or(0))));
  }
  if (what == "mutations") {
    Json list = Json::array();
    for (const MutationRecord& record : service_.journal().mutations()) list.push_back(Json::parse(to_json(record)));
    return json_ok(list);
  }
  if (what == "state") return json_ok(state_json(service_.packages()));
  if (what == "clock") return json_ok({{"now", format_time(service_.clock().now())}});
  if (what == "switches") return json_ok(Json::parse(switches_json(service_.switches())));
  return unknown();
}

http::Reply Control::change(std::string_view what, const std::string& body) {
  const yaml::Node node = yaml::parse(body, "body");
  if (what == "switches") {
    service_.change_switches([&](Switches& switches) { read_switches(node, switches); });
    return read("switches", {});
  }
  if (what == "faults") {
    service_.faults().add(read_fault(node));
    return empty_reply(204);
  }
  yaml::Fields fields(node);
  if (what == "clock") {
    set_clock(fields, service_.clock());
    return read("clock", {});
  }
  if (what == "versions") {
    const std::string package = yaml::text_of(fields.required("package"));
    return json_ok({{"id", service_.push(package, version_text(body))}});
  }
  if (what == "tags") {
    service_.move_tag(yaml::text_of(fields.required("package")), yaml::text_of(fields.required("tag")),
                      yaml::number_of(fields.required("version_id")));
    return empty_reply(204);
  }
  if (what == "downloads") {
    service_.set_downloads(yaml::number_of(fields.required("version_id")),
                           yaml::number_of(fields.required("downloads")));
    return empty_reply(204);
  }
  return unknown();
}

http::Reply Control::clear(std::string_view what) {
  static constexpr std::string_view kVersions = "versions/";
  if (what == "log") {
    service_.journal().clear();
    return empty_reply(204);
  }
  if (what == "faults") {
    service_.faults().clear();
    return empty_reply(204);
  }
  if (what.starts_with(kVersions)) {
    const std::optional<std::int64_t> id = to_number(what.substr(kVersions.size()));
    if (!id) return unknown();
    service_.remove(*id);
    return empty_reply(204);
  }
  return unknown();
}

}  // namespace retention::simulator
