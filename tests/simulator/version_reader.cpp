#include "tests/simulator/version_reader.h"

#include <algorithm>
#include <utility>

#include "tests/simulator/manifest_builder.h"
#include "tests/simulator/yaml/fields.h"

namespace retention::simulator {
namespace {

bool has_manifest(PackageType type) {
  return type == PackageType::container || type == PackageType::docker;
}

// One version on its way from text to seed.
struct Draft {
  const yaml::Node* node{};
  std::string label;
  VersionSeed seed;
  ManifestPlan plan;
  enum class State : std::uint8_t { untouched, building, built } state{State::untouched};
  Descriptor descriptor;
};

// The distance between two versions of a `count`; a leading minus makes each younger than the one before.
Duration step_of(yaml::Fields& fields) {
  const yaml::Node* node = fields.find("step");
  if (node == nullptr) return Duration{0};
  yaml::Node positive = *node;
  const bool negative = !positive.text.empty() && positive.text.front() == '-';
  if (negative) positive.text.erase(0, 1);
  const Duration length = yaml::length_of(positive);
  return negative ? -length : length;
}

When shifted(When when, Duration by) {
  if (when.at) *when.at -= by;
  when.age += by;
  return when;
}

void read_manifest_plan(yaml::Fields& fields, ManifestPlan& plan) {
  plan.media = fields.text("media", "oci");
  if (plan.media != "oci" && plan.media != "docker") {
    yaml::fail(fields.required("media"), "\"" + plan.media + "\" is not oci or docker");
  }
  plan.is_index = fields.find("index") != nullptr;
  plan.index = fields.texts("index");
  plan.platform = fields.text("platform");
  plan.subject = fields.text("subject");
  plan.attests = fields.text("attests");
  plan.artifact_type = fields.text("artifact_type");
  plan.raw = fields.text("manifest");
}

void read_draft(const yaml::Node& node, const VersionContext& context, std::vector<Draft>& drafts) {
  yaml::Fields fields(node);
  Draft draft;
  draft.node = &node;
  draft.label = fields.text("label");
  Version& version = draft.seed.version;
  version.id = fields.number("id");
  version.name = fields.text("name");
  version.tags = fields.texts("tags");
  version.downloads = fields.number("downloads");
  version.license = fields.text("license");
  version.description = fields.text("description");
  if (const yaml::Node* created = fields.find("created")) draft.seed.created = when_of(*created);
  if (const yaml::Node* updated = fields.find("updated")) draft.seed.updated = when_of(*updated);
  if (const yaml::Node* deleted = fields.find("deleted")) draft.seed.deleted = when_of(*deleted);
  const std::int64_t count = fields.number("count", 1);
  const std::int64_t from = fields.number("from", 1);
  const Duration step = step_of(fields);
  if (has_manifest(context.type)) {
    read_manifest_plan(fields, draft.plan);
  } else if (version.name.empty()) {
    yaml::fail(node, "\"name\" is missing: only containers are named by their digest");
  }
  fields.finish();
  if (count < 0 || count > 200'000) yaml::fail(node, "\"count\" is not from 0 to 200000");
  for (std::int64_t n = 0; n < count; ++n) {
    Draft one = draft;
    Version& made = one.seed.version;
    if (version.id != 0) made.id = version.id + n;
    made.name = numbered(version.name, from + n);
    for (std::string& tag : made.tags) tag = numbered(tag, from + n);
    one.seed.created = shifted(draft.seed.created, n * step);
    one.plan.unique = context.unique + "#" + std::to_string(drafts.size() + 1);
    drafts.push_back(std::move(one));
  }
}

// Makes the manifests of a package's drafts, each after what it refers to.
class ManifestWriter {
 public:
  ManifestWriter(std::vector<Draft>& drafts, std::map<std::string, std::string>& blobs)
      : drafts_(drafts), blobs_(blobs) {}

  void write(Draft& draft) {
    if (draft.state == Draft::State::built) return;
    if (draft.state == Draft::State::building) yaml::fail(*draft.node, "this manifest refers to itself");
    draft.state = Draft::State::building;
    std::vector<Descriptor> children;
    for (const std::string& child : draft.plan.index) children.push_back(described(draft, child));
    Descriptor subject;
    if (!draft.plan.subject.empty()) subject = described(draft, draft.plan.subject);
    const std::string attests = draft.plan.attests.empty() ? "" : described(draft, draft.plan.attests).digest;
    BuiltManifest built =
        build_manifest(draft.plan, children, draft.plan.subject.empty() ? nullptr : &subject, attests);
    draft.descriptor = built.descriptor;
    draft.seed.version.manifest = std::move(built.manifest);
    if (draft.seed.version.name.empty()) draft.seed.version.name = built.descriptor.digest;
    blobs_.merge(built.blobs);
    draft.state = Draft::State::built;
  }

  // Replaces "{LABEL}" in tags by the 64 hex digits of that version's digest.
  void fill_tags(Draft& draft) {
    for (std::string& tag : draft.seed.version.tags) {
      const std::size_t open = tag.find('{');
      const std::size_t close = tag.find('}', open);
      if (open == std::string::npos || close == std::string::npos) continue;
      const std::string digest = described(draft, tag.substr(open + 1, close - open - 1)).digest;
      tag.replace(open, close - open + 1, digest.substr(digest.find(':') + 1));
    }
  }

 private:
  Descriptor described(const Draft& asking, const std::string& name) {
    if (name.starts_with("sha256:")) {
      Descriptor stranger{"application/vnd.oci.image.manifest.v1+json", name, 1024, {}, {}};
      return stranger;
    }
    const auto found = std::find_if(drafts_.begin(), drafts_.end(), [&](const Draft& d) { return d.label == name; });
    if (name.empty() || found == drafts_.end()) {
      yaml::fail(*asking.node, "no version of this package has the label \"" + name + "\"");
    }
    write(*found);
    return found->descriptor;
  }

  std::vector<Draft>& drafts_;
  std::map<std::string, std::string>& blobs_;
};

}  // namespace

std::string numbered(std::string text, std::int64_t n) {
  static constexpr std::string_view kMark = "{n}";
  for (std::size_t at = text.find(kMark); at != std::string::npos; at = text.find(kMark, at)) {
    text.replace(at, kMark.size(), std::to_string(n));
  }
  return text;
}

When when_of(const yaml::Node& node) {
  When when;
  when.at = parse_time(yaml::text_of(node));
  if (when.at) return when;
  const std::optional<Duration> age = parse_length(node.text);
  if (!age) {
    yaml::fail(node, "\"" + node.text + "\" is neither a time such as 2026-03-02T12:00:00Z nor an age such as 40d");
  }
  when.age = *age;
  return when;
}

Version grown(const VersionSeed& seed, Time now) {
  Version version = seed.version;
  version.created = seed.created.resolve(now);
  version.updated = seed.updated ? seed.updated->resolve(now) : version.created;
  if (seed.deleted) version.deleted = seed.deleted->resolve(now);
  return version;
}

VersionsRead read_versions(const std::vector<yaml::Node>& nodes, const VersionContext& context) {
  std::vector<Draft> drafts;
  for (const yaml::Node& node : nodes) read_draft(node, context, drafts);
  VersionsRead read;
  if (has_manifest(context.type)) {
    ManifestWriter writer(drafts, read.blobs);
    for (Draft& draft : drafts) writer.write(draft);
    for (Draft& draft : drafts) writer.fill_tags(draft);
  }
  for (Draft& draft : drafts) read.versions.push_back(std::move(draft.seed));
  return read;
}

}  // namespace retention::simulator
