#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/language/findings.h"
#include "policy/language/keys.h"

namespace retention::language {

// A mapping of the document, read by its table of keys. Holds pointers to the document, the table and the findings,
// which must outlive it.
class Section {
 public:
  // Looks the field over: a value that is no mapping, keys that are unknown, refused, missing or without a value are
  // reported.
  Section(const Field& field, const KeyTable& table, Findings& findings);

  // The value of a key of the table; nothing if the key was not written or has no value.
  [[nodiscard]] std::optional<Field> find(std::string_view key) const;

  // The section below a key; one that was not written has no keys, and its defaults hold.
  [[nodiscard]] Section section(std::string_view key) const;

  // The sections of the list below a key; empty if there are none, which is reported where at least one is due.
  [[nodiscard]] std::vector<Section> sections(std::string_view key) const;

  [[nodiscard]] const KeySpec& spec(std::string_view key) const;
  // Whether a key has a value; false too for a key that the table does not have.
  [[nodiscard]] bool has(std::string_view key) const;
  // Whether there is a mapping in the file; false too for a value that was no mapping, which has been reported.
  [[nodiscard]] bool is_written() const;
  [[nodiscard]] const Field& field() const { return field_; }
  [[nodiscard]] std::string path_of(std::string_view key) const;
  [[nodiscard]] Findings& findings() const { return *findings_; }

 private:
  void check_keys() const;
  void refuse(const Entry& entry) const;

  Field field_;
  const KeyTable* table_;
  Findings* findings_;
};

}  // namespace retention::language
