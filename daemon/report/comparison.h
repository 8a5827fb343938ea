#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "daemon/report/format.h"
#include "policy/base/time.h"
#include "policy/model/change.h"
#include "policy/model/decision.h"
#include "policy/model/package.h"
#include "store/history_records.h"
#include "store/records.h"

namespace retention::report {

// What two configurations are compared, and on what.
struct ComparisonHeader {
  std::string before;  // file of the rules in force
  std::string after;   // file of the other ones
  std::string ledger;
  SysTime now;
};

// How one of them decides about a version.
struct ComparedDecision {
  Verdict verdict{Verdict::keep};
  std::optional<Mode> mode;    // of a candidate
  store::ReasonRecord reason;  // the one that decided
};

struct ComparedVersion {
  ChangeKind kind{ChangeKind::newly_deleted};
  VersionId version;
  std::string name;
  std::optional<std::vector<std::string>> tags;
  std::optional<SysTime> created_at;
  ComparedDecision before;
  ComparedDecision after;
};

// How one of them stands to its limits in a package.
struct ComparedLimits {
  std::int64_t due{0};
  LimitBreach breach{LimitBreach::none};
};

struct ComparedPackage {
  PackageRef package;
  std::optional<SysTime> listed_at;  // absent: never as a whole
  std::int64_t versions{0};
  Completeness completeness;
  ComparedLimits before;
  ComparedLimits after;
  std::vector<ComparedVersion> changes;  // in the order of the inventory
};

// How many packages and versions were compared, and how many of them differ.
struct ComparisonCounts {
  std::int64_t packages{0};
  std::int64_t versions{0};
  std::map<ChangeKind, std::int64_t> changes;

  void add(const ComparedPackage& package);
  [[nodiscard]] std::int64_t of(ChangeKind kind) const;
};

// Tells of a comparison package by package, so that only one package needs memory.
class ComparisonWriter {
 public:
  virtual ~ComparisonWriter() = default;
  virtual void begin(const ComparisonHeader& header) = 0;
  virtual void package(const ComparedPackage& package) = 0;
  virtual void finish(std::span<const store::RunWarning> warnings) = 0;
};

// The stream of the sheet outlives it.
[[nodiscard]] std::unique_ptr<ComparisonWriter> make_comparison_writer(const Sheet& sheet);

}  // namespace retention::report
