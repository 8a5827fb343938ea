#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

// What keys the configuration file may have. The loader reads by these tables and a schema can be made from them.
namespace retention::language {

// What may stand as the value of a key.
enum class ValueKind : std::uint8_t {
  name,       // a text of one line that is not empty
  integer,    // a whole number, at least `least`
  count,      // the same, or `unlimited`
  boolean,    // true or false
  only_true,  // true
  duration,   // 90m 12h 30d 2w 6mo 1y and combinations
  timeout,    // whole seconds or minutes: 30s, 2m
  choice,     // one of `choices`
  types,      // one of `choices`, or a list of them
  owners,     // org:NAME, user:NAME or me, or a list of them
  patterns,   // a list of patterns
  names,      // a list of plain names
  scalars,    // the same, or an empty list
  range,      // a range of versions as npm writes it
  tags,       // a list of patterns, or a section of such lists
  url,        // http or https
  file,       // a path, relative to the file that names it
  listen,     // ADDRESS:PORT or off
  cron,       // five fields, or @daily and the like
  zone,       // a time zone
  secret,     // a section that says where a secret is read from
  section,    // keys of its own
  sections    // a list of sections
};

enum class Presence : std::uint8_t { optional, required };

struct KeyTable;

// One key: its value, what holds without it, and a sentence for people.
struct KeySpec {
  std::string_view name;
  ValueKind kind{ValueKind::name};
  std::string_view explanation;
  std::string_view
      fallback{};  // what holds without the key, as it would be written; empty: nothing, or see the explanation
  Presence presence{Presence::optional};
  std::int64_t least{0};
  std::int64_t most{INT64_MAX};
  std::span<const std::string_view> choices{};
  const KeyTable* keys{nullptr};  // of a section, of each of the sections, or of what a list may be replaced by
};

// A key that people may well try and that is refused, with what to do instead.
struct RefusedKey {
  std::string_view name;
  std::string_view advice;
};

// The keys of one kind of section.
struct KeyTable {
  std::string_view what;  // such as "a policy"
  std::span<const KeySpec> keys;
  std::span<const RefusedKey> refused{};
  std::size_t least_keys{0};  // that must be written, whichever they are
  std::size_t most_keys{SIZE_MAX};
};

// What is said of a key that a later version may have.
inline constexpr std::string_view kNotSupported = "not supported by this version of retentiond; take it out";

}  // namespace retention::language
