#include "policy/floor.h"

#include <algorithm>
#include <map>
#include <optional>

namespace retention {
namespace {

using Fate = Standing::Fate;
using Weight = Standing::Weight;

class Floor {
 public:
  Floor(std::span<const Standing> newest_first, const Closing& closing)
      : before_(newest_first), standings_(newest_first.begin(), newest_first.end()), closing_(closing) {}

  // Lets candidates of `fate` stay until `min_keep` images do.
  void hold_min_keep(Fate fate, std::int64_t min_keep) {
    auto staying = std::count_if(standings_.begin(), standings_.end(), [&](const Standing& standing) {
      return standing.fate < fate && standing.weight != Weight::none;
    });
    for (std::size_t i = 0; i < standings_.size() && staying < min_keep; ++i) {
      if (standings_[i].fate != fate || standings_[i].weight == Weight::none) continue;
      staying += keep(i, ReasonCode::min_keep);
    }
  }

  // Lets the newest tagged candidate of `fate` stay unless a tagged version does, and says of a promoted one if it is
  // the last.
  void hold_tagged(Fate fate) {
    std::optional<std::size_t> last;
    for (std::size_t i = 0; i < standings_.size(); ++i) {
      if (standings_[i].weight != Weight::tagged || standings_[i].fate >= fate) continue;
      if (last || before_[i].fate != fate || !codes_.contains(i)) return;
      last = i;
    }
    for (std::size_t i = 0; i < standings_.size() && !last; ++i) {
      if (standings_[i].weight == Weight::tagged && standings_[i].fate == fate) last = i;
    }
    if (last) keep(*last, ReasonCode::last_tagged);
  }

  [[nodiscard]] std::vector<Promotion> promotions() const {
    std::vector<Promotion> result;
    for (const auto& [position, codes] : codes_) result.push_back({position, codes});
    return result;
  }

 private:
  // How many images with the fate of this one stay then.
  std::int64_t keep(std::size_t position, ReasonCode code) {
    const Fate fate = standings_[position].fate;
    standings_[position].fate = Fate::stays;
    std::vector<ReasonCode>& codes = codes_[position];
    codes.insert(codes.begin(), code);
    std::int64_t staying = 1;
    if (!closing_ || fate == Fate::stays) return staying;
    for (const std::size_t other : closing_(position)) {
      if (standings_[other].fate == fate && standings_[other].weight != Weight::none) ++staying;
      standings_[other].fate = Fate::stays;
    }
    return staying;
  }

  std::span<const Standing> before_;
  std::vector<Standing> standings_;
  const Closing& closing_;
  std::map<std::size_t, std::vector<ReasonCode>> codes_;  // why candidates stay, by position, the strongest first
};

}  // namespace

std::vector<Promotion> promote(PackageType type, std::int64_t min_keep, std::span<const Standing> newest_first,
                               const Closing& closing) {
  Floor floor(newest_first, closing);
  for (const Fate fate : {Fate::goes, Fate::goes_on_paper}) {
    floor.hold_min_keep(fate, min_keep);
    if (has_tags(type)) floor.hold_tagged(fate);
  }
  return floor.promotions();
}

}  // namespace retention
