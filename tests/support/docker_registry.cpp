#include "tests/support/docker_registry.h"

#include <httplib.h>
#include <signal.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace retention::test {
namespace {

httplib::Client client_of(int port) {
  httplib::Client client("127.0.0.1", port);
  client.set_basic_auth("retentiond", "ghp_secret");
  client.set_url_encode(false);
  return client;
}

void expect(const httplib::Result& result, int status, const std::string& what) {
  if (!result) throw std::runtime_error("cannot " + what + ": " + httplib::to_string(result.error()));
  if (result->status != status)
    throw std::runtime_error("cannot " + what + ": " + std::to_string(result->status) + " " + result->body);
}

std::string manifest_path(const std::string& repository, const std::string& reference) {
  return "/v2/" + repository + "/manifests/" + reference;
}

}  // namespace

DockerRegistry::DockerRegistry() {
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

DockerRegistry::~DockerRegistry() {
  ::kill(pid_, SIGKILL);
}

std::string DockerRegistry::line() {
  std::array<char, 4096> buffer{};
  return ::fgets(buffer.data(), static_cast<int>(buffer.size()), log_.get()) == nullptr ? "" : buffer.data();
}

void DockerRegistry::push_blob(const std::string& repository, const std::string& content) {
  auto client = client_of(port_);
  const auto begun = client.Post("/v2/" + repository + "/blobs/uploads/");
  expect(begun, 202, "begin to push a blob");
  std::string target = begun->get_header_value("Location").substr(url().size());
  target += "&digest=" + sha256(content).to_string();
  expect(client.Put(target, content, "application/octet-stream"), 201, "push a blob");
}

Digest DockerRegistry::push_manifest(const std::string& repository, const std::string& content, const std::string& type,
                                     const std::string& tag) {
  const Digest digest = sha256(content);
  const std::string target = manifest_path(repository, tag.empty() ? digest.to_string() : tag);
  expect(client_of(port_).Put(target, content, type), 201, "push a manifest");
  return digest;
}

void DockerRegistry::delete_manifest(const std::string& repository, const Digest& digest) {
  expect(client_of(port_).Delete(manifest_path(repository, digest.to_string())), 202, "delete a manifest");
}

std::optional<DockerRegistry::Manifest> DockerRegistry::manifest(const std::string& repository,
                                                                 const std::string& reference) const {
  const httplib::Headers accepted{
      {"Accept", "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json"}};
  const auto reply = client_of(port_).Get(manifest_path(repository, reference), accepted);
  if (reply && reply->status == 404) return std::nullopt;
  expect(reply, 200, "read a manifest");
  return Manifest{reply->get_header_value("Content-Type"), reply->body};
}

std::vector<std::string> DockerRegistry::tags(const std::string& repository) const {
  const auto reply = client_of(port_).Get("/v2/" + repository + "/tags/list");
  expect(reply, 200, "list the tags");
  const nlohmann::json list = nlohmann::json::parse(reply->body)["tags"];
  return list.is_array() ? list.get<std::vector<std::string>>() : std::vector<std::string>();
}

}  // namespace retention::test
