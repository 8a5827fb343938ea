#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "daemon/report/style.h"
#include "daemon/report/version_rows.h"
#include "policy/base/time.h"
#include "store/history_records.h"

namespace retention::report {

// What the text report says about one package: its header, what goes, and why the rest stays. It takes the decisions
// one by one and holds no more rows than it prints. A long list is cut, but for what did not work.
class PackageBlock {
 public:
  PackageBlock(const store::PackageRecord& package, const store::RunSummary& run);

  void add(const store::DecisionRecord& decision);

  // Whether there is nothing to say beyond the header: nothing goes, and nothing is in doubt.
  [[nodiscard]] bool is_brief() const;

  void print(std::ostream& out, const Style& style) const;

 private:
  struct Group {
    Layer layer{Layer::fallback};
    std::string heading;
    std::int64_t count{0};
    std::vector<VersionRow> rows;
    std::vector<std::string> examples;
  };

  static Group& group_of(std::vector<Group>& groups, Layer layer, const std::string& heading);
  void add_removal(const store::DecisionRecord& decision);
  void add_keep(const store::DecisionRecord& decision);
  [[nodiscard]] std::string header() const;
  void print_status(std::ostream& out, const Style& style) const;
  void print_removals(std::ostream& out, const Style& style, std::size_t width) const;
  void print_keeps(std::ostream& out, const Style& style, std::size_t width) const;

  store::PackageRecord package_;
  SysTime now_;
  std::string full_list_;  // the command that lists what is left out
  store::Binding binding_;
  store::RunKind kind_{store::RunKind::plan};
  std::vector<Group> removals_;
  std::vector<Group> keeps_;
  std::size_t removal_rows_{0};
  std::size_t spared_rows_{0};
  bool noteworthy_keeps_{false};
};

}  // namespace retention::report
