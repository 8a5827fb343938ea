#include "policy/model/package.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "policy/model/order_by_id.h"

namespace retention {
namespace {

// To hash a few bytes at a time takes longer than to gather them.
constexpr std::size_t kPiece = 16384;

void append_number(std::string& out, std::int64_t number) {
  const fmt::format_int digits(number);
  out.append(digits.data(), digits.size());
}

void append_text(std::string& out, std::string_view text) {
  append_number(out, std::ssize(text));
  out.push_back(':');
  out += text;
}

void append_time(std::string& out, const std::optional<SysTime>& time) {
  if (time) append_number(out, time->time_since_epoch().count());
  out.push_back(';');
}

// Every field with its length or an end mark, so that no two versions read alike.
void append_version(std::string& out, const PackageVersion& version) {
  append_number(out, version.id.value);
  out.push_back(';');
  append_text(out, version.name);
  append_time(out, version.created_at);
  append_time(out, version.updated_at);
  if (!version.tags) {
    out.push_back('?');
    return;
  }
  if (std::is_sorted(version.tags->begin(), version.tags->end())) {
    for (const std::string_view tag : *version.tags) append_text(out, tag);
  } else {
    std::vector<std::string_view> tags(version.tags->begin(), version.tags->end());
    std::sort(tags.begin(), tags.end());
    for (const std::string_view tag : tags) append_text(out, tag);
  }
  out.push_back('.');
}

}  // namespace

bool same_login(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string to_string(const OwnerSelector& selector) {
  switch (selector.route) {
    case OwnerRoute::organization:
      return "org:" + selector.login;
    case OwnerRoute::user:
      return "user:" + selector.login;
    case OwnerRoute::self:
      return "me";
  }
  return {};
}

std::string to_string(const PackageRef& ref) {
  return fmt::format("{}/{}/{}", ref.owner, text_of(kPackageTypes, ref.type), ref.name);
}

PackageRef ref_of(const Package& package) {
  return {package.owner.login, package.type, package.name};
}

bool newest_first(const PackageVersion& a, const PackageVersion& b) {
  if (a.created_at.has_value() != b.created_at.has_value()) return !a.created_at;
  if (a.created_at != b.created_at) return a.created_at > b.created_at;
  return a.id > b.id;
}

Digest hash_of(const Inventory& inventory) {
  Sha256 hash;
  std::string text;
  for (const std::size_t position : positions_by_id(inventory.versions)) {
    append_version(text, inventory.versions[position]);
    if (text.size() < kPiece) continue;
    hash.add(text);
    text.clear();
  }
  hash.add(text);
  return hash.finish();
}

}  // namespace retention
