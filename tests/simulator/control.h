#pragma once

#include "tests/simulator/service.h"

namespace retention::simulator {

// The simulator's own HTTP interface below "/_simulator/", for shell scripts. README.md describes it.
class Control {
 public:
  explicit Control(Service& service) : service_(service) {}
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;
  Control(Control&&) = delete;
  Control& operator=(Control&&) = delete;
  ~Control() = default;

  // Whether a target belongs to this interface.
  [[nodiscard]] static bool owns(std::string_view target);

  // A request that makes no sense gets 400 with the reason, an unknown one 404.
  [[nodiscard]] http::Reply answer(const http::Request& request);

 private:
  [[nodiscard]] http::Reply read(std::string_view what, const Query& query);
  [[nodiscard]] http::Reply change(std::string_view what, const std::string& body);
  [[nodiscard]] http::Reply clear(std::string_view what);

  Service& service_;
};

}  // namespace retention::simulator
