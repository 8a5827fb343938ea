#include "tests/bench/work.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "daemon/config/load.h"
#include "policy/base/pattern_index.h"
#include "policy/evaluate.h"
#include "policy/ordering/version_key.h"
#include "policy/rule_test.h"
#include "policy/rules/bind.h"
#include "policy/selection.h"
#include "tests/bench/family_inputs.h"
#include "tests/bench/inputs.h"
#include "tests/bench/ledger_work.h"

namespace retention::bench {
namespace {

class Evaluate : public Work {
 public:
  Evaluate(PackageType type, std::size_t versions, std::size_t packages)
      : rules_(rules_of(type)), facts_(facts()), packages_(packages), inventory_(inventory_of(type, versions)) {}

  std::size_t run() const override {
    for (std::size_t i = 0; i < packages_; ++i) {
      const Plan plan = evaluate(inventory_, facts_, rules_, {}, kNow);
      if (plan.decisions.size() != inventory_.versions.size()) throw std::logic_error("a version has no decision");
    }
    return packages_ * inventory_.versions.size();
  }

 private:
  RuleSet rules_;
  Facts facts_;
  std::size_t packages_;
  Inventory inventory_;
};

class Graph : public Work {
 public:
  explicit Graph(Inventory inventory) : rules_(graph_rules()), inventory_(std::move(inventory)) {}

  std::size_t run() const override {
    const Plan plan = evaluate(inventory_, {}, rules_, {}, kNow);
    if (plan.due * 2 < static_cast<std::int64_t>(inventory_.versions.size())) {
      throw std::logic_error("too little follows");
    }
    return inventory_.versions.size();
  }

 private:
  RuleSet rules_;
  Inventory inventory_;
};

class Load : public Work {
 public:
  Load() : text_(large_configuration()) {}

  std::size_t run() const override {
    const auto loaded = config::load_text(text_, "large.yaml");
    if (!loaded) throw std::logic_error(loaded.error().list.front().text);
    for (const auto& placed : loaded->tests) {
      const auto result = retention::run(placed.test, loaded->config.rules, kNow);
      if (!result || !result->passes(placed.test, table_of(loaded->config.rules))) {
        throw std::logic_error("a test does not pass");
      }
    }
    return loaded->config.rules.rules.size();
  }

 private:
  std::string text_;
};

class Index : public Work {
 public:
  explicit Index(std::size_t tags) : inventory_(inventory_of(PackageType::container, tags)) {
    const RuleSet rules = rules_of(PackageType::container);
    index_.emplace(index_of(rules, select_policies(rules, inventory_.package, kNow)));
    for (const PackageVersion& version : inventory_.versions) {
      for (const std::string& tag : *version.tags) tags_.push_back(tag);
    }
  }

  std::size_t run() const override {
    std::size_t found = 0;
    for (const std::string& tag : tags_) found += index_->matching(tag).size();
    if (found == 0) throw std::logic_error("no pattern matches");
    return tags_.size();
  }

 private:
  Inventory inventory_;
  std::optional<PatternIndex> index_;
  std::vector<std::string> tags_;
};

class Order : public Work {
 public:
  explicit Order(std::size_t versions) : inventory_(inventory_of(PackageType::npm, versions)) {}

  std::size_t run() const override {
    std::size_t sorted = 0;
    for (const PackageType type : {PackageType::npm, PackageType::nuget, PackageType::maven, PackageType::rubygems}) {
      sorted += sort(type);
    }
    return sorted;
  }

 private:
  std::size_t sort(PackageType type) const {
    std::vector<VersionKey> keys;
    for (const PackageVersion& version : inventory_.versions) {
      if (const auto key = parse_version(type, version.name)) keys.push_back(*key);
    }
    std::stable_sort(keys.begin(), keys.end(),
                     [](const VersionKey& a, const VersionKey& b) { return compare(a, b) > 0; });
    return keys.size();
  }

  Inventory inventory_;
};

}  // namespace

std::unique_ptr<const Work> work_of(std::string_view name, std::size_t size) {
  constexpr std::size_t kSmall = 10;
  if (name == "container") return std::make_unique<Evaluate>(PackageType::container, size, 1);
  if (name == "npm") return std::make_unique<Evaluate>(PackageType::npm, size, 1);
  if (name == "packages") return std::make_unique<Evaluate>(PackageType::container, kSmall, size / kSmall);
  if (name == "graph") return std::make_unique<Graph>(bench::family_of(size));
  if (name == "wide") return std::make_unique<Graph>(wide_family_of(size));
  if (name == "deep") return std::make_unique<Graph>(deep_family_of(size));
  if (name == "load") return std::make_unique<Load>();
  if (name == "index") return std::make_unique<Index>(size);
  if (name == "order") return std::make_unique<Order>(size);
  return ledger_work_of(name, size);
}

}  // namespace retention::bench
