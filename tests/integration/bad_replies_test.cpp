// What GitHub may answer instead of what it promises, through the whole program.
#include <gmock/gmock.h>

#include <ostream>

#include "tests/integration/ledger_view.h"
#include "tests/integration/whole_program.h"

namespace retention::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kPackages =
    "  - owner: acme\n    type: npm\n    name: lib\n    versions:\n"
    "      - { id: 1000, name: \"1.0.{n}\", created: 40d, step: 1h, count: 250 }\n";

constexpr const char* kPolicies =
    "  - name: p\n    owner: org:acme\n    type: npm\n    packages: [\"*\"]\n"
    "    keep: [{ name: most, newest: 240 }]\n"
    "    delete: [{ name: rest, everything: true }]\n";

struct BadReply {
  std::string name;
  std::string fault;    // in the words of a scenario
  int status;           // of the program
  std::string message;  // that the user sees
};

void PrintTo(const BadReply& reply, std::ostream* out) {
  *out << reply.name;
}

std::string name_of(const testing::TestParamInfo<BadReply>& info) {
  return info.param.name;
}

class BadReplies : public WholeProgram, public testing::WithParamInterface<BadReply> {
 protected:
  void SetUp() override {
    github(kPackages, "faults:\n  - " + GetParam().fault + "\n");
    policies(kPolicies);
    change("  token:", "  request_timeout: 2s\n  token:");
  }
};

// A list of which some page cannot be trusted: nothing is deleted, the message says what came instead.
class BadLists : public BadReplies {};

