#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/digest.h"
#include "policy/base/enum_table.h"
#include "policy/base/strong_id.h"
#include "policy/base/time.h"
#include "policy/model/manifest.h"

namespace retention {

// The types of GitHub Packages, spelled as in the REST API. Gradle packages are maven.
enum class PackageType : std::uint8_t { container = 1, docker = 2, maven = 3, npm = 4, nuget = 5, rubygems = 6 };

inline constexpr EnumTable<PackageType, 6> kPackageTypes{{{PackageType::container, "container"},
                                                          {PackageType::docker, "docker"},
                                                          {PackageType::maven, "maven"},
                                                          {PackageType::npm, "npm"},
                                                          {PackageType::nuget, "nuget"},
                                                          {PackageType::rubygems, "rubygems"}}};

// True for the types whose versions carry tags.
[[nodiscard]] constexpr bool has_tags(PackageType type) {
  return type == PackageType::container || type == PackageType::docker;
}

enum class OwnerKind : std::uint8_t { organization = 1, user = 2 };

inline constexpr EnumTable<OwnerKind, 2> kOwnerKinds{{{OwnerKind::organization, "org"}, {OwnerKind::user, "user"}}};

// How the API addresses an owner: /orgs/LOGIN, /users/LOGIN or, for the token's own user, /user.
enum class OwnerRoute : std::uint8_t { organization, user, self };

// Whether two names of an account mean the same one: GitHub's logins have no case.
[[nodiscard]] bool same_login(std::string_view a, std::string_view b);

// An owner as the configuration names it; `self` is written `me` and has no login.
struct OwnerSelector {
  OwnerRoute route{OwnerRoute::organization};
  std::string login;

  friend auto operator<=>(const OwnerSelector&, const OwnerSelector&) = default;
};

// "org:acme", "user:octocat" or "me".
[[nodiscard]] std::string to_string(const OwnerSelector& selector);

// An owner as GitHub knows it. Logins compare without regard to case; the id never changes.
struct Owner {
  OwnerId id;
  std::string login;
  OwnerKind kind{OwnerKind::organization};
  OwnerRoute route{OwnerRoute::organization};

  friend bool operator==(const Owner&, const Owner&) = default;
};

// What a person calls a package: OWNER/TYPE/NAME. Names may hold slashes.
struct PackageRef {
  std::string owner;
  PackageType type{PackageType::container};
  std::string name;

  friend auto operator<=>(const PackageRef&, const PackageRef&) = default;
};

[[nodiscard]] std::string to_string(const PackageRef& ref);

// A package as the API lists it.
struct Package {
  PackageId id;
  Owner owner;
  PackageType type{PackageType::container};
  std::string name;        // as the API returns it; the only form that addresses it
  std::string visibility;  // free text: public, private, internal
  std::string repository;  // plain name of the linked repository; empty if there is none

  friend bool operator==(const Package&, const Package&) = default;
};

[[nodiscard]] PackageRef ref_of(const Package& package);

// One version. `name` is the manifest digest for containers and the version string for language packages. Absent means
// that the API did not say; it never means none.
struct PackageVersion {
  VersionId id;
  std::string name;
  std::optional<SysTime> created_at;
  std::optional<SysTime> updated_at;
  std::optional<std::vector<std::string>> tags;  // in the API's order; always empty for types without tags

  friend bool operator==(const PackageVersion&, const PackageVersion&) = default;
};

// A version as GitHub lists it under state=deleted.
struct DeletedVersion {
  PackageVersion version;
  std::optional<SysTime> deleted_at;
};

// Why a listing is not the whole truth. Nothing in a package with a partial listing is deleted.
enum class Incompleteness : std::uint8_t {
  complete = 0,
  listing_failed = 1,    // a page could not be read
  listing_shifted = 2,   // pages overlapped or changed while they were walked, even when walked again
  results_withheld = 3,  // GitHub left rows out (X-GitHub-SSO: partial-results)
  clock_differs = 4,     // our clock and GitHub's disagree
  on_hold = 5,           // the package waits for something to be settled, or for a person
  rows_missing = 6,      // a version that was seen before was not listed, and is not known to be gone
  manifests_unread = 7   // a manifest of a listed version could not be read
};

struct Completeness {
  Incompleteness code{Incompleteness::complete};
  std::string detail;  // what failed, for people; empty if complete

  [[nodiscard]] bool complete() const { return code == Incompleteness::complete; }
  friend bool operator==(const Completeness&, const Completeness&) = default;
};

inline constexpr EnumTable<Incompleteness, 8> kIncompleteness{{{Incompleteness::complete, "complete"},
                                                               {Incompleteness::listing_failed, "listing-failed"},
                                                               {Incompleteness::listing_shifted, "listing-shifted"},
                                                               {Incompleteness::results_withheld, "results-withheld"},
                                                               {Incompleteness::clock_differs, "clock-differs"},
                                                               {Incompleteness::on_hold, "on-hold"},
                                                               {Incompleteness::rows_missing, "rows-missing"},
                                                               {Incompleteness::manifests_unread, "manifests-unread"}}};

// All that was seen of one package at one time. `versions` are in the total order of newest_first(). The manifests are
// those of its versions, as far as they could be read, and of versions that were deleted from it.
struct Inventory {
  Package package;
  std::vector<PackageVersion> versions;
  Completeness completeness;
  SysTime fetched_at;
  std::optional<ManifestSet> manifests{};  // of a container package; absent: the registry was not asked
};

// The total order of versions: created descending, then id descending; versions without a created time come first,
// because they might be the newest.
[[nodiscard]] bool newest_first(const PackageVersion& a, const PackageVersion& b);

// SHA-256 over ids, names, times and tags of all versions, whatever their order: equal hashes mean nothing changed.
[[nodiscard]] Digest hash_of(const Inventory& inventory);

}  // namespace retention
