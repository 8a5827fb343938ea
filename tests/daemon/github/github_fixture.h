#pragma once

#include <gtest/gtest.h>

#include <stop_token>
#include <string>
#include <vector>

#include "daemon/github/client.h"
#include "daemon/github/mutation_client.h"
#include "daemon/github/reads.h"
#include "daemon/github/token_cache.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fixed_tokens.h"
#include "tests/support/recording_sink.h"
#include "tests/support/scripted_transport.h"

namespace retention::github {

inline const Owner kAcme{OwnerId{42}, "acme", OwnerKind::organization, OwnerRoute::organization};
inline const Package kApp{PackageId{7}, kAcme, PackageType::npm, "app", "private", ""};

// The clients over a scripted transport and a fake clock.
class GithubTest : public ::testing::Test {
 protected:
  static std::string row(std::int64_t id) {
    return R"({"id":)" + std::to_string(id) + R"(,"name":"1.0.)" + std::to_string(id) +
           R"(","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"})";
  }

  static std::string rows(std::int64_t first, std::int64_t last) {
    std::string out;
    for (auto id = first; id <= last; ++id) out += (out.empty() ? "" : ",") + row(id);
    return "[" + out + "]";
  }

  static std::string package_row(std::int64_t id, const std::string& name, const std::string& type = "npm") {
    return R"({"id":)" + std::to_string(id) + R"(,"name":")" + name + R"(","package_type":")" + type + R"("})";
  }

  static std::string account(std::int64_t id, const std::string& login, const std::string& type) {
    return R"({"id":)" + std::to_string(id) + R"(,"login":")" + login + R"(","type":")" + type + R"("})";
  }

  static http::Headers link(int next, int last) {
    const std::string base = "<https://api.github.com/organizations/42/packages/npm/app/versions?per_page=100&page=";
    std::string value;
    if (next != 0) value = base + std::to_string(next) + ">; rel=\"next\", ";
    value += base + std::to_string(last) + ">; rel=\"last\"";
    return {{"Link", value}};
  }

  MutationChannel channel() { return {options_, transport_, gate_, cache_, clock_, stop_.get_token()}; }

  test::FakeClock clock_;
  test::RecordingSink events_;
  test::ScriptedTransport transport_;
  test::FixedTokens tokens_;
  std::stop_source stop_;
  ClientOptions options_{http::Url{http::Scheme::https, "api.github.com", 443, ""}, "1.2.3", {}};
  http::Gate gate_{http::GateOptions{}, clock_, events_};
  TokenCache cache_{tokens_};
  Reads reads_{options_, transport_, gate_, cache_, clock_, stop_.get_token()};
  ReadClient client_{reads_};
};

}  // namespace retention::github
