#include "policy/language/problem.h"

#include <fmt/format.h>

#include <cstddef>
#include <string>

namespace retention::language {

std::string to_string(const std::vector<std::string>& files, const Problem& problem) {
  std::string text = files.at(static_cast<std::size_t>(problem.at.file));
  if (problem.at.line > 0) text += fmt::format(":{}:{}", problem.at.line, problem.at.column);
  if (!problem.path.empty()) text += ": " + problem.path;
  return text + ": " + problem.text;
}

Error to_error(const Problems& problems) {
  std::string message;
  for (const Problem& problem : problems.list) {
    if (!message.empty()) message += '\n';
    message += to_string(problems.files, problem);
  }
  return Error{ErrorCode::configuration, message};
}

}  // namespace retention::language
