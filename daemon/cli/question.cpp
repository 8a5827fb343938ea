#include "daemon/cli/question.h"

#include <algorithm>
#include <string>

namespace retention::cli {

bool can_ask(const Console& console) {
  return console.in_is_terminal && console.err_columns > 0;
}

Answered ask(const Context& context, std::string_view question) {
  context.console.err << '\n' << question << " [y/N] " << std::flush;
  std::string answer;
  std::getline(context.console.in, answer);
  std::ranges::transform(answer, answer.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return answer == "y" || answer == "yes" ? Answered::yes : Answered::no;
}

}  // namespace retention::cli
