#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/integration/cut_world.h"

namespace retention::test {

// What goes wrong at one request after the other of a command and of its undo, and how they may end.
struct CallFault {
  enum class Strikes : std::uint8_t { any_request, calls };
  enum class After : std::uint8_t { goes_on, sends_nothing };
  enum class Tokens : std::uint8_t { one, for_each_purpose };

  std::string name;
  std::vector<std::string> faults;  // in the words of a scenario; SKIP is how many requests pass, NEXT one more
  Strikes strikes;                  // whether reads are struck too
  After after;
  std::set<int> command;  // how the program may end, if the fault strikes
  std::set<int> undo;
  int step{4};  // from one request to the next of a sample
  Tokens tokens{Tokens::one};
};

void PrintTo(const CallFault& fault, std::ostream* out);
std::string name_of(const testing::TestParamInfo<CallFault>& info);

// The world in which a fault strikes.
class CallFaultWorld : public CutWorld, public testing::WithParamInterface<CallFault> {
 protected:
  // Adds the faults so that the nth request is struck, counted from now.
  void strike(int nth, const std::string& call);

  // The world anew, in which the tokens for reading, deleting and restoring may be three.
  void restart();

  // The request that met the last of the faults, or else the first that met one, if any did.
  std::optional<simulator::RequestRecord> struck_request();

  // That the program ended as it may, and sent no call after the fault if it must not.
  void expect_end(const Output& output, const std::set<int>& ends, const simulator::RequestRecord& struck,
                  const std::string& when);

  static int step() { return every_point() ? 1 : GetParam().step; }
};

}  // namespace retention::test
