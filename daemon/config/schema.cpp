#include "daemon/config/schema.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "daemon/config/keys.h"

namespace retention::config {
namespace {

using Json = nlohmann::ordered_json;
using language::Presence;

constexpr const char* kDuration = "^(?=.)([0-9]+y)?([0-9]+mo)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?$";
constexpr const char* kTimeout = "^[1-9][0-9]*[sm]$";
constexpr const char* kOwner = "^(me|(org|user):[A-Za-z0-9_-]{1,100})$";
// Plain http is for loopback only, and neither user, query nor fragment has a place.
constexpr const char* kUrl =
    "^(https://[^/@?#][^@?#]*|http://(([A-Za-z0-9-]+\\.)*localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\])(:[0-9]+)?(/"
    "[^@?#]*)?)$";
constexpr const char* kListen = "^(off|.+:[0-9]{1,5})$";
constexpr const char* kName = "^\\S(.{0,98}\\S)?$";
constexpr std::size_t kLongestPattern = 1000;

// What yaml takes for a number or a boolean is a text to the loader where a text is due.
Json text(Json limits) {
  limits["type"] = Json::array({"string", "number", "boolean"});
  return limits;
}

Json whole_number(const KeySpec& spec) {
  Json json{{"type", "integer"}, {"minimum", spec.least}};
  if (spec.most != INT64_MAX) json["maximum"] = spec.most;
  return json;
}

Json list_of(Json item) {
  return {{"type", "array"}, {"items", std::move(item)}, {"minItems", 1}};
}

Json one_or_list(const Json& item) {
  Json list = list_of(item);
  list["uniqueItems"] = true;
  return {{"anyOf", Json::array({item, std::move(list)})}};
}

// A glob has neither comma nor blank; what a regular expression may hold only RE2 can tell.
Json patterns() {
  return list_of(text({{"pattern", "^!?(re:[\\s\\S]+|(?!re:|!)[^,\\s]+)$"}, {"maxLength", kLongestPattern}}));
}

// The name of a table as a definition: "a delete rule" becomes "a-delete-rule".
std::string definition_of(const KeyTable& table) {
  std::string name(table.what);
  for (char& letter : name) {
    if (letter == ' ') letter = '-';
  }
  return name;
}

class Schema {
 public:
  Json object_of(const KeyTable& table) {
    Json properties = Json::object();
    Json required = Json::array();
    for (const KeySpec& spec : table.keys) {
      Json property{{"description", spec.explanation}};
      property.update(value_of(spec));
      add_fallback(property, spec);
      properties[std::string(spec.name)] = std::move(property);
      if (spec.presence == Presence::required) required.push_back(spec.name);
    }
    Json json{{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
    if (!required.empty()) json["required"] = std::move(required);
    if (table.least_keys > 0) json["minProperties"] = table.least_keys;
    if (table.most_keys != SIZE_MAX) json["maxProperties"] = table.most_keys;
    return json;
  }

  Json take_definitions() { return std::move(definitions_); }

 private:
  // Each table is written once and referred to. A reference beside other words would make them void.
  Json reference_to(const KeyTable& table) {
    const std::string name = definition_of(table);
    if (!definitions_.contains(name)) {
      definitions_[name] = Json::object();
      definitions_[name] = object_of(table);
    }
    return {{"$ref", "#/definitions/" + name}};
  }

  Json value_of(const KeySpec& spec) {
    switch (spec.kind) {
      case ValueKind::name:
        return text({{"pattern", kName}});
      case ValueKind::integer:
        return whole_number(spec);
      case ValueKind::count:
        return {{"anyOf", Json::array({whole_number(spec), {{"const", "unlimited"}}})}};
      case ValueKind::boolean:
        return {{"type", "boolean"}};
      case ValueKind::only_true:
        return {{"const", true}};
      case ValueKind::duration:
        return {{"type", "string"}, {"pattern", kDuration}};
      case ValueKind::timeout:
        return {{"type", "string"}, {"pattern", kTimeout}};
      case ValueKind::choice:
        return {{"enum", spec.choices}};
      case ValueKind::types:
        return one_or_list({{"enum", spec.choices}});
      case ValueKind::owners:
        return one_or_list({{"type", "string"}, {"pattern", kOwner}});
      case ValueKind::patterns:
        return patterns();
      case ValueKind::tags:
        return {{"anyOf", Json::array({patterns(), reference_to(*spec.keys)})}};
      case ValueKind::names:
        return list_of(text({{"minLength", 1}}));
      case ValueKind::scalars:
        return {{"type", "array"}, {"items", text({{"minLength", 1}})}};
      case ValueKind::url:
        return {{"type", "string"}, {"pattern", kUrl}};
      case ValueKind::listen:
        return {{"type", "string"}, {"pattern", kListen}};
      case ValueKind::range:
      case ValueKind::file:
      case ValueKind::cron:
      case ValueKind::zone:
        return text({{"minLength", 1}});
      case ValueKind::secret:
      case ValueKind::section:
        return {{"allOf", Json::array({reference_to(*spec.keys)})}};
      case ValueKind::sections:
        return {{"type", "array"}, {"items", reference_to(*spec.keys)}};
    }
    return Json::object();
  }

  // As it would be written: numbers and booleans are no texts.
  static void add_fallback(Json& property, const KeySpec& spec) {
    if (spec.fallback.empty()) return;
    const bool is_number = spec.kind == ValueKind::integer || spec.kind == ValueKind::count;
    if (is_number && spec.fallback != "unlimited") {
      property["default"] = Json::parse(spec.fallback);
    } else {
      property["default"] = spec.fallback;
    }
  }

  Json definitions_ = Json::object();
};

}  // namespace

std::string config_schema() {
  Schema schema;
  Json json{{"$schema", "http://json-schema.org/draft-07/schema#"},
            {"title", "Configuration of retentiond"},
            {"description", "Which packages of GitHub are tidied, and by which rules."}};
  json.update(schema.object_of(kFileTable));
  json["properties"]["version"]["const"] = 1;
  // Where nothing is included, all policies stand in this file.
  json["if"] = {{"not", {{"required", {"include"}}}}};
  json["then"] = {{"required", {"policies"}}, {"properties", {{"policies", {{"type", "array"}, {"minItems", 1}}}}}};
  json["definitions"] = schema.take_definitions();
  return json.dump(2) + "\n";
}

}  // namespace retention::config
