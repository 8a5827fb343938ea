#include "tests/integration/image_tools.h"

#include <filesystem>
#include <stdexcept>
#include <utility>

namespace retention::test {
namespace {

constexpr const char* kBuildah = "/usr/bin/buildah";
constexpr const char* kSkopeo = "/usr/bin/skopeo";
constexpr const char* kCredentials = "retentiond:ghp_secret";

void expect_tool(const char* path) {
  if (std::filesystem::exists(path)) return;
  throw std::runtime_error(std::filesystem::path(path).filename().string() +
                           " is missing; deploy/dependencies.sh --install test");
}

// Empty for a program that ended well.
std::string trouble(const Output& output) {
  return output.status == 0 ? "" : "status " + std::to_string(output.status) + ": " + output.err;
}

}  // namespace

ImageTools::ImageTools(const DockerRegistry& registry, std::string repository)
    : place_("docker://" + registry.host() + "/" + std::move(repository)),
      environment_{{"PATH", "/usr/bin:/bin:/usr/sbin:/sbin"},
                   {"HOME", folder_.path()},
                   {"TMPDIR", folder_.path()},
                   {"XDG_RUNTIME_DIR", folder_.path()}} {
  for (const char* path : {kBuildah, kSkopeo}) expect_tool(path);
  for (const char* platform : {"/amd64", "/arm64"}) std::filesystem::create_directory(folder_.path() + platform);
  // The build argument is one that buildah sets for each platform.
  folder_.write("Containerfile", "FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH /\n");
}

std::string ImageTools::place(const std::string& tag) const {
  return place_ + ":" + tag;
}

Output ImageTools::run(std::vector<std::string> words, const std::vector<std::string>& arguments) const {
  words.insert(words.end(), arguments.begin(), arguments.end());
  return Program(words, environment_).wait();
}

void ImageTools::buildah(const std::vector<std::string>& arguments) const {
  // This driver needs nothing of the kernel, and there is no command to isolate.
  const Output output = run(
      {kBuildah, "--root", folder_.path() + "/store", "--runroot", folder_.path() + "/run", "--storage-driver", "vfs"},
      arguments);
  if (output.status != 0) throw std::runtime_error("buildah " + arguments.front() + " ends with " + trouble(output));
}

Output ImageTools::skopeo(const std::vector<std::string>& arguments) const {
  return run({kSkopeo, "--insecure-policy"}, arguments);
}

void ImageTools::push(const std::string& tag, const std::string& amd64, const std::string& arm64) {
  folder_.write("amd64/text", amd64);
  folder_.write("arm64/text", arm64);
  buildah({"build", "--quiet", "--isolation", "chroot", "--platform", "linux/amd64,linux/arm64", "--timestamp", "0",
           "--manifest", "of-" + tag, "--file", folder_.path() + "/Containerfile", folder_.path()});
  buildah({"manifest", "push", "--quiet", "--all", "--format", "oci", "--tls-verify=false", "--creds", kCredentials,
           "of-" + tag, place(tag)});
}

void ImageTools::copy(const std::string& tag, const std::string& to) {
  const Output output = skopeo({"copy", "--quiet", "--all", "--src-tls-verify=false", "--dest-tls-verify=false",
                                "--src-creds", kCredentials, "--dest-creds", kCredentials, place(tag), place(to)});
  if (output.status != 0) throw std::runtime_error("skopeo copy ends with " + trouble(output));
}

std::string ImageTools::trouble_with(const std::string& tag) const {
  const TemporaryFolder target;
  return trouble(skopeo({"copy", "--quiet", "--all", "--src-tls-verify=false", "--src-creds", kCredentials, place(tag),
                         "dir:" + target.path()}));
}

std::string ImageTools::trouble_with_raw(const std::string& tag) const {
  return trouble(skopeo({"inspect", "--raw", "--tls-verify=false", "--creds", kCredentials, place(tag)}));
}

}  // namespace retention::test
