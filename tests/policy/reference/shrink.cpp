#include "tests/policy/reference/shrink.h"

namespace retention::reference {

Case shrink(Case question, const std::function<bool(const Case&)>& holds) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (const Change& change : simplifications(question)) {
      Case attempt = question;
      change(attempt);
      if (!holds(attempt)) continue;
      question = attempt;
      smaller = true;
      break;
    }
  }
  return question;
}

}  // namespace retention::reference
