#include "policy/base/pattern.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <variant>

#include "policy/base/glob.h"

namespace retention {
namespace {

constexpr std::size_t kMostBytes = 1000;
constexpr std::int64_t kMostMemory = 1 << 20;  // of one compiled expression
constexpr std::string_view kRegexMark = "re:";

// Parts of a glob that have a meaning only in regular expressions.
constexpr std::array<std::string_view, 12> kSigns{"(",  ")",   "{",   "}",   "|",   ".+",
                                                  "]+", "\\d", "\\w", "\\s", "\\b", "\\S"};

RE2::Options quiet_options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMostMemory);
  return options;
}

tl::unexpected<Error> reject(std::string_view text, std::string_view why) {
  return fail(ErrorCode::configuration, fmt::format("pattern \"{}\" cannot be used: {}", text, why));
}

}  // namespace

struct Pattern::Compiled {
  std::string text;
  bool subtracts{false};
  std::variant<Glob, std::unique_ptr<const RE2>> matcher;
};

Pattern::Pattern(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

Result<Pattern> Pattern::parse(std::string_view text) {
  if (text.size() > kMostBytes) {
    return fail(ErrorCode::configuration,
                fmt::format("a pattern of {} bytes is too long: at most {} are allowed", text.size(), kMostBytes));
  }
  const bool subtracts = text.starts_with('!');
  const std::string_view body = text.substr(subtracts ? 1 : 0);
  if (body.starts_with(kRegexMark)) {
    const std::string_view expression = body.substr(kRegexMark.size());
    if (expression.empty()) return reject(text, "the expression after re: is empty; for everything write *");
    auto regex = std::make_unique<const RE2>(re2::StringPiece(expression.data(), expression.size()), quiet_options());
    if (!regex->ok()) return reject(text, regex->error());
    return Pattern(std::make_shared<const Compiled>(Compiled{std::string(text), subtracts, std::move(regex)}));
  }
  if (body.empty()) return reject(text, "it is empty; for everything write *");
  if (body.starts_with('!')) return reject(text, "a second ! means nothing; for a name that begins with ! write \\!");
  if (body.find(',') != std::string_view::npos) return reject(text, "it has a comma; write several patterns as a list");
  if (body.find_first_of(" \t\r\n") != std::string_view::npos) return reject(text, "it has a blank");
  auto glob = Glob::compile(body);
  if (!glob) return reject(text, glob.error().message);
  return Pattern(std::make_shared<const Compiled>(Compiled{std::string(text), subtracts, *std::move(glob)}));
}

bool Pattern::matches(std::string_view text) const {
  if (const auto* glob = std::get_if<Glob>(&compiled_->matcher)) return glob->matches(text);
  const auto& regex = std::get<std::unique_ptr<const RE2>>(compiled_->matcher);
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *regex);
}

bool Pattern::subtracts() const {
  return compiled_->subtracts;
}

const std::string& Pattern::text() const {
  return compiled_->text;
}

std::string_view Pattern::body() const {
  return std::string_view(text()).substr(subtracts() ? 1 : 0);
}

Pattern::Lookup Pattern::lookup() const {
  const auto* glob = std::get_if<Glob>(&compiled_->matcher);
  if (glob == nullptr) return {Lookup::Kind::regex, std::string(body().substr(kRegexMark.size()))};
  if (glob->shape() == Glob::Shape::literal) return {Lookup::Kind::equals, glob->fixed()};
  if (glob->shape() == Glob::Shape::prefix) return {Lookup::Kind::begins, glob->fixed()};
  auto regex = glob->to_regex();
  return regex ? Lookup{Lookup::Kind::regex, *std::move(regex)} : Lookup{};
}

std::vector<std::string> Pattern::capture_names() const {
  std::vector<std::string> names;
  const auto* regex = std::get_if<std::unique_ptr<const RE2>>(&compiled_->matcher);
  if (regex == nullptr) return names;
  for (const auto& [index, name] : (*regex)->CapturingGroupNames()) names.push_back(name);
  return names;
}

std::optional<std::vector<std::string>> Pattern::capture(std::string_view text) const {
  const auto* regex = std::get_if<std::unique_ptr<const RE2>>(&compiled_->matcher);
  if (regex == nullptr) return std::nullopt;
  const re2::StringPiece whole(text.data(), text.size());
  std::vector<re2::StringPiece> groups(static_cast<std::size_t>((*regex)->NumberOfCapturingGroups()) + 1);
  if (!(*regex)->Match(whole, 0, whole.size(), RE2::ANCHOR_BOTH, groups.data(), static_cast<int>(groups.size()))) {
    return std::nullopt;
  }
  std::vector<std::string> taken;
  for (const auto& [index, name] : (*regex)->CapturingGroupNames()) {
    taken.emplace_back(groups[static_cast<std::size_t>(index)]);
  }
  return taken;
}

bool Pattern::looks_like_regex() const {
  if (!std::holds_alternative<Glob>(compiled_->matcher)) return false;
  const std::string_view glob = body();
  const auto inside = [&](std::string_view sign) { return glob.find(sign) != std::string_view::npos; };
  return glob.starts_with('^') || glob.ends_with('$') || glob.starts_with(".*") ||
         std::any_of(kSigns.begin(), kSigns.end(), inside);
}

PatternList::PatternList(std::vector<Pattern> patterns)
    : patterns_(std::move(patterns)),
      only_subtracts_(!patterns_.empty() && std::all_of(patterns_.begin(), patterns_.end(),
                                                        [](const Pattern& pattern) { return pattern.subtracts(); })) {}

bool PatternList::matches(std::string_view text) const {
  const auto adds = [&](const Pattern& pattern) { return !pattern.subtracts() && pattern.matches(text); };
  return (only_subtracts_ || std::any_of(patterns_.begin(), patterns_.end(), adds)) && !subtracted(text);
}

bool PatternList::subtracted(std::string_view text) const {
  return std::any_of(patterns_.begin(), patterns_.end(),
                     [&](const Pattern& pattern) { return pattern.subtracts() && pattern.matches(text); });
}

}  // namespace retention
