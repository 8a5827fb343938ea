#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "policy/container/classes.h"
#include "policy/container/closure.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"

namespace retention {

// The sixth layer, of container packages: what stays keeps what it needs, a protected child its indexes; what nothing
// but candidates has follows them. Points into its arguments.
class GraphLayer {
 public:
  // `decisions` are what the first five layers say, by position; `newest_first` holds all positions in that order.
  GraphLayer(const Family& family, const std::vector<Decision>& decisions, std::span<const std::uint32_t> newest_first);

  // How a version stands by now: candidates that the graph lets stay do not go any more.
  [[nodiscard]] Stay of(std::size_t position) const { return closure_.of(static_cast<Node>(position)); }

  // Lets a candidate stay, and gives the candidates that stay with it; all as places in `newest_first`.
  std::vector<std::size_t> keep(std::size_t place);

  // Whether anything may follow: where no policy selects the package, nothing says what may be done with it.
  enum class Following : std::uint8_t { allowed, forbidden };

  // Puts what the graph says into the decisions. What follows gets its verdict and reason; Followers settles the rest.
  void speak(std::vector<Decision>& decisions, Following following) const;

 private:
  [[nodiscard]] std::vector<Stay> start_of(const std::vector<Decision>& decisions) const;
  [[nodiscard]] Reason reason_to_stay(Node node, const std::vector<Decision>& decisions) const;
  [[nodiscard]] Reason reason_to_follow(Node node, const std::vector<Decision>& decisions) const;
  template <typename Counts>
  void name(Node node, const std::vector<Decision>& decisions, const Counts& counts, Reason& reason) const;
  void let_stay(Node node, std::vector<Decision>& decisions) const;

  const Family& family_;
  std::span<const std::uint32_t> newest_first_;
  std::vector<std::uint32_t> places_;  // in newest_first_, by position
  Closure closure_;
};

}  // namespace retention
