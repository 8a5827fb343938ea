#include "policy/model/package_ref.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "policy/base/suggest.h"

namespace retention {
namespace {

constexpr std::string_view kForm = "OWNER/TYPE/NAME, with @DIGEST, @ID, @VERSION or :TAG behind it for one version";
constexpr std::string_view kDigestMark = "sha256:";

tl::unexpected<Error> reject(std::string_view text, std::string_view why) {
  return fail(ErrorCode::usage, fmt::format("\"{}\" names no package or version: {}", text, why));
}

std::string unknown_type(std::string_view type) {
  std::array<std::string_view, kPackageTypes.size()> known{};
  std::transform(kPackageTypes.begin(), kPackageTypes.end(), known.begin(), [](const auto& row) { return row.text; });
  if (const auto near = nearest(type, known)) {
    return fmt::format("\"{}\" is no package type; did you mean {}?", type, *near);
  }
  return fmt::format("\"{}\" is no package type; write one of {}", type, fmt::join(known, ", "));
}

// Where NAME ends: at the `@` or `:` that begins the selector, or at the end.
std::size_t name_end(std::string_view name) {
  const auto at = name.rfind('@');
  if (at != std::string_view::npos) return at;
  const auto slash = name.rfind('/');
  const auto colon = name.rfind(':');
  const bool after_slash = slash == std::string_view::npos || colon > slash;
  return colon != std::string_view::npos && after_slash ? colon : name.size();
}

std::optional<std::string> complaint(const VersionRef& ref) {
  const std::string_view type = text_of(kPackageTypes, ref.package.type);
  if (ref.package.name.empty() && ref.version && ref.package.type == PackageType::npm) {
    const auto slash = ref.version->text.rfind('/');
    return fmt::format("GitHub lists npm packages without their scope; write {}/npm/{}", ref.package.owner,
                       ref.version->text.substr(slash == std::string::npos ? 0 : slash + 1));
  }
  if (ref.package.name.empty()) return fmt::format("the name is missing; write {}", kForm);
  if (!ref.version) return std::nullopt;
  const char mark = ref.version->kind == VersionSelector::Kind::tag ? ':' : '@';
  if (ref.version->text.empty()) return fmt::format("nothing follows the {}; write {}", mark, kForm);
  if (mark == ':' && !has_tags(ref.package.type)) {
    return fmt::format("{} versions have no tags; write {}@{}", type, to_string(ref.package), ref.version->text);
  }
  return std::nullopt;
}

}  // namespace

Result<VersionRef> parse_version_ref(std::string_view text) {
  const auto first = text.find('/');
  const auto second = first == std::string_view::npos ? first : text.find('/', first + 1);
  if (first == 0 || second == std::string_view::npos) return reject(text, fmt::format("write {}", kForm));
  const std::string_view type_text = text.substr(first + 1, second - first - 1);
  const auto type = value_of(kPackageTypes, type_text);
  if (!type) return reject(text, unknown_type(type_text));
  const std::string_view rest = text.substr(second + 1);
  const std::size_t end = name_end(rest);
  VersionRef ref{{std::string(text.substr(0, first)), *type, std::string(rest.substr(0, end))}, std::nullopt};
  if (end < rest.size()) {
    const auto kind = rest[end] == '@' ? VersionSelector::Kind::at : VersionSelector::Kind::tag;
    ref.version = VersionSelector{kind, std::string(rest.substr(end + 1))};
  }
  if (const auto why = complaint(ref)) return reject(text, *why);
  return ref;
}

std::string to_string(const VersionRef& ref) {
  if (!ref.version) return to_string(ref.package);
  const char mark = ref.version->kind == VersionSelector::Kind::tag ? ':' : '@';
  return to_string(ref.package) + mark + ref.version->text;
}

bool fits(const VersionSelector& selector, const PackageVersion& version) {
  if (selector.kind == VersionSelector::Kind::tag) {
    return version.tags && std::find(version.tags->begin(), version.tags->end(), selector.text) != version.tags->end();
  }
  if (selector.text == version.name || selector.text == std::to_string(version.id.value)) return true;
  const std::string_view name = version.name;
  if (!Digest::parse(name)) return false;
  return name.starts_with(selector.text) || name.substr(kDigestMark.size()).starts_with(selector.text);
}

}  // namespace retention
