#include "daemon/registry/challenge.h"

#include <algorithm>
#include <map>
#include <utility>

#include "daemon/http/text.h"

namespace retention::registry {
namespace {

using Parameters = std::map<std::string, std::string>;  // names in lower case

struct RawChallenge {
  std::string scheme;  // in lower case
  Parameters parameters;
};

bool is_token_character(char c) {
  constexpr std::string_view kOther = "!#$%&'*+-.^_`|~";
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kOther.find(c) != std::string_view::npos;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// Reads the header from the left. Each function leaves the place alone if what it looks for is not there.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  void skip_blanks() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
  }

  // Blanks and commas: lists may have empty elements.
  void skip_separators() {
    while (!rest_.empty() && (is_blank(rest_.front()) || rest_.front() == ',')) rest_.remove_prefix(1);
  }

  [[nodiscard]] bool at_separator() const { return rest_.empty() || rest_.front() == ','; }

  [[nodiscard]] bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Empty if there is none.
  [[nodiscard]] std::string_view take_token() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_token_character);
    const auto token = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(token.size());
    return token;
  }

  [[nodiscard]] std::optional<std::string> take_quoted() {
    std::string out;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        return out;
      }
      if (rest_[i] == '\\' && ++i == rest_.size()) break;
      out += rest_[i];
    }
    return std::nullopt;
  }

  // The token68 of RFC 7235, as Negotiate sends it: it stands alone after its scheme.
  [[nodiscard]] bool skip_token68() {
    const auto is_part = [](char c) { return is_token_character(c) || c == '/'; };
    const auto begin = std::find_if_not(rest_.begin(), rest_.end(), is_part);
    const auto end = std::find_if(begin, rest_.end(), [](char c) { return c != '='; });
    const auto next = std::find_if_not(end, rest_.end(), is_blank);
    if (begin == rest_.begin() || (next != rest_.end() && *next != ',')) return false;
    rest_.remove_prefix(static_cast<std::size_t>(next - rest_.begin()));
    return true;
  }

  [[nodiscard]] std::optional<std::string> take_value() {
    if (!rest_.empty() && rest_.front() == '"') return take_quoted();
    const std::string_view token = take_token();
    if (token.empty()) return std::nullopt;
    return std::string(token);
  }

 private:
  std::string_view rest_;
};

// What follows "name =". False: malformed.
bool take_parameter(Cursor& cursor, std::string_view name, std::vector<RawChallenge>& out) {
  cursor.skip_blanks();
  auto value = cursor.take_value();
  cursor.skip_blanks();
  if (!value || out.empty() || !cursor.at_separator()) return false;
  return out.back().parameters.emplace(http::to_lower(name), std::move(*value)).second;
}

// Takes "name = value" into the challenge, or begins the next challenge with its scheme. False: malformed.
bool take_element(Cursor& cursor, std::vector<RawChallenge>& out) {
  const std::string_view name = cursor.take_token();
  if (name.empty()) return false;
  cursor.skip_blanks();
  if (cursor.take('=')) return take_parameter(cursor, name, out);
  out.push_back({http::to_lower(name), {}});
  if (cursor.at_separator() || cursor.skip_token68()) return true;
  const std::string_view first = cursor.take_token();
  cursor.skip_blanks();
  return !first.empty() && cursor.take('=') && take_parameter(cursor, first, out);
}

std::string of(const Parameters& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string{} : found->second;
}

}  // namespace

std::vector<Challenge> parse_challenges(std::string_view header) {
  std::vector<RawChallenge> raw;
  Cursor cursor(header);
  for (cursor.skip_separators(); !cursor.at_end(); cursor.skip_separators()) {
    if (!take_element(cursor, raw)) return {};
  }
  std::vector<Challenge> out;
  for (const auto& [scheme, parameters] : raw) {
    const Challenge read{scheme == "basic" ? AuthScheme::basic : AuthScheme::bearer, of(parameters, "realm"),
                         of(parameters, "service"), of(parameters, "scope")};
    if (scheme == "basic" || (scheme == "bearer" && !read.realm.empty())) out.push_back(read);
  }
  return out;
}

std::optional<Challenge> challenge_of(const http::Response& response) {
  std::vector<Challenge> all;
  for (const auto& [name, value] : response.headers.fields()) {
    if (!http::equal_ignoring_case(name, "WWW-Authenticate")) continue;
    const auto some = parse_challenges(value);
    all.insert(all.end(), some.begin(), some.end());
  }
  if (all.empty()) return std::nullopt;
  const auto bearer =
      std::find_if(all.begin(), all.end(), [](const Challenge& one) { return one.scheme == AuthScheme::bearer; });
  return bearer == all.end() ? all.front() : *bearer;
}

}  // namespace retention::registry
