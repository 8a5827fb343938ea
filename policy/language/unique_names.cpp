#include "policy/language/unique_names.h"

#include <fmt/format.h>

#include "policy/language/wording.h"

namespace retention::language {

void UniqueNames::check(const Section& section) {
  const auto name = section.find("name");
  if (!name || name->node->kind != NodeKind::scalar) return;
  const auto [first, fresh] = seen_.emplace(name->node->text, name->node->at);
  if (fresh) return;
  const std::string_view elsewhere = first->second.file == name->node->at.file ? "" : " of another file";
  section.findings().problem(
      *name, fmt::format("{} is already the name of the {} on line {}{}; names are unique {}", quoted(name->node->text),
                         what_, first->second.line, elsewhere, where_));
}

}  // namespace retention::language
