#include "daemon/engine/unselected.h"

#include <algorithm>

namespace retention::engine {
namespace {

bool is_same(const Package& one, const Package& other) {
  return one.owner.id == other.owner.id && one.type == other.type && one.id == other.id;
}

bool has_name_of(const Package& one, const Package& other) {
  return one.owner.id == other.owner.id && one.type == other.type && one.name == other.name;
}

// A gap may be of any owner: who it is was perhaps not read.
bool may_be_in_a_gap(const Worklist& work, const Package& package) {
  return std::ranges::find(work.gaps, package.type, &Worklist::Gap::type) != work.gaps.end();
}

// What the whole list of an owner lacks is gone or hidden, which others find out.
bool was_looked_for(const Worklist& work, const Package& package) {
  const bool worked_on = std::ranges::any_of(
      work.packages, [&](const Package& other) { return is_same(package, other) || has_name_of(package, other); });
  return worked_on || std::ranges::any_of(work.wholes, [&](const Worklist::Whole& whole) {
           return whole.owner.id == package.owner.id && whole.type == package.type;
         });
}

bool is_unselected(const Worklist& work, const Package& package) {
  if (may_be_in_a_gap(work, package)) return false;
  const auto same = [&](const Package& other) { return is_same(package, other); };
  return std::ranges::any_of(work.unselected, same) || !was_looked_for(work, package);
}

}  // namespace

Result<std::vector<store::RunWarning>> drop_unselected(store::Ledger& ledger, const Worklist& work, RunId run,
                                                       SysTime now) {
  const auto unsent = ledger.packages_unsent();
  if (!unsent) return fail(unsent.error());
  std::vector<store::RunWarning> notes;
  for (const Package& package : *unsent) {
    if (!is_unselected(work, package)) continue;
    if (auto dropped = ledger.cancel_package(package, run, "no policy selects it", now); !dropped)
      return fail(dropped.error());
    notes.push_back({"package-unselected", "no policy selects it any more; what was planned for it is cancelled",
                     to_string(ref_of(package))});
  }
  return notes;
}

}  // namespace retention::engine
