#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "daemon/registry/media_types.h"
#include "daemon/registry/wire.h"
#include "tests/fuzz/require.h"

namespace retention::fuzz {
namespace {

using nlohmann::json;
using registry::ManifestReply;

// The digest that is asked for. Inputs can name it, and so list themselves.
const Digest kAsked = sha256("0");

std::string text_in(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

// The children by a second reading, which builds the whole tree.
std::set<std::string> children_in(const json& tree) {
  std::set<std::string> out;
  const auto list = tree.find("manifests");
  if (list == tree.end() || list->is_null()) return out;
  for (const json& entry : *list) {
    std::string type = text_in(entry, "mediaType");
    std::transform(type.begin(), type.end(), type.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (registry::may_be_manifest(type)) out.insert(text_in(entry, "digest"));
  }
  return out;
}

void check_against_tree(const Manifest& manifest, std::string_view body) {
  const json tree = json::parse(body, nullptr, false);
  require(tree.is_object(), "what is accepted is a JSON object");
  std::set<std::string> children;
  for (const Digest& child : manifest.children) children.insert(child.to_string());
  require(children.size() == manifest.children.size(), "each child is there once");
  require(children == children_in(tree), "the children are those of the list");
  const auto subject = tree.find("subject");
  const bool attached = subject != tree.end() && subject->is_object();
  require(attached == manifest.subject.has_value(), "a subject is never lost and never made up");
  if (attached) require(text_in(*subject, "digest") == manifest.subject->to_string(), "the subject is the one named");
  const bool lists = tree.contains("manifests");
  require(lists == (manifest.kind == ManifestKind::index), "what lists manifests is an index, and nothing else is");
}

void check(std::string_view type, std::string_view body) {
  const auto manifest = registry::parse_manifest(kAsked, ManifestReply{type, body});
  require(manifest == registry::parse_manifest(kAsked, ManifestReply{type, body}), "it is read always the same");
  require(registry::read_manifest(kAsked, {type, body}).has_value() == false,
          "other bytes than the digest's are refused");
  if (!manifest) {
    require(manifest.error().code == ErrorCode::bad_reply, "what is refused is a bad reply");
    require(!manifest.error().message.empty() && manifest.error().message.size() < 1000,
            "a refusal says why, in brief");
    return;
  }
  require(manifest->children.size() <= registry::kMaxChildren, "the children are within their bound");
  require(std::find(manifest->children.begin(), manifest->children.end(), kAsked) == manifest->children.end(),
          "nothing lists itself");
  require(manifest->subject != kAsked, "nothing is attached to itself");
  require(manifest->artifact_type.size() <= registry::kMaxArtifactType, "the artifact type is within its bound");
  require(std::all_of(manifest->artifact_type.begin(), manifest->artifact_type.end(),
                      [](char c) { return c > ' ' && c < '\x7F'; }),
          "the artifact type can be written down");
  check_against_tree(*manifest, body);
}

}  // namespace
}  // namespace retention::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  retention::fuzz::check("", body);
  for (const auto& type : retention::registry::kManifestTypes) retention::fuzz::check(type.name, body);
  return 0;
}
