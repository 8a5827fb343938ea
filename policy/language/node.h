#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "policy/language/problem.h"

namespace retention::language {

struct Node;
using NodePtr = std::shared_ptr<const Node>;  // shared by an anchor and its aliases

enum class NodeKind : std::uint8_t { null, scalar, sequence, mapping };

// Plain text may be a number, a boolean or a text; quoted text (and a block scalar) is a text.
enum class ScalarStyle : std::uint8_t { plain, quoted };

// One key of a mapping with its value.
struct Entry {
  std::string key;
  Position at;  // of the key
  NodePtr value;
};

// A part of a YAML document with its place. Immutable once read.
struct Node {
  NodeKind kind{NodeKind::null};
  Position at;
  std::string text;  // of a scalar
  ScalarStyle style{ScalarStyle::plain};
  std::vector<NodePtr> items;  // of a sequence
  std::vector<Entry> entries;  // of a mapping, keys unique, in the order of the file
  std::size_t size{1};         // nodes in it, itself and the targets of aliases included
  std::size_t height{1};       // levels in it, itself included
};

}  // namespace retention::language
