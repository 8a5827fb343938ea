#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/support/docker_registry.h"
#include "tests/support/program.h"

namespace retention::test {

// Buildah and skopeo, as people push and read images with them, for one repository of a registry. They keep what they
// keep in a folder of their own. Whatever fails throws std::runtime_error. Points to the registry.
class ImageTools {
 public:
  // Throws with the name of its Debian package if one of them is missing.
  ImageTools(const DockerRegistry& registry, std::string repository);

  // Builds an image of two platforms, each of which holds one text, and pushes it. The same text gives the same digest.
  void push(const std::string& tag, const std::string& amd64, const std::string& arm64);

  // Copies everything that a tag resolves to, and tags it once more.
  void copy(const std::string& tag, const std::string& to);

  // What keeps skopeo from copying everything that a tag resolves to, on each platform, to a folder. Empty: nothing.
  [[nodiscard]] std::string trouble_with(const std::string& tag) const;

  // What keeps it from reading what the tag itself names.
  [[nodiscard]] std::string trouble_with_raw(const std::string& tag) const;

 private:
  [[nodiscard]] std::string place(const std::string& tag) const;
  [[nodiscard]] Output run(std::vector<std::string> words, const std::vector<std::string>& arguments) const;
  void buildah(const std::vector<std::string>& arguments) const;
  [[nodiscard]] Output skopeo(const std::vector<std::string>& arguments) const;

  TemporaryFolder folder_;
  std::string place_;
  std::map<std::string, std::string> environment_;
};

}  // namespace retention::test
