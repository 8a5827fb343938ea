#include "daemon/report/package_block.h"

#include <fmt/format.h>

#include <algorithm>

#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/run_header.h"
#include "daemon/report/wording.h"

namespace retention::report {
namespace {

using store::DecisionRecord;
using store::DeletionState;

constexpr std::size_t kMostRemovals = 40;
constexpr std::size_t kMostSpared = 20;
constexpr std::size_t kMostExamples = 3;

bool stays_for_now(const DecisionRecord& decision) {
  return decision.deletion && met_trouble(*decision.deletion) && decision.deletion->state != DeletionState::deleting;
}

// A clock that no cycle has started begins with the next apply.
std::string waiting_until(const DecisionRecord& decision) {
  if (!decision.due_at) return "in grace";
  const bool runs = decision.winner().first != 0;
  return (runs ? "goes from " : "would go from ") + format_rfc3339(*decision.due_at) + " on";
}

// What a reader should know about one version, beside why.
std::string note_of(const DecisionRecord& decision) {
  if (decision.deletion) return printable(sentence(*decision.deletion));
  if (decision.course == Course::waiting) return waiting_until(decision);
  return printable(evidence(decision).value_or(""));
}

VersionRow row_of(const DecisionRecord& decision, SysTime now) {
  VersionRow row{.sign = '=',
                 .id = std::to_string(decision.version.value),
                 .name = short_name(decision.name),
                 .tags = tag_list(decision.tags),
                 .age = age_of(decision.created_at, now),
                 .note = {}};
  row.note = note_of(decision);
  if (decision.verdict == Verdict::keep) return row;
  row.sign = stays_for_now(decision) ? '!' : '-';
  return row;
}

std::string course_note(Course course) {
  switch (course) {
    case Course::reported:
      return " (mode audit: only reported)";
    case Course::waiting:
      return " (in grace)";
    case Course::awaiting:
      return " (mode approve: waits for a person)";
    case Course::approved:
      return " (approved by a person)";
    case Course::stays:
    case Course::due:
      return {};
  }
  return {};
}

std::string example_of(const DecisionRecord& decision) {
  const std::string tags = tag_list(decision.tags);
  return shortened(tags.empty() ? short_name(decision.name) : tags, 40);
}

std::string how_to_approve(const store::PackageRecord& package) {
  return "retentiond approve " + package.plan_key + " lets exactly these versions go, within 14 days.";
}

std::string blocked_text(const store::PackageRecord& package, store::Binding binding) {
  const std::string why = printable(package.status_reason.empty() ? "a limit is breached" : package.status_reason);
  const std::string_view what = package.approved > 0 ? "but what was approved" : "in this package";
  if (binding == store::Binding::dry_run) return fmt::format("{}. Apply would delete nothing {}.", why, what);
  return fmt::format("{}. Nothing {} was deleted; {}", why, what, how_to_approve(package));
}

std::string awaiting_text(const store::PackageRecord& package, store::Binding binding) {
  const std::string why = package.status_reason.empty() ? "" : printable(package.status_reason) + ": ";
  return why + (binding == store::Binding::dry_run ? "apply would ask a person." : how_to_approve(package));
}

std::string hold_text(const store::RunHold& held) {
  const std::string why = held.why.empty() ? std::string(sentence(held.hold)) : held.why;
  return printable(why) + ". Nothing more was sent for this package; the next apply " +
         (held.hold == store::Hold::unsettled ? "asks GitHub first." : "tries again.");
}

// Worth a line of its own even where nothing goes: some rule wanted it gone, or something about it is in doubt.
bool noteworthy(const store::ReasonRecord& reason) {
  return reason.layer == Layer::guard || reason.layer == Layer::floor || reason.code == ReasonCode::spared_by_tag;
}

std::string limit_usage(const store::PackageRecord& package) {
  const std::int64_t limited = package.due - package.approved;
  if (limited == 0) return {};
  std::string text;
  if (package.limits.versions) {
    text = fmt::format("limit {}/{}", with_commas(limited), with_commas(*package.limits.versions));
  }
  // A share of few versions says nothing, and never blocks.
  constexpr std::int64_t kFewestForAShare = 11;
  if (package.limits.percent && limited >= kFewestForAShare) {
    text += fmt::format("{}{} of {}%", text.empty() ? "limit " : ", ", percentage(limited, package.versions),
                        *package.limits.percent);
  }
  return text;
}

}  // namespace

PackageBlock::PackageBlock(const store::PackageRecord& package, const store::RunSummary& run)
    : package_(package), now_(run.now), full_list_(full_list(run)), binding_(run.binding), kind_(run.kind) {}

PackageBlock::Group& PackageBlock::group_of(std::vector<Group>& groups, Layer layer, const std::string& heading) {
  const auto found = std::ranges::find_if(
      groups, [&](const Group& group) { return group.layer == layer && group.heading == heading; });
  if (found != groups.end()) return *found;
  Group group;
  group.layer = layer;
  group.heading = heading;
  return groups.emplace_back(std::move(group));
}

void PackageBlock::add(const DecisionRecord& decision) {
  if (decision.verdict == Verdict::remove) {
    add_removal(decision);
  } else {
    add_keep(decision);
  }
}

void PackageBlock::add_removal(const DecisionRecord& decision) {
  const std::string heading = group_sentence(decision.winner(), decision.tags) + course_note(decision.course);
  Group& group = group_of(removals_, decision.winner().layer, heading);
  ++group.count;
  // One call is for all versions of a package, and how it ended is told of the first.
  const bool trouble = kind_ != store::RunKind::delete_package && decision.deletion && met_trouble(*decision.deletion);
  if (!trouble && removal_rows_ == kMostRemovals) return;
  if (!trouble) ++removal_rows_;
  group.rows.push_back(row_of(decision, now_));
}

void PackageBlock::add_keep(const DecisionRecord& decision) {
  const store::ReasonRecord& winner = decision.winner();
  if (winner.code == ReasonCode::incomplete_inventory) return;
  noteworthy_keeps_ = noteworthy_keeps_ || noteworthy(winner);
  Group& group = group_of(keeps_, winner.layer, group_sentence(winner, decision.tags));
  ++group.count;
  if (winner.code == ReasonCode::spared_by_tag) {
    if (spared_rows_ == kMostSpared) return;
    ++spared_rows_;
    group.rows.push_back(row_of(decision, now_));
  } else if (group.examples.size() < kMostExamples) {
    group.examples.push_back(example_of(decision));
  }
}

bool PackageBlock::is_brief() const {
  return removals_.empty() && !noteworthy_keeps_ && package_.completeness.complete() && !package_.held &&
         package_.status != store::PlanStatus::blocked && package_.status != store::PlanStatus::awaiting;
}

std::string PackageBlock::header() const {
  std::string text = counted(package_.versions, "version");
  if (kind_ == store::RunKind::delete_package) return text + " · the whole package, by hand";
  if (package_.remove > 0) {
    text += fmt::format(": keep {}, delete {}", with_commas(package_.keep), with_commas(package_.remove));
  } else if (package_.versions > 0) {
    text += ", all kept";
  }
  const std::string limit = limit_usage(package_);
  if (!limit.empty()) text += " · " + limit;
  return text + " · " + std::string(text_of(kModes, package_.mode));
}

void PackageBlock::print(std::ostream& out, const Style& style) const {
  print_heading(out, style, shown(package_.package), header());
  if (is_brief()) return;
  print_status(out, style);
  std::size_t width = 1;
  for (const Group& group : removals_) width = std::max(width, with_commas(group.count).size());
  for (const Group& group : keeps_) width = std::max(width, with_commas(group.count).size());
  print_removals(out, style, width);
  print_keeps(out, style, width);
}

void PackageBlock::print_status(std::ostream& out, const Style& style) const {
  if (!package_.completeness.complete()) {
    std::string text(sentence(package_.completeness.code));
    if (!package_.completeness.detail.empty()) text += ": " + package_.completeness.detail;
    print_wrapped(out, style, Tone::attention, "  INCOMPLETE  ",
                  printable(text) + ". Nothing in this package is deleted.");
    return;
  }
  if (package_.status == store::PlanStatus::blocked) {
    print_wrapped(out, style, Tone::attention, "  BLOCKED  ", blocked_text(package_, binding_));
  }
  if (package_.status == store::PlanStatus::awaiting) {
    print_wrapped(out, style, Tone::attention, "  TO APPROVE  ", awaiting_text(package_, binding_));
  }
  if (package_.held) {
    print_wrapped(out, style, Tone::attention, "  ON HOLD  ", hold_text(*package_.held));
  }
}

void PackageBlock::print_removals(std::ostream& out, const Style& style, std::size_t width) const {
  for (const Group& group : removals_) {
    const std::string head = "  delete " + right_aligned(with_commas(group.count), width) + "  ";
    print_wrapped(out, style, Tone::remove, head, printable(group.heading));
    print_rows(out, style, group.rows);
    const std::int64_t hidden = group.count - static_cast<std::int64_t>(group.rows.size());
    if (hidden > 0) {
      out << style.paint(Tone::quiet, fmt::format("    … and {} more ({} lists all)", with_commas(hidden), full_list_))
          << '\n';
    }
  }
}

void PackageBlock::print_keeps(std::ostream& out, const Style& style, std::size_t width) const {
  std::vector<const Group*> in_order;
  for (const Group& group : keeps_) in_order.push_back(&group);
  std::ranges::stable_sort(in_order, {}, [](const Group* group) { return group->layer; });
  for (const Group* group : in_order) {
    std::string text = printable(group->heading);
    for (std::size_t i = 0; i < group->examples.size(); ++i) {
      text += (i == 0 ? "; such as " : ", ") + group->examples[i];
    }
    print_wrapped(out, style, Tone::keep, "  keep   " + right_aligned(with_commas(group->count), width) + "  ", text);
    print_rows(out, style, group->rows);
    const std::int64_t hidden = group->count - static_cast<std::int64_t>(group->rows.size());
    if (!group->rows.empty() && hidden > 0) {
      out << style.paint(Tone::quiet, "    … and " + with_commas(hidden) + " more") << '\n';
    }
  }
}

}  // namespace retention::report
