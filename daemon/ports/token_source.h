#pragma once

#include <cstdint>
#include <string_view>

#include "daemon/ports/secret.h"
#include "policy/base/enum_table.h"
#include "policy/base/error.h"

namespace retention {

// What a call is for; each purpose may have a token of its own.
enum class Purpose : std::uint8_t { read, remove, restore };

inline constexpr EnumTable<Purpose, 3> kPurposes{
    {{Purpose::read, "read"}, {Purpose::remove, "delete"}, {Purpose::restore, "restore"}}};

// Reads tokens anew at each call, so that a rotated file is seen. Used from one thread.
class TokenSource {
 public:
  virtual ~TokenSource() = default;

  // The token for a purpose, trimmed and never empty. Errors name the file or variable, never its content.
  virtual Result<Secret> token(std::string_view owner, Purpose purpose) = 0;
};

}  // namespace retention
