#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/base/digest.h"
#include "policy/base/error.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "store/ledger.h"

namespace retention::engine {

// What kept images of one package lack since we deleted it.
struct Wound {
  struct Part {
    Digest digest;
    std::string image;  // that lists it, for people: "#4711 [v1.0]"
  };
  Package package;
  std::vector<Part> parts;  // not empty
};

// Nothing if nothing is lacking, or if the inventory is not complete.
[[nodiscard]] std::optional<Wound> wound_of(const Inventory& inventory, const Plan& plan, const Memory& memory);

// A part that can still be restored as far as the ledger knows.
struct Curable {
  store::DeletionWork work;
  std::string image;
};

// The parts of a wound that are; of several deletions of one digest the last.
Result<std::vector<Curable>> curable(store::Ledger& ledger, const Wound& wound, SysTime now);

// One warning for each image: its parts, for people, with the words that go around "2 versions".
[[nodiscard]] std::vector<store::RunWarning> warnings_of(const Wound& wound, const std::vector<Curable>& parts,
                                                         const std::string& code, const std::string& before,
                                                         const std::string& after);

// Keeps with a dry run what a cycle would bring back.
Result<void> tell_wounds(store::Ledger& ledger, RunId run, const std::vector<Wound>& wounds, SysTime now);

}  // namespace retention::engine
