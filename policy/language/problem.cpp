#include "policy/language/problem.h"

#include <fmt/format.h>

#include <string>

namespace retention::language {

std::string to_string(const std::string& file, const Problem& problem) {
  std::string text = file;
  if (problem.at.line > 0) text += fmt::format(":{}:{}", problem.at.line, problem.at.column);
  if (!problem.path.empty()) text += ": " + problem.path;
  return text + ": " + problem.text;
}

Error to_error(const Problems& problems) {
  std::string message;
  for (const Problem& problem : problems.list) {
    if (!message.empty()) message += '\n';
    message += to_string(problems.file, problem);
  }
  return Error{ErrorCode::configuration, message};
}

}  // namespace retention::language
