#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "policy/language/node.h"
#include "policy/language/problem.h"

namespace retention::language {

// How deep and how large a document may be, the targets of aliases counted each time they are used.
inline constexpr std::size_t kMaxDepth = 32;
inline constexpr std::size_t kMaxNodes = 100'000;

// A document that was read, or what is wrong with it, or both: duplicate keys (the first counts) and YAML tags leave a
// tree that can be looked at further.
struct Document {
  NodePtr root;  // a mapping; absent if the text could not be read to its end
  std::vector<Problem> problems;
};

// Reads one YAML document into a tree with the place of everything. Several documents, duplicate keys, keys that are no
// text, YAML tags and aliases that grow out of hand are problems.
// `file` is the number of the file in every position.
[[nodiscard]] Document parse_document(std::string_view text, std::int32_t file = 0);

}  // namespace retention::language
