#include "daemon/github/requests.h"

#include <utility>

namespace retention::github {

http::Request make_request(http::Method method, std::string target, const Secret& token,
                           std::string_view program_version) {
  http::Request request{method, std::move(target), {}, std::nullopt};
  request.headers.add("Authorization", "Bearer " + token.reveal());
  request.headers.add("Accept", "application/vnd.github+json");
  request.headers.add("X-GitHub-Api-Version", "2022-11-28");
  request.headers.add("User-Agent", "retentiond/" + std::string(program_version));
  return request;
}

}  // namespace retention::github
