#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace retention::bench {

// Something to be measured, prepared.
class Work {
 public:
  virtual ~Work() = default;

  // Does it once, and tells how many things (versions, texts, rules) it worked on.
  virtual std::size_t run() const = 0;
};

// The work of a name:
//   container, npm   evaluates one package of `size` versions
//   packages         evaluates `size` versions in container packages of ten each
//   graph            evaluates `size` versions of one container package with its manifests, by few rules
//   wide, deep       the same where one index lists all the others, and where each lists but the next one
//   load             loads a configuration of 200 rules with its tests and runs them; no size
//   index            asks a PatternIndex for `size` tags
//   order            reads and sorts `size` versions in every ecosystem
//   record, same, churn, explain   as ledger_work.h says
// Null if there is none.
[[nodiscard]] std::unique_ptr<const Work> work_of(std::string_view name, std::size_t size);

}  // namespace retention::bench
