#include "store/schema.h"

#include "store/schema_v1.h"
#include "store/schema_v2.h"

namespace retention::store {

std::vector<Migration> migrations() {
  return {{1, std::string(schema_v1_seen()) + std::string(schema_v1_done()) + std::string(schema_v1_caches())},
          {2, std::string(schema_v2())}};
}

}  // namespace retention::store
