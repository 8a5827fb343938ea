#include "tests/simulator/model.h"

#include "tests/simulator/texts.h"

namespace retention::simulator {
namespace {

constexpr Words<OwnerKind, 2> kOwnerKinds{{{OwnerKind::user, "user"}, {OwnerKind::organization, "organization"}}};
constexpr Words<PackageType, 6> kPackageTypes{{{PackageType::npm, "npm"},
                                               {PackageType::maven, "maven"},
                                               {PackageType::rubygems, "rubygems"},
                                               {PackageType::docker, "docker"},
                                               {PackageType::nuget, "nuget"},
                                               {PackageType::container, "container"}}};
constexpr Words<Visibility, 3> kVisibilities{{{Visibility::public_access, "public"},
                                              {Visibility::private_access, "private"},
                                              {Visibility::internal_access, "internal"}}};
constexpr Words<TokenKind, 4> kTokenKinds{{{TokenKind::classic, "classic"},
                                           {TokenKind::fine_grained, "fine-grained"},
                                           {TokenKind::installation, "installation"},
                                           {TokenKind::actions, "actions"}}};

}  // namespace

std::string_view text_of(OwnerKind kind) {
  return word_of(kOwnerKinds, kind);
}
std::string_view text_of(PackageType type) {
  return word_of(kPackageTypes, type);
}
std::string_view text_of(Visibility visibility) {
  return word_of(kVisibilities, visibility);
}
std::string_view text_of(TokenKind kind) {
  return word_of(kTokenKinds, kind);
}
std::optional<OwnerKind> owner_kind(std::string_view text) {
  return from_word(kOwnerKinds, text);
}
std::optional<PackageType> package_type(std::string_view text) {
  return from_word(kPackageTypes, text);
}
std::optional<Visibility> visibility(std::string_view text) {
  return from_word(kVisibilities, text);
}
std::optional<TokenKind> token_kind(std::string_view text) {
  return from_word(kTokenKinds, text);
}

bool restorable(const std::optional<Time>& deleted, Time now) {
  return deleted && now - *deleted <= kRestorable;
}

}  // namespace retention::simulator
