#include "daemon/github/wire.h"

#include <functional>
#include <nlohmann/json.hpp>
#include <utility>

#include "daemon/github/json_row.h"
#include "daemon/http/text.h"

namespace retention::github {
namespace {

using nlohmann::json;

constexpr std::string_view kWhere = "reply";

bool is_page(std::string_view body) {
  const auto first = body.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && body[first] == '<';
}

// Without the markup, so that people see the words.
std::string words_of(std::string_view page) {
  std::string out;
  bool markup = false;
  for (const char c : page) {
    if (c == '<') markup = true;
    if (!markup) out += c;
    if (c != '>') continue;
    markup = false;
    out += ' ';
  }
  return http::printable(out, 120);
}

Result<json> parse(std::string_view body) {
  if (body.empty()) return fail(ErrorCode::bad_reply, "the reply is empty where JSON is due");
  if (is_page(body)) {
    return fail(ErrorCode::bad_reply, "the reply is a web page and not JSON ('" + words_of(body) +
                                          "'); something between this machine and the API may have answered");
  }
  json value = json::parse(body, nullptr, false);
  if (value.is_discarded()) return fail(ErrorCode::bad_reply, "the reply is not valid JSON; it may be cut off");
  return value;
}

// Each row of a list through `read`.
template <typename T>
Result<std::vector<T>> parse_list(std::string_view body, const std::function<Result<T>(JsonRow)>& read) {
  const auto value = parse(body);
  if (!value) return fail(value.error());
  if (!value->is_array()) {
    const std::string said = value->is_object() ? ": " + error_message(body) : "";
    return fail(ErrorCode::bad_reply, "the reply is not a list" + said);
  }
  std::vector<T> out;
  out.reserve(value->size());
  for (std::size_t i = 0; i < value->size(); ++i) {
    auto row = read(JsonRow((*value)[i], std::string(kWhere) + "[" + std::to_string(i) + "]"));
    if (!row) return fail(row.error());
    out.push_back(std::move(*row));
  }
  return out;
}

void check_owner(JsonRow& row, const Owner& owner) {
  auto given = row.object("owner");
  if (!given) return;
  const std::int64_t id = given->id("id");
  const std::string login = given->text_or_empty("login");
  row.join(*given);
  if (row.error() || id == owner.id.value) return;
  row.reject("owner", "is " + http::printable(login, 60) + " (id " + std::to_string(id) + ") and not " + owner.login +
                          " (id " + std::to_string(owner.id.value) + ")");
}

PackageType read_package_type(JsonRow& row) {
  const auto type = value_of(kPackageTypes, http::to_lower(row.text("package_type")));
  if (!type) row.reject("package_type", "is none that is known");
  return type.value_or(PackageType::container);
}

Result<Package> read_package(JsonRow row, const Owner& owner) {
  Package package;
  package.id = PackageId{row.id("id")};
  package.owner = owner;
  package.type = read_package_type(row);
  package.name = row.text("name");
  package.visibility = row.text_or_empty("visibility");
  if (auto repository = row.object("repository")) {
    package.repository = repository->text("name");
    row.join(*repository);
  }
  check_owner(row, owner);
  if (row.error()) return fail(*row.error());
  return package;
}

std::optional<std::vector<std::string>> read_tags(JsonRow& row, PackageType type) {
  if (!has_tags(type)) return std::vector<std::string>{};
  auto metadata = row.object("metadata");
  if (!metadata) return std::nullopt;
  auto family = metadata->object(text_of(kPackageTypes, type));
  std::optional<std::vector<std::string>> tags;
  if (family) {
    tags = family->texts("tags");
    if (!tags && type == PackageType::docker) tags = family->texts("tag");
    metadata->join(*family);
  }
  row.join(*metadata);
  return tags;
}

DeletedVersion read_version(JsonRow& row, PackageType type) {
  DeletedVersion out;
  out.version.id = VersionId{row.id("id")};
  out.version.name = row.text("name");
  out.version.created_at = row.time("created_at");
  out.version.updated_at = row.time("updated_at");
  out.version.tags = read_tags(row, type);
  out.deleted_at = row.time("deleted_at");
  return out;
}

// A list that is out of date. Counted as there, the version would take the place of one that rules keep; left out, what
// its manifest holds would look like nobody's. Either way more might go, so such a list is not used.
Result<PackageVersion> read_active(JsonRow row, PackageType type) {
  DeletedVersion read = read_version(row, type);
  if (read.deleted_at) row.reject("deleted_at", "is set in a list of versions that are there; it may be out of date");
  if (row.error()) return fail(*row.error());
  return std::move(read.version);
}

// GitHub does not promise state=deleted for every form of owner. A server that does not know it lists what is there.
Result<DeletedVersion> read_deleted(JsonRow row, PackageType type) {
  DeletedVersion read = read_version(row, type);
  if (!read.deleted_at)
    row.reject("deleted_at", "is missing in a list of deleted versions; this server may list active ones instead");
  if (row.error()) return fail(*row.error());
  return read;
}

}  // namespace

Result<Account> parse_account(std::string_view body) {
  const auto value = parse(body);
  if (!value) return fail(value.error());
  JsonRow row(*value, std::string(kWhere));
  Account account{OwnerId{row.id("id")}, row.text("login"), std::nullopt};
  const std::string type = row.text_or_empty("type");
  if (row.error()) return fail(*row.error());
  if (type == "User") account.kind = OwnerKind::user;
  if (type == "Organization") account.kind = OwnerKind::organization;
  return account;
}

Result<std::vector<Package>> parse_packages(std::string_view body, const Owner& owner) {
  return parse_list<Package>(body, [&](JsonRow row) { return read_package(std::move(row), owner); });
}

Result<Package> parse_package(std::string_view body, const Owner& owner) {
  const auto value = parse(body);
  if (!value) return fail(value.error());
  return read_package(JsonRow(*value, std::string(kWhere)), owner);
}

Result<std::vector<PackageVersion>> parse_versions(std::string_view body, PackageType type) {
  return parse_list<PackageVersion>(body, [type](JsonRow row) { return read_active(std::move(row), type); });
}

Result<std::vector<DeletedVersion>> parse_deleted_versions(std::string_view body, PackageType type) {
  return parse_list<DeletedVersion>(body, [type](JsonRow row) { return read_deleted(std::move(row), type); });
}

Result<DeletedVersion> parse_version(std::string_view body, PackageType type) {
  const auto value = parse(body);
  if (!value) return fail(value.error());
  JsonRow row(*value, std::string(kWhere));
  DeletedVersion read = read_version(row, type);
  if (row.error()) return fail(*row.error());
  return read;
}

std::string error_message(std::string_view body) {
  if (http::printable(body, 1).empty()) return "no text";
  if (is_page(body)) return "a web page: " + words_of(body);
  const json value = json::parse(body, nullptr, false);
  if (value.is_object()) {
    const auto message = value.find("message");
    if (message != value.end() && message->is_string()) return http::printable(message->get_ref<const std::string&>());
  }
  return http::printable(body, 120);
}

Result<void> expect_object(std::string_view body) {
  const auto value = parse(body);
  if (!value) return fail(value.error());
  if (value->is_object()) return {};
  return fail(ErrorCode::bad_reply, "the reply is not an object");
}

}  // namespace retention::github
