#include "daemon/report/closing.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/run_header.h"
#include "daemon/report/version_rows.h"
#include "daemon/report/wording.h"

namespace retention::report {
namespace {

using store::RunSummary;

struct Step {
  std::string command;
  std::string purpose;
};

void add_if_any(std::string& text, std::int64_t number, std::string_view what) {
  if (number > 0) text += (text.empty() ? "" : ", ") + with_commas(number) + " " + std::string(what);
}

// Of calls that were sent and whose answer is not known. `now` is what the versions may be: "gone", "back".
std::string unsettled(std::int64_t calls, std::string_view now) {
  return counted(calls, "call is", "calls are") + " not settled: " + (calls == 1 ? "that version" : "those versions") +
         " may be " + std::string(now) + "; the next run asks GitHub.";
}

// How many versions came back otherwise than they were.
std::int64_t with_other_tags(const RunSummary& run) {
  std::set<std::string> places;
  for (const store::RunWarning& warning : run.warnings) {
    if (warning.code == "tags-differ") places.insert(warning.where);
  }
  return std::ssize(places);
}

void print_restored(std::ostream& out, const Style& style, const RunSummary& run) {
  std::string text = "Restored " + counted(run.counts.restored, "version");
  if (run.counts.failed > 0) text += ", " + with_commas(run.counts.failed) + " could not be restored";
  text += '.';
  if (const std::int64_t differing = with_other_tags(run); differing > 0) {
    text += " Not all is as it was: " + counted(differing, "version has", "versions have") +
            " other tags now, see the warnings.";
  }
  if (run.counts.restoring > 0) text += ' ' + unsettled(run.counts.restoring, "back");
  if (run.counts.restored > 0) text += " What came back is pinned: no run deletes it before the pin ends.";
  print_wrapped(out, style, Tone::quiet, "", text);
}

void print_totals(std::ostream& out, const Style& style, const RunSummary& run) {
  const store::RunCounts& counts = run.counts;
  std::string detail;
  add_if_any(detail, counts.due, "due now");
  add_if_any(detail, counts.grace, "in grace");
  if (run.binding == store::Binding::binding) {
    add_if_any(detail, counts.blocked, "blocked");
    add_if_any(detail, counts.awaiting, "to approve");
    add_if_any(detail, counts.waiting, "waiting");
    add_if_any(detail, counts.deleting, "not settled");
    add_if_any(detail, counts.deleted, "deleted");
    add_if_any(detail, counts.gone, "gone already");
    add_if_any(detail, counts.failed, "failed");
    add_if_any(detail, counts.refused, "refused by GitHub");
    add_if_any(detail, counts.stale, "changed in between");
    add_if_any(detail, counts.restored, "restored since");
  }
  const std::string totals =
      fmt::format("{}, {}: keep {}, delete {}", counted(counts.packages, "package"),
                  counted(counts.versions, "version"), with_commas(counts.keep), with_commas(counts.remove));
  print_wrapped(out, style, Tone::quiet, "", totals + (detail.empty() ? "" : " (" + detail + ")"));
}

bool was_paused(const RunSummary& run) {
  return std::ranges::find(run.warnings, "paused", &store::RunWarning::code) != run.warnings.end();
}

std::string why_nothing(const RunSummary& run, const Tally& tally) {
  if (was_paused(run)) return "deletions are paused.";
  if (tally.blocked_packages > 0) return "what is due is blocked by a limit.";
  if (run.counts.awaiting > 0) return "what is due waits for a person to approve it.";
  if (tally.held_packages > 0) return "what is due is in a package on hold.";
  if (run.counts.failed + run.counts.refused > 0) return "no deletion worked.";
  if (run.counts.remove == 0 && tally.incomplete_packages > 0) {
    const bool all = tally.incomplete_packages == run.counts.packages;
    return std::string("nothing is decided to go in a package that could not be read as a whole") +
           (all ? "." : ", and in the others no version is a candidate.");
  }
  if (run.counts.remove == 0) return "no version is a candidate.";
  if (run.counts.due == 0 && run.counts.grace > 0) return "no candidate has been one for the whole of its grace.";
  if (run.counts.due == 0) return "no candidate is due.";
  return "see above what became of each version.";
}

void print_ending(std::ostream& out, const Style& style, const RunSummary& run) {
  if (!run.finished_at) {
    const std::string then = run.binding == store::Binding::binding
                                 ? "; the next apply or undo settles that and ends it as interrupted."
                                 : ".";
    print_wrapped(out, style, Tone::attention,
                  "NOT FINISHED: ", "the run goes on, or its process ended before its end" + then);
  } else if (run.exit_status && *run.exit_status != 0) {
    out << "The run ended with exit status " << *run.exit_status << " (" << outcome(*run.exit_status) << ").\n";
  }
}

// A whole package goes or stays; it does not lose single versions.
void print_package_verdict(std::ostream& out, const Style& style, const RunSummary& run, const Tally& tally) {
  if (run.counts.deleted > 0) {
    out << style.paint(Tone::remove, "THE PACKAGE WAS DELETED") << " with " << counted(run.counts.deleted, "version")
        << '.';
    if (tally.first_undo_end) out << " It can be restored until " << day_of(*tally.first_undo_end) << '.';
    out << '\n';
  } else if (run.counts.deleting > 0) {
    print_wrapped(out, style, Tone::attention, "! ",
                  "The call is not settled: the package may be gone; the next run asks GitHub.");
  } else {
    out << style.paint(Tone::title, "NOTHING WAS DELETED:") << ' '
        << (run.counts.gone > 0 ? "the package was gone already." : "see above what became of the call.") << '\n';
  }
}

// What was done, in one sentence.
void print_verdict(std::ostream& out, const Style& style, const RunSummary& run, const Tally& tally) {
  if (run.binding == store::Binding::dry_run) {
    out << style.paint(Tone::title, "NOTHING WAS DELETED:") << " this was a dry run.\n";
  } else if (run.counts.deleted > 0) {
    out << style.paint(Tone::remove, counted(run.counts.deleted, "VERSION WAS", "VERSIONS WERE") + " DELETED.");
    const std::string_view which = run.counts.deleted == 1 ? " It" : " They";
    if (tally.first_undo_end) out << which << " can be restored until " << day_of(*tally.first_undo_end) << '.';
    out << '\n';
  } else if (run.counts.deleting == 0) {
    out << style.paint(Tone::title, "NOTHING WAS DELETED:") << ' ' << why_nothing(run, tally) << '\n';
  }
  if (run.counts.deleting > 0) print_wrapped(out, style, Tone::attention, "! ", unsettled(run.counts.deleting, "gone"));
}

void print_advice(std::ostream& out, const Style& style, const RunSummary& run, const Tally& tally) {
  if (tally.blocked_packages > 0) {
    const std::string_view approve =
        run.binding == store::Binding::binding ? "approve them once you have looked at them, " : "";
    print_wrapped(out, style, Tone::attention, "! ",
                  fmt::format("{} in {} over a limit: {}raise limits in the configuration, or narrow what is deleted "
                              "with --policy or --package.",
                              counted(tally.blocked_due, "version is due", "versions are due"),
                              counted(tally.blocked_packages, "package"), approve));
  }
  if (tally.incomplete_packages > 0) {
    print_wrapped(out, style, Tone::attention, "! ",
                  counted(tally.incomplete_packages, "package is", "packages are") +
                      " incomplete: nothing in such a package is deleted until a later run can read all of it.");
  }
  if (tally.audited > 0) {
    print_wrapped(out, style, Tone::attention, "! ",
                  counted(tally.audited, "candidate belongs", "candidates belong") +
                      " to policies in mode audit, which only report: set `mode: enforce` to have them deleted.");
  }
}

std::string undo_of(const RunSummary& run) {
  return "retentiond undo --run " + std::to_string(run.id.value);
}

std::vector<Step> steps_after_package(const RunSummary& run) {
  std::vector<Step> steps;
  if (run.counts.deleted > 0) steps.push_back({undo_of(run), "put the package back"});
  if (run.counts.deleting > 0) steps.push_back({"retentiond apply", "ask GitHub what became of it"});
  return steps;
}

std::vector<Step> steps_after_look(const RunSummary& run, const Tally& tally) {
  const std::int64_t ready = run.counts.due - tally.blocked_due - tally.awaiting;
  if (ready > 0) return {{"retentiond apply", "delete " + counted(ready, "version") + " now"}};
  if (run.counts.grace == 0) return {};
  return {{"retentiond apply", "count the grace of " + counted(run.counts.grace, "version")}};
}

std::optional<Step> step_for_open(const RunSummary& run) {
  const std::int64_t open = run.counts.failed + run.counts.waiting;
  if (run.counts.deleting > 0) {
    return Step{"retentiond apply", open > 0 ? "ask GitHub, and try the rest again" : "ask GitHub what became of it"};
  }
  if (open == 0) return std::nullopt;
  if (was_paused(run)) return Step{"retentiond resume", "end the pause; the next run decides about the rest anew"};
  return Step{"retentiond apply", "try the rest again"};
}

std::vector<Step> steps_after_apply(const RunSummary& run) {
  std::vector<Step> steps;
  if (run.counts.blocked + run.counts.awaiting > 0) {
    steps.push_back(
        {"retentiond approve --run " + std::to_string(run.id.value), "let exactly those go that wait for a person"});
  }
  if (run.counts.deleted > 0) steps.push_back({undo_of(run), "put back what was deleted"});
  if (auto step = step_for_open(run)) steps.push_back(*std::move(step));
  return steps;
}

std::vector<Step> next_steps(const RunSummary& run, const Tally& tally) {
  if (run.kind == store::RunKind::undo) return {};
  if (run.kind == store::RunKind::adopt_deleted) return {{undo_of(run), "put back what others deleted"}};
  if (run.kind == store::RunKind::delete_package) return steps_after_package(run);
  if (!is_recorded(run)) return {{"retentiond plan", "ask GitHub, and decide on what it holds now"}};
  const bool look = run.binding == store::Binding::dry_run;
  std::vector<Step> steps = look ? steps_after_look(run, tally) : steps_after_apply(run);
  if (!tally.example.empty()) {
    steps.push_back({"retentiond explain " + tally.example, "why it goes, and what speaks against it"});
  }
  return steps;
}

// A command is never broken, so that it can be copied; what it is for moves below it where there is no room.
void print_steps(std::ostream& out, const Style& style, const std::vector<Step>& steps) {
  if (steps.empty()) return;
  out << "\nNext:\n";
  std::size_t width = 0;
  std::size_t longest_purpose = 0;
  for (const Step& step : steps) {
    width = std::max(width, length_of(step.command));
    longest_purpose = std::max(longest_purpose, length_of(step.purpose));
  }
  const bool fits = 2 + width + 2 + longest_purpose <= style.columns;
  for (const Step& step : steps) {
    out << "  " << style.paint(Tone::title, fits ? padded(step.command, width) : step.command)
        << (fits ? "  " : "\n      ") << style.paint(Tone::quiet, step.purpose) << '\n';
  }
}

}  // namespace

void print_warnings(std::ostream& out, const Style& style, std::span<const store::RunWarning> warnings) {
  if (warnings.empty()) return;
  out << style.paint(Tone::attention, counted(std::ssize(warnings), "warning")) << '\n';
  for (const store::RunWarning& warning : warnings) {
    const std::string where = warning.where.empty() ? "" : warning.where + ": ";
    print_wrapped(out, style, Tone::attention, "  - ", printable(where + warning.text));
  }
  out << '\n';
}

void print_closing(std::ostream& out, const Style& style, const RunSummary& run, const Tally& tally) {
  print_warnings(out, style, run.warnings);
  if (run.kind == store::RunKind::undo) {
    print_restored(out, style, run);
  } else if (run.kind == store::RunKind::adopt_deleted) {
    out << style.paint(Tone::title, "ADOPTED: ")
        << counted(run.counts.deleted, "version that others deleted", "versions that others deleted") << ".\n";
  } else {
    print_totals(out, style, run);
    if (run.kind == store::RunKind::delete_package) {
      print_package_verdict(out, style, run, tally);
    } else {
      print_verdict(out, style, run, tally);
    }
  }
  print_ending(out, style, run);
  print_advice(out, style, run, tally);
  print_steps(out, style, next_steps(run, tally));
}

}  // namespace retention::report
