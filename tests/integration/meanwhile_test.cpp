// What other people do when a request of the program arrives, at one after the other: a tag moves, the package is made
// anew, a name is published again. tests/README.md has the table.
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <functional>

#include "tests/integration/cut_world.h"
#include "tests/integration/ledger_view.h"

namespace retention::test {
namespace {

using testing::AnyOf;
using testing::Contains;
using testing::IsSupersetOf;

constexpr const char* kImages =
    "  - { owner: acme, type: container, name: first, versions: [{ id: 1, tags: [a], created: 90d }, { id: 2, tags: "
    "[b], created: 80d }, { id: 3, tags: [stable], created: 10d }] }\n"
    "  - { owner: acme, type: container, name: second, versions: [{ id: 11, tags: [c], created: 90d }, { id: 12, "
    "tags: [stable], created: 10d }] }\n";

constexpr const char* kKeepStable =
    "  - name: p\n    owner: org:acme\n    type: container\n    packages: [\"*\"]\n"
    "    keep: [{ name: stable, tags: [stable] }]\n    delete: [{ name: rest, everything: true }]\n";

class Meanwhile : public CutWorld {
 protected:
  // Makes the world, and runs the command while `act` happens at each of its requests; then `check`.
  void at_each_request(const Arguments& arguments, const std::function<void()>& prepare,
                       const std::function<void(const simulator::RequestRecord&)>& act,
                       const std::function<void(const std::string&)>& check) {
    constexpr int kSample = 3;
    for (int nth = 1;; nth += every_point() ? 1 : kSample) {
      prepare();
      std::atomic<int> left = nth;
      std::string met;
      sim().before_request([&](const simulator::RequestRecord& request) {
        if (--left != 0) return;
        met = request.operation;
        act(request);
      });
      output = run(arguments);
      sim().before_request({});
      if (left > 0) break;
      const std::string when = met + ", request " + std::to_string(nth);
      EXPECT_THAT(output.status, AnyOf(0, 3, 7)) << when << '\n' << output.out << output.err;
      expect_own_agreement(when);
      check(when);
      expect_own_agreement(when + ", in the end");
    }
  }

  // The ledger knows of what its own program did, but for what was restored and gone again before it was seen back.
  void expect_own_agreement(const std::string& when) {
    auto done = sim().mutations();
    const auto states = deletion_states(ledger());
    std::erase_if(done, [&](const simulator::MutationRecord& mutation) {
      const auto row = states.find(mutation.version_id);
      const bool unseen =
          mutation.operation == "restore_version" && row != states.end() && row->second == "restore_failed";
      return mutation.token == "deleter" || unseen;
    });
    expect_agreement(when, done);
  }

  void images() {
    fresh();
    github(kImages);
    policies(kKeepStable);
  }

  void applied() {
    fresh();
    ASSERT_EQ(run(apply).status, 0);
  }

  // Another program with a token of its own, which shares nothing with ours but GitHub, deletes the whole package;
  // then somebody pushes to its name. The id of what was pushed.
  std::int64_t make_anew() {
    sim().before_mutation({});  // their calls have no row of ours
    auto theirs = environment();
    theirs["TOKEN"] = "ghp_deleter";
    const Output deleted =
        Program(command({"--ledger", folder().path() + "/other/ledger.db", "delete-package", "acme/npm/lib", "--yes"}),
                theirs)
            .wait();
    sim().before_mutation([this](const simulator::MutationAttempt& attempt) { meet(attempt); });
    EXPECT_EQ(deleted.status, 0) << deleted.err;
    std::filesystem::remove_all(folder().path() + "/other");
    return sim().push("acme", "npm", "lib", "{ name: 1.0.2 }");
  }