TEST_P(BadLists, KeepEverythingAndSayWhy) {
  const Output output = run({"apply"});

  EXPECT_EQ(output.status, GetParam().status) << output.out << output.err;
  EXPECT_THAT(output.out + output.err, HasSubstr(GetParam().message));
  EXPECT_EQ(mutating_requests(), 0U);
  EXPECT_EQ(run({"verify"}).status, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Versions, BadLists,
    testing::Values(
        BadReply{"Html", "{ operation: list_versions, page: 2, kind: html }", 7, "web page"},
        BadReply{"TruncatedJson", "{ operation: list_versions, page: 2, kind: truncated }", 7, "JSON"},
        BadReply{"ShortBody", "{ operation: list_versions, page: 2, kind: short_body }", 7, "acme/npm/lib"},
        BadReply{"EmptyBody", "{ operation: list_versions, page: 2, kind: empty_body }", 7, "acme/npm/lib"},
        BadReply{"ObjectForList", "{ operation: list_versions, page: 2, kind: object }", 7, "list"},
        BadReply{"EmptyPageInTheMiddle", "{ operation: list_versions, page: 2, kind: empty_page }", 7, "acme/npm/lib"},
        BadReply{"DuplicateRow", "{ operation: list_versions, page: 2, kind: duplicate_row }", 7, "acme/npm/lib"},
        BadReply{"Unauthorized", "{ operation: list_versions, status: 401 }", 6, "token"},
        BadReply{"Forbidden", "{ operation: list_versions, status: 403, message: Not today }", 7, "Not today"},
        BadReply{"NotFound", "{ operation: list_versions, status: 404 }", 7, "404"},
        BadReply{"ServerError", "{ operation: list_versions, page: 2, status: 502 }", 7, "502"},
        BadReply{"RateLimitWithoutEnd",
                 "{ operation: list_versions, page: 2, status: 429, headers: { retry-after: \"0\" } }", 7,
                 "the rate limit of the token is met"},
        BadReply{"RateLimitForADay",
                 "{ operation: list_versions, page: 2, status: 429, headers: { retry-after: \"86400\" } }", 7,
                 "it opens again at"},
        BadReply{"Hang", "{ operation: list_versions, page: 2, kind: stall }", 7, "acme/npm/lib"},
        BadReply{"Drip", "{ operation: list_versions, page: 2, kind: drip }", 7, "acme/npm/lib"},
        BadReply{"Reset", "{ operation: list_versions, page: 2, kind: reset }", 7, "acme/npm/lib"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Packages, BadLists,
    testing::Values(BadReply{"HtmlForPackages", "{ operation: list_packages, kind: html }", 7, "web page"},
                    BadReply{"ObjectForPackages", "{ operation: list_packages, kind: object }", 7, "list"},
                    BadReply{"UnauthorizedForPackages", "{ operation: list_packages, status: 401 }", 6, "token"},
                    BadReply{"RateLimitForPackages",
                             "{ operation: list_packages, status: 429, headers: { retry-after: \"0\" } }", 7,
                             "the rate limit of the token is met"},
                    BadReply{"ServerErrorForPackages", "{ operation: list_packages, status: 500 }", 7, "500"}),
    name_of);

// A bad moment that passes: the run comes through and has deleted what was planned.
class PassingFaults : public BadReplies {};

TEST_P(PassingFaults, AreSurvivedAndEveryDeletionIsRecorded) {
  const Output output = run({"apply"});

  EXPECT_EQ(output.status, GetParam().status) << output.out << output.err;
  EXPECT_EQ(sim().deleted("acme", "npm", "lib").size(), 10U);
  const auto states = deletion_states(ledger());
  for (const auto& version : sim().deleted("acme", "npm", "lib"))
    EXPECT_EQ(states.at(version.id), "deleted") << version.id;
  EXPECT_EQ(run({"verify"}).status, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Lists, PassingFaults,
    testing::Values(
        BadReply{"ServerErrorOnce", "{ operation: list_versions, page: 2, times: 1, status: 500 }", 0, ""},
        BadReply{"ResetOnce", "{ operation: list_versions, page: 2, times: 1, kind: reset }", 0, ""},
        BadReply{"DuplicateRowOnce", "{ operation: list_versions, page: 2, times: 1, kind: duplicate_row }", 0, ""},
        BadReply{
            "SecondaryLimitOnce",
            "{ operation: list_versions, page: 2, times: 1, status: 429, message: You have exceeded a secondary rate "
            "limit., headers: { retry-after: \"1\" } }",
            0, ""}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Deletions, PassingFaults,
    testing::Values(
        BadReply{"ServerErrorBefore", "{ operation: delete_version, skip: 3, times: 1, status: 502 }", 0, ""},
        BadReply{"ServerErrorAfter", "{ operation: delete_version, skip: 3, times: 1, status: 500, moment: after }", 0,
                 ""},
        BadReply{"ResetBefore", "{ operation: delete_version, skip: 3, times: 1, kind: reset }", 0, ""},
        BadReply{"ResetAfter", "{ operation: delete_version, skip: 3, times: 1, kind: reset, moment: after }", 0, ""},
        BadReply{"HangBefore", "{ operation: delete_version, skip: 3, times: 1, kind: stall }", 0, ""},
        BadReply{"HangAfter", "{ operation: delete_version, skip: 3, times: 1, kind: stall, moment: after }", 0, ""},
        BadReply{"HtmlAfter", "{ operation: delete_version, skip: 3, times: 1, kind: html, moment: after }", 0, ""},
        BadReply{
            "SecondaryLimit",
            "{ operation: delete_version, skip: 3, times: 1, status: 403, message: You have exceeded a secondary rate "
            "limit., headers: { retry-after: \"1\" } }",
            0, ""}),
    name_of);

// Access is lost in the middle: GitHub says 404 to everything about the package. That proves nothing about a version.
class LostAccess : public WholeProgram {};

TEST_F(LostAccess, MakesNoVersionGone) {
  github(kPackages);
  policies(kPolicies);
  int calls = 0;
  sim().before_mutation([&](const simulator::MutationAttempt&) {
    if (++calls != 4) return;
    for (const char* operation : {"delete_version", "get_version", "list_versions", "get_package"}) {
      sim().add_fault(std::string("{ operation: ") + operation + ", status: 404, message: Package not found. }");
    }
  });
  const Output output = run({"apply"});
  EXPECT_NE(output.status, 0) << output.out;
  sim().before_mutation({});
  sim().clear_faults();
  const auto cut_short = deletion_states(ledger());
  EXPECT_EQ(cut_short.size(), 10U);
  for (const auto& [version, state] : cut_short) EXPECT_NE(state, "gone") << version;

  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_EQ(sim().deleted("acme", "npm", "lib").size(), 10U);
  const auto states = deletion_states(ledger());
  for (const auto& version : sim().deleted("acme", "npm", "lib"))
    EXPECT_EQ(states.at(version.id), "deleted") << version.id;
}

// Answers after which going on makes no sense.
class EndingFaults : public BadReplies {};

TEST_P(EndingFaults, LeaveTheRestForTheNextRunAndLoseNothing) {
  const Output output = run({"apply"});

  EXPECT_EQ(output.status, GetParam().status) << output.out << output.err;
  EXPECT_THAT(output.out + output.err, HasSubstr(GetParam().message));
  const auto states = deletion_states(ledger());
  EXPECT_EQ(sim().deleted("acme", "npm", "lib").size(), 3U);
  for (const auto& version : sim().deleted("acme", "npm", "lib"))
    EXPECT_EQ(states.at(version.id), "deleted") << version.id;

  sim().clear_faults();
  EXPECT_EQ(run({"apply"}).status, 0);
  EXPECT_EQ(sim().deleted("acme", "npm", "lib").size(), 10U);
  EXPECT_EQ(run({"verify"}).status, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Deletions, EndingFaults,
    testing::Values(
        BadReply{"Unauthorized", "{ operation: delete_version, skip: 3, status: 401 }", 6, "token"},
        BadReply{"MissingScope",
                 "{ operation: delete_version, skip: 3, status: 403, message: You need at least delete:packages and "
                 "read:packages scopes to delete a package version. }",
                 6, "delete:packages"},
        BadReply{"AdminMissing", "{ operation: delete_version, skip: 3, status: 404, message: Package not found. }", 6,
                 "admin"},
        BadReply{"Redirect", "{ operation: delete_version, skip: 3, status: 301, headers: { Location: /elsewhere } }",
                 3, "renamed"}),
    name_of);

}  // namespace
}  // namespace retention::test
