#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/base/digest.h"
#include "policy/base/pattern.h"
#include "policy/base/strong_id.h"
#include "policy/base/time.h"

namespace retention {

// One version of one image that an in-use file names, by tag or by digest.
struct ImageInUse {
  std::string owner;  // in lower case, as registries write it
  std::string name;   // in lower case, with its slashes
  std::optional<std::string> tag;
  std::optional<Digest> digest;  // decides alone if there is a tag too

  friend bool operator==(const ImageInUse&, const ImageInUse&) = default;
};

// What one in-use file says. Every list is in the order of the file.
struct InUseList {
  std::vector<Digest> digests;  // in whatever package
  std::vector<ImageInUse> images;
  std::vector<Pattern> tags;  // in whatever package

  [[nodiscard]] bool empty() const { return digests.empty() && images.empty() && tags.empty(); }
};

// An in-use file as it was found. Without a list, or with an empty one, it cannot be used, and whatever its rule
// applies to is kept.
struct InUseFile {
  std::optional<InUseList> list;
  std::string problem;                 // why there is no list, for people: what, where and what to do
  std::optional<SysTime> modified_at;  // absent if there is no such file
};

// Every digest of every container package that the API lists for an owner, selected or not, ascending. Shared, since it
// may be large and facts are copied.
using OwnedDigests = std::shared_ptr<const std::vector<Digest>>;

// What is known of the world beside the packages themselves, read once for each cycle. A file that is not in it was not
// read, which counts like one that cannot be.
struct Facts {
  std::map<std::string, InUseFile> in_use;    // by path, as the rules name it
  std::map<OwnerId, OwnedDigests> digests{};  // an owner that is not in it was not listed completely
};

}  // namespace retention
