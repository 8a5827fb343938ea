// The works as Google Benchmark runs them: CPU time for people, who judge it by their machine.
#include <benchmark/benchmark.h>

#include "tests/bench/memory.h"
#include "tests/bench/work.h"

namespace retention::bench {
namespace {

void measure(benchmark::State& state, const char* name) {
  const auto work = work_of(name, static_cast<std::size_t>(state.range(0)));
  const std::size_t before = live_bytes();
  forget_peak();
  std::size_t things = 0;
  for (auto _ : state) things += work->run();
  const auto each = static_cast<double>(things) / static_cast<double>(state.iterations());
  state.SetItemsProcessed(static_cast<std::int64_t>(things));
  state.counters["bytes_each"] = static_cast<double>(peak_bytes() - before) / each;
}

BENCHMARK_CAPTURE(measure, container, "container")
    ->RangeMultiplier(10)
    ->Range(1000, 1000000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure, npm, "npm")->RangeMultiplier(10)->Range(1000, 1000000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure, packages, "packages")->Arg(10000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure, graph, "graph")->RangeMultiplier(10)->Range(1000, 1000000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure, wide, "wide")->Arg(100000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure, deep, "deep")->Arg(100000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure, load, "load")->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure, index, "index")->Arg(100000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure, record, "record")->Arg(1000000)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK_CAPTURE(measure, same, "same")->Arg(1000000)->Unit(benchmark::kMillisecond)->Iterations(2);
BENCHMARK_CAPTURE(measure, churn, "churn")->Arg(1000000)->Unit(benchmark::kMillisecond)->Iterations(2);
BENCHMARK_CAPTURE(measure, explain, "explain")->Arg(10000)->Arg(1000000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(measure, order, "order")->Arg(100000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace retention::bench

BENCHMARK_MAIN();
