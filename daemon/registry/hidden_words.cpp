#include "daemon/registry/hidden_words.h"

#include <algorithm>
#include <utility>

#include "daemon/http/text.h"

namespace retention::registry {

void HiddenWords::add(std::string word) {
  if (word.empty() || std::find(words_.begin(), words_.end(), word) != words_.end()) return;
  words_.push_back(std::move(word));
}

std::string HiddenWords::printable(std::string_view text) const {
  std::string out(text);
  for (const std::string& word : words_) {
    for (auto at = out.find(word); at != std::string::npos; at = out.find(word, at))
      out.replace(at, word.size(), "***");
  }
  return http::printable(out);
}

}  // namespace retention::registry
