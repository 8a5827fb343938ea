#include "daemon/engine/healer.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <variant>

namespace retention::engine {
namespace {

// What is told of single versions. That a run begins is left out: it is part of a cycle, whose run it is not.
class VersionEvents final : public EventSink {
 public:
  explicit VersionEvents(EventSink& events) : events_(events) {}

  void on(const Event& event) override {
    if (std::holds_alternative<VersionRestored>(event) || std::holds_alternative<MutationFailed>(event)) {
      events_.on(event);
    }
  }

 private:
  EventSink& events_;
};

// What is sent from now on.
class RequestsSince final : public RequestCounter {
 public:
  explicit RequestsSince(const RequestCounter& all) : all_(all), before_(all.api_requests()) {}

  [[nodiscard]] std::int64_t api_requests() const override { return all_.api_requests() - before_; }

 private:
  const RequestCounter& all_;
  std::int64_t before_;
};

store::UndoSelection selection_of(const Wound& wound, const std::vector<Curable>& parts) {
  store::ByVersion selection{ref_of(wound.package), {}};
  for (const Curable& part : parts) selection.versions.push_back(part.work.version);
  return selection;
}

Healed not_healed(const Wound& wound, const std::vector<Curable>& parts, const std::string& why) {
  return {ExitStatus::some_failed, warnings_of(wound, parts, "not-healed", "", " did not come back: " + why)};
}

}  // namespace

Result<Healed> Healer::heal(const Wound& wound, const std::stop_token& stop) {
  const auto parts = curable(ports_.ledger, wound, seconds_of(ports_.clock.now()));
  if (!parts) return fail(parts.error());
  if (parts->empty()) return Healed{};
  const auto allowed = order_.may_restore ? order_.may_restore(wound.package) : Result<void>();
  auto healed = allowed ? restore(wound, *parts, stop) : Result<Healed>(fail(allowed.error()));
  if (healed || healed.error().code == ErrorCode::ledger) return healed;
  return not_healed(wound, *parts, healed.error().message);
}

Result<Healed> Healer::restore(const Wound& wound, const std::vector<Curable>& parts, const std::stop_token& stop) {
  const auto& [ledger, cache, packages, restorer, lister, reader, permit, clock, events, requests] = ports_;
  const SysTime now = seconds_of(clock.now());
  const auto preview = preview_undo(ledger, cache, lister, reader, selection_of(wound, parts), now);
  if (!preview) return fail(preview.error());
  if (auto ends = record_ends(ledger, *preview, now); !ends) return fail(ends.error());
  const auto blocked = [](const UndoItem& item) { return item.blocker.has_value(); };
  if (std::ranges::all_of(preview->items, blocked)) return outcome_of(wound, parts, *preview, std::nullopt);

  UndoRequest request{std::string(kHealTrigger), "retentiond", order_.program,
                      order_.pin_until ? order_.pin_until() : std::nullopt};
  request.pin.source = kHealTrigger;
  for (const Curable& part : parts) request.pin.reasons.emplace(part.work.version, "needed by " + part.image);
  VersionEvents versions(events);
  const RequestsSince since(requests);
  Undoer undoer(ledger, packages, restorer, lister, reader, permit, clock, versions, since);
  const auto undone = undoer.restore(*preview, request, stop);
  if (!undone) return fail(undone.error());
  return outcome_of(wound, parts, *preview, undone->run);
}

Result<Healed> Healer::outcome_of(const Wound& wound, const std::vector<Curable>& parts, const UndoPreview& preview,
                                  std::optional<RunId> run) {
  const auto left = curable(ports_.ledger, wound, seconds_of(ports_.clock.now()));
  if (!left) return fail(left.error());
  std::vector<Curable> back;
  std::ranges::remove_copy_if(parts, std::back_inserter(back), [&](const Curable& part) {
    return std::ranges::any_of(*left, [&](const Curable& other) { return other.work.id == part.work.id; });
  });
  const std::string report = run ? "run " + std::to_string(run->value) + " tells more" : "";
  Healed healed{ExitStatus::done, warnings_of(wound, back, "healed", "", back.size() == 1 ? " is back" : " are back")};
  if (left->empty()) return healed;
  const auto blocker =
      std::ranges::find_if(preview.items, [](const UndoItem& item) { return item.blocker.has_value(); });
  const Healed rest = not_healed(wound, *left, blocker != preview.items.end() ? *blocker->blocker : report);
  healed.status = rest.status;
  healed.warnings.insert(healed.warnings.end(), rest.warnings.begin(), rest.warnings.end());
  return healed;
}

}  // namespace retention::engine
