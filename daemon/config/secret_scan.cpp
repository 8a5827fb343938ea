#include "daemon/config/secret_scan.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "policy/language/text_check.h"

namespace retention::config {
namespace {

// The prefixes of personal, OAuth, user-to-server, server-to-server and refresh tokens (GitHub's token formats).
constexpr std::array<std::string_view, 6> kPrefixes{"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"};
constexpr std::size_t kShortestTail = 20;

struct Range {
  std::size_t start{0};
  std::size_t size{0};
};

bool is_token_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// How long the token is that starts the text; 0 if there is none.
std::size_t token_size(std::string_view text) {
  for (const std::string_view prefix : kPrefixes) {
    if (text.substr(0, prefix.size()) != prefix) continue;
    const auto tail = text.substr(prefix.size());
    const auto size =
        static_cast<std::size_t>(std::find_if_not(tail.begin(), tail.end(), is_token_letter) - tail.begin());
    if (size >= kShortestTail) return prefix.size() + size;
  }
  return 0;
}

std::optional<Range> next_token(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find('g', from); at != std::string_view::npos; at = text.find('g', at + 1)) {
    if (const std::size_t size = token_size(text.substr(at)); size > 0) return Range{at, size};
  }
  return std::nullopt;
}

}  // namespace

bool holds_token(std::string_view text) {
  return next_token(text, 0).has_value();
}

std::vector<language::Problem> find_tokens(std::string_view raw, std::int32_t file) {
  const std::string_view text = language::without_bom(raw);
  const language::LineIndex lines(text, file);
  std::vector<language::Problem> problems;
  for (auto token = next_token(text, 0); token; token = next_token(text, token->start + token->size)) {
    const std::string_view before = text.substr(0, token->start);
    const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    problems.push_back({lines.position(line, token->start - line_start), "",
                        "this is a GitHub token, which must never stand in the file, not even in a comment; put it "
                        "into a file of its own and write token: { file: PATH }, then revoke it if others read this"});
  }
  return problems;
}

std::string without_tokens(std::string_view text) {
  std::string result;
  std::size_t done = 0;
  for (auto token = next_token(text, 0); token; token = next_token(text, done)) {
    result += text.substr(done, token->start - done);
    result += "[token]";
    done = token->start + token->size;
  }
  result += text.substr(done);
  return result;
}

}  // namespace retention::config
