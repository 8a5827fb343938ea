#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/digest.h"
#include "policy/base/strong_id.h"
#include "policy/base/time.h"
#include "policy/model/package.h"

namespace retention {

// Since when versions of a package have been candidates without a break, by the meaning of the rule that wants them.
// One flat table, since a package may have a million of them.
class CandidateClocks {
 public:
  // Versions come in ascending order. `tags` is the mark of the tags that the version has had since.
  void add(VersionId version, const Digest& meaning, SysTime since, std::int64_t tags);

  // Absent if the version was no candidate by this meaning, or had other tags.
  [[nodiscard]] std::optional<SysTime> since(VersionId version, const Digest& meaning, std::int64_t tags) const;

  [[nodiscard]] bool empty() const { return clocks_.empty(); }

 private:
  struct Clock {
    VersionId version;
    SysTime since;
    std::int64_t tags{0};
    std::uint32_t meaning{0};  // position in meanings_
  };

  std::vector<Digest> meanings_;
  std::vector<Clock> clocks_;
};

// A number that stands for a set of tags, whatever their order; unknown tags have another one than none. Not for use
// against somebody who wants two sets to look alike.
[[nodiscard]] std::int64_t mark_of_tags(const std::optional<std::vector<std::string>>& tags);

}  // namespace retention
