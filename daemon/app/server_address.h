#pragma once

#include "daemon/config/config.h"
#include "daemon/http/url.h"

namespace retention::app {

// An address of the configuration, as connections take it.
[[nodiscard]] inline http::Url address_of(const config::Url& url) {
  const auto scheme = url.scheme == config::Scheme::https ? http::Scheme::https : http::Scheme::http;
  return {scheme, url.host, url.port, url.path};
}

}  // namespace retention::app
