#pragma once

#include <array>
#include <string_view>

#include "policy/language/keys.h"
#include "policy/language/rule_keys.h"

// The keys of policy tests.
namespace retention::language {

inline constexpr std::array<std::string_view, 2> kVerdictChoices{"keep", "delete"};

inline constexpr std::array<KeySpec, 7> kGivenKeys{
    {{.name = "tags", .kind = ValueKind::scalars, .explanation = "Its tags; left out, an image without any."},
     {.name = "version",
      .kind = ValueKind::name,
      .explanation = "Its name, in npm, maven, rubygems and nuget packages."},
     {.name = "age",
      .kind = ValueKind::duration,
      .explanation = "How long ago it was created.",
      .presence = Presence::required},
     {.name = "idle", .kind = ValueKind::duration, .explanation = "How long ago it was updated; left out, its age."},
     {.name = "siblings",
      .kind = ValueKind::integer,
      .explanation = "How many younger versions with the same tags or name the package has beside it.",
      .fallback = "0",
      .most = 100'000},
     {.name = "package",
      .kind = ValueKind::name,
      .explanation = "Name of its package; then every policy that selects it counts, else only the one that is named."},
     {.name = "type",
      .kind = ValueKind::choice,
      .explanation = "Type of its package; left out, the first type of the policy that fits.",
      .choices = kTypeChoices}}};
inline constexpr KeyTable kGivenTable{"given", kGivenKeys};

inline constexpr std::array<KeySpec, 4> kTestKeys{
    {{.name = "policy",
      .kind = ValueKind::name,
      .explanation = "The policy that is asked.",
      .presence = Presence::required},
     {.name = "given",
      .kind = ValueKind::section,
      .explanation = "What is known of the version.",
      .presence = Presence::required,
      .keys = &kGivenTable},
     {.name = "expect",
      .kind = ValueKind::choice,
      .explanation = "What must become of it.",
      .presence = Presence::required,
      .choices = kVerdictChoices},
     {.name = "rule", .kind = ValueKind::name, .explanation = "A rule that must be among those that decide."}}};
inline constexpr KeyTable kTestTable{"a test", kTestKeys};

inline constexpr KeySpec kTests{
    .name = "tests",
    .kind = ValueKind::sections,
    .explanation = "Versions and what must become of them; retentiond check runs them, without any network.",
    .keys = &kTestTable};

}  // namespace retention::language
