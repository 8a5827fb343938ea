#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "policy/base/enum_table.h"
#include "tests/integration/model_world.h"
#include "tests/integration/random_family.h"
#include "tests/simulator/records.h"
#include "tests/support/program.h"

namespace retention::test {

// What becomes of the call that deletes a version.
enum class Fate : std::uint8_t {
  server_error,   // 5xx without effect, as often as it is sent in the first cycle
  rejected,       // 422, likewise
  refused,        // by a rule of the platform
  no_admin,       // 404, and a read finds it
  answer_lost,    // it takes effect, and no answer comes
  unread,         // likewise, and no read is answered in that cycle
  killed_before,  // the process is killed before the call arrives
  killed_after,   // and after it took effect
  gone_already,   // other people deleted it
  renamed,        // between the looks it gets another tag
  touched,        // between the looks its time of change moves
  listed          // between the looks a new tagged index lists it
};

inline constexpr EnumTable<Fate, 12> kFates{{{Fate::server_error, "server error"},
                                             {Fate::rejected, "rejected"},
                                             {Fate::refused, "refused"},
                                             {Fate::no_admin, "no admin"},
                                             {Fate::answer_lost, "answer lost"},
                                             {Fate::unread, "unread"},
                                             {Fate::killed_before, "killed before"},
                                             {Fate::killed_after, "killed after"},
                                             {Fate::gone_already, "gone already"},
                                             {Fate::renamed, "renamed"},
                                             {Fate::touched, "touched"},
                                             {Fate::listed, "listed"}}};

// One random family from the first cycle to the last undo, over a ledger in a file in memory: what a kill of
// the machine does to it is not tried here. Looks at it before every call and
// after every cycle: each tag that resolves has to be whole, and what is deleted must not be listed by anything active.
// What does not hold is a failure of the test.
class FamilyWorld {
 public:
  explicit FamilyWorld(std::uint32_t seed);

  // To be called before the first cycle.
  void strike(VersionId version, Fate fate) { fates_[version] = fate; }

  // Runs cycles until one sends nothing. The ledger has to tell of what really happened, row for row.
  void settle();

  // Where an undo is killed: at its nth call, before that has an effect or after.
  struct Cut {
    int call{1};
    CuttingGitHub::Moment moment{CuttingGitHub::Moment::before};
  };

  // Undoes everything, and once more if it was killed. What was there at first, with what other people changed, has to
  // be there again, but for what lists a version that they took away. No later cycle deletes what came back.
  void undo(std::optional<Cut> cut = std::nullopt);

  // Whether the ledger is whole.
  void verify();

  [[nodiscard]] std::vector<std::int64_t> active();
  // What our calls deleted and restored, in their order.
  [[nodiscard]] std::vector<VersionId> deleted() const { return versions_of("delete_version"); }
  [[nodiscard]] std::vector<VersionId> restored() const { return versions_of("restore_version"); }
  [[nodiscard]] const Wholeness& whole() const { return whole_; }
  [[nodiscard]] const std::string& rules_name() const { return family_.rules_name; }

 private:
  enum class Phase : std::uint8_t { cycles, undo };

  void cycle();
  // Nothing if it was killed.
  std::optional<engine::UndoOutcome> undo_once();
  // Everything that stays away is no loss from then on.
  void expect_back(const engine::UndoOutcome& outcome, const std::set<VersionId>& away);
  void look(const std::string& where, Wholeness::With with = Wholeness::With::attachments);
  [[nodiscard]] std::vector<VersionId> versions_of(std::string_view operation) const;
  void meet(VersionId version);
  void strike_call(VersionId version, Fate fate);
  void move_between_looks();
  void push_index_of(VersionId version);
  void record(const char* operation, VersionId version);
  void expect_agreement();
  [[nodiscard]] FakeGitHub::Shelf& shelf() { return github_.shelf("app"); }
  // The versions by id, as other people left them.
  [[nodiscard]] PackageVersion& first(VersionId version);

  TemporaryFolder folder_{"/dev/shm"};
  std::string path_;
  FakeClock clock_;
  FakeGitHub github_{clock_};
  CuttingGitHub calls_{github_};
  RandomFamily family_;
  Wholeness whole_;
  std::vector<PackageVersion> first_;
  std::map<VersionId, Fate> fates_;
  std::vector<simulator::MutationRecord> done_;
  Process* process_{nullptr};  // the one that runs
  Phase phase_{Phase::cycles};
  int cycles_{0};
  int looks_{0};  // at the package, in this cycle
  int sent_{0};   // calls of this cycle
  bool moved_{false};
  bool killed_{false};
};

}  // namespace retention::test
