#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

namespace retention {

// What Maven reads a version as: numbers and qualifiers on levels, each level inside the one before it.
struct MavenToken {
  enum class Kind : std::uint8_t { end, level, number, qualifier };
  Kind kind{Kind::end};
  std::string_view text;  // a number without leading zeros, or a qualifier as written
  int rank{0};            // of a qualifier: below kMavenRelease for what comes before the release

  // What means the same as nothing: zero, and qualifiers such as "final".
  [[nodiscard]] bool is_void() const;
};

// The ranks of "" (also ga, final, release) and of qualifiers without a rank of their own, which compare by their text.
inline constexpr int kMavenRelease = 5;
inline constexpr int kMavenUnknown = 7;

// The rank of a qualifier, in either case, with all that stands behind it: a, b and m have one only before a digit.
[[nodiscard]] int maven_rank(std::string_view qualifier, std::string_view behind);

// The tokens of a version from left to right, without what Maven strips: void tokens at the end of a level, and levels
// with nothing in them at the end. Points into the text. All tokens together cost time linear in the text.
class MavenTokens {
 public:
  explicit MavenTokens(std::string_view text) : rest_(text) {}

  // Those of two versions, both without some of the tokens that are the same in both.
  static std::pair<MavenTokens, MavenTokens> of_difference(std::string_view a, std::string_view b);

  MavenToken next();

  // The first token from here on that is not void, whatever its level; the end if there is none.
  [[nodiscard]] MavenToken first_that_counts() const;

 private:
  MavenToken take();
  MavenToken take_item();
  MavenToken settle_voids(const MavenToken& first);

  std::string_view rest_;
  bool level_due_{false};     // a level begins before the next item
  bool level_empty_{true};    // nothing was taken on the present level yet
  bool voids_count_{false};   // the present run of void tokens is not at the end of its level
  bool levels_count_{false};  // the present run of levels holds a token that counts
};

}  // namespace retention
