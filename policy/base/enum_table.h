#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace retention {

// One row of a constexpr table between an enum and its text: `constexpr EnumTable<Color, 2> kColors{{{Color::red,
// "red"}, ...}}`.
template <typename Enum>
struct EnumText {
  Enum value;
  std::string_view text;
};

template <typename Enum, std::size_t N>
using EnumTable = std::array<EnumText<Enum>, N>;

// The text of a value; the table must hold every value.
template <typename Enum, std::size_t N>
[[nodiscard]] constexpr std::string_view text_of(const EnumTable<Enum, N>& table, Enum value) {
  for (const auto& row : table) {
    if (row.value == value) return row.text;
  }
  return "?";
}

// The value of a text, or nothing.
template <typename Enum, std::size_t N>
[[nodiscard]] constexpr std::optional<Enum> value_of(const EnumTable<Enum, N>& table, std::string_view text) {
  for (const auto& row : table) {
    if (row.text == text) return row.value;
  }
  return std::nullopt;
}

}  // namespace retention
