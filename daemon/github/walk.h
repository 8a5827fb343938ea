#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "daemon/github/reads.h"
#include "policy/base/error.h"
#include "policy/base/time.h"
#include "policy/model/package.h"

namespace retention::github {

// What a page says of the list it belongs to.
struct PageFacts {
  std::vector<std::int64_t> ids;
  std::optional<std::int64_t> next;     // number of the next page
  std::optional<std::int64_t> last;     // number of the last page, where it is told
  std::optional<std::string> withheld;  // X-GitHub-SSO: rows of some organisations are left out
  std::optional<SysTime> date;          // the Date header
};

// Watches the pages of one walk for signs that the list changed under it: page numbers shift rows when something is
// pushed or deleted meanwhile, and then a walk can repeat rows or miss them.
class WalkWatch {
 public:
  // Why the walk is not to be trusted; nothing as long as there is no such sign.
  [[nodiscard]] std::optional<std::string> shifted_by(const PageFacts& page);

 private:
  std::set<std::int64_t> seen_;
  std::optional<std::int64_t> last_;
  std::int64_t pages_{0};
};

// One list and how to walk it.
struct WalkPlan {
  std::string owner;                     // chooses the token
  std::string path;                      // of the first page, relative to the API
  std::string what;                      // "list versions of acme/container/app"
  std::optional<std::int64_t> page_cap;  // pages beyond cannot be asked for
};

struct WalkResult {
  Completeness completeness;
  std::optional<SysTime> server_date;
};

// Walks a list to its end, handing each page's body to `take`, which returns the ids of its rows. `restart` is called
// before each walk, when what was taken is to be forgotten: a list that shifts is walked again, three times in all, and
// is then partial. A page that fails is an Error. Goes on only where a page names the next one, so n rows are
// ceil(n / 100) calls.
[[nodiscard]] Result<WalkResult> walk(
    Reads& reads, const WalkPlan& plan, const std::function<void()>& restart,
    const std::function<Result<std::vector<std::int64_t>>(const std::string& body)>& take);

}  // namespace retention::github
