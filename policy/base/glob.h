#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/base/error.h"

namespace retention {

// A compiled glob over a whole string: `*` any run, `?` one character, `[a-z]` and `[!a-z]` one character of a class,
// `\` takes the next character as it is. Characters are those of UTF-8; a byte that is no UTF-8 counts as one. No match
// takes longer than the product of both lengths. Immutable.
class Glob {
 public:
  // Fails with ErrorCode::configuration for an open class, a range that runs backwards and a `\` at the end; the
  // message says only what is wrong.
  static Result<Glob> compile(std::string_view text);

  [[nodiscard]] bool matches(std::string_view text) const;

  // The shapes that nearly all patterns have, matched without looking at tokens.
  enum class Shape : std::uint8_t { literal, prefix, suffix, general };
  [[nodiscard]] Shape shape() const { return shape_; }

  // What a literal is, a prefix begins with or a suffix ends with; empty for `general`.
  [[nodiscard]] const std::string& fixed() const { return fixed_; }

  // An RE2 expression that matches the same texts as a whole, as long as they are UTF-8; nothing if the glob itself is
  // not.
  [[nodiscard]] std::optional<std::string> to_regex() const;

 private:
  enum class Kind : std::uint8_t { character, any_character, any_run, character_class };
  struct Token {
    Kind kind{Kind::character};
    char32_t character{};
    std::size_t class_index{};
  };
  struct CharacterClass {
    std::vector<std::pair<char32_t, char32_t>> ranges;
    bool negated{false};
  };

  Glob() = default;
  Result<Token> compile_token(std::string_view& rest);  // takes it off the front of `rest`
  static Result<CharacterClass> compile_class(std::string_view& rest);
  void find_shape();
  [[nodiscard]] bool matches_one(const Token& token, char32_t character) const;
  [[nodiscard]] bool matches_tokens(std::string_view text) const;

  std::vector<Token> tokens_;
  std::vector<CharacterClass> classes_;
  Shape shape_{Shape::general};
  std::string fixed_;
};

}  // namespace retention
