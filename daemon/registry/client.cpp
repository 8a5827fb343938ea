#include "daemon/registry/client.h"

#include <utility>

#include "daemon/http/percent.h"
#include "daemon/http/text.h"
#include "daemon/registry/media_types.h"
#include "daemon/registry/request.h"
#include "daemon/registry/wire.h"

namespace retention::registry {
namespace {

using Reach = Failure::Reach;

constexpr int kOk = 200;
constexpr int kUnauthorized = 401;
constexpr int kNotFound = 404;

// A 404 of this manifest alone, if the words are those of a registry.
tl::unexpected<Failure> missing(const Refusal& refusal) {
  const auto& [code, message] = refusal.reply;
  if (code == "NAME_UNKNOWN") {
    return fail(Reach::package, ErrorCode::not_found,
                "the registry does not know the package (" + refusal.said +
                    "); it is gone, or the token may not see it, or github.registry_url is that of another server");
  }
  // So GitHub's registry hides a manifest whose type is not accepted.
  if (http::to_lower(message).find("accept header") != std::string::npos) {
    return fail(Reach::manifest, ErrorCode::bad_reply,
                "the registry has it in a type that this version cannot read (" + refusal.said + ")");
  }
  if (code == "MANIFEST_UNKNOWN")
    return fail(Reach::manifest, ErrorCode::not_found, "the registry has no such manifest (" + refusal.said + ")");
  return fail(Reach::package, ErrorCode::bad_reply,
              "what answered " + refusal.said +
                  " does not speak as a registry does; check github.registry_url and any proxy between");
}

}  // namespace

std::string repository_of(const Package& package) {
  return http::to_lower(package.owner.login + "/" + package.name);
}

ManifestClient::ManifestClient(const Identity& identity, const Package& package, Login& login)
    : identity_(identity),
      name_(to_string(ref_of(package))),
      path_(identity.trusted.registry.base_path + "/v2/" + http::encode_path(repository_of(package)) + "/manifests/"),
      login_(login) {}

tl::unexpected<Failure> ManifestClient::in_context(Failure failure, const Digest& digest) const {
  const bool of_one = failure.reach == Reach::manifest || failure.reach == Reach::passing;
  std::string what =
      of_one ? "cannot read manifest " + digest.to_string() + " of " + name_ : "cannot read the manifests of " + name_;
  // It is the same in every package.
  if (failure.reach == Reach::content) what = "cannot use manifest " + digest.to_string();
  failure.error.message.insert(0, what + ": ");
  return tl::unexpected<Failure>(std::move(failure));
}

Attempt<http::Response> ManifestClient::ask(http::HttpTransport& connection, const Digest& digest,
                                            const std::stop_token& stop) {
  const auto send = [&](const Secret& authorization) -> Attempt<http::Response> {
    auto reply = connection.exchange(
        make_request(path_ + digest.to_string(), authorization, accepted_types(), identity_.version), stop);
    if (!reply) return failure_of(reply.error());
    return std::move(*reply);
  };
  const auto authorization = login_.authorization(stop);
  if (!authorization) return tl::unexpected(authorization.error());
  auto reply = send(*authorization);
  if (!reply || reply->status != kUnauthorized) return reply;
  const auto renewed = login_.renewed(*authorization, *reply, stop);
  if (!renewed) return tl::unexpected(renewed.error());
  return send(*renewed);
}

Failure ManifestClient::refused(const http::Response& response) const {
  Failure failure = login_.failure(response);
  // What a registry finds odd about one manifest says nothing of the others; what does not speak as one answers all so.
  if (failure.error.code == ErrorCode::bad_reply && !login_.refusal(response).reply.code.empty())
    failure.reach = Reach::manifest;
  return failure;
}

Attempt<Manifest> ManifestClient::judge(const Digest& digest, const http::Response& response) const {
  if (response.status == kNotFound) return missing(login_.refusal(response));
  if (response.status != kOk) return tl::unexpected(refused(response));
  const auto type = response.headers.find("content-type");
  auto manifest = read_manifest(digest, {type.value_or(std::string_view{}), response.body});
  if (!manifest) {
    const Reach reach = is_never_a_manifest(digest, response.body) ? Reach::content : Reach::manifest;
    return fail(reach, manifest.error().code, manifest.error().message);
  }
  return std::move(*manifest);
}

Attempt<Manifest> ManifestClient::read(http::HttpTransport& connection, const Digest& digest,
                                       const std::stop_token& stop) {
  const auto reply = ask(connection, digest, stop);
  if (!reply) return in_context(reply.error(), digest);
  auto manifest = judge(digest, *reply);
  if (!manifest) return in_context(manifest.error(), digest);
  return manifest;
}

}  // namespace retention::registry
