#include "daemon/registry/request.h"

#include <utility>

namespace retention::registry {

http::Request make_request(std::string target, const Secret& authorization, std::string_view accept,
                           std::string_view program_version) {
  http::Request request{http::Method::get, std::move(target), {}, std::nullopt};
  if (!authorization.empty()) request.headers.add("Authorization", authorization.reveal());
  request.headers.add("Accept", std::string(accept));
  request.headers.add("User-Agent", "retentiond/" + std::string(program_version));
  return request;
}

}  // namespace retention::registry
