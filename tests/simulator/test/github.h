#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulator/simulator.h"
#include "tests/simulator/test/client.h"

namespace retention::simulator::test {

// The owners and tokens that most tests share; packages, switches and faults are added to it. The clock stands still.
inline constexpr std::string_view kPeople = R"(
clock: 2026-03-02T12:00:00Z
owners:
  - { login: acme, kind: organization, id: 9919, admins: [olivia], members: [mark], former_logins: [acme-old] }
  - { login: vault, kind: organization, id: 7000, saml: true }
  - { login: olivia, kind: user, id: 501 }
tokens:
  - { name: admin, value: t-admin, user: olivia, scopes: ["write:packages", "delete:packages", repo] }
  - { name: reader, value: t-reader, user: olivia, scopes: ["read:packages"] }
  - { name: deleter, value: t-deleter, user: olivia, scopes: ["read:packages", "delete:packages"] }
  - { name: only-delete, value: t-only-delete, user: olivia, scopes: ["delete:packages"] }
  - { name: writer, value: t-writer, user: olivia, scopes: ["write:packages"] }
  - { name: no-repo, value: t-no-repo, user: olivia, scopes: ["write:packages", "delete:packages"] }
  - { name: none, value: t-none, user: olivia }
  - { name: member, value: t-member, user: mark, scopes: ["write:packages", "delete:packages", repo] }
  - { name: stranger, value: t-stranger, user: sam, scopes: ["write:packages", "delete:packages", repo] }
  - { name: old, value: t-old, user: olivia, scopes: ["read:packages"], expires: 2026-03-01T00:00:00Z }
  - { name: sso, value: t-sso, user: olivia, scopes: ["read:packages"], sso: [vault], read: [vault] }
  - { name: fine, value: t-fine, user: olivia, kind: fine-grained }
  - { name: app, value: t-app, user: olivia, kind: installation }
  - { name: job, value: t-job, user: acme, kind: actions, admin: [acme/container/web] }
)";

// A simulator and somebody who asks it things.
class GitHub {
 public:
  explicit GitHub(const std::string& rest) : simulator(Scenario::parse(std::string(kPeople) + rest)) {}

  Answer get(const std::string& target, const std::string& token = "t-admin", const std::string& headers = {}) {
    return send("GET", target, token, headers);
  }
  Answer del(const std::string& target, const std::string& token = "t-admin") { return send("DELETE", target, token); }
  Answer post(const std::string& target, const std::string& token = "t-admin") { return send("POST", target, token); }

  Answer send(const std::string& method, const std::string& target, const std::string& token,
              const std::string& headers = {}, const std::string& body = {}) {
    const std::string authorization = token.empty() ? "" : "Authorization: Bearer " + token + "\r\n";
    return ask(simulator.port(), method, target, "User-Agent: test\r\n" + authorization + headers, body);
  }

  Simulator simulator;
};

inline std::string message(const Answer& answer) {
  const auto json = nlohmann::json::parse(answer.body, nullptr, false);
  return json.is_object() && json.contains("message") ? json["message"].get<std::string>() : "";
}

inline std::vector<std::int64_t> row_ids(const Answer& answer) {
  std::vector<std::int64_t> ids;
  for (const auto& row : nlohmann::json::parse(answer.body)) ids.push_back(row.at("id").get<std::int64_t>());
  return ids;
}

}  // namespace retention::simulator::test
