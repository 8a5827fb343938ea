#pragma once

#include <optional>
#include <string>
#include <variant>

#include "tests/simulator/call.h"

namespace retention::simulator {

// Something that was asked for, or the refusal that answers for it.
template <typename T>
using Found = std::variant<T, http::Reply>;

template <typename T>
[[nodiscard]] const T* get(const Found<T>& found) {
  return std::get_if<T>(&found);
}

template <typename T>
[[nodiscard]] http::Reply refusal(const Found<T>& found) {
  return std::get<http::Reply>(found);
}

// The owner a path names, after single sign-on. A former login is answered with a redirect.
[[nodiscard]] Found<const Owner*> find_owner(const Call& call);

// The package a path names, if the caller may read it.
[[nodiscard]] Found<const Package*> find_package(const Call& call, const Owner& owner);

[[nodiscard]] bool can_read(const Call& call, const Owner& owner, const Package& package);
[[nodiscard]] bool can_administer(const Call& call, const Owner& owner, const Package& package);

[[nodiscard]] http::Reply package_not_found();
[[nodiscard]] http::Reply version_not_found();

// The organisation whose single sign-on hides a package of somebody else from the caller: the one that owns the linked
// repository. Null when nothing hides it.
[[nodiscard]] const Owner* hiding_organization(const Call& call, const Package& package);

}  // namespace retention::simulator
