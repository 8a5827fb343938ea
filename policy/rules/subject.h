#pragma once

#include <cstddef>

#include "policy/model/package.h"
#include "policy/rules/binding.h"
#include "policy/rules/texts.h"

namespace retention {

// A version of an inventory as rules look at it. Points into its Binding.
struct Subject {
  std::size_t position;  // in the inventory
  const PackageVersion& version;
  VersionTexts texts;

  Subject(const Binding& binding, std::size_t at)
      : position(at), version(binding.inventory.versions[at]), texts(binding.texts.of(at)) {}
};

}  // namespace retention
