#include "daemon/engine/holds.h"

namespace retention::engine {

std::string words_of(store::Hold hold) {
  switch (hold) {
    case store::Hold::unsettled:
      return "GitHub did not say what became of an earlier call; the next run reads again before anything is sent";
    case store::Hold::admin_missing:
      return "GitHub answers 404 to the deletion although the version exists: the token's user needs the admin role on "
             "the package or its repository";
    case store::Hold::redirected:
      return "GitHub redirects the deletion: the owner or the package was renamed; correct the name in the "
             "configuration";
  }
  return {};
}

}  // namespace retention::engine
