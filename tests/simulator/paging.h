#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "tests/simulator/call.h"

namespace retention::simulator {

// The window of a list that a request asks for, after GitHub's defaults (1 and 30) and clamping (100).
struct Page {
  std::size_t number{1};
  std::size_t size{30};
};

[[nodiscard]] Page page_of(const Query& query);

// The value of the Link header for a list of `total` rows; empty when one page holds them all. Owners appear by number.
[[nodiscard]] std::string link_header(const Call& call, const Owner& owner, Page page, std::size_t total);

// The rows of one page, after what a fault does to them.
template <typename Row>
[[nodiscard]] std::vector<Row> rows_of(const std::vector<Row>& all, Page page, PageTrouble trouble) {
  std::size_t begin = (page.number - 1) * page.size;
  std::size_t end = begin + page.size;
  if (trouble == PageTrouble::empty_page) return {};
  if (trouble == PageTrouble::duplicate_row && begin > 0) --begin;
  if (trouble == PageTrouble::missing_row) ++begin;
  begin = std::min(begin, all.size());
  end = std::min(end, all.size());
  return {all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end)};
}

}  // namespace retention::simulator
