#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "daemon/registry/reader.h"
#include "tests/daemon/registry/fake_registry.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fixed_tokens.h"

namespace retention::registry::test {

// Keeps what it is handed, and counts what comes from another thread than its own.
class KeepingSink final : public ManifestSink {
 public:
  Result<void> take(const Digest& digest, const Result<Manifest>& manifest) override {
    if (std::this_thread::get_id() != home_) ++from_elsewhere_;
    order_.push_back(digest);
    taken_.emplace(digest, manifest);
    if (on_take_) on_take_();
    if (full_at_ != 0 && order_.size() >= full_at_) return retention::fail(ErrorCode::ledger, "the sink is full");
    return {};
  }

  Result<void> refuse(const Digest& digest, const Error& why) override {
    refused_.push_back(digest);
    return take(digest, retention::fail(why));
  }

  void refuse_from(std::size_t count) { full_at_ = count; }
  void on_take(std::function<void()> action) { on_take_ = std::move(action); }

  [[nodiscard]] const std::vector<Digest>& refused() const { return refused_; }
  [[nodiscard]] std::size_t size() const { return order_.size(); }
  [[nodiscard]] int from_elsewhere() const { return from_elsewhere_; }
  [[nodiscard]] const Result<Manifest>& at(const Digest& digest) const { return taken_.at(digest); }
  [[nodiscard]] std::size_t good() const {
    return static_cast<std::size_t>(
        std::count_if(taken_.begin(), taken_.end(), [](const auto& one) { return one.second.has_value(); }));
  }

 private:
  std::map<Digest, Result<Manifest>> taken_;
  std::vector<Digest> order_;
  std::vector<Digest> refused_;
  std::thread::id home_{std::this_thread::get_id()};
  int from_elsewhere_{0};
  std::size_t full_at_{0};
  std::function<void()> on_take_;
};

// Lets requests go on once so many have come together.
class Meeting {
 public:
  explicit Meeting(int size) : size_(size) {}

  void arrive() {
    std::unique_lock lock(mutex_);
    ++arrived_;
    all_here_.notify_all();
    all_here_.wait(lock, [this] { return arrived_ >= size_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_here_;
  int arrived_{0};
  int size_;
};

inline Package package(const std::string& owner = "Acme", const std::string& name = "Team/web") {
  return {PackageId{1},
          {OwnerId{2}, owner, OwnerKind::organization, OwnerRoute::organization},
          PackageType::container,
          name,
          "private",
          ""};
}

// The reader against the fake registry at https://ghcr.io.
class ReaderTest : public ::testing::Test {
 protected:
  ReaderTest() { connect(); }

  void connect(PaceOptions pace = {}) {
    ReaderOptions options{
        {{*http::parse_url("https://ghcr.io"), *http::parse_url("https://api.github.com")}, "1.2.3"}, {}, pace};
    reader_ = std::make_unique<ManifestReader>(std::move(options), tokens_, clock_, registry_.factory());
  }

  Result<void> read(const std::vector<Digest>& digests, const Package& of = package()) {
    return reader_->read(of, digests, sink_, stop_.get_token());
  }

  // The error of reading one image that is there.
  Error error_of_one() {
    const auto done = read({registry_.put(image())});
    EXPECT_FALSE(done);
    return done ? Error{} : done.error();
  }

  // What is said of one manifest.
  Error error_of(const Digest& digest) {
    EXPECT_TRUE(read({digest}));
    EXPECT_EQ(sink_.size(), 1U);
    return sink_.size() == 1 && !sink_.at(digest) ? sink_.at(digest).error() : Error{};
  }

  retention::test::FakeClock clock_;
  retention::test::FixedTokens tokens_{FakeRegistry::kSecret};
  FakeRegistry registry_;
  KeepingSink sink_;
  std::stop_source stop_;
  std::unique_ptr<ManifestReader> reader_;
};

}  // namespace retention::registry::test
