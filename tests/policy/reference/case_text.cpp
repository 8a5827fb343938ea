#include "tests/policy/reference/case_text.h"

#include <optional>
#include <vector>

#include "tests/support/inventory_builder.h"

namespace retention::reference {
namespace {

std::string code_of(std::optional<SysTime> time) {
  return time ? "parse_rfc3339(" + literal(format_rfc3339(*time)) + ')' : "std::nullopt";
}

std::string code_of(const PackageVersion& version) {
  const std::string tags = version.tags ? "std::vector<std::string>" + list_of(*version.tags) : "std::nullopt";
  return "\n    .add({VersionId{" + std::to_string(version.id.value) + "}, " + literal(version.name) + ", " +
         code_of(version.created_at) + ", " + code_of(version.updated_at) + ", " + tags + "})";
}

std::string code_of(const Inventory& inventory) {
  const Package& package = inventory.package;
  const Package plain = test::inventory(package.type).build().package;
  std::string code =
      "Inventory inventory = test::inventory(PackageType::" + std::string(text_of(kPackageTypes, package.type)) + ')';
  for (const PackageVersion& version : inventory.versions) code += code_of(version);
  code += "\n    .build();\n";
  if (package.name != plain.name) code += "inventory.package.name = " + literal(package.name) + ";\n";
  if (package.repository != plain.repository) {
    code += "inventory.package.repository = " + literal(package.repository) + ";\n";
  }
  if (package.owner.login != plain.owner.login) {
    code += "inventory.package.owner.login = " + literal(package.owner.login) + ";\n";
  }
  if (package.owner.kind == OwnerKind::user) {
    const std::string route = package.owner.route == OwnerRoute::self ? "self" : "user";
    code += "inventory.package.owner.kind = OwnerKind::user;\n";
    code += "inventory.package.owner.route = OwnerRoute::" + route + ";\n";
  }
  if (!inventory.completeness.complete()) {
    code += "inventory.completeness.code = Incompleteness::listing_failed;\n";
  }
  return code;
}

std::string code_of(const Digest& digest) {
  return "Digest::parse(" + literal(digest.to_string()) + ").value()";
}

std::string code_of(const ImageInUse& image) {
  return '{' + literal(image.owner) + ", " + literal(image.name) + ", " +
         (image.tag ? literal(*image.tag) : "std::nullopt") + ", " +
         (image.digest ? code_of(*image.digest) : "std::nullopt") + '}';
}

template <typename T>
std::string joined(const std::vector<T>& values) {
  std::string code;
  for (const T& value : values) code += (code.empty() ? "" : ", ") + code_of(value);
  return '{' + code + '}';
}

std::string code_of(const Facts& facts) {
  std::string code = "Facts facts;\n";
  for (const auto& [path, file] : facts.in_use) {
    std::string list = "std::nullopt";
    if (file.list) {
      std::vector<std::string> tags;
      for (const Pattern& pattern : file.list->tags) tags.push_back(pattern.text());
      list = "InUseList{" + joined(file.list->digests) + ", " + joined(file.list->images) + ", test::patterns(" +
             list_of(tags) + ").patterns()}";
    }
    code += "facts.in_use[" + literal(path) + "] = {" + list + ", \"\", " + code_of(file.modified_at) + "};\n";
  }
  for (const auto& [owner, digests] : facts.digests) {
    code += "facts.digests[OwnerId{" + std::to_string(owner.value) +
            "}] = std::make_shared<const std::vector<Digest>>(std::vector<Digest>" + joined(*digests) + ");\n";
  }
  return code;
}

// The manifests of an inventory and what was deleted from it.
std::string family_code(const Case& question) {
  std::string code;
  if (question.manifests) code += "ManifestSet& manifests = inventory.manifests.emplace();\n";
  for (const auto& [name, manifest] : question.manifests.value_or(std::map<std::string, Manifest>())) {
    const bool index = manifest.kind == ManifestKind::index;
    code += "manifests.add(Digest::parse(" + literal(name) +
            ").value(), {ManifestKind::" + (index ? "index" : "image") + ", " + joined(manifest.children) + ", " +
            (manifest.subject ? code_of(*manifest.subject) : "std::nullopt") + ", \"\"});\n";
  }
  if (question.manifests) code += "manifests.sort();\n";
  for (const Digest& digest : question.memory.removed) {
    code += "memory.removed.push_back(" + code_of(digest) + ");\n";
  }
  return code;
}

std::string code_of(VersionId id) {
  return "VersionId{" + std::to_string(id.value) + '}';
}

// The builder gives rules a meaning by their names; here it is that of their conditions.
std::string meanings_code(const RuleSet& rules) {
  std::string code;
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    code += "rules.rules[" + std::to_string(i) + "].info.meaning = " + code_of(rules.rules[i].info.meaning) + ";\n";
  }
  return code;
}

std::string candidacy_code(const Case& question) {
  const Memory& memory = question.memory;
  std::string code;
  for (const Clock& clock : question.clocks) {
    code += "memory.clocks.add(" + code_of(clock.version) + ", " + code_of(clock.meaning) + ", " +
            code_of(std::optional<SysTime>(clock.since)) + ".value(), " + std::to_string(clock.tags) + ");\n";
  }
  for (const auto& [id, meanings] : memory.approvals) {
    code += "memory.approvals[" + code_of(id) + "] = " + joined(meanings) + ";\n";
  }
  const bool remembers = !code.empty();
  if (memory.counting == Counting::counts) code += "memory.counting = Counting::counts;\n";
  if (memory.drift.created_changed != 0) {
    code += "memory.drift.created_changed = " + std::to_string(memory.drift.created_changed) + ";\n";
  }
  return (remembers ? meanings_code(question.rules) : "") + code;
}

std::string code_of(const Memory& memory) {
  std::string code = "Memory memory;\n";
  for (const auto& [id, pin] : memory.pins) {
    code += "memory.pins[" + code_of(id) + "].until = " + code_of(pin.until) + ";\n";
  }
  for (const auto& [name, pin] : memory.pinned_names) {
    code += "memory.pinned_names[" + literal(name) + "].until = " + code_of(pin.until) + ";\n";
  }
  for (const auto& [id, refusal] : memory.refusals) {
    code += "memory.refusals[" + code_of(id) + "].retry_at = " + code_of(refusal.retry_at) + ".value();\n";
  }
  for (const VersionId id : memory.returned) code += "memory.returned.insert(" + code_of(id) + ");\n";
  return code;
}

}  // namespace

std::string literal(const std::string& text) {
  if (text.find_first_of("\\\"") != std::string::npos) return "R\"(" + text + ")\"";
  return '"' + text + '"';
}

std::string list_of(const std::vector<std::string>& texts) {
  std::string code;
  for (const std::string& text : texts) code += (code.empty() ? "" : ", ") + literal(text);
  return '{' + code + '}';
}

std::string code_of(const Case& question) {
  return "const SysTime now = " + code_of(std::optional<SysTime>(question.now)) + ".value();\n" +
         code_of(question.inventory) + code_of(question.facts) + code_of(question.rules) + code_of(question.memory) +
         candidacy_code(question) + family_code(question);
}

}  // namespace retention::reference
