#include "policy/language/section.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "policy/base/suggest.h"
#include "policy/language/wording.h"

namespace retention::language {
namespace {

Node empty_mapping() {
  Node node;
  node.kind = NodeKind::mapping;
  return node;
}

const Node kNothing = empty_mapping();

template <typename Row>
const Row* row_of(std::span<const Row> rows, std::string_view name) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.name == name; });
  return row == rows.end() ? nullptr : &*row;
}

// GitHub's API tells nothing of pulls or sizes, so rules by them cannot be had (REST description of packages).
constexpr std::array<std::string_view, 7> kWords{"pull", "download", "size", "larger", "smaller", "bytes", "last_used"};

bool asks_for_missing_data(std::string_view key) {
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return key.find(word) != std::string_view::npos; });
}

std::string advice_for(std::string_view key, const KeyTable& table) {
  if (const RefusedKey* refused = row_of(table.refused, key)) return std::string(refused->advice);
  if (key == "<<") return "merge keys are not supported; write the keys out";
  if (asks_for_missing_data(key)) {
    return "GitHub gives no pull, download or size data of a version; choose by age (older_than), by name or by newest";
  }
  std::vector<std::string_view> known;
  for (const KeySpec& spec : table.keys) known.push_back(spec.name);
  if (const auto near = nearest(key, known)) return fmt::format("unknown key; did you mean {}?", *near);
  return fmt::format("unknown key; {} has {}", table.what, fmt::join(known, ", "));
}

}  // namespace

Section::Section(const Field& field, const KeyTable& table, Findings& findings)
    : field_(field), table_(&table), findings_(&findings) {
  if (field.node->kind == NodeKind::mapping) {
    check_keys();
    return;
  }
  findings.problem(field, fmt::format("keys and values are due, not {}; {} has {}", describe(*field.node), table.what,
                                      names_of(table)));
  field_.node = &kNothing;
}

void Section::check_keys() const {
  for (const Entry& entry : field_.node->entries) {
    if (row_of(table_->keys, entry.key) == nullptr) {
      refuse(entry);
    } else if (entry.value->kind == NodeKind::null) {
      findings_->problem(entry.at, path_of(entry.key), "has no value; write one, or take the key out");
    }
  }
  for (const KeySpec& spec : table_->keys) {
    const auto& entries = field_.node->entries;
    const bool written =
        std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == spec.name; });
    if (!written && spec.presence == Presence::required) {
      findings_->problem(field_.node->at, path_of(spec.name),
                         fmt::format("is missing; write {}", expected_value(spec)));
    }
  }
}

void Section::refuse(const Entry& entry) const {
  findings_->problem(entry.at, path_of(printable(entry.key)), advice_for(entry.key, *table_));
}

std::optional<Field> Section::find(std::string_view key) const {
  assert(row_of(table_->keys, key) != nullptr);
  for (const Entry& entry : field_.node->entries) {
    if (entry.key == key && entry.value->kind != NodeKind::null) return Field{entry.value.get(), path_of(key)};
  }
  return std::nullopt;
}

bool Section::has(std::string_view key) const {
  return row_of(table_->keys, key) != nullptr && find(key).has_value();
}

Section Section::section(std::string_view key) const {
  const KeyTable& table = *spec(key).keys;
  if (const auto field = find(key)) return {*field, table, *findings_};
  Section empty = *this;
  empty.field_ = {&kNothing, path_of(key)};
  empty.table_ = &table;
  return empty;
}

std::vector<Section> Section::sections(std::string_view key) const {
  const auto field = find(key);
  std::vector<Section> list;
  if (!field) return list;
  const KeySpec& known = spec(key);
  if (field->node->kind != NodeKind::sequence) {
    findings_->problem(*field, fmt::format("a list is due, not {}; write each as an item that starts with a dash",
                                           describe(*field->node)));
  } else if (field->node->items.empty() && known.presence == Presence::required) {
    findings_->problem(*field, "the list is empty; write at least one item");
  } else if (field->node->items.empty()) {
    findings_->warning(*field, "the list is empty and does nothing; take the key out, or write a rule");
  }
  for (std::size_t i = 0; i < field->node->items.size(); ++i) {
    list.emplace_back(item_of(*field, i), *known.keys, *findings_);
  }
  return list;
}

bool Section::is_written() const {
  return field_.node != &kNothing;
}

const KeySpec& Section::spec(std::string_view key) const {
  const KeySpec* spec = row_of(table_->keys, key);
  assert(spec != nullptr);
  return *spec;
}

std::string Section::path_of(std::string_view key) const {
  return field_.path.empty() ? std::string(key) : fmt::format("{}.{}", field_.path, key);
}

}  // namespace retention::language
