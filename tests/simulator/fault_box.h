#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "tests/simulator/fault.h"
#include "tests/simulator/http/message.h"
#include "tests/simulator/route.h"

namespace retention::simulator {

// The faults that wait for their moment. Safe to use from several threads.
class FaultBox {
 public:
  void add(Fault fault);
  void clear();

  // The fault that strikes this request, if one does; every fault that matches counts it.
  [[nodiscard]] std::optional<Fault> strike(const Route& route, std::string_view package);

 private:
  struct Waiting {
    Fault fault;
    int seen{};
    int struck{};
    std::uint64_t random{0x9E3779B97F4A7C15ULL};  // state of the sequence behind `rate`
  };

  [[nodiscard]] static bool strikes(Waiting& waiting);

  std::mutex mutex_;  // guards waiting_
  std::vector<Waiting> waiting_;
};

// Whether the request must not have any effect: the fault answers for it.
[[nodiscard]] bool replaces_the_effect(const Fault& fault);

// Whether GitHub's API itself answers in the fault's words, and neither what stands before it nor nobody.
[[nodiscard]] bool is_an_answer(const Fault& fault);

// How long the fault waits before and after the effect, and what becomes of the true reply.
[[nodiscard]] Duration wait_before(const Fault& fault);
[[nodiscard]] Duration wait_after(const Fault& fault);
[[nodiscard]] http::Reply damaged(const Fault& fault, http::Reply reply);

}  // namespace retention::simulator
