#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/ports/clock.h"
#include "daemon/ports/lister.h"
#include "daemon/ports/mutation.h"
#include "daemon/ports/package_mutation.h"
#include "daemon/ports/version_reader.h"

namespace retention::test {

// GitHub as the engine sees it, in memory: it implements every port, does what it is told and records every mutation.
// A script decides how the next mutations end; without one they work. One thread.
class FakeGitHub final : public Lister,
                         public VersionReader,
                         public Deleter,
                         public Restorer,
                         public PackageRemover,
                         public PackageRestorer,
                         public Permit {
 public:
  // How a scripted mutation ends, and whether it takes effect all the same (a lost answer).
  struct Ending {
    MutationOutcome outcome;
    enum class Effect : std::uint8_t { none, happens } effect{Effect::none};
  };
  struct Shelf {
    Package package;
    std::vector<PackageVersion> active{};
    std::vector<DeletedVersion> deleted{};
    std::vector<PackageVersion> with_package{};  // of a package that was deleted as a whole
    bool gone{false};
    bool unlisted{false};  // no list of packages shows it, though it is there
  };

  explicit FakeGitHub(const Clock& clock) : clock_(clock) {}

  Shelf& add(const Package& package) { return shelves_.emplace_back(Shelf{.package = package}); }
  Shelf& shelf(const std::string& name) {
    return *std::ranges::find(shelves_, name, [](const Shelf& shelf) { return shelf.package.name; });
  }

  // The endings of the next mutations, in order.
  void script(std::vector<Ending> endings) { endings_.insert(endings_.end(), endings.begin(), endings.end()); }
  void fail_listing(const std::string& package, Error error) { listing_errors_[package] = std::move(error); }
  void fail_listing_no_more(const std::string& package) { listing_errors_.erase(package); }
  void fail_reads(std::optional<Error> error) { read_error_ = std::move(error); }
  // The next reads of a package by name find nothing, though it is there.
  void miss_package(int reads) { missing_ = reads; }
  void before_each_mutation(std::function<void(VersionId)> check) { before_ = std::move(check); }
  void before_package_call(std::function<void()> check) { before_package_ = std::move(check); }
  void permit(Answer answer) { answer_ = answer; }
  void before_each_permit(std::function<void()> act) { before_permit_ = std::move(act); }

  // Runs before a single version is read.
  void before_active_read(std::function<void(VersionId)> act) { before_read_ = std::move(act); }

  // No listing shows the version any more, though it is there.
  void hide(VersionId version) { hidden_ = version; }

  // Lists show the version though it is not there any more.
  void linger(const PackageVersion& version) { lingering_ = version; }

  // Runs before the versions of a package are listed for the nth time, counted from 1 over all packages.
  void before_listing(std::function<void(int nth)> change) { before_listing_ = std::move(change); }

  // Runs before the versions of a package are listed.
  void before_each_look(std::function<void(const std::string& package)> act) { before_look_ = std::move(act); }

  [[nodiscard]] const std::vector<VersionId>& deletes() const { return deletes_; }
  [[nodiscard]] const std::vector<VersionId>& restores() const { return restores_; }
  [[nodiscard]] int reads() const { return reads_; }
  [[nodiscard]] int listings() const { return listings_; }

  Result<Owner> owner(const OwnerSelector& selector) override {
    for (const Shelf& shelf : shelves_) {
      if (shelf.package.owner.login == selector.login) return shelf.package.owner;
    }
    return fail(ErrorCode::not_found, "no owner " + selector.login);
  }
  Result<PackageListing> packages(const Owner& owner, PackageType type) override {
    if (const auto error = listing_errors_.find(owner.login); error != listing_errors_.end())
      return fail(error->second);
    PackageListing listing;
    for (const Shelf& shelf : shelves_) {
      if (shelf.gone || shelf.unlisted) continue;
      if (shelf.package.owner.id == owner.id && shelf.package.type == type) listing.packages.push_back(shelf.package);
    }
    return listing;
  }
  Result<Package> package(const Owner& owner, PackageType type, const std::string& name) override {
    if (read_error_) return fail(*read_error_);
    if (missing_ > 0 && missing_-- > 0) return fail(ErrorCode::not_found, "no package " + name);
    for (const Shelf& shelf : shelves_) {
      if (shelf.gone) continue;
      const Package& package = shelf.package;
      if (package.owner.id == owner.id && package.type == type && package.name == name) return package;
    }
    return fail(ErrorCode::not_found, "no package " + name);
  }
  Result<VersionListing> versions(const Package& package) override {
    ++listings_;
    if (before_listing_) before_listing_(listings_);
    if (before_look_) before_look_(package.name);
    if (const auto error = listing_errors_.find(package.name); error != listing_errors_.end())
      return fail(error->second);
    VersionListing listing{shelf(package.name).active, {}, server_date(), std::nullopt};
    std::erase_if(listing.versions, [&](const PackageVersion& version) { return version.id == hidden_; });
    if (lingering_) listing.versions.push_back(*lingering_);
    std::ranges::sort(listing.versions, newest_first);
    return listing;
  }
  // What the Date header says from now on; nothing: the time of the clock.
  void set_server_date(std::optional<SysTime> date) { server_date_ = date; }
  // No reply has one.
  void leave_out_date() { tells_date_ = false; }

  Result<std::optional<PackageVersion>> active_version(const Package& package, VersionId version) override {
    ++reads_;
    if (before_read_) before_read_(version);
    if (read_error_) return fail(*read_error_);
    const auto& active = shelf(package.name).active;
    const auto found = std::ranges::find(active, version, &PackageVersion::id);
    if (found == active.end()) return std::optional<PackageVersion>{};
    return std::optional(*found);
  }
  Result<DeletedListing> deleted_versions(const Package& package) override {
    ++reads_;
    if (read_error_) return fail(*read_error_);
    return DeletedListing{shelf(package.name).deleted, server_date()};
  }

  MutationOutcome delete_version(const Package& package, VersionId version) override {
    if (before_) before_(version);
    deletes_.push_back(version);
    const Ending ending = next_ending();
    if (ending.effect == Ending::Effect::happens) remove(package.name, version);
    return ending.outcome;
  }
  MutationOutcome restore_version(const Package& package, VersionId version) override {
    if (before_) before_(version);
    restores_.push_back(version);
    const Ending ending = next_ending();
    if (ending.effect == Ending::Effect::happens) bring_back(package.name, version);
    return ending.outcome;
  }
  MutationOutcome delete_package(const Package& package) override {
    if (before_package_) before_package_();
    ++package_deletes_;
    const Ending ending = next_ending();
    if (ending.effect == Ending::Effect::happens) remove_package(package.name);
    return ending.outcome;
  }
  MutationOutcome restore_package(const Package& package) override {
    if (before_package_) before_package_();
    ++package_restores_;
    const Ending ending = next_ending();
    if (ending.effect == Ending::Effect::happens) bring_package_back(package.name);
    return ending.outcome;
  }
  [[nodiscard]] int package_deletes() const { return package_deletes_; }
  [[nodiscard]] int package_restores() const { return package_restores_; }

  Answer await(std::stop_token stop) override {
    if (before_permit_) before_permit_();
    if (stop.stop_requested()) return {Answer::Kind::stopping, {}};
    return answer_;
  }

  // As if somebody else had deleted or restored it.
  void remove_package(const std::string& package) {
    Shelf& from = shelf(package);
    if (!std::exchange(from.gone, true)) from.with_package = std::exchange(from.active, {});
  }
  void bring_package_back(const std::string& package) {
    Shelf& to = shelf(package);
    if (std::exchange(to.gone, false)) to.active = std::exchange(to.with_package, {});
  }
  void remove(const std::string& package, VersionId version) {
    Shelf& from = shelf(package);
    const auto found = std::ranges::find(from.active, version, &PackageVersion::id);
    if (found == from.active.end()) return;
    from.deleted.push_back({*found, seconds_of(clock_.now())});
    from.active.erase(found);
  }
  void bring_back(const std::string& package, VersionId version) {
    Shelf& to = shelf(package);
    const auto found =
        std::ranges::find(to.deleted, version, [](const DeletedVersion& entry) { return entry.version.id; });
    if (found == to.deleted.end()) return;
    to.active.push_back(found->version);
    to.deleted.erase(found);
  }

 private:
  std::optional<SysTime> server_date() const {
    if (!tells_date_) return std::nullopt;
    return server_date_.value_or(seconds_of(clock_.now()));
  }

  Ending next_ending() {
    if (endings_.empty()) {
      MutationOutcome done;
      done.kind = MutationOutcome::Kind::done;
      done.http_status = 204;
      return {done, Ending::Effect::happens};
    }
    Ending ending = endings_.front();
    endings_.pop_front();
    return ending;
  }

  const Clock& clock_;
  std::deque<Shelf> shelves_;  // references to shelves stay valid
  std::deque<Ending> endings_;
  std::map<std::string, Error> listing_errors_;
  std::optional<Error> read_error_;
  int missing_{0};
  std::optional<SysTime> server_date_;
  bool tells_date_{true};
  std::function<void(VersionId)> before_;
  std::function<void(VersionId)> before_read_;
  std::function<void()> before_permit_;
  std::function<void(int)> before_listing_;
  std::function<void(const std::string&)> before_look_;
  int listings_{0};
  VersionId hidden_;
  std::optional<PackageVersion> lingering_;
  std::function<void()> before_package_;
  Answer answer_;
  std::vector<VersionId> deletes_;
  std::vector<VersionId> restores_;
  int reads_{0};
  int package_deletes_{0};
  int package_restores_{0};
};

}  // namespace retention::test
