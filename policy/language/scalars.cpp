#include "policy/language/scalars.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <system_error>

#include "policy/base/suggest.h"
#include "policy/language/wording.h"

namespace retention::language {
namespace {

constexpr std::size_t kLongestName = 100;

tl::unexpected<Error> reject(std::string message) {
  return fail(ErrorCode::configuration, std::move(message));
}

Result<std::int64_t> parse_number(std::string_view text, const KeySpec& spec) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return reject(fmt::format("{} is no whole number; write {}", quoted(text), due(spec)));
  }
  if (number < spec.least) return reject(fmt::format("{} is too small; write at least {}", number, spec.least));
  if (number > spec.most) return reject(fmt::format("{} is too large; write at most {}", number, spec.most));
  return number;
}

Result<Count> parse_count(std::string_view text, const KeySpec& spec) {
  if (text == "unlimited") return Count{};
  return parse_number(text, spec).map([](std::int64_t number) { return Count{number}; });
}

Result<bool> parse_boolean(std::string_view text, const KeySpec& spec) {
  if (text == "true") return true;
  if (text == "false" && spec.kind == ValueKind::boolean) return false;
  return reject(fmt::format("{} does not fit; write {}", quoted(text), due(spec)));
}

Result<Duration> parse_length(std::string_view text, const KeySpec& /*spec*/) {
  return parse_duration(text);
}

Result<std::chrono::seconds> parse_timeout(std::string_view text, const KeySpec& spec) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const bool in_seconds = unit == "s";
  if (error != std::errc{} || (!in_seconds && unit != "m")) {
    return reject(fmt::format("{} is no such time; write {}", quoted(text), due(spec)));
  }
  const std::int64_t most = in_seconds ? spec.most : spec.most / 60;
  if (number < 1 || number > most) {
    return reject(fmt::format("{} is out of range; write between 1s and {}s", quoted(text), spec.most));
  }
  return std::chrono::seconds(in_seconds ? number : number * 60);
}

Result<std::string> parse_text(std::string_view text, const KeySpec& spec) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7F; };
  if (text.empty()) return reject(fmt::format("is empty; write {}", due(spec)));
  if (std::any_of(text.begin(), text.end(), is_control)) {
    return reject(fmt::format("{} holds control characters; write {}", quoted(text), due(spec)));
  }
  if (spec.kind == ValueKind::name && (text.front() == ' ' || text.back() == ' ' || text.size() > kLongestName)) {
    return reject(
        fmt::format("{} is no name; write at most {} bytes without blanks around them", quoted(text), kLongestName));
  }
  return std::string(text);
}

// Numbers and booleans in quotes are texts.
bool must_be_plain(ValueKind kind) {
  return kind == ValueKind::integer || kind == ValueKind::boolean || kind == ValueKind::only_true;
}

template <typename T>
std::optional<T> read(const Section& section, std::string_view key,
                      Result<T> (*parse)(std::string_view, const KeySpec&)) {
  const KeySpec& spec = section.spec(key);
  const auto field = section.find(key);
  if (!field) {
    if (spec.fallback.empty()) return std::nullopt;
    Result<T> value = parse(spec.fallback, spec);
    assert(value.has_value());
    return *std::move(value);
  }
  const Node& node = *field->node;
  if (node.kind != NodeKind::scalar) {
    section.findings().problem(*field, fmt::format("{} is due, not {}", due(spec), describe(node)));
    return std::nullopt;
  }
  if (node.style == ScalarStyle::quoted && must_be_plain(spec.kind)) {
    section.findings().problem(*field,
                               fmt::format("{} is a text; write {} without quotes", quoted(node.text), due(spec)));
    return std::nullopt;
  }
  Result<T> value = parse(node.text, spec);
  if (value) return *std::move(value);
  section.findings().problem(*field, value.error().message);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> read_text(const Section& section, std::string_view key) {
  return read<std::string>(section, key, parse_text);
}

std::optional<std::int64_t> read_integer(const Section& section, std::string_view key) {
  return read<std::int64_t>(section, key, parse_number);
}

std::optional<Count> read_count(const Section& section, std::string_view key) {
  return read<Count>(section, key, parse_count);
}

std::optional<bool> read_boolean(const Section& section, std::string_view key) {
  return read<bool>(section, key, parse_boolean);
}

std::optional<Duration> read_duration(const Section& section, std::string_view key) {
  return read<Duration>(section, key, parse_length);
}

std::optional<std::chrono::seconds> read_timeout(const Section& section, std::string_view key) {
  return read<std::chrono::seconds>(section, key, parse_timeout);
}

std::optional<std::string_view> read_choice(const Section& section, std::string_view key) {
  const KeySpec& spec = section.spec(key);
  if (const auto field = section.find(key)) return choose(*field, spec.choices, section.findings());
  if (spec.fallback.empty()) return std::nullopt;
  return spec.fallback;
}

std::optional<std::string_view> choose(const Field& field, std::span<const std::string_view> choices,
                                       Findings& findings) {
  const std::string known = fmt::format("{}", fmt::join(choices, ", "));
  if (field.node->kind != NodeKind::scalar) {
    findings.problem(field, fmt::format("one of {} is due, not {}", known, describe(*field.node)));
    return std::nullopt;
  }
  const auto chosen = std::find(choices.begin(), choices.end(), field.node->text);
  if (chosen != choices.end()) return *chosen;
  const auto near = nearest(field.node->text, choices);
  findings.problem(field, near ? fmt::format("{} is not known; did you mean {}?", quoted(field.node->text), *near)
                               : fmt::format("{} is not known; write one of {}", quoted(field.node->text), known));
  return std::nullopt;
}

}  // namespace retention::language
