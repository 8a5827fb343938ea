#pragma once

#include <cstdint>
#include <ostream>
#include <vector>

#include "daemon/report/style.h"
#include "daemon/report/version_rows.h"
#include "store/history_records.h"

namespace retention::report {

// What the text report of an undo, or of an adoption, says about one package. It holds no more rows than it prints. A
// long list is cut, but for what is not back.
class RestoredBlock {
 public:
  RestoredBlock(PackageRef package, const store::RunSummary& run);

  [[nodiscard]] const PackageRef& package() const { return package_; }
  void add(const store::DeletionDetail& deletion);
  void print(std::ostream& out, const Style& style) const;

 private:
  PackageRef package_;
  SysTime now_;
  store::RunKind kind_{store::RunKind::undo};
  std::string full_list_;  // the command that lists what is left out
  std::int64_t restored_{0};
  std::int64_t others_{0};
  std::vector<VersionRow> rows_;
};

}  // namespace retention::report
