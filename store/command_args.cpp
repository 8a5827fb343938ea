#include "store/command_args.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "store/database.h"

namespace retention::store {
namespace {

using Json = nlohmann::ordered_json;

// Names come from outside; what is not UTF-8 must not stop the ledger.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <typename Read>
auto parsed(std::string_view text, const Read& read) -> decltype(read(Json())) {
  try {
    return read(Json::parse(text));
  } catch (const Json::exception& error) {
    throw DatabaseFailure(std::string("a command of the ledger cannot be understood: ") + error.what());
  }
}

Json json_of(const PackageRef& package) {
  return {{"owner", package.owner}, {"type", text_of(kPackageTypes, package.type)}, {"name", package.name}};
}

PackageRef package_of(const Json& json) {
  const auto word = json.at("type").get<std::string>();
  const auto type = value_of(kPackageTypes, word);
  if (!type) throw DatabaseFailure("a command of the ledger names the package type '" + word + "', which is none");
  return {json.at("owner").get<std::string>(), *type, json.at("name").get<std::string>()};
}

struct Selected {
  Json operator()(const ByRun& by) const { return {{"run", by.run.value}}; }
  Json operator()(const ByPackage& by) const { return {{"package", json_of(by.package)}}; }
  Json operator()(const ByVersion& by) const {
    Json versions = Json::array();
    for (const VersionId version : by.versions) versions.push_back(version.value);
    return {{"package", json_of(by.package)}, {"versions", std::move(versions)}};
  }
  Json operator()(const Since& since) const { return {{"since", since.time.time_since_epoch().count()}}; }
};

CycleArgs cycle_args(std::string_view text) {
  return parsed(text, [](const Json& json) {
    CycleArgs args;
    if (json.contains("policy")) args.policy = json.at("policy").get<std::string>();
    if (json.contains("package")) args.package = package_of(json.at("package"));
    args.rules = json.at("rules").get<std::string>();
    args.strict = json.value("strict", false);
    return args;
  });
}

UndoSelection undo_args(std::string_view text) {
  return parsed(text, [](const Json& json) -> UndoSelection {
    if (json.contains("run")) return ByRun{RunId{json.at("run").get<std::int64_t>()}};
    if (json.contains("since")) return Since{SysTime(std::chrono::seconds(json.at("since").get<std::int64_t>()))};
    const PackageRef package = package_of(json.at("package"));
    if (!json.contains("versions")) return ByPackage{package};
    ByVersion by{package, {}};
    for (const Json& version : json.at("versions")) by.versions.push_back(VersionId{version.get<std::int64_t>()});
    return by;
  });
}

}  // namespace

std::string encode_args(const CycleArgs& args) {
  Json json = Json::object();
  if (args.policy) json["policy"] = *args.policy;
  if (args.package) json["package"] = json_of(*args.package);
  json["rules"] = args.rules;
  if (args.strict) json["strict"] = true;
  return dump(json);
}

std::string encode_args(const UndoSelection& selection) {
  return dump(std::visit(Selected{}, selection));
}

Result<CycleArgs> decode_cycle_args(std::string_view text) {
  return guarded("read a command", [&]() -> Result<CycleArgs> { return cycle_args(text); });
}

Result<UndoSelection> decode_undo_args(std::string_view text) {
  return guarded("read a command", [&]() -> Result<UndoSelection> { return undo_args(text); });
}

std::string encode_progress(const CommandProgress& progress) {
  return dump({{"phase", progress.phase}, {"done", progress.done}, {"total", progress.total}, {"last", progress.last}});
}

CommandProgress decode_progress(std::string_view text) {
  return parsed(text, [](const Json& json) {
    return CommandProgress{json.at("phase").get<std::string>(), json.at("done").get<std::int64_t>(),
                           json.at("total").get<std::int64_t>(), json.at("last").get<std::string>()};
  });
}

std::string encode_made(const NewCommand& command) {
  return dump({{"by", command.by}, {"kind", text_of(kCommandKinds, command.kind)}, {"args", command.args}});
}

std::string encode_end(const CommandEnd& end) {
  Json json{{"exit_status", end.exit_status}};
  if (!end.message.empty()) json["message"] = end.message;
  return dump(json);
}

}  // namespace retention::store
