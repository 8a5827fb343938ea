#pragma once

#include <ostream>
#include <span>
#include <string>

#include "daemon/report/style.h"

namespace retention::report {

// One version in a list. All texts are printable.
struct VersionRow {
  char sign{' '};  // '-' goes, '+' comes back, '=' stays, '!' did not work
  std::string id;
  std::string name;
  std::string tags;
  std::string age;
  std::string note;
};

// Prints the line above what is told of a package: its name, and behind or below it what it comes to.
void print_heading(std::ostream& out, const Style& style, const std::string& name, const std::string& facts);

// Prints the rows below each other with aligned columns; tags that need more room than there is are cut, a note that
// does not fit goes below.
void print_rows(std::ostream& out, const Style& style, std::span<const VersionRow> rows);

// Prints a text that begins with `head` and whose further lines are indented to where the text began. `tone` is for
// the head.
void print_wrapped(std::ostream& out, const Style& style, Tone tone, const std::string& head, const std::string& text);

}  // namespace retention::report
