#include "tests/simulator/http/connection.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <condition_variable>
#include <mutex>

namespace retention::simulator::http {
namespace {

constexpr std::size_t kLongestLine = 64 * 1024;
constexpr std::size_t kMostHeaders = 200;
constexpr std::size_t kLargestBody = 16 * 1024 * 1024;

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::optional<std::size_t> number(std::string_view text, int base) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

bool pause_for(Duration wait, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any condition;
  std::unique_lock lock(mutex);
  condition.wait_for(lock, stop, wait, [] { return false; });
  return !stop.stop_requested();
}

bool Connection::fill() {
  std::array<char, 16 * 1024> chunk{};
  const std::size_t count = channel_.read(chunk.data(), chunk.size());
  buffer_.append(chunk.data(), count);
  return count > 0;
}

std::optional<std::string> Connection::read_line() {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n")) == std::string::npos) {
    if (buffer_.size() > kLongestLine || !fill()) return std::nullopt;
  }
  std::string line = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return line;
}

bool Connection::read_headers(Headers& headers) {
  for (std::size_t count = 0; count <= kMostHeaders; ++count) {
    const std::optional<std::string> line = read_line();
    if (!line) return false;
    if (line->empty()) return true;
    const std::size_t colon = line->find(':');
    if (colon == std::string::npos) return false;
    headers.add(line->substr(0, colon), std::string(trimmed(std::string_view(*line).substr(colon + 1))));
  }
  return false;
}

std::optional<std::string> Connection::read_exactly(std::size_t size) {
  if (size > kLargestBody) return std::nullopt;
  while (buffer_.size() < size) {
    if (!fill()) return std::nullopt;
  }
  std::string bytes = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return bytes;
}

std::optional<std::string> Connection::read_chunks() {
  std::string body;
  while (true) {
    const std::optional<std::string> line = read_line();
    if (!line) return std::nullopt;
    const std::optional<std::size_t> size = number(trimmed(std::string_view(*line).substr(0, line->find(';'))), 16);
    if (!size || body.size() + *size > kLargestBody) return std::nullopt;
    const std::optional<std::string> chunk = read_exactly(*size);
    if (!chunk) return std::nullopt;
    body += *chunk;
    if (*size == 0) break;
    if (!read_line()) return std::nullopt;
  }
  Headers trailers;
  if (!read_headers(trailers)) return std::nullopt;
  return body;
}

std::optional<Request> Connection::read_request() {
  const std::optional<std::string> line = read_line();
  if (!line) return std::nullopt;
  const std::size_t first = line->find(' ');
  const std::size_t second = line->rfind(' ');
  if (first == std::string::npos || second == first) return std::nullopt;
  Request request;
  request.method = line->substr(0, first);
  request.target = line->substr(first + 1, second - first - 1);
  if (!read_headers(request.headers)) return std::nullopt;
  if (same_ignoring_case(request.headers.get("Expect"), "100-continue") &&
      !channel_.write("HTTP/1.1 100 Continue\r\n\r\n")) {
    return std::nullopt;
  }
  std::optional<std::string> body = std::string{};
  if (same_ignoring_case(request.headers.get("Transfer-Encoding"), "chunked")) {
    body = read_chunks();
  } else if (request.headers.has("Content-Length")) {
    const std::optional<std::size_t> length = number(request.headers.get("Content-Length"), 10);
    body = length ? read_exactly(*length) : std::nullopt;
  }
  if (!body) return std::nullopt;
  request.body = std::move(*body);
  return request;
}

bool Connection::drip(std::string_view body, Duration pause, const std::stop_token& stop) {
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (!pause_for(pause, stop) || !channel_.write(body.substr(i, 1))) return false;
  }
  return true;
}

bool Connection::send(const Request& request, Reply reply, const std::stop_token& stop) {
  const bool last = same_ignoring_case(request.headers.get("Connection"), "close");
  if (reply.wire == Wire::reset) {
    channel_.reset_on_close();
    return false;
  }
  if (last) reply.headers.set("Connection", "close");
  const std::string head = head_of(reply);
  const bool silent = request.method == "HEAD" || bodiless(reply.status);
  const std::string_view body = silent ? std::string_view{} : std::string_view{reply.body};
  switch (reply.wire) {
    case Wire::whole:
      return channel_.write(head + std::string(body)) && !last;
    case Wire::drip:
      return channel_.write(head) && drip(body, reply.pause, stop) && !last;
    case Wire::short_body:
      channel_.write(head + std::string(body.substr(0, body.size() / 2)));
      return false;
    case Wire::reset:
      return false;
  }
  return false;
}

void Connection::serve(const Handler& handler, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const std::optional<Request> request = read_request();
    if (!request || !send(*request, handler(*request, stop), stop)) return;
  }
}

}  // namespace retention::simulator::http