  const Arguments apply{"apply"};
  const Arguments undo{"undo", "--run", "1", "--yes"};
  Output output;
};

TEST_F(Meanwhile, ATagThatMovesInACycleKeepsItsNewHolder) {
  bool too_late = false;
  int kept = 0;
  at_each_request(
      apply, [this] { images(); },
      [&](const simulator::RequestRecord& request) {
        const auto versions = active("container", "second");
        too_late = request.version_id == 11 || versions.size() < 2;
        if (!too_late) sim().move_tag("acme", "container", "second", "stable", 11);
      },
      [&](const std::string& when) {
        if (too_late) return;
        ++kept;
        EXPECT_THAT(active("container", "second"), Contains(11)) << when << '\n' << output.out;
        EXPECT_EQ(run(apply).status, 0) << when;
        EXPECT_THAT(active("container", "second"), Contains(11)) << when;
      });
  EXPECT_GT(kept, 0) << "the tag moves in time";
}

TEST_F(Meanwhile, ATagThatMovesInAnUndoKeepsItsNewHolder) {
  at_each_request(
      undo,
      [this] {
        images();
        ASSERT_EQ(run(apply).status, 0);
      },
      [this](const simulator::RequestRecord&) { sim().push("acme", "container", "first", "{ id: 4, tags: [a] }"); },
      [&](const std::string& when) {
        const auto versions = sim().active("acme", "container", "first");
        ASSERT_THAT(simulator::ids(versions), IsSupersetOf({2, 3, 4})) << when << '\n' << output.out;
        EXPECT_THAT(versions.back().tags, Contains("a")) << when;
        EXPECT_THAT(active("container", "second"), Contains(11)) << when;
      });
}

TEST_F(Meanwhile, APackageThatIsMadeAnewInACycleOwesNothingToTheOldOne) {
  std::int64_t young = 0;
  at_each_request(
      apply, [this] { fresh(); }, [&](const simulator::RequestRecord&) { young = make_anew(); },
      [&](const std::string& when) {
        EXPECT_THAT(active("npm", "lib"), testing::ElementsAre(young)) << when;
        const Output again = run(apply);
        EXPECT_EQ(again.status, 0) << when << '\n' << again.out << again.err;
        EXPECT_THAT(active("npm", "lib"), testing::ElementsAre(young)) << when;
        const std::size_t restores = mutating_requests();
        run(undo);
        EXPECT_EQ(mutating_requests(), restores) << when << ": nothing is sent for what cannot come back";
        EXPECT_THAT(active("npm", "lib"), testing::ElementsAre(young)) << when;
      });
}

TEST_F(Meanwhile, APackageThatIsMadeAnewInAnUndoOwesNothingToTheOldOne) {
  std::int64_t young = 0;
  at_each_request(
      undo, [this] { applied(); }, [&](const simulator::RequestRecord&) { young = make_anew(); },
      [&](const std::string& when) {
        EXPECT_THAT(active("npm", "lib"), testing::ElementsAre(young)) << when << '\n' << output.out;
        EXPECT_EQ(run(apply).status, 0) << when;
        EXPECT_THAT(active("npm", "lib"), testing::ElementsAre(young)) << when;
      });
}

TEST_F(Meanwhile, ANameThatIsPublishedAgainInACycleStays) {
  std::int64_t young = 0;
  at_each_request(
      apply, [this] { fresh(); },
      [&](const simulator::RequestRecord&) {
        const auto now = active("npm", "lib");
        young = std::ranges::find(now, 22) == now.end() ? sim().push("acme", "npm", "lib", "{ name: 1.0.2 }") : 0;
      },
      [&](const std::string& when) {
        if (young == 0) return;
        EXPECT_THAT(active("npm", "lib"), Contains(young)) << when << '\n' << output.out;
        EXPECT_EQ(run(apply).status, 0) << when;
        EXPECT_THAT(active("npm", "lib"), testing::ElementsAre(young)) << when << ": it is the newest";
        const Output undone = run(undo);
        EXPECT_EQ(undone.status, 3) << when << '\n' << undone.out << undone.err;
        EXPECT_THAT(undone.out, testing::HasSubstr("acme/npm/lib@22")) << when;
        EXPECT_THAT(active("npm", "lib"), IsSupersetOf({std::int64_t{23}, std::int64_t{24}, young})) << when;
      });
}

TEST_F(Meanwhile, ANameThatIsPublishedAgainInAnUndoStaysAndTheRestComesBack) {
  std::int64_t young = 0;
  int taken = 0;
  at_each_request(
      undo, [this] { applied(); },
      [&](const simulator::RequestRecord&) {
        const auto now = active("npm", "lib");
        young = std::ranges::find(now, 22) == now.end() ? sim().push("acme", "npm", "lib", "{ name: 1.0.2 }") : 0;
      },
      [&](const std::string& when) {
        EXPECT_THAT(active("npm", "lib"), IsSupersetOf({21, 23, 24})) << when << '\n' << output.out;
        if (young == 0) return;
        ++taken;
        EXPECT_EQ(output.status, 3) << when << '\n' << output.out;
        EXPECT_THAT(active("npm", "lib"), Contains(young)) << when;
        const Output again = run(undo);
        EXPECT_THAT(again.status, AnyOf(0, 3)) << when;
        EXPECT_THAT(active("npm", "lib"), testing::AllOf(Contains(young), testing::Not(Contains(22)))) << when;
      });
  EXPECT_GT(taken, 0) << "the name is free at some request";
}

}  // namespace
}  // namespace retention::test
