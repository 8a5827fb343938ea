#include "tests/simulator/scenario.h"

#include <fstream>
#include <set>
#include <sstream>

#include "tests/simulator/fault_words.h"
#include "tests/simulator/package_reader.h"
#include "tests/simulator/scenario_data.h"
#include "tests/simulator/switch_words.h"
#include "tests/simulator/yaml/fields.h"

namespace retention::simulator {
namespace {

ClockSpec read_clock(const yaml::Node& node) {
  if (node.kind == yaml::Node::Kind::map) {
    yaml::Fields fields(node);
    const When start = when_of(fields.required("start"));
    fields.finish();
    if (!start.at) yaml::fail(node, "\"start\" is not a time such as 2026-03-02T12:00:00Z");
    return {ClockSpec::Kind::running, *start.at};
  }
  if (yaml::text_of(node) == "now") return {};
  const std::optional<Time> time = parse_time(node.text);
  if (!time) yaml::fail(node, "\"" + node.text + "\" is neither now nor a time such as 2026-03-02T12:00:00Z");
  return {ClockSpec::Kind::standing, *time};
}

Owner read_owner(const yaml::Node& node) {
  yaml::Fields fields(node);
  Owner owner;
  owner.login = yaml::text_of(fields.required("login"));
  const std::string kind = fields.text("kind", "organization");
  if (!owner_kind(kind)) yaml::fail(fields.required("kind"), "\"" + kind + "\" is not organization or user");
  owner.kind = *owner_kind(kind);
  owner.id = fields.number("id");
  owner.former_logins = fields.texts("former_logins");
  owner.admins = fields.texts("admins");
  owner.members = fields.texts("members");
  owner.saml = fields.flag("saml", false);
  fields.finish();
  return owner;
}

Token read_token(const yaml::Node& node) {
  yaml::Fields fields(node);
  Token token;
  token.value = yaml::text_of(fields.required("value"));
  token.name = fields.text("name", fields.text("user"));
  token.user = yaml::text_of(fields.required("user"));
  const std::string kind = fields.text("kind", "classic");
  if (!token_kind(kind)) {
    yaml::fail(fields.required("kind"), "\"" + kind + "\" is not classic, fine-grained, installation or actions");
  }
  token.kind = *token_kind(kind);
  token.scopes = fields.text_set("scopes");
  token.packages_write = fields.text("packages", "write") == "write";
  token.admin = fields.text_set("admin");
  token.admin_everywhere = token.admin.erase("all") > 0;
  token.read = fields.text_set("read");
  token.sso = fields.text_set("sso");
  if (const yaml::Node* expires = fields.find("expires")) {
    const When when = when_of(*expires);
    if (!when.at) yaml::fail(*expires, "\"expires\" is not a time such as 2026-03-02T12:00:00Z");
    token.expires = when.at;
  }
  fields.finish();
  return token;
}

// Users that tokens name need not be listed.
void add_missing_users(ScenarioData& data) {
  std::set<std::string> known;
  for (const Owner& owner : data.owners) known.insert(owner.login);
  for (const Token& token : data.tokens) {
    if (!known.insert(token.user).second) continue;
    Owner user;
    user.login = token.user;
    data.owners.push_back(user);
  }
}

void read_packages(const yaml::Node& node, ScenarioData& data) {
  std::set<std::string> owners;
  for (const Owner& owner : data.owners) owners.insert(owner.login);
  for (const yaml::Node& item : yaml::items_of(node)) {
    for (PackageSeed& seed : read_package(item)) {
      if (!owners.contains(seed.owner)) yaml::fail(item, "\"owners\" lists no \"" + seed.owner + "\"");
      data.packages.push_back(std::move(seed));
    }
  }
}

ScenarioData read_scenario(const yaml::Node& node) {
  yaml::Fields fields(node);
  ScenarioData data;
  if (const yaml::Node* clock = fields.find("clock")) data.clock = read_clock(*clock);
  for (const yaml::Node& item : yaml::items_of(fields.required("owners"))) data.owners.push_back(read_owner(item));
  if (const yaml::Node* tokens = fields.find("tokens")) {
    for (const yaml::Node& item : yaml::items_of(*tokens)) data.tokens.push_back(read_token(item));
  }
  add_missing_users(data);
  if (const yaml::Node* packages = fields.find("packages")) read_packages(*packages, data);
  if (const yaml::Node* switches = fields.find("switches")) read_switches(*switches, data.switches);
  if (const yaml::Node* faults = fields.find("faults")) {
    for (const yaml::Node& item : yaml::items_of(*faults)) data.faults.push_back(read_fault(item));
  }
  fields.finish();
  return data;
}

}  // namespace

Scenario Scenario::parse(std::string_view yaml, std::string_view source) {
  return Scenario(std::make_shared<const ScenarioData>(read_scenario(yaml::parse(yaml, source))));
}

Scenario Scenario::load(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  if (!(text << stream.rdbuf())) throw ScenarioError(file.string() + ": cannot be read, or is empty");
  return parse(text.str(), file.filename().string());
}

}  // namespace retention::simulator
