#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/base/pattern_index.h"
#include "policy/model/package.h"
#include "policy/rules/marks.h"

namespace retention {

// The texts of one version that patterns and ranges are compared with: the tags of a container or docker version, the
// name of any other. A view into the inventory and its TextTable.
class VersionTexts {
 public:
  enum class Knowledge : std::uint8_t { known, unknown };

  VersionTexts(std::span<const std::string> texts, Marks marks, std::size_t words, Knowledge knowledge)
      : texts_(texts), marks_(marks), words_(words), knowledge_(knowledge) {}

  // False if the API did not name the tags.
  [[nodiscard]] bool known() const { return knowledge_ == Knowledge::known; }

  [[nodiscard]] std::size_t size() const { return texts_.size(); }
  [[nodiscard]] const std::string& text(std::size_t i) const { return texts_[i]; }
  [[nodiscard]] Marks marks(std::size_t i) const { return marks_.subspan(i * words_, words_); }

 private:
  std::span<const std::string> texts_;
  Marks marks_;
  std::size_t words_;
  Knowledge knowledge_;
};

// The texts of every version of an inventory with the patterns that match them, each text compared once. Points to its
// arguments.
class TextTable {
 public:
  TextTable(const Inventory& inventory, const PatternIndex& index);

  // Of the version at a position of the inventory.
  [[nodiscard]] VersionTexts of(std::size_t position) const;

  // Every pattern that matches some text.
  [[nodiscard]] const SlotSet& matched() const { return matched_; }

 private:
  const Inventory& inventory_;
  std::size_t words_;
  std::vector<std::uint32_t> first_;  // by position, the number of its first text
  std::vector<std::uint64_t> marks_;
  SlotSet matched_;
};

}  // namespace retention
