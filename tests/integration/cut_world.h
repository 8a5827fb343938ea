#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/integration/whole_program.h"

namespace retention::test {

// A small organisation in which one cycle meets everything a deletion can become, and ways to end the program in the
// middle of it.
//   npm/gone    11 stays; 12 is deleted by another hand, ten minutes ago, when its call arrives: gone
//   npm/lib     21 stays; 22 to 24 go: deleted
//   npm/moved   31 stays; 32 is deleted by another hand once the first call arrives, before its second look: stale
//   npm/popular 41 stays; 42 has too many downloads: refused
class CutWorld : public WholeProgram {
 protected:
  using Arguments = std::vector<std::string>;

  static constexpr int kKilled = 128 + 9;

  // What there is: each active version as `PACKAGE@NAME ID`, and the state of the newest deletion of each id.
  struct Scene {
    std::vector<std::string> active;
    std::map<std::int64_t, std::string> states;
  };

  // Makes the world anew, without a ledger, and watches every call: its row must be committed as in flight when it
  // arrives.
  void fresh();

  Scene scene();

  // Runs the program with `call` of the kernel struck the nth time, in the words of strace's inject, such as
  // "signal=KILL" or "error=ENOSPC"; with a plus behind the number every time from then on. `file` narrows it to calls
  // about that file.
  Output struck(const Arguments& arguments, const std::string& call, const std::string& what, const std::string& when,
                const std::string& file = "");

  // Whether that call was made so often that it was struck, by strace's own record; how the program ended does not
  // tell.
  bool was_struck() const;

  // Starts the program and kills it while its nth mutating call stalls, `before` or `after` it took effect. The status.
  int killed_in_call(const Arguments& arguments, int nth, const std::string& moment);

  // That the ledger is whole and tells of every mutation, and of no other.
  void expect_agreement(const std::string& when) { expect_agreement(when, sim().mutations()); }
  void expect_agreement(const std::string& when, const std::vector<simulator::MutationRecord>& done);

  // Whether every point is tried, or a sample.
  static bool every_point();

  // What `fresh` does when a call arrives; a test that watches calls itself has to do it too.
  void meet(const simulator::MutationAttempt& attempt);

 private:
  std::string record() const { return folder().path() + "/strace"; }
};

}  // namespace retention::test
