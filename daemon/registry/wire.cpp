#include "daemon/registry/wire.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "daemon/http/text.h"
#include "daemon/registry/manifest_json.h"
#include "daemon/registry/media_types.h"

namespace retention::registry {
namespace {

tl::unexpected<Error> bad(std::string why) {
  return retention::fail(ErrorCode::bad_reply, "what the registry sent is no manifest: " + std::move(why));
}

// "application/json" of "Application/JSON; charset=utf-8".
std::string bare_type(std::string_view header) {
  return http::to_lower(http::trimmed(header.substr(0, header.find(';'))));
}

// By the type that the reply and the manifest name; old OCI manifests without one are told by their fields.
Result<ManifestKind> kind_of(const ManifestFields& fields, std::string_view header) {
  const std::string sent = bare_type(header);
  const std::string named = http::to_lower(fields.media_type);
  if (!sent.empty() && !named.empty() && sent != named)
    return bad("it is sent as " + http::printable(sent, 80) + " and calls itself " + http::printable(named, 80));
  const std::string& type = named.empty() ? sent : named;
  const auto kind =
      type.empty() ? (fields.has_manifests ? ManifestKind::index : ManifestKind::image) : kind_of_type(type);
  if (!kind) return bad("its type is " + http::printable(type, 80));
  return *kind;
}

// A manifest that can be read as both kinds would be an index to one reader and an image to the other.
Result<void> check_fields(const ManifestFields& fields, ManifestKind kind) {
  if (!fields.version_2) return bad("its schemaVersion is not 2");
  if (fields.has_manifests && fields.has_layers) return bad("it has the fields of an index and those of an image");
  if (kind == ManifestKind::index && fields.has_layers) return bad("an index has no layers and no config");
  if (kind == ManifestKind::image && fields.has_manifests) return bad("an image lists no manifests");
  if (kind == ManifestKind::index && !fields.has_manifests) return bad("an index has a list of manifests");
  if (kind == ManifestKind::image && !fields.has_layers) return bad("it has neither manifests nor layers");
  return {};
}

// Each once, where it is first.
std::vector<Digest> without_repetitions(std::vector<Digest> all) {
  std::vector<std::pair<Digest, std::size_t>> sorted;
  sorted.reserve(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) sorted.emplace_back(all[i], i);
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::uint8_t> repeated(all.size());
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i].first == sorted[i - 1].first) repeated[sorted[i].second] = 1;
  }
  std::vector<Digest> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (repeated[i] == 0) out.push_back(all[i]);
  }
  return out;
}

std::string artifact_type(const ManifestFields& fields) {
  if (!fields.artifact_type.empty()) return fields.artifact_type;
  const bool plain =
      std::find(kImageConfigs.begin(), kImageConfigs.end(), http::to_lower(fields.config_type)) != kImageConfigs.end();
  return plain ? std::string{} : fields.config_type;
}

bool is_media_type(std::string_view text) {
  return text.size() <= kMaxArtifactType &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

}  // namespace

Result<Manifest> parse_manifest(const Digest& digest, const ManifestReply& reply) {
  if (reply.body.size() > kMaxManifest) return bad("it is larger than " + std::to_string(kMaxManifest) + " bytes");
  auto fields = read_fields(reply.body);
  if (!fields) return bad(fields.error().message);
  const auto kind = kind_of(*fields, reply.content_type);
  if (!kind) return retention::fail(kind.error());
  if (auto checked = check_fields(*fields, *kind); !checked) return retention::fail(checked.error());
  Manifest out{*kind, without_repetitions(std::move(fields->children)), fields->subject, artifact_type(*fields)};
  if (std::find(out.children.begin(), out.children.end(), digest) != out.children.end()) return bad("it lists itself");
  if (out.subject == digest) return bad("its subject is itself");
  if (!is_media_type(out.artifact_type)) return bad("its artifact type is none that could be written down");
  return out;
}

Result<Manifest> read_manifest(const Digest& digest, const ManifestReply& reply) {
  if (reply.body.size() <= kMaxManifest && sha256(reply.body) != digest) {
    return retention::fail(ErrorCode::bad_reply, "the registry sent other bytes than the digest names (" +
                                                     std::to_string(reply.body.size()) + " bytes with " +
                                                     sha256(reply.body).to_string() + ")");
  }
  return parse_manifest(digest, reply);
}

bool is_never_a_manifest(const Digest& digest, std::string_view body) {
  return body.size() <= kMaxManifest && sha256(body) == digest && !parse_manifest(digest, {{}, body});
}

}  // namespace retention::registry
