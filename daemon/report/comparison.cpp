#include "daemon/report/comparison.h"

#include "daemon/report/comparison_json.h"
#include "daemon/report/comparison_text.h"

namespace retention::report {

void ComparisonCounts::add(const ComparedPackage& package) {
  ++packages;
  versions += package.versions;
  for (const ComparedVersion& version : package.changes) ++changes[version.kind];
}

std::int64_t ComparisonCounts::of(ChangeKind kind) const {
  const auto found = changes.find(kind);
  return found == changes.end() ? 0 : found->second;
}

std::unique_ptr<ComparisonWriter> make_comparison_writer(const Sheet& sheet) {
  switch (sheet.format) {
    case Format::text:
      return make_text_comparison(sheet.out, sheet.style);
    case Format::json:
      return make_json_comparison(sheet.out);
  }
  return nullptr;
}

}  // namespace retention::report
