#pragma once

#include <httplib.h>
#include <signal.h>
#include <stdio.h>
#include <sys/types.h>

#include <array>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "policy/base/digest.h"
#include "tests/support/temp_directory.h"

namespace retention::registry::test {

// Debian's docker-registry on a free port of loopback, for the user "retentiond" with the password "ghp_secret", with
// nothing in it. The destructor ends it by its process id.
class DockerRegistry {
 public:
  // Throws std::runtime_error if it does not start.
  DockerRegistry() {
    std::ofstream(folder_.file("users")) << "retentiond:$2b$04$6q3VAD2E8.D8qeo9LscDzuJgKPDN8kt8S39Yf48z/SRDMHlHM0aYG\n";
    std::ofstream(folder_.file("config.yml")) << "version: 0.1\n"
                                                 "log: { level: info, accesslog: { disabled: true } }\n"
                                                 "storage: { inmemory: {}, delete: { enabled: true } }\n"
                                                 "http: { addr: '127.0.0.1:0', secret: of-this-test }\n"
                                                 "auth: { htpasswd: { realm: Registry Realm, path: '"
                                              << folder_.file("users") << "' } }\n";
    const std::string command = "echo $$; exec docker-registry serve " + folder_.file("config.yml") + " 2>&1";
    log_.reset(::popen(command.c_str(), "r"));
    if (!log_) throw std::runtime_error("cannot start a shell");
    pid_ = static_cast<pid_t>(std::stol(line()));
    const std::string mark = "listening on 127.0.0.1:";
    std::string told;
    for (std::string text = line(); !text.empty(); text = line()) {
      told += text;
      const auto at = text.find(mark);
      if (at == std::string::npos) continue;
      port_ = std::stoi(text.substr(at + mark.size()));
      // A full pipe would block it.
      drain_ = std::jthread([this] {
        while (!line().empty()) {
        }
      });
      return;
    }
    throw std::runtime_error("docker-registry is missing (deploy/dependencies.sh --install test) or fails: " + told);
  }

  ~DockerRegistry() { ::kill(pid_, SIGKILL); }
  DockerRegistry(const DockerRegistry&) = delete;
  DockerRegistry& operator=(const DockerRegistry&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  // Pushes over plain HTTP, as any client does. Throws std::runtime_error unless it was stored.
  void push_blob(const std::string& repository, const std::string& content) {
    auto client = connect();
    const auto begun = client->Post("/v2/" + repository + "/blobs/uploads/");
    expect(begun, 202, "begin to push a blob");
    std::string target = begun->get_header_value("Location").substr(url().size());
    target += "&digest=" + sha256(content).to_string();
    expect(client->Put(target, content, "application/octet-stream"), 201, "push a blob");
  }

  Digest push_manifest(const std::string& repository, const std::string& content, const std::string& type) {
    const Digest digest = sha256(content);
    const std::string target = "/v2/" + repository + "/manifests/" + digest.to_string();
    expect(connect()->Put(target, content, type), 201, "push a manifest");
    return digest;
  }

  void delete_manifest(const std::string& repository, const Digest& digest) {
    expect(connect()->Delete("/v2/" + repository + "/manifests/" + digest.to_string()), 202, "delete a manifest");
  }

 private:
  struct Close {
    void operator()(FILE* file) const { ::pclose(file); }
  };

  std::string line() {
    std::array<char, 4096> buffer{};
    return ::fgets(buffer.data(), static_cast<int>(buffer.size()), log_.get()) == nullptr ? "" : buffer.data();
  }

  [[nodiscard]] std::unique_ptr<httplib::Client> connect() const {
    auto client = std::make_unique<httplib::Client>("127.0.0.1", port_);
    client->set_basic_auth("retentiond", "ghp_secret");
    client->set_url_encode(false);
    return client;
  }

  static void expect(const httplib::Result& result, int status, const std::string& what) {
    if (!result) throw std::runtime_error("cannot " + what + ": " + httplib::to_string(result.error()));
    if (result->status != status)
      throw std::runtime_error("cannot " + what + ": " + std::to_string(result->status) + " " + result->body);
  }

  retention::test::TempDirectory folder_;
  std::unique_ptr<FILE, Close> log_;
  std::jthread drain_;
  pid_t pid_{0};
  int port_{0};
};

}  // namespace retention::registry::test
