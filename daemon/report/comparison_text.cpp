#include "daemon/report/comparison_text.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <utility>

#include "daemon/report/closing.h"
#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/version_rows.h"
#include "daemon/report/wording.h"

namespace retention::report {
namespace {

constexpr std::size_t kMostRows = 20;  // of one group

struct Words {
  std::string_view title;
  Tone tone;
  char sign;
};

Words words_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::newly_deleted:
      return {"newly deleted", Tone::remove, '-'};
    case ChangeKind::no_longer_deleted:
      return {"no longer deleted", Tone::keep, '='};
    case ChangeKind::other_mode:
      return {"in another mode", Tone::attention, '-'};
    case ChangeKind::other_rule:
      return {"by another rule", Tone::quiet, ' '};
  }
  return {"", Tone::quiet, ' '};
}

std::string side(const ComparedDecision& decision, const std::optional<std::vector<std::string>>& tags) {
  const std::string mode = decision.mode ? ", mode " + std::string(text_of(kModes, *decision.mode)) : "";
  return std::string(decision.verdict == Verdict::keep ? "kept: " : "deleted: ") +
         printable(group_sentence(decision.reason, tags)) + mode;
}

// Versions that changed alike.
struct Group {
  ChangeKind kind;
  std::string before;
  std::string after;
  std::int64_t count{0};
  std::vector<VersionRow> rows;

  [[nodiscard]] auto place() const { return std::tie(kind, before, after); }
};

std::vector<Group> groups_of(const ComparedPackage& package, SysTime now) {
  std::vector<Group> groups;
  for (const ComparedVersion& version : package.changes) {
    Group fresh{version.kind, side(version.before, version.tags), side(version.after, version.tags), 0, {}};
    auto found = std::ranges::find_if(groups, [&](const Group& group) { return group.place() == fresh.place(); });
    if (found == groups.end()) found = groups.insert(groups.end(), std::move(fresh));
    ++found->count;
    const bool wanted = version.kind != ChangeKind::other_rule && found->rows.size() < kMostRows;
    if (!wanted) continue;
    found->rows.push_back({.sign = words_of(version.kind).sign,
                           .id = std::to_string(version.version.value),
                           .name = short_name(version.name),
                           .tags = tag_list(version.tags),
                           .age = age_of(version.created_at, now),
                           .note = {}});
  }
  std::ranges::stable_sort(groups, {}, &Group::kind);
  return groups;
}

class TextComparison final : public ComparisonWriter {
 public:
  TextComparison(std::ostream& out, const Style& style) : out_(out), style_(style) {}

  void begin(const ComparisonHeader& header) override {
    now_ = header.now;
    out_ << style_.paint(Tone::title, "Comparison") << " of " << format_rfc3339(header.now) << '\n';
    print_wrapped(out_, style_, Tone::quiet, "  before  ", printable(header.before));
    print_wrapped(out_, style_, Tone::quiet, "  after   ", printable(header.after));
    print_wrapped(out_, style_, Tone::quiet, "  on      ",
                  "what the ledger " + printable(header.ledger) + " saw last; GitHub was not asked");
  }

  void package(const ComparedPackage& package) override {
    counts_.add(package);
    const bool quiet = package.changes.empty() && package.completeness.complete();
    if (quiet) return;
    out_ << '\n';
    print_heading(out_, style_, shown(package.package),
                  counted(package.versions, "version") + ", " + with_commas(std::ssize(package.changes)) +
                      " differ · " +
                      (package.listed_at ? "listed " + age_of(package.listed_at, now_) + " ago" : "never listed"));
    if (!package.completeness.complete()) {
      print_wrapped(out_, style_, Tone::attention, "  INCOMPLETE  ",
                    printable(std::string(sentence(package.completeness.code)) + ": " + package.completeness.detail));
    }
    print_breach(package);
    for (const Group& group : groups_of(package, now_)) print_group(group);
  }

  void finish(std::span<const store::RunWarning> warnings) override {
    out_ << '\n';
    print_warnings(out_, style_, warnings);
    out_ << counted(counts_.packages, "package") << ", " << counted(counts_.versions, "version") << ": ";
    std::int64_t same = counts_.versions;
    for (const auto& row : kChangeKinds) {
      const std::int64_t count = counts_.of(row.value);
      same -= count;
      out_ << words_of(row.value).title << ' ' << with_commas(count) << ", ";
    }
    out_ << "the same " << with_commas(same) << ".\n"
         << style_.paint(Tone::title, "NOTHING WAS DELETED:") << " this only compares.\n";
  }

 private:
  void print_breach(const ComparedPackage& package) {
    const auto blocked = [](const ComparedLimits& limits) {
      return limits.breach != LimitBreach::none && limits.due > 0;
    };
    if (blocked(package.before) == blocked(package.after)) return;
    print_wrapped(out_, style_, Tone::attention, "  limits  ",
                  blocked(package.after) ? "with the other rules a limit blocks the whole package (" +
                                               counted(package.after.due, "version is", "versions are") + " due)"
                                         : "with the other rules no limit blocks the package any more (" +
                                               counted(package.after.due, "version is", "versions are") + " due)");
  }

  void print_group(const Group& group) {
    const auto [title, tone, sign] = words_of(group.kind);
    print_wrapped(out_, style_, tone, "  " + std::string(title) + " " + with_commas(group.count) + "  ", group.after);
    print_wrapped(out_, style_, Tone::quiet, "    before  ", group.before);
    print_rows(out_, style_, group.rows);
    const std::int64_t hidden = group.count - std::ssize(group.rows);
    if (group.rows.empty() || hidden == 0) return;
    out_ << style_.paint(Tone::quiet, "    … and " + with_commas(hidden) + " more (--format json lists all)") << '\n';
  }

  std::ostream& out_;
  Style style_;
  SysTime now_;
  ComparisonCounts counts_;
};

}  // namespace

std::unique_ptr<ComparisonWriter> make_text_comparison(std::ostream& out, const Style& style) {
  return std::make_unique<TextComparison>(out, style);
}

}  // namespace retention::report
