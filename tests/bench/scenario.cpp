// One fixed scenario, to be run under callgrind or by itself:
//   retention_scenario container|npm|packages|graph|wide|deep|load|index|order|record|same|churn|explain SIZE
// Only measured() is counted. The program prints how many things it worked on, and for a package the bytes of memory
// that each version took beyond the inventory.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string_view>

#include "tests/bench/memory.h"
#include "tests/bench/work.h"

namespace retention::bench {

// What callgrind counts (--toggle-collect).
__attribute__((noinline)) std::size_t measured(const Work& work) {
  return work.run();
}

}  // namespace retention::bench

int main(int argc, char** argv) {
  using namespace retention::bench;
  const std::string_view name = argc == 3 ? argv[1] : "";
  const auto work = work_of(name, argc == 3 ? std::strtoul(argv[2], nullptr, 10) : 0);
  if (!work) {
    std::fputs(
        "usage: retention_scenario container|npm|packages|graph|wide|deep|load|index|order|record|same|churn|explain "
        "SIZE\n",
        stderr);
    return 2;
  }
  const std::size_t before = live_bytes();
  forget_peak();
  const std::size_t things = measured(*work);
  const std::size_t bytes = peak_bytes() - before;
  std::printf("things %zu\nbytes_each %.1f\n", things, static_cast<double>(bytes) / static_cast<double>(things));
  return 0;
}
