#include "tests/simulator/route.h"

#include <array>
#include <charconv>

#include "tests/simulator/texts.h"

namespace retention::simulator {
namespace {

constexpr Words<Operation, 22> kOperations{{{Operation::root, "root"},
                                            {Operation::list_api_versions, "list_api_versions"},
                                            {Operation::rate_limit, "rate_limit"},
                                            {Operation::get_self, "get_self"},
                                            {Operation::get_user, "get_user"},
                                            {Operation::get_organization, "get_organization"},
                                            {Operation::list_packages, "list_packages"},
                                            {Operation::get_package, "get_package"},
                                            {Operation::delete_package, "delete_package"},
                                            {Operation::restore_package, "restore_package"},
                                            {Operation::list_versions, "list_versions"},
                                            {Operation::get_version, "get_version"},
                                            {Operation::delete_version, "delete_version"},
                                            {Operation::restore_version, "restore_version"},
                                            {Operation::list_conflicts, "list_conflicts"},
                                            {Operation::registry_base, "registry_base"},
                                            {Operation::registry_token, "registry_token"},
                                            {Operation::registry_manifest, "registry_manifest"},
                                            {Operation::registry_referrers, "registry_referrers"},
                                            {Operation::registry_blob, "registry_blob"},
                                            {Operation::registry_tags, "registry_tags"},
                                            {Operation::unknown, "unknown"}}};

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Query parse_query(std::string_view text) {
  Query query;
  if (text.empty()) return query;
  for (const std::string& pair : split(text, '&')) {
    const std::size_t equals = pair.find('=');
    query.emplace_back(percent_decoded(pair.substr(0, equals)),
                       equals == std::string::npos ? "" : percent_decoded(pair.substr(equals + 1)));
  }
  return query;
}

using Segments = std::vector<std::string>;

// Takes the owner off the front of the segments. Whether there was one.
bool take_owner(Segments& segments, Route& route) {
  struct Prefix {
    std::string_view word;
    OwnerForm form;
  };
  static constexpr std::array<Prefix, 3> kPrefixes{
      {{"orgs", OwnerForm::organization}, {"users", OwnerForm::user}, {"organizations", OwnerForm::organization_id}}};
  std::size_t taken = 0;
  for (const Prefix& prefix : kPrefixes) {
    if (segments.size() >= 2 && segments[0] == prefix.word) {
      route.form = prefix.form;
      taken = 2;
    }
  }
  if (taken == 0 && !segments.empty() && segments[0] == "user") {
    const bool numbered = segments.size() >= 2 && to_number(segments[1]);
    route.form = numbered ? OwnerForm::user_id : OwnerForm::self;
    taken = numbered ? 2 : 1;
  }
  if (taken == 0) return false;
  for (std::size_t i = 0; i < taken; ++i) route.owner_path += "/" + segments[i];
  if (taken == 2) route.owner = percent_decoded(segments[1]);
  segments.erase(segments.begin(), segments.begin() + static_cast<std::ptrdiff_t>(taken));
  return true;
}

Operation owner_operation(OwnerForm form) {
  switch (form) {
    case OwnerForm::self:
      return Operation::get_self;
    case OwnerForm::user:
    case OwnerForm::user_id:
      return Operation::get_user;
    case OwnerForm::organization:
    case OwnerForm::organization_id:
      return Operation::get_organization;
    case OwnerForm::none:
      break;
  }
  return Operation::unknown;
}

// What stands below /OWNER/packages/TYPE/NAME.
Operation package_operation(std::string_view method, const Segments& rest, Route& route) {
  const bool get = method == "GET";
  if (rest.empty())
    return get ? Operation::get_package : method == "DELETE" ? Operation::delete_package : Operation::unknown;
  if (rest.size() == 1 && rest[0] == "restore" && method == "POST") return Operation::restore_package;
  if (rest[0] != "versions") return Operation::unknown;
  if (rest.size() == 1) return get ? Operation::list_versions : Operation::unknown;
  const std::optional<std::int64_t> id = to_number(rest[1]);
  if (!id) return Operation::unknown;
  route.version_id = *id;
  if (rest.size() == 2)
    return get ? Operation::get_version : method == "DELETE" ? Operation::delete_version : Operation::unknown;
  if (rest.size() == 3 && rest[2] == "restore" && method == "POST") return Operation::restore_version;
  return Operation::unknown;
}

Operation owned_operation(std::string_view method, Segments segments, Route& route) {
  for (const std::string& segment : segments) route.rest += "/" + segment;
  const bool get = method == "GET";
  if (segments.empty()) return get ? owner_operation(route.form) : Operation::unknown;
  if (segments.size() == 2 && segments[0] == "docker" && segments[1] == "conflicts" && get) {
    return Operation::list_conflicts;
  }
  if (segments[0] != "packages") return Operation::unknown;
  if (segments.size() == 1) return get ? Operation::list_packages : Operation::unknown;
  if (segments.size() == 2) return Operation::unknown;
  route.type = percent_decoded(segments[1]);
  route.name = percent_decoded(segments[2]);
  segments.erase(segments.begin(), segments.begin() + 3);
  return package_operation(method, segments, route);
}

Operation registry_operation(std::string_view path, Route& route) {
  struct Part {
    std::string_view marker;
    Operation operation;
  };
  static constexpr std::array<Part, 4> kParts{{{"/manifests/", Operation::registry_manifest},
                                               {"/referrers/", Operation::registry_referrers},
                                               {"/blobs/", Operation::registry_blob},
                                               {"/tags/list", Operation::registry_tags}}};
  path.remove_prefix(3);
  if (path.empty() || path == "/") return Operation::registry_base;
  for (const Part& part : kParts) {
    const std::size_t at = path.rfind(part.marker);
    if (at == std::string_view::npos || at < 2) continue;
    route.name = percent_decoded(path.substr(1, at - 1));
    route.reference = percent_decoded(path.substr(at + part.marker.size()));
    return part.operation;
  }
  return Operation::unknown;
}

Operation plain_operation(std::string_view method, std::string_view path) {
  if (method != "GET") return Operation::unknown;
  if (path == "/") return Operation::root;
  if (path == "/versions") return Operation::list_api_versions;
  if (path == "/rate_limit") return Operation::rate_limit;
  if (path == "/token") return Operation::registry_token;
  return Operation::unknown;
}

}  // namespace

Route parse_route(std::string_view method, std::string_view target) {
  static constexpr std::string_view kEnterprise = "/api/v3";
  Route route;
  const std::size_t question = target.find('?');
  std::string_view path = target.substr(0, question);
  if (question != std::string_view::npos) route.query = parse_query(target.substr(question + 1));
  if (path == "/v2" || path.starts_with("/v2/")) {
    route.operation = registry_operation(path, route);
    return route;
  }
  if (path.starts_with(kEnterprise) && (path.size() == kEnterprise.size() || path[kEnterprise.size()] == '/')) {
    route.prefix = kEnterprise;
    path.remove_prefix(kEnterprise.size());
    if (path.empty()) path = "/";
  }
  if (method == "HEAD") method = "GET";
  route.operation = plain_operation(method, path);
  if (route.operation != Operation::unknown || path.empty() || path.front() != '/') return route;
  Segments segments = split(path.substr(1), '/');
  for (const std::string& segment : segments) {
    if (segment.empty()) return route;  // also a trailing slash
  }
  if (take_owner(segments, route)) route.operation = owned_operation(method, std::move(segments), route);
  return route;
}

std::string_view text_of(Operation operation) {
  return word_of(kOperations, operation);
}

bool mutates(Operation operation) {
  return operation == Operation::delete_package || operation == Operation::delete_version ||
         operation == Operation::restore_package || operation == Operation::restore_version;
}

bool of_registry(Operation operation) {
  return operation >= Operation::registry_base && operation <= Operation::registry_tags;
}

std::optional<std::string> value_of(const Query& query, std::string_view key) {
  for (const auto& [name, value] : query) {
    if (name == key) return value;
  }
  return std::nullopt;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      decoded += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += '%';
      encoded += kDigits[byte / 16U];
      encoded += kDigits[byte % 16U];
    }
  }
  return encoded;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::optional<std::int64_t> to_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace retention::simulator
