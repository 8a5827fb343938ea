#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/simulator/time.h"

namespace retention::simulator::http {

// Header fields in the order they are on the wire; names compare without case.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  void add(std::string name, std::string value);
  void set(std::string_view name, std::string value);  // replaces all of that name
  void remove(std::string_view name);
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::string_view get(std::string_view name) const;  // the first, or empty
  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

struct Request {
  std::string method;
  std::string target;  // as sent, never decoded
  Headers headers;
  std::string body;
};

// How a reply leaves the house.
enum class Wire : std::uint8_t {
  whole,
  reset,      // no reply: the connection is reset
  drip,       // the body byte by byte, `pause` between bytes
  short_body  // half of the body, then the connection closes
};

struct Reply {
  int status{200};
  Headers headers;
  std::string body;
  Wire wire{Wire::whole};
  Duration pause{0};
};

// "Not Found" for 404.
[[nodiscard]] std::string_view reason(int status);

// Whether two texts are the same but for the case of ASCII letters.
[[nodiscard]] bool same_ignoring_case(std::string_view a, std::string_view b);

// The status line and headers of a reply. Adds Content-Length unless the status forbids a body (RFC 9110
// section 6.4.1), in which case neither a length nor a content type is sent, as GitHub does.
[[nodiscard]] std::string head_of(const Reply& reply);

[[nodiscard]] bool bodiless(int status);

}  // namespace retention::simulator::http
