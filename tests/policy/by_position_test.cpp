#include "policy/by_position.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

namespace retention {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Found {
  std::size_t position;
  char name;
};

std::vector<char> names(ByPosition<Found>& found, std::size_t position) {
  std::vector<char> names;
  for (const Found& one : found.at(position)) names.push_back(one.name);
  return names;
}

TEST(ByPosition, TellsAllThatWasFoundOfAVersion) {
  ByPosition<Found> found({{1, 'a'}, {1, 'b'}, {3, 'c'}});
  EXPECT_THAT(names(found, 0), IsEmpty());
  EXPECT_THAT(names(found, 1), ElementsAre('a', 'b'));
  EXPECT_THAT(names(found, 2), IsEmpty());
  EXPECT_THAT(names(found, 3), ElementsAre('c'));
  EXPECT_THAT(names(found, 4), IsEmpty());
}

TEST(ByPosition, MayBeAskedInAnyOrder) {
  ByPosition<Found> found({{1, 'a'}, {3, 'b'}, {5, 'c'}, {5, 'd'}});
  EXPECT_THAT(names(found, 5), ElementsAre('c', 'd'));
  EXPECT_THAT(names(found, 5), ElementsAre('c', 'd'));
  EXPECT_THAT(names(found, 0), IsEmpty());
  EXPECT_THAT(names(found, 4), IsEmpty());
  EXPECT_THAT(names(found, 1), ElementsAre('a'));
}

TEST(ByPosition, HoldsNothingUnlessItIsGivenSomething) {
  ByPosition<Found> found;
  EXPECT_THAT(names(found, 0), IsEmpty());
}

}  // namespace
}  // namespace retention
