#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/error.h"

namespace retention {

// One pattern of the policy language over a whole string: a glob (`*` any run, `?` one character, `[a-z]`, `\` escapes)
// or, after `re:`, an RE2 regular expression. A leading `!` makes it subtract. Case counts. `?` and `[...]` match one
// UTF-8 character. Immutable, cheap to copy, safe to share between threads. Matching is linear in the text.
class Pattern {
 public:
  // Fails with ErrorCode::configuration for an empty pattern, a glob with a comma or a blank, a broken class or
  // expression, and anything over 1000 bytes.
  static Result<Pattern> parse(std::string_view text);

  [[nodiscard]] bool matches(std::string_view text) const;  // the `!` is not considered here
  [[nodiscard]] bool subtracts() const;
  [[nodiscard]] const std::string& text() const;  // as written, with `!` and `re:`

  // The pattern without a leading `!`: patterns with equal bodies match the same texts.
  [[nodiscard]] std::string_view body() const;

  // How to match many patterns at once: texts that are equal to `fixed` or begin with it, or as a whole match `regex`.
  // Without any of the two only matches() can tell.
  struct Lookup {
    enum class Kind : std::uint8_t { equals, begins, regex, none };
    Kind kind{Kind::none};
    std::string text;
  };
  [[nodiscard]] Lookup lookup() const;

  // The names of the captures of a `re:` pattern, and what they took of a text that matches, beside them: a capture
  // that took no part is empty. Nothing for a text that does not match and for a glob.
  [[nodiscard]] std::vector<std::string> capture_names() const;
  [[nodiscard]] std::optional<std::vector<std::string>> capture(std::string_view text) const;

  // A glob that was surely meant as a regular expression, such as "^v.*$": it can match next to nothing.
  [[nodiscard]] bool looks_like_regex() const;

 private:
  struct Compiled;
  explicit Pattern(std::shared_ptr<const Compiled> compiled);
  std::shared_ptr<const Compiled> compiled_;  // shared by copies of the pattern
};

// A list of patterns: a text is in it if some pattern matches and no subtracting one does. With only subtracting
// patterns everything else is in it.
class PatternList {
 public:
  PatternList() = default;
  explicit PatternList(std::vector<Pattern> patterns);

  [[nodiscard]] bool matches(std::string_view text) const;
  [[nodiscard]] bool subtracted(std::string_view text) const;  // some `!` pattern matches
  [[nodiscard]] const std::vector<Pattern>& patterns() const { return patterns_; }

 private:
  std::vector<Pattern> patterns_;
  bool only_subtracts_{false};
};

}  // namespace retention
