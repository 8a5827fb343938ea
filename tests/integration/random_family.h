#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "policy/base/digest.h"
#include "policy/model/manifest.h"
#include "policy/model/package.h"
#include "policy/rule_set.h"

namespace retention::test {

// A small container package full of corner cases, and rules that let some of it go at once.
struct RandomFamily {
  std::vector<PackageVersion> versions;
  std::map<Digest, Manifest> manifests;
  RuleSet rules;
  std::string rules_name;
};

// The same for the same seed. No version is between 2 and 60 days old at `now`, so that what goes today would have gone
// tomorrow as well.
RandomFamily random_family(std::uint32_t seed, SysTime now);

// What the versions of a package had when it was made. A tag that resolves is whole while everything is there that its
// version lists, at any depth, and every attachment of these, as far as it was there then.
class Wholeness {
 public:
  explicit Wholeness(const RandomFamily& family);

  // Versions that other people push, and those that are not there any more: nothing that lists them is whole, but what
  // they are attached to is.
  void add(const PackageVersion& version, const Manifest& manifest);
  void lose(VersionId version) { lost_.insert(version); }
  // The tags that a version has now, in the place of those it had.
  void tag(VersionId version, const std::vector<std::string>& tags);

  // A sentence for each version that is missing of a tag that resolves.
  enum class With : std::uint8_t { attachments, parts_alone };
  [[nodiscard]] std::vector<std::string> torn(const std::vector<PackageVersion>& active, With with) const;

  // Which of these deleted versions cannot come back: those that list what is lost, at any depth, and what is attached
  // to them.
  [[nodiscard]] std::set<VersionId> stay_away(const std::vector<VersionId>& deleted) const;

  // What active versions list this one, with or without a tag.
  [[nodiscard]] std::vector<std::string> listing(VersionId version, const std::vector<PackageVersion>& active) const;

  // Which corner cases it has.
  [[nodiscard]] std::set<std::string> traits() const;

 private:
  [[nodiscard]] std::vector<Digest> attached_to(const Digest& digest) const;
  [[nodiscard]] std::vector<Digest> parts_of(const Digest& digest, With with) const;
  [[nodiscard]] std::set<Digest> all_below(const Digest& digest, With with) const;

  std::map<Digest, PackageVersion> known_;
  std::map<Digest, Manifest> manifests_;
  std::set<VersionId> lost_;
};

}  // namespace retention::test
