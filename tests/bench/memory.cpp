#include "tests/bench/memory.h"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace {

std::size_t live = 0;
std::size_t peak = 0;

// What the allocator keeps before each block.
constexpr std::size_t kHeader = sizeof(std::size_t);

void* count(void* block) {
  if (block == nullptr) throw std::bad_alloc();
  live += malloc_usable_size(block) + kHeader;
  peak = std::max(peak, live);
  return block;
}

void release(void* block) {
  if (block == nullptr) return;
  live -= malloc_usable_size(block) + kHeader;
  std::free(block);
}

}  // namespace

void* operator new(std::size_t size) {
  return count(std::malloc(size));
}

void operator delete(void* block) noexcept {
  release(block);
}

void operator delete(void* block, std::size_t /*size*/) noexcept {
  release(block);
}

namespace retention::bench {

std::size_t live_bytes() {
  return live;
}

std::size_t peak_bytes() {
  return peak;
}

void forget_peak() {
  peak = live;
}

}  // namespace retention::bench
