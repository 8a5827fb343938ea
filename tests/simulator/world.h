#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulator/model.h"

namespace retention::simulator {

// Everything GitHub holds: owners, tokens and packages with their versions. State and its lookups only; it decides
// nothing. Not thread-safe; pointers it hands out live until something is added.
class World {
 public:
  Owner& add(Owner owner);  // gives it an id where it has none
  Token& add(Token token);
  Package& add(Package package);  // the same
  // Takes the version's tags from the active versions that had them; gives it an id where it has none.
  Version& add(Package& package, Version version);

  [[nodiscard]] const Owner* owner(std::int64_t id) const;
  [[nodiscard]] const Owner* owner(std::string_view login) const;         // without regard to case
  [[nodiscard]] const Owner* former_owner(std::string_view login) const;  // who had this login before
  [[nodiscard]] const Token* token(std::string_view value) const;

  [[nodiscard]] const Package* active_package(std::int64_t owner, PackageType type, std::string_view name) const;
  // The one deleted last under this name.
  [[nodiscard]] const Package* deleted_package(std::int64_t owner, PackageType type, std::string_view name) const;
  [[nodiscard]] const Package* package_of_version(std::int64_t version_id) const;
  [[nodiscard]] Package* mutable_package(std::int64_t id);
  [[nodiscard]] const std::map<std::int64_t, Package>& packages() const { return packages_; }

  void move_tag(Package& package, std::string_view tag, std::int64_t version_id, Time now);
  // Makes a deleted version active again, with those of its tags that no active version has by now.
  static void revive(Package& package, Version& version, Time now);

 private:
  // The active version that has this tag.
  [[nodiscard]] static Version* holder(Package& package, const std::string& tag);
  // The package's active versions lose these tags.
  static void take_tags(Package& package, const std::vector<std::string>& tags, Time now);

  std::map<std::int64_t, Owner> owners_;
  std::map<std::int64_t, Package> packages_;
  std::map<std::int64_t, std::int64_t> homes_;  // package of each version
  std::vector<Token> tokens_;
  std::int64_t next_owner_{1'000'001};
  std::int64_t next_package_{5'000'001};
  std::int64_t next_version_{900'000'001};
};

// "OWNER/TYPE/NAME", as logs name a package.
[[nodiscard]] std::string reference(const World& world, const Package& package);

[[nodiscard]] int active_count(const Package& package);

}  // namespace retention::simulator
