#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>
#include <utility>

#include "store/codec.h"
#include "store/database.h"

namespace retention::store {
namespace {

void append(std::string& text, std::int64_t number) {
  const fmt::format_int digits(number);
  text.append(digits.data(), digits.size());
}

// The numbers of a reason that stay what they are while the version and the rules do.
std::pair<std::int64_t, std::int64_t> kept_numbers(const StoredReason& reason) {
  const bool in_group = reason.code == ReasonCode::kept_in_group || reason.code == ReasonCode::beyond_in_group;
  if (in_group) return {0, 0};
  if (reason.code == ReasonCode::kept_by_calendar) return {reason.first, 0};
  return {reason.first, reason.second};
}

// "RULE,FIRST,SECOND]..."
std::array<std::int64_t, 3> three_numbers(std::string_view text) {
  std::array<std::int64_t, 3> numbers{};
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::int64_t& number : numbers) {
    const auto [stop, error] = std::from_chars(at, end, number);
    if (error != std::errc() || stop == end || (*stop != ',' && *stop != ']')) {
      throw DatabaseFailure("a decision in the ledger cannot be understood, put back a copy of it");
    }
    at = stop + 1;
  }
  return numbers;
}

}  // namespace

std::string encode_decision(const StoredDecision& decision) {
  std::string text = "{";
  const auto put_number = [&](std::string_view key, std::int64_t number) {
    text += key;
    append(text, number);
    text += ',';
  };
  if (decision.mode) put_number("\"mode\":", static_cast<int>(*decision.mode));
  if (decision.due_at) put_number("\"due\":", decision.due_at->time_since_epoch().count());
  if (decision.wait) put_number("\"wait\":", decision.wait->count());
  if (decision.course == Course::approved) text += "\"approved\":1,";
  text += "\"reasons\":[";
  for (const StoredReason& reason : decision.reasons) {
    if (text.back() != '[') text += ',';
    const auto [first, second] = kept_numbers(reason);
    put_number("[", static_cast<int>(reason.layer));
    put_number("", static_cast<int>(reason.code));
    put_number("", reason.rule);
    put_number("", first);
    append(text, second);
    text += ']';
  }
  text += "]}";
  return text;
}

bool is_clock(const StoredReason& reason) {
  return reason.layer == Layer::remove && reason.code == ReasonCode::matched && reason.first != 0;
}

std::vector<StoredClock> decode_clocks(std::string_view text) {
  static const std::string start = "[" + std::to_string(static_cast<int>(Layer::remove)) + "," +
                                   std::to_string(static_cast<int>(ReasonCode::matched)) + ",";
  std::vector<StoredClock> clocks;
  for (auto at = text.find(start); at != std::string_view::npos; at = text.find(start, at)) {
    at += start.size();
    const auto numbers = three_numbers(text.substr(at));
    if (numbers[1] != 0) clocks.push_back({numbers[0], SysTime(std::chrono::seconds(numbers[1])), numbers[2]});
  }
  return clocks;
}

bool is_ranked(ReasonCode code) {
  return code == ReasonCode::kept_by_newest || code == ReasonCode::beyond_newest;
}

StoredReason without_ranks(StoredReason reason) {
  std::tie(reason.first, reason.second) =
      is_ranked(reason.code) ? std::pair<std::int64_t, std::int64_t>() : kept_numbers(reason);
  return reason;
}

bool same_meaning(std::string_view stored, std::string_view fresh) {
  if (stored == fresh) return true;
  const auto unranked = [](std::string_view text) {
    StoredDecision decision = decode_decision(text);
    std::ranges::transform(decision.reasons, decision.reasons.begin(), without_ranks);
    return decision;
  };
  return unranked(stored) == unranked(fresh);
}

}  // namespace retention::store
