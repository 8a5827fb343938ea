#include "policy/base/pattern_index.h"

#include <re2/set.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

namespace retention {
namespace {

constexpr std::int64_t kMostMemory = 64 << 20;  // of the automaton; it is far smaller for ordinary patterns

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

using SlotByText = std::unordered_map<std::string, PatternIndex::Slot, TextHash, std::equal_to<>>;

RE2::Options set_options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMostMemory);
  return options;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

struct PatternIndex::Tables {
  std::vector<Pattern> patterns;  // by slot
  SlotByText slot_by_body;
  SlotByText literals;
  std::map<std::size_t, SlotByText> prefixes;  // by length
  RE2::Set set{set_options(), RE2::ANCHOR_BOTH};
  std::vector<Slot> in_set;      // by index in the set
  std::vector<Slot> one_by_one;  // what no table can hold

  void add(const Pattern& pattern) {
    const auto slot = static_cast<Slot>(patterns.size());
    if (!slot_by_body.emplace(pattern.body(), slot).second) return;
    patterns.push_back(pattern);
    if (!place(pattern.lookup(), slot)) one_by_one.push_back(slot);
  }

  // False where no table can hold it: two globs may be spelled differently and yet be the same literal or prefix.
  bool place(const Pattern::Lookup& lookup, Slot slot) {
    switch (lookup.kind) {
      case Pattern::Lookup::Kind::equals:
        return literals.emplace(lookup.text, slot).second;
      case Pattern::Lookup::Kind::begins:
        return prefixes[lookup.text.size()].emplace(lookup.text, slot).second;
      case Pattern::Lookup::Kind::regex:
        if (set.Add(lookup.text, nullptr) < 0) return false;
        in_set.push_back(slot);
        return true;
      case Pattern::Lookup::Kind::none:
        return false;
    }
    return false;
  }

  void compile() {
    if (in_set.empty() || set.Compile()) return;
    one_by_one.insert(one_by_one.end(), in_set.begin(), in_set.end());
    in_set.clear();
  }

  std::vector<Slot> ask(const std::vector<Slot>& slots, std::string_view text) const {
    std::vector<Slot> found;
    std::copy_if(slots.begin(), slots.end(), std::back_inserter(found),
                 [&](Slot slot) { return patterns[slot].matches(text); });
    return found;
  }

  // The automaton reads UTF-8 only, and gives up when it grows beyond its memory.
  std::vector<Slot> ask_set(std::string_view text) const {
    if (in_set.empty() || !is_ascii(text)) return ask(in_set, text);
    std::vector<int> indexes;
    RE2::Set::ErrorInfo error{RE2::Set::kNoError};
    set.Match(re2::StringPiece(text.data(), text.size()), &indexes, &error);
    if (error.kind != RE2::Set::kNoError) return ask(in_set, text);
    std::vector<Slot> found;
    for (const int index : indexes) found.push_back(in_set[static_cast<std::size_t>(index)]);
    return found;
  }
};

PatternIndex::PatternIndex(std::span<const Pattern> patterns) {
  auto tables = std::make_unique<Tables>();
  for (const Pattern& pattern : patterns) tables->add(pattern);
  tables->compile();
  tables_ = std::move(tables);
}

PatternIndex::PatternIndex(PatternIndex&&) noexcept = default;
PatternIndex& PatternIndex::operator=(PatternIndex&&) noexcept = default;
PatternIndex::~PatternIndex() = default;

std::size_t PatternIndex::slots() const {
  return tables_->patterns.size();
}

PatternIndex::Slot PatternIndex::slot_of(const Pattern& pattern) const {
  return tables_->slot_by_body.find(pattern.body())->second;
}

std::vector<PatternIndex::Slot> PatternIndex::matching(std::string_view text) const {
  std::vector<Slot> found = tables_->ask_set(text);
  if (const auto literal = tables_->literals.find(text); literal != tables_->literals.end()) {
    found.push_back(literal->second);
  }
  for (const auto& [length, table] : tables_->prefixes) {
    if (length > text.size()) break;
    if (const auto prefix = table.find(text.substr(0, length)); prefix != table.end()) found.push_back(prefix->second);
  }
  const std::vector<Slot> others = tables_->ask(tables_->one_by_one, text);
  found.insert(found.end(), others.begin(), others.end());
  return found;
}

}  // namespace retention
