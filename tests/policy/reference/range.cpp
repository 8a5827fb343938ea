#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/policy/reference/labels.h"
#include "tests/policy/reference/semver.h"

namespace retention::reference {
namespace {

// One comparator after desugaring: `<`, `<=`, `=`, `>=` or `>` and a full version.
struct Comparator {
  std::string relation;
  SemVerValue version;
};
using Comparators = std::vector<Comparator>;

// "1", "1.x", "1.2.3-rc.1": `given` counts the numbers before the first that is open or left out.
struct Partial {
  std::array<std::int64_t, 3> numbers{};
  std::size_t given{0};
  std::vector<std::string> prerelease;
};

Partial read_partial(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  const std::size_t dash = text.find('-');
  Partial result;
  for (const std::string& piece : split(text.substr(0, dash), '.')) {
    if (!is_number(piece)) break;
    result.numbers.at(result.given++) = to_number(piece);
  }
  if (dash != std::string_view::npos) result.prerelease = split(text.substr(dash + 1), '.');
  return result;
}

// The first version that is beyond all that begin with the first `kept` numbers, its own pre-releases included.
Comparator below_next(const Partial& partial, std::size_t kept) {
  SemVerValue next{{}, {"0"}};
  std::copy_n(partial.numbers.begin(), kept, next.numbers.begin());
  ++next.numbers.at(kept - 1);
  return {"<", next};
}

SemVerValue lowest(const Partial& partial) {
  return {partial.numbers, partial.prerelease};
}

// "^": what stands left of the first number that is not zero, and that number itself, must stay.
std::size_t caret_keeps(const Partial& partial) {
  for (std::size_t i = 0; i < partial.given; ++i) {
    if (partial.numbers.at(i) != 0) return i + 1;
  }
  return partial.given;
}

Comparators desugar(const std::string& relation, const Partial& partial) {
  if (partial.given == 0) return {};
  const bool full = partial.given == 3;
  const Comparator from{">=", lowest(partial)};
  if (relation == "^") return {from, below_next(partial, caret_keeps(partial))};
  if (relation == "~") return {from, below_next(partial, std::min<std::size_t>(partial.given, 2))};
  if (relation == ">=") return {from};
  if (full) return {{relation.empty() ? "=" : relation, lowest(partial)}};
  if (relation == "<=") return {below_next(partial, partial.given)};
  if (relation == "<") return {{"<", {partial.numbers, {"0"}}}};
  if (relation == ">") return {{">=", {below_next(partial, partial.given).version.numbers, {}}}};
  return {from, below_next(partial, partial.given)};
}

void append(Comparators& comparators, const std::string& relation, std::string_view partial) {
  const Comparators more = desugar(relation, read_partial(partial));
  comparators.insert(comparators.end(), more.begin(), more.end());
}

Comparators read_alternative(std::string_view text) {
  Comparators result;
  const std::size_t span = text.find(" - ");
  if (span != std::string_view::npos) {
    append(result, ">=", text.substr(0, span));
    append(result, "<=", text.substr(span + 3));
    return result;
  }
  for (const std::string& piece : split(text, ' ')) {
    const std::size_t end = piece.find_first_not_of("^~<>=");
    const std::string relation = piece.substr(0, end);
    append(result, relation == "=" ? "" : relation, std::string_view(piece).substr(end));
  }
  return result;
}

std::vector<Comparators> read_alternatives(std::string_view range) {
  std::vector<Comparators> result;
  while (true) {
    const std::size_t end = range.find(" || ");
    result.push_back(read_alternative(range.substr(0, end)));
    if (end == std::string_view::npos) return result;
    range.remove_prefix(end + 4);
  }
}

bool holds(const Comparator& comparator, const SemVerValue& version) {
  const int order = compare(version, comparator.version);
  if (comparator.relation == "<") return order < 0;
  if (comparator.relation == "<=") return order <= 0;
  if (comparator.relation == ">=") return order >= 0;
  if (comparator.relation == ">") return order > 0;
  return order == 0;
}

// A pre-release is in only where one of the same numbers is named.
bool admits(const Comparators& comparators, const SemVerValue& version) {
  return version.prerelease.empty() ||
         std::any_of(comparators.begin(), comparators.end(), [&](const Comparator& comparator) {
           return !comparator.version.prerelease.empty() && comparator.version.numbers == version.numbers;
         });
}

}  // namespace

bool in_range(const SemVerValue& version, std::string_view range) {
  const std::vector<Comparators> alternatives = read_alternatives(range);
  // npm drops the others beside an alternative that is every release.
  const bool every_release = std::any_of(alternatives.begin(), alternatives.end(),
                                         [](const Comparators& comparators) { return comparators.empty(); });
  if (every_release) return version.prerelease.empty();
  return std::any_of(alternatives.begin(), alternatives.end(), [&](const Comparators& comparators) {
    return admits(comparators, version) &&
           std::all_of(comparators.begin(), comparators.end(),
                       [&](const Comparator& comparator) { return holds(comparator, version); });
  });
}

}  // namespace retention::reference
