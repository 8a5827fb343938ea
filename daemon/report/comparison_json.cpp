#include "daemon/report/comparison_json.h"

#include <nlohmann/json.hpp>

#include "daemon/report/json_pieces.h"
#include "policy/base/enum_table.h"

namespace retention::report {
namespace {

Json counts_json(const ComparisonCounts& counts) {
  Json json{{"packages", counts.packages}, {"versions", counts.versions}};
  for (const auto& [kind, name] : kChangeKinds) json[std::string(name)] = counts.of(kind);
  return json;
}

Json side_json(const ComparedDecision& decision, const std::optional<std::vector<std::string>>& tags) {
  Json json{{"decision", text_of(kVerdicts, decision.verdict)},
            {"mode", decision.mode ? Json(text_of(kModes, *decision.mode)) : Json(nullptr)}};
  json["reason"] = reason_json(decision.reason, tags);
  return json;
}

Json version_json(const ComparedVersion& version) {
  return {{"version_id", version.version.value},
          {"name", version.name},
          {"tags", json_of(version.tags)},
          {"created_at", json_of(version.created_at)},
          {"change", text_of(kChangeKinds, version.kind)},
          {"before", side_json(version.before, version.tags)},
          {"after", side_json(version.after, version.tags)}};
}

Json limits_json(const ComparedLimits& limits) {
  return {{"due", limits.due}, {"breach", text_of(kLimitBreaches, limits.breach)}};
}

class JsonComparison final : public ComparisonWriter {
 public:
  explicit JsonComparison(std::ostream& out) : out_(out) {}

  void begin(const ComparisonHeader& header) override {
    const Json files{{"before", header.before}, {"after", header.after}};
    out_ << "{\n\"schema\": " << kSchema << ",\n\"now\": " << dumped(format_rfc3339(header.now))
         << ",\n\"ledger\": " << dumped(header.ledger) << ",\n\"files\": " << dumped(files) << ",\n\"packages\": [";
  }

  void package(const ComparedPackage& package) override {
    Json json = package_json(package.package);
    json["listed_at"] = json_of(package.listed_at);
    json["completeness"] = text_of(kIncompleteness, package.completeness.code);
    json["versions"] = package.versions;
    json["before"] = limits_json(package.before);
    json["after"] = limits_json(package.after);
    const std::string text = dumped(json);
    out_ << (counts_.packages == 0 ? "\n" : ",\n") << text.substr(0, text.size() - 1) << ",\"changes\":[";
    std::string_view before = "\n";
    for (const ComparedVersion& version : package.changes) {
      out_ << before << dumped(version_json(version));
      before = ",\n";
    }
    out_ << (package.changes.empty() ? "]}" : "\n]}");
    counts_.add(package);
  }

  void finish(std::span<const store::RunWarning> warnings) override {
    out_ << (counts_.packages == 0 ? "" : "\n") << "],\n\"summary\": " << dumped(counts_json(counts_))
         << ",\n\"warnings\": " << dumped(warnings_json(warnings)) << "\n}\n";
  }

 private:
  std::ostream& out_;
  ComparisonCounts counts_;
};

}  // namespace

std::unique_ptr<ComparisonWriter> make_json_comparison(std::ostream& out) {
  return std::make_unique<JsonComparison>(out);
}

}  // namespace retention::report
