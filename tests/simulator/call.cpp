#include "tests/simulator/call.h"

#include <nlohmann/json.hpp>

namespace retention::simulator {

http::Reply json_reply(int status, std::string body) {
  http::Reply reply;
  reply.status = status;
  reply.headers.add("Content-Type", "application/json; charset=utf-8");
  reply.body = std::move(body);
  return reply;
}

http::Reply error_reply(int status, std::string_view message) {
  const nlohmann::ordered_json body{{"message", message},
                                    {"documentation_url", "https://docs.github.com/rest/packages/packages"},
                                    {"status", std::to_string(status)}};
  return json_reply(status, body.dump());
}

http::Reply empty_reply(int status) {
  http::Reply reply;
  reply.status = status;
  return reply;
}

}  // namespace retention::simulator
