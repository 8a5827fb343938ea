#include "policy/rules/texts.h"

namespace retention {
namespace {

std::span<const std::string> texts_of(PackageType type, const PackageVersion& version) {
  if (!has_tags(type)) return {&version.name, 1};
  if (!version.tags) return {};
  return *version.tags;
}

}  // namespace

TextTable::TextTable(const Inventory& inventory, const PatternIndex& index)
    : inventory_(inventory), words_(words_for(index.slots())), matched_(index.slots()) {
  first_.reserve(inventory.versions.size());
  std::uint32_t count = 0;
  for (const PackageVersion& version : inventory.versions) {
    first_.push_back(count);
    count += static_cast<std::uint32_t>(texts_of(inventory.package.type, version).size());
  }
  marks_.resize(count * words_);
  std::size_t at = 0;
  for (const PackageVersion& version : inventory.versions) {
    for (const std::string& text : texts_of(inventory.package.type, version)) {
      for (const PatternIndex::Slot slot : index.matching(text)) {
        marks_[at + slot / kBitsPerWord] |= std::uint64_t{1} << (slot % kBitsPerWord);
        matched_.insert(slot);
      }
      at += words_;
    }
  }
}

VersionTexts TextTable::of(std::size_t position) const {
  const PackageVersion& version = inventory_.versions[position];
  const auto texts = texts_of(inventory_.package.type, version);
  const bool unknown = has_tags(inventory_.package.type) && !version.tags;
  return {texts, Marks(marks_).subspan(first_[position] * words_, texts.size() * words_), words_,
          unknown ? VersionTexts::Knowledge::unknown : VersionTexts::Knowledge::known};
}

}  // namespace retention
