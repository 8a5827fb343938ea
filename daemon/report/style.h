#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace retention::report {

enum class Colour : std::uint8_t { plain, ansi };

// What a piece of text means; how it looks follows from it.
enum class Tone : std::uint8_t { title, remove, keep, attention, quiet };

// How text for people is laid out. 100 columns without colour unless a terminal says otherwise.
struct Style {
  Colour colour{Colour::plain};
  std::size_t columns{100};

  // The text in the colour of its tone; unchanged without colour. It must be printable already.
  [[nodiscard]] std::string paint(Tone tone, std::string_view text) const;
};

}  // namespace retention::report
