#include <cstddef>
#include <nlohmann/json.hpp>

#include "daemon/report/command_rows.h"
#include "daemon/report/json_pieces.h"
#include "daemon/report/ledger_report.h"
#include "daemon/report/pin_list.h"
#include "daemon/report/printable.h"
#include "daemon/report/quantity.h"
#include "daemon/report/run_header.h"
#include "daemon/report/version_rows.h"
#include "daemon/report/wording.h"
#include "policy/base/digest.h"

namespace retention::report {
namespace {

using store::DeletionState;

std::int64_t in_state(const store::LedgerStatus& status, DeletionState state) {
  for (std::size_t i = 0; i < store::kDeletionStates.size(); ++i) {
    if (store::kDeletionStates.at(i).value == state) return status.deletions.at(i);
  }
  return 0;
}

std::string last_run_line(const StatusView& view) {
  const auto& run = view.status.last_run;
  if (!run) return "none yet; make the first with: retentiond plan";
  std::string text = std::to_string(run->id.value) + ", " + kind_in_words(*run) + " of " +
                     format_rfc3339(run->started_at) + " (" + age_of(run->started_at, view.now) + " ago): ";
  if (!run->finished_at) return text + "not finished";
  return text + std::string(outcome(run->exit_status.value_or(0)));
}

std::string open_line(const store::LedgerStatus& status) {
  std::string text = with_commas(in_state(status, DeletionState::queued)) + " waiting, " +
                     with_commas(in_state(status, DeletionState::blocked)) + " blocked, " +
                     with_commas(in_state(status, DeletionState::awaiting)) + " to approve, " +
                     with_commas(in_state(status, DeletionState::failed)) + " failed";
  const std::int64_t flying = in_state(status, DeletionState::deleting) + in_state(status, DeletionState::restoring);
  if (flying > 0) text += ", " + with_commas(flying) + " in flight";
  return text;
}

std::string superseded_note(const store::LedgerStatus& status) {
  const std::int64_t superseded = in_state(status, DeletionState::superseded);
  return superseded == 0 ? "" : "; " + with_commas(superseded) + " more once what was pushed again is gone";
}

void print_blocked(const Sheet& sheet, const StatusView& view) {
  for (const store::AskingPlan& plan : view.status.asking) {
    const bool blocked = plan.status == store::PlanStatus::blocked;
    std::string why = blocked ? std::string() : counted(plan.versions, "version") + " to approve";
    if (!plan.reason.empty()) why += (why.empty() ? "" : ", ") + printable(plan.reason);
    print_wrapped(sheet.out, sheet.style, Tone::attention, blocked ? "  BLOCKED  " : "  TO APPROVE  ",
                  shown(plan.package) + ": " + why + " (run " + std::to_string(plan.run.value) +
                      "); retentiond approve " + plan.key);
  }
  for (const store::HoldRecord& hold : view.status.holds) {
    print_wrapped(sheet.out, sheet.style, Tone::attention, "  ON HOLD  ",
                  shown(hold.package) + ": " + std::string(sentence(hold.hold)));
  }
}

void print_undo(const Sheet& sheet, const StatusView& view) {
  constexpr std::size_t kMost = 10;
  if (view.undo.empty()) return;
  sheet.out << "\nCan be undone, the first to lapse in front:\n";
  for (std::size_t i = 0; i < view.undo.size() && i < kMost; ++i) {
    const store::UndoWindow& window = view.undo[i];
    sheet.out << "  until " << day_of(window.first_until) << "  " << counted(window.versions, "version")
              << (window.whole_package ? " and the whole of " : " of ") << shown(window.package)
              << sheet.style.paint(Tone::quiet, "  retentiond undo --run ")
              << sheet.style.paint(Tone::quiet, std::to_string(window.run.value)) << '\n';
  }
  if (view.undo.size() > kMost) sheet.out << "  … and " << view.undo.size() - kMost << " more\n";
}

void write_text(const Sheet& sheet, const StatusView& view) {
  const store::LedgerStatus& status = view.status;
  sheet.out << "Ledger       " << printable(view.ledger) << '\n'
            << "Last run     " << last_run_line(view) << '\n'
            << "Known        " << counted(status.packages, "package") << ", " << counted(status.versions, "version")
            << '\n'
            << "Deletions    " << open_line(status) << '\n'
            << "Restorable   " << counted(status.restorable, "version") << superseded_note(status) << '\n'
            << "Pinned       " << counted(std::ssize(view.pins), "version") << '\n'
            << "Journal      " << status.head_seq << ' ' << to_hex(status.head) << '\n';
  if (status.pause) {
    print_wrapped(sheet.out, sheet.style, Tone::attention, "  PAUSED  ",
                  "deletions are " + printable(describe(*status.pause)) + "; retentiond resume ends it");
  }
  print_commands(sheet, view);
  print_blocked(sheet, view);
  print_undo(sheet, view);
}

Json windows_json(const StatusView& view) {
  Json list = Json::array();
  for (const store::UndoWindow& window : view.undo) {
    Json json{{"run", window.run.value}};
    json.update(package_json(window.package));
    json["versions"] = window.versions;
    json["whole_package"] = window.whole_package;
    json["first_until"] = format_rfc3339(window.first_until);
    list.push_back(std::move(json));
  }
  return list;
}

Json pins_json(const StatusView& view) {
  Json list = Json::array();
  for (const store::PinRecord& pin : view.pins) list.push_back(pin_json(pin));
  return list;
}

Json pause_json(const store::LedgerStatus& status) {
  if (!status.pause) return nullptr;
  return {{"until", json_of(status.pause->until)},
          {"reason", text_or_null(status.pause->reason)},
          {"made_by", status.pause->by},
          {"made_at", format_rfc3339(status.pause->at)}};
}

Json asking_json(const store::LedgerStatus& status, store::PlanStatus which) {
  Json list = Json::array();
  for (const store::AskingPlan& plan : status.asking) {
    if (plan.status != which) continue;
    Json json{{"run", plan.run.value}};
    json.update(package_json(plan.package));
    json["plan"] = plan.key;
    json["versions"] = plan.versions;
    json["reason"] = text_or_null(plan.reason);
    list.push_back(std::move(json));
  }
  return list;
}

void write_json(const Sheet& sheet, const StatusView& view) {
  const store::LedgerStatus& status = view.status;
  Json states = Json::object();
  for (std::size_t i = 0; i < store::kDeletionStates.size(); ++i) {
    states[std::string(store::kDeletionStates.at(i).text)] = status.deletions.at(i);
  }
  Json holds = Json::array();
  for (const store::HoldRecord& hold : status.holds) {
    Json json = package_json(hold.package);
    json["hold"] = text_of(store::kHolds, hold.hold);
    holds.push_back(std::move(json));
  }
  Json last = nullptr;
  if (status.last_run) {
    last = run_json(*status.last_run);
    last["summary"] = summary_json(*status.last_run);
  }
  const Json json{{"schema", kSchema},
                  {"now", format_rfc3339(view.now)},
                  {"ledger", view.ledger},
                  {"last_run", std::move(last)},
                  {"packages", status.packages},
                  {"versions", status.versions},
                  {"deletions", std::move(states)},
                  {"paused", pause_json(status)},
                  {"restorable", status.restorable},
                  {"journal", {{"head_seq", status.head_seq}, {"head", to_hex(status.head)}}},
                  {"commands", commands_json(status.commands)},
                  {"failed_commands", commands_json(status.failed)},
                  {"daemon", view.queue == StatusView::Queue::served},
                  {"blocked", asking_json(status, store::PlanStatus::blocked)},
                  {"awaiting", asking_json(status, store::PlanStatus::awaiting)},
                  {"holds", std::move(holds)},
                  {"undo", windows_json(view)},
                  {"pins", pins_json(view)}};
  sheet.out << dumped(json) << '\n';
}

}  // namespace

void write_status(const Sheet& sheet, const StatusView& view) {
  if (sheet.format == Format::text) {
    write_text(sheet, view);
  } else {
    write_json(sheet, view);
  }
}

}  // namespace retention::report
