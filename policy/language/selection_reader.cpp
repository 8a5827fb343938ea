#include "policy/language/selection_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "policy/language/lists.h"
#include "policy/language/rule_keys.h"
#include "policy/language/scalars.h"
#include "policy/language/wording.h"

namespace retention::language {
namespace {

constexpr std::size_t kLongestLogin = 100;  // GitHub's own limit is 39, enterprise-managed logins may be longer
constexpr std::string_view kOrganization = "org:";
constexpr std::string_view kUser = "user:";

bool is_login(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= kLongestLogin && std::all_of(text.begin(), text.end(), allowed);
}

std::optional<OwnerSelector> parse_owner(std::string_view text) {
  if (text == "me") return OwnerSelector{OwnerRoute::self, ""};
  const bool organization = text.substr(0, kOrganization.size()) == kOrganization;
  if (!organization && text.substr(0, kUser.size()) != kUser) return std::nullopt;
  const std::string_view login = text.substr(organization ? kOrganization.size() : kUser.size());
  if (!is_login(login)) return std::nullopt;
  return OwnerSelector{organization ? OwnerRoute::organization : OwnerRoute::user, std::string(login)};
}

std::optional<OwnerSelector> read_owner(const Field& field, Findings& findings) {
  const Node& node = *field.node;
  if (node.kind != NodeKind::scalar) {
    findings.problem(field, fmt::format("an owner is due, not {}; write org:NAME, user:NAME or me", describe(node)));
    return std::nullopt;
  }
  auto owner = parse_owner(node.text);
  if (!owner && is_login(node.text)) {
    findings.problem(field, fmt::format("{0} does not say what it is; write org:{1} or user:{1}", quoted(node.text),
                                        printable(node.text)));
  } else if (!owner) {
    findings.problem(field, fmt::format("{} is no owner; write org:NAME, user:NAME or me", quoted(node.text)));
  }
  return owner;
}

std::optional<PackageType> read_type(const Field& field, Findings& findings) {
  if (field.node->kind == NodeKind::scalar && field.node->text == "gradle") {
    findings.problem(field, "Gradle packages are of type maven; write maven");
    return std::nullopt;
  }
  const auto word = choose(field, kTypeChoices, findings);
  return word ? value_of(kPackageTypes, *word) : std::nullopt;
}

template <typename T>
std::vector<T> read_each(const Section& policy, std::string_view key,
                         std::optional<T> (*read)(const Field&, Findings&)) {
  std::vector<T> list;
  const auto field = policy.find(key);
  if (!field) return list;
  for (const Field& item : read_items(*field, policy.spec(key).kind, Single::allowed, policy.findings())) {
    const auto value = read(item, policy.findings());
    if (!value) continue;
    if (std::find(list.begin(), list.end(), *value) != list.end()) {
      policy.findings().problem(item, fmt::format("{} is there twice; take one out", quoted(item.node->text)));
    } else {
      list.push_back(*value);
    }
  }
  return list;
}

}  // namespace

std::vector<OwnerSelector> read_owners(const Section& policy) {
  return read_each<OwnerSelector>(policy, "owner", read_owner);
}

std::vector<PackageType> read_types(const Section& policy) {
  return read_each<PackageType>(policy, "type", read_type);
}

}  // namespace retention::language
