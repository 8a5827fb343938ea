#include "policy/in_use_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace retention {
namespace {

constexpr std::string_view kDigestMark = "sha256:";
constexpr std::string_view kBlanks = " \t\r";

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

// A line without its comment and the blanks around it.
std::string_view bare(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at > 0 && kBlanks.find(line[at - 1]) == std::string_view::npos) continue;
    line = line.substr(0, at);
    break;
  }
  const std::size_t first = line.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(kBlanks) - first + 1);
}

bool is_host(std::string_view part) {
  return part == "localhost" || part.find_first_of(".:") != std::string_view::npos;
}

// A tag as the OCI distribution specification has it.
bool is_tag(std::string_view text) {
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  constexpr std::size_t kLongest = 128;
  return !text.empty() && text.size() <= kLongest && is_word(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return is_word(c) || c == '.' || c == '-'; });
}

class Reader {
 public:
  explicit Reader(std::string_view registry_host) : registry_host_(lower(registry_host)) {}

  // Nothing if the line was understood, else what is wrong with it.
  std::optional<std::string> take(std::string_view line) {
    if (line.starts_with(':')) return take_pattern(line.substr(1));
    if (line.starts_with(kDigestMark)) {
      const auto digest = Digest::parse(line);
      if (!digest) return "the digest is not sha256: and 64 hex digits";
      list_.digests.push_back(*digest);
      return std::nullopt;
    }
    return take_image(line);
  }

  [[nodiscard]] InUseList take_list() { return std::move(list_); }

 private:
  std::optional<std::string> take_pattern(std::string_view text) {
    auto pattern = Pattern::parse(text);
    if (!pattern) return pattern.error().message;
    if (pattern->subtracts()) return "a pattern of tags in use cannot subtract; take the ! out";
    list_.tags.push_back(*std::move(pattern));
    return std::nullopt;
  }

  std::optional<std::string> take_image(std::string_view line) {
    ImageInUse image;
    std::string_view rest = line;
    if (const std::size_t at = rest.find('@'); at != std::string_view::npos) {
      image.digest = Digest::parse(rest.substr(at + 1));
      if (!image.digest) return "what follows the @ is no digest: sha256: and 64 hex digits";
      rest = rest.substr(0, at);
    }
    const std::size_t slash = rest.find('/');
    const bool has_host = slash != std::string_view::npos && is_host(rest.substr(0, slash));
    if (has_host && lower(rest.substr(0, slash)) != registry_host_) return std::nullopt;
    if (has_host) rest = rest.substr(slash + 1);
    return take_name(rest, std::move(image));
  }

  std::optional<std::string> take_name(std::string_view rest, ImageInUse image) {
    if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos) {
      if (!is_tag(rest.substr(colon + 1))) return "what follows the : is no tag";
      image.tag = std::string(rest.substr(colon + 1));
      rest = rest.substr(0, colon);
    }
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == rest.size()) {
      return "the image is not OWNER/NAME or HOST/OWNER/NAME; an image of Docker Hub is docker.io/OWNER/NAME";
    }
    if (rest.find_first_of(kBlanks) != std::string_view::npos) return "it has a blank";
    if (!image.tag && !image.digest) return "it names no version; write IMAGE:TAG or IMAGE@DIGEST";
    image.owner = lower(rest.substr(0, slash));
    image.name = lower(rest.substr(slash + 1));
    list_.images.push_back(std::move(image));
    return std::nullopt;
  }

  std::string registry_host_;
  InUseList list_;
};

}  // namespace

Result<InUseList> parse_in_use(std::string_view text, std::string_view registry_host) {
  Reader reader(registry_host);
  std::size_t number = 0;
  std::size_t counted = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = bare(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++number;
    if (line.empty()) continue;
    ++counted;
    if (const auto wrong = reader.take(line)) {
      return fail(ErrorCode::configuration, fmt::format("line {}: {}", number, *wrong));
    }
  }
  if (counted == 0) return fail(ErrorCode::configuration, "it names nothing; write at least one line");
  InUseList list = reader.take_list();
  if (list.empty()) {
    return fail(
        ErrorCode::configuration,
        fmt::format("every image in it is of another host than {}; is github.registry_url right?", registry_host));
  }
  return list;
}

}  // namespace retention
