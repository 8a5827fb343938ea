#include "daemon/github/pagination.h"

#include <charconv>
#include <system_error>

#include "daemon/http/text.h"

namespace retention::github {
namespace {

using http::trimmed;

// Whether one of the words in a value that may be in quotes is this relation.
bool names(std::string_view value, std::string_view relation) {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
  while (!value.empty()) {
    const auto blank = value.find(' ');
    if (http::equal_ignoring_case(value.substr(0, blank), relation)) return true;
    value.remove_prefix(blank == std::string_view::npos ? value.size() : blank + 1);
  }
  return false;
}

// "rel=next", "rel="next"" or one of several relations within the quotes.
bool has_relation(std::string_view parameters, std::string_view relation) {
  while (!parameters.empty()) {
    const auto end = parameters.find(';');
    std::string_view parameter = trimmed(parameters.substr(0, end));
    parameters.remove_prefix(end == std::string_view::npos ? parameters.size() : end + 1);
    const auto equals = parameter.find('=');
    if (equals == std::string_view::npos || !http::equal_ignoring_case(trimmed(parameter.substr(0, equals)), "rel"))
      continue;
    if (names(trimmed(parameter.substr(equals + 1)), relation)) return true;
  }
  return false;
}

bool is_below(std::string_view target, std::string_view base_path) {
  return target.starts_with(base_path) && (target.size() == base_path.size() || target[base_path.size()] == '/');
}

}  // namespace

std::optional<std::string> link_of(std::string_view header, std::string_view relation) {
  while (true) {
    const auto open = header.find('<');
    if (open == std::string_view::npos) return std::nullopt;
    const auto close = header.find('>', open);
    if (close == std::string_view::npos) return std::nullopt;
    const std::string_view address = header.substr(open + 1, close - open - 1);
    header.remove_prefix(close + 1);
    const std::string_view parameters = header.substr(0, header.find('<'));
    const auto comma = parameters.rfind(',');
    if (has_relation(parameters.substr(0, comma), relation)) return std::string(address);
  }
}

Result<std::optional<std::int64_t>> next_page(const http::Response& response, const http::Url& api) {
  const auto header = response.headers.find("link");
  const auto link = header ? link_of(*header, "next") : std::nullopt;
  if (!link) return std::optional<std::int64_t>{};
  const auto address = http::parse_address(*link);
  if (!address || !http::same_origin(address->origin, api) || !is_below(address->target, api.base_path)) {
    return fail(ErrorCode::bad_reply, "the next page lies at " + http::printable(*link) + ", which is not on " +
                                          http::to_string(api) +
                                          "; the token is not sent there, check github.api_url and any proxy between");
  }
  const auto number = page_number(address->target);
  if (!number)
    return fail(ErrorCode::bad_reply, "the address of the next page, " + http::printable(*link) + ", has no number");
  return number;
}

std::optional<std::int64_t> last_page(const http::Response& response) {
  const auto header = response.headers.find("link");
  const auto link = header ? link_of(*header, "last") : std::nullopt;
  return link ? page_number(*link) : std::nullopt;
}

std::optional<std::int64_t> page_number(std::string_view target) {
  const auto question = target.find('?');
  if (question == std::string_view::npos) return std::nullopt;
  std::string_view query = target.substr(question + 1);
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (!pair.starts_with("page=")) continue;
    const std::string_view digits = pair.substr(5);
    std::int64_t page = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), page);
    if (error != std::errc{} || stop != digits.data() + digits.size() || page < 1) return std::nullopt;
    return page;
  }
  return std::nullopt;
}

}  // namespace retention::github
