#include "daemon/github/redirect.h"

#include <charconv>

namespace retention::github {
namespace {

// From the last segment that holds something encoded: "tools%2Flint/versions" of
// "/orgs/acme/packages/container/tools%2Flint/versions?page=2". Empty if there is none.
std::string_view encoded_tail(std::string_view target) {
  const std::string_view path = target.substr(0, target.find('?'));
  const auto percent = path.rfind('%');
  return percent == std::string_view::npos ? std::string_view{} : path.substr(path.rfind('/', percent) + 1);
}

std::string decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    unsigned char byte = 0;
    const char* const digits = text.data() + 1;
    const bool encoded =
        text.front() == '%' && text.size() > 2 && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
    out += encoded ? static_cast<char>(byte) : text.front();
    text.remove_prefix(encoded ? 3 : 1);
  }
  return out;
}

std::string with_encoding_of(std::string_view asked, std::string_view location) {
  const std::string_view tail = encoded_tail(asked);
  const std::string plain = decoded(tail);
  const std::string_view path = location.substr(0, location.find_first_of("?#"));
  if (tail.empty() || !path.ends_with("/" + plain)) return std::string(location);
  std::string out(path.substr(0, path.size() - plain.size()));
  return out.append(tail).append(location.substr(path.size()));
}

}  // namespace

std::optional<std::string> redirect_target(const http::Response& response, const http::Url& api,
                                           std::string_view asked) {
  const auto header = response.headers.find("location");
  if (!header) return std::nullopt;
  const std::string location = with_encoding_of(asked, *header);
  if (location.starts_with('/') && !location.starts_with("//")) return location;
  const auto address = http::parse_address(location);
  if (!address || !http::same_origin(address->origin, api)) return std::nullopt;
  return address->target;
}

}  // namespace retention::github
