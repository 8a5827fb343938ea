#pragma once

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "policy/base/digest.h"
#include "tests/support/temp_directory.h"

namespace retention::test {

// Debian's docker-registry on a free port of loopback, for the user "retentiond" with the password "ghp_secret", with
// nothing in it. The destructor ends it by its process id. Everything throws std::runtime_error on any answer that is
// not told here. One thread.
class DockerRegistry {
 public:
  DockerRegistry();
  ~DockerRegistry();
  DockerRegistry(const DockerRegistry&) = delete;
  DockerRegistry& operator=(const DockerRegistry&) = delete;
  DockerRegistry(DockerRegistry&&) = delete;
  DockerRegistry& operator=(DockerRegistry&&) = delete;

  [[nodiscard]] std::string host() const { return "127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::string url() const { return "http://" + host(); }

  // Pushes over plain HTTP, as any client does.
  void push_blob(const std::string& repository, const std::string& content);

  // Under its digest or, as well, under a tag, which moves. The registry wants everything that the manifest names but
  // its subject.
  Digest push_manifest(const std::string& repository, const std::string& content, const std::string& type,
                       const std::string& tag = {});

  // By digest, with the tags that name it.
  void delete_manifest(const std::string& repository, const Digest& digest);

  struct Manifest {
    std::string type{};
    std::string content{};
  };

  // By tag or digest; nothing if there is none.
  [[nodiscard]] std::optional<Manifest> manifest(const std::string& repository, const std::string& reference) const;

  [[nodiscard]] std::vector<std::string> tags(const std::string& repository) const;

 private:
  struct Close {
    void operator()(FILE* file) const { ::pclose(file); }
  };

  std::string line();

  TempDirectory folder_;
  std::unique_ptr<FILE, Close> log_;
  std::jthread drain_;
  pid_t pid_{0};
  int port_{0};
};

}  // namespace retention::test
