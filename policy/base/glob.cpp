#include "policy/base/glob.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>

#include "policy/base/utf8.h"

namespace retention {
namespace {

// A byte outside of valid UTF-8 becomes a value beyond all characters, so that it equals only itself.
constexpr char32_t kBrokenByte = 0x110000;

// Takes the first character off a text that is not empty.
char32_t take_character(std::string_view& rest) {
  const auto first = static_cast<unsigned char>(rest.front());
  const auto character =
      first < 0x80 ? Character{first, 1} : first_character(rest).value_or(Character{kBrokenByte + first, 1});
  rest.remove_prefix(character.bytes);
  return character.code;
}

void append_character(std::string& text, char32_t character) {
  const auto byte = [&](char32_t value) { text.push_back(static_cast<char>(static_cast<unsigned char>(value))); };
  const auto tail = [&](unsigned shift) { byte(0x80U | (character >> shift & 0x3FU)); };
  if (character >= kBrokenByte) {
    byte(character - kBrokenByte);
  } else if (character < 0x80) {
    byte(character);
  } else if (character < 0x800) {
    byte(0xC0U | character >> 6U);
    tail(0);
  } else if (character < 0x10000) {
    byte(0xE0U | character >> 12U);
    tail(6);
    tail(0);
  } else {
    byte(0xF0U | character >> 18U);
    tail(12);
    tail(6);
    tail(0);
  }
}

// Takes a character that a `\` may have escaped; nothing at the end of the text.
std::optional<char32_t> take_escaped(std::string_view& rest) {
  if (rest.starts_with('\\')) rest.remove_prefix(1);
  if (rest.empty()) return std::nullopt;
  return take_character(rest);
}

// A character of a regular expression that has no other meaning.
std::string escaped(char32_t character) {
  return fmt::format("\\x{{{:X}}}", static_cast<std::uint32_t>(character));
}

}  // namespace

Result<Glob::CharacterClass> Glob::compile_class(std::string_view& rest) {
  const auto open = [] { return fail(ErrorCode::configuration, "a [ has no ]; for the character itself write \\["); };
  CharacterClass result;
  if (rest.starts_with('!') || rest.starts_with('^')) {
    result.negated = true;
    rest.remove_prefix(1);
  }
  for (bool first = true; first || !rest.starts_with(']'); first = false) {
    const auto low = take_escaped(rest);
    if (!low) return open();
    auto high = low;
    if (rest.starts_with('-') && !rest.starts_with("-]")) {
      rest.remove_prefix(1);
      high = take_escaped(rest);
      if (!high) return open();
    }
    if (*high < *low) return fail(ErrorCode::configuration, "a range in [ ] runs backwards");
    result.ranges.emplace_back(*low, *high);
  }
  rest.remove_prefix(1);
  return result;
}

Result<Glob::Token> Glob::compile_token(std::string_view& rest) {
  if (rest.front() == '*' || rest.front() == '?') {
    const Kind kind = rest.front() == '*' ? Kind::any_run : Kind::any_character;
    rest.remove_prefix(1);
    return Token{kind};
  }
  if (rest.front() == '[') {
    rest.remove_prefix(1);
    auto compiled = compile_class(rest);
    if (!compiled) return fail(std::move(compiled.error()));
    classes_.push_back(*std::move(compiled));
    return Token{Kind::character_class, {}, classes_.size() - 1};
  }
  const auto character = take_escaped(rest);
  if (!character) return fail(ErrorCode::configuration, "it ends in a lone \\; for the character itself write \\\\");
  return Token{Kind::character, *character};
}

Result<Glob> Glob::compile(std::string_view text) {
  Glob glob;
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto token = glob.compile_token(rest);
    if (!token) return fail(token.error());
    const bool runs_on = !glob.tokens_.empty() && glob.tokens_.back().kind == Kind::any_run;
    if (token->kind != Kind::any_run || !runs_on) glob.tokens_.push_back(*token);
  }
  glob.find_shape();
  return glob;
}

void Glob::find_shape() {
  const auto special = [](const Token& token) { return token.kind != Kind::character; };
  const auto broken = [](const Token& token) { return token.character >= kBrokenByte; };
  const auto specials = std::count_if(tokens_.begin(), tokens_.end(), special);
  // A broken byte at the edge of a prefix or suffix may be part of a character in the text.
  const bool one_special = specials == 1 && std::none_of(tokens_.begin(), tokens_.end(), broken);
  if (specials == 0) {
    shape_ = Shape::literal;
  } else if (one_special && tokens_.back().kind == Kind::any_run) {
    shape_ = Shape::prefix;
  } else if (one_special && tokens_.front().kind == Kind::any_run) {
    shape_ = Shape::suffix;
  } else {
    return;
  }
  for (const Token& token : tokens_) {
    if (token.kind == Kind::character) append_character(fixed_, token.character);
  }
}

bool Glob::matches(std::string_view text) const {
  switch (shape_) {
    case Shape::literal:
      return text == fixed_;
    case Shape::prefix:
      return text.starts_with(fixed_);
    case Shape::suffix:
      return text.ends_with(fixed_);
    case Shape::general:
      return matches_tokens(text);
  }
  return false;
}

std::optional<std::string> Glob::to_regex() const {
  std::string regex = "(?s)";
  bool utf8 = true;
  const auto add = [&](char32_t character) {
    utf8 = utf8 && character < kBrokenByte;
    regex += escaped(character);
  };
  for (const Token& token : tokens_) {
    if (token.kind == Kind::any_run) {
      regex += ".*";
    } else if (token.kind == Kind::any_character) {
      regex += ".";
    } else if (token.kind == Kind::character) {
      add(token.character);
    } else {
      const CharacterClass& set = classes_[token.class_index];
      regex += set.negated ? "[^" : "[";
      for (const auto& [low, high] : set.ranges) {
        add(low);
        regex += "-";
        add(high);
      }
      regex += "]";
    }
  }
  if (!utf8) return std::nullopt;
  return regex;
}

bool Glob::matches_one(const Token& token, char32_t character) const {
  if (token.kind == Kind::any_character) return true;
  if (token.kind == Kind::character) return token.character == character;
  const CharacterClass& set = classes_[token.class_index];
  const bool inside = std::any_of(set.ranges.begin(), set.ranges.end(), [&](const auto& range) {
    return range.first <= character && character <= range.second;
  });
  return inside != set.negated;
}

// Only the last run ever needs to grow: what an earlier one could take, the last one can take as well.
bool Glob::matches_tokens(std::string_view text) const {
  std::string_view rest = text;
  std::size_t token = 0;
  bool seen_run = false;
  std::size_t after_run = 0;
  std::string_view run_end;
  while (!rest.empty()) {
    if (token < tokens_.size() && tokens_[token].kind == Kind::any_run) {
      seen_run = true;
      after_run = ++token;
      run_end = rest;
      continue;
    }
    std::string_view next = rest;
    const char32_t character = take_character(next);
    if (token < tokens_.size() && matches_one(tokens_[token], character)) {
      ++token;
      rest = next;
    } else if (seen_run) {
      take_character(run_end);
      rest = run_end;
      token = after_run;
    } else {
      return false;
    }
  }
  while (token < tokens_.size() && tokens_[token].kind == Kind::any_run) ++token;
  return token == tokens_.size();
}

}  // namespace retention
