#include "daemon/github/walk.h"

#include "daemon/github/endpoints.h"
#include "daemon/github/pagination.h"
#include "daemon/http/text.h"

namespace retention::github {
namespace {

constexpr int kWalks = 3;
// A million rows; more is a defect.
constexpr std::int64_t kMostPages = 10000;

struct Walked {
  WalkResult result;
  std::optional<std::string> shifted;
};

Error at_page(Error error, const WalkPlan& plan, std::int64_t page) {
  const std::string start = "cannot " + plan.what + ": ";
  if (error.message.starts_with(start)) error.message.erase(0, start.size());
  error.message = start + "page " + std::to_string(page) + ": " + error.message;
  return error;
}

std::optional<std::string> withheld_by(const http::Response& response) {
  const auto header = response.headers.find("x-github-sso");
  if (!header || header->find("partial-results") == std::string_view::npos) return std::nullopt;
  return http::printable(*header, 200);
}

Result<PageFacts> facts_of(const http::Response& response, const http::Url& api, std::vector<std::int64_t> ids) {
  auto next = next_page(response, api);
  if (!next) return fail(next.error());
  const auto date = response.headers.find("date");
  return PageFacts{std::move(ids), *next, last_page(response), withheld_by(response),
                   date ? parse_http_date(*date) : std::nullopt};
}

bool is_beyond_cap(const PageFacts& page, const WalkPlan& plan) {
  return plan.page_cap && page.next && *page.next > *plan.page_cap;
}

Completeness withheld(const std::string& header) {
  return {Incompleteness::results_withheld, "GitHub left out rows of organisations that ask for single sign-on (" +
                                                header + "); authorise the token for them"};
}

Completeness capped(const WalkPlan& plan) {
  return {Incompleteness::listing_failed, "GitHub does not list more than " +
                                              std::to_string(*plan.page_cap * kPerPage) +
                                              " packages of one type and there are more; what lies beyond is not seen"};
}

using Taker = std::function<Result<std::vector<std::int64_t>>(const std::string& body)>;

Result<PageFacts> read_page(Reads& reads, const WalkPlan& plan, std::int64_t number, const Taker& take) {
  if (number > kMostPages) return fail(at_page({ErrorCode::bad_reply, "the list has no end"}, plan, number));
  const auto response = reads.get(plan.owner, of_page(plan.path, number), plan.what);
  if (!response) return fail(at_page(response.error(), plan, number));
  auto ids = take(response->body);
  if (!ids) return fail(at_page(ids.error(), plan, number));
  auto page = facts_of(*response, reads.api_url(), std::move(*ids));
  if (!page) return fail(at_page(page.error(), plan, number));
  return page;
}

Result<Walked> walk_once(Reads& reads, const WalkPlan& plan, const Taker& take) {
  Walked walked;
  WalkWatch watch;
  for (std::int64_t number = 1;; ++number) {
    const auto page = read_page(reads, plan, number, take);
    if (!page) return fail(page.error());
    if (page->date) walked.result.server_date = page->date;
    if (page->withheld) walked.result.completeness = withheld(*page->withheld);
    walked.shifted = watch.shifted_by(*page);
    if (walked.shifted || !page->next) return walked;
    if (is_beyond_cap(*page, plan)) {
      walked.result.completeness = capped(plan);
      return walked;
    }
  }
}

}  // namespace

std::optional<std::string> WalkWatch::shifted_by(const PageFacts& page) {
  ++pages_;
  std::set<std::int64_t> here;
  for (const auto id : page.ids) {
    if (seen_.contains(id)) return "page " + std::to_string(pages_) + " repeats rows of an earlier page";
    here.insert(id);
  }
  seen_.merge(here);
  if (page.ids.empty() && (pages_ > 1 || page.next)) return "page " + std::to_string(pages_) + " is empty";
  if (last_ && page.last && *page.last != *last_)
    return "the number of pages changed from " + std::to_string(*last_) + " to " + std::to_string(*page.last);
  if (page.last) last_ = page.last;
  if (page.next && *page.next != pages_ + 1)
    return "page " + std::to_string(pages_) + " names page " + std::to_string(*page.next) + " as the next one";
  return std::nullopt;
}

Result<WalkResult> walk(Reads& reads, const WalkPlan& plan, const std::function<void()>& restart,
                        const std::function<Result<std::vector<std::int64_t>>(const std::string& body)>& take) {
  Walked walked;
  for (int i = 0; i < kWalks; ++i) {
    restart();
    auto once = walk_once(reads, plan, take);
    if (!once) return fail(once.error());
    walked = std::move(*once);
    if (!walked.shifted) return std::move(walked.result);
  }
  walked.result.completeness = {
      Incompleteness::listing_shifted,
      "the list changed while it was read, " + std::to_string(kWalks) + " times in a row: " + *walked.shifted};
  return std::move(walked.result);
}

}  // namespace retention::github
